"""Damage in a part of the index that is read late is noticed then, and heals."""

from __future__ import annotations

import json

import pytest

from db import Catalogue
from search import SearchService
from search.place import index_place


def test_damage_that_shows_late_is_answered_around_and_healed(
    own_service: SearchService, own_library: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.codec.files.CHECKED_AT_ONCE", 0)  # as for files of many megabytes
    place = index_place(own_library.folder, own_library.id)
    folder = place / json.loads((place / "current.json").read_text())["folder"]
    (file,) = folder.glob("*.postings")
    own_service.close()
    content = file.read_bytes()
    file.unlink()
    file.write_bytes(content.replace(b"leave", b"heave"))

    with SearchService(own_library) as service:
        damaged = service.search("leave")
        service.sync()
        healed = service.search("leave")

    assert sorted(damaged.ids) == sorted(healed.ids)
    assert len(healed) == 3
    assert "catalogue itself is searched" in damaged.note
    assert healed.note == ""
