"""Whatever happens to the index: right answers meanwhile, and a sound index after the next sync."""

from __future__ import annotations

import json
import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from db import Catalogue
from db.rows import QuotationId
from search import SearchService
from search.codec.files import DamagedIndexError
from search.place import index_place
from tests.db.factories import Said, make_page


def place_of(catalogue: Catalogue) -> Path:
    return index_place(catalogue.folder, catalogue.id)


def folder_of(catalogue: Catalogue) -> Path:
    place = place_of(catalogue)
    return place / str(json.loads((place / "current.json").read_text())["folder"])


def _delete_everything(place: Path) -> None:
    shutil.rmtree(place)


def _delete_the_index(place: Path) -> None:
    for folder in place.iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)


def _break_the_description(place: Path) -> None:
    (place / "current.json").write_text("{")


def _strip_the_description(place: Path) -> None:
    (place / "current.json").write_text("[]")


def _another_format(place: Path) -> None:
    current = json.loads((place / "current.json").read_text())
    (place / "current.json").write_text(json.dumps({**current, "format": -1}))


def _another_catalogue(place: Path) -> None:
    current = json.loads((place / "current.json").read_text())
    (place / "current.json").write_text(json.dumps({**current, "catalogue": "another"}))


@pytest.mark.parametrize(
    "damage",
    [
        _delete_everything,
        _delete_the_index,
        _break_the_description,
        _strip_the_description,
        _another_format,
        _another_catalogue,
    ],
)
def test_an_index_that_is_not_what_it_should_be_is_built_anew(
    own_service: SearchService, own_library: Catalogue, damage: Callable[[Path], None]
) -> None:
    own_service.close()
    damage(place_of(own_library))

    _answers_rightly_and_heals(own_library)


@pytest.mark.parametrize("suffix", [".json", ".documents", ".postings"])
@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_truncated_file_is_noticed(
    own_service: SearchService, own_library: Catalogue, suffix: str, share: float
) -> None:
    own_service.close()
    for file in folder_of(own_library).glob(f"*{suffix}"):
        content = file.read_bytes()
        file.write_bytes(content[: int(share * (len(content) - 1))])

    _answers_rightly_and_heals(own_library)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.95])
def test_a_single_flipped_bit_is_noticed(
    own_service: SearchService, own_library: Catalogue, share: float
) -> None:
    own_service.close()
    file = max(folder_of(own_library).glob("*.postings"), key=lambda file: file.stat().st_size)
    content = bytearray(file.read_bytes())
    content[int(share * len(content))] ^= 0x10
    file.write_bytes(content)

    _answers_rightly_and_heals(own_library)


def test_a_file_that_goes_bad_while_it_is_open_is_survived(
    own_service: SearchService, own_library: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise DamagedIndexError("main_1.postings", "the bytes from 0 are not as written")

    with monkeypatch.context() as patch:
        patch.setattr("search.evaluate.segments.SegmentView.postings", fail)
        answer = own_service.search("leave")

    assert len(answer) == 3
    assert "catalogue itself is searched" in answer.note
    own_service.sync()
    assert own_service.search("leave").note == ""


def test_no_pickle_is_read_from_the_catalogues_own_folder(
    own_library: Catalogue, tmp_path: Path
) -> None:
    trap = tmp_path / "sprung"

    class Trap:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.mkdir, (str(trap),)

    planted = own_library.folder / "index"
    planted.mkdir()
    for name in ("_MAIN_1.toc", "MAIN_planted.seg", "current.json"):
        (planted / name).write_bytes(pickle.dumps(Trap()))

    _answers_rightly_and_heals(own_library)

    assert not trap.exists()


def test_an_index_planted_in_a_catalogue_is_ignored(
    own_service: SearchService, own_library: Catalogue, tmp_path: Path, home: Path
) -> None:
    (ledger,) = own_service.search("ledger ").ids
    own_service.close()
    own_library.close()
    shutil.move(place_of(own_library), tmp_path / "planted")
    shutil.rmtree(home)
    with Catalogue.open(own_library.folder) as catalogue:
        catalogue.reject([QuotationId(ledger)])  # what was planted does not know
        for name in ("index", "cache", "search", place_of(catalogue).name):
            shutil.copytree(tmp_path / "planted", catalogue.folder / name)

        _answers_rightly_and_heals(catalogue)

        with SearchService(catalogue) as service:
            assert len(service.search("ledger ")) == 0
        assert place_of(catalogue).is_relative_to(home)
        assert not folder_of(catalogue).is_relative_to(catalogue.folder)


def test_no_pickle_is_ever_read(
    own_library: Catalogue, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def unpickle(*_: object, **__: object) -> None:
        raise AssertionError("a pickle was read")

    for name in ("load", "loads", "Unpickler"):
        monkeypatch.setattr(pickle, name, unpickle)

    with SearchService(own_library) as service:
        service.sync()
        make_page(tmp_path, Said("Every lamp was lit"), name="lamp.txt").add_to(own_library)
        service.sync()
        assert len(service.search("leave")) == 3
        assert service.facets(service.search("").ids)
    with SearchService(own_library) as service:
        assert service.search("lamp").note == ""


def test_the_index_is_kept_from_other_users(
    own_service: SearchService, own_library: Catalogue
) -> None:
    if os.name != "posix":
        pytest.skip("this system has no permissions of this kind")

    assert place_of(own_library).stat().st_mode & 0o077 == 0


def test_without_a_place_to_write_the_catalogue_answers(
    own_library: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / "file"))

    with SearchService(own_library) as service:
        assert service.sync() == 0
        assert len(service.search("leave")) == 3


def test_a_full_disk_leaves_the_catalogue_to_answer(
    own_library: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with SearchService(own_library) as service:
        with monkeypatch.context() as patch:
            patch.setattr("search.codec.image.write_array_file", full)
            assert service.sync() == 0
        assert len(service.search("leave")) == 3
        assert service.sync() > 0
        assert service.search("leave").note == ""


def test_a_catalogue_nobody_can_write_is_searched(own_library: Catalogue) -> None:
    own_library.close()
    copy = own_library.folder.with_name("Sealed.onrecord")
    shutil.copytree(own_library.folder, copy)
    for path in (*copy.rglob("*"), copy):
        path.chmod(path.stat().st_mode & ~0o222)
    try:
        with Catalogue.open(copy) as catalogue, SearchService(catalogue) as service:
            service.sync()
            assert len(service.search("leave")) == 3
    finally:
        for path in (copy, *copy.rglob("*")):
            path.chmod(path.stat().st_mode | 0o200)


def _answers_rightly_and_heals(catalogue: Catalogue) -> None:
    with SearchService(catalogue) as service:
        answer = service.search("leave")
        assert len(answer) == 3
        assert "catalogue itself is searched" in answer.note
        service.sync()
        healed = service.search("leave")
        assert sorted(healed.ids) == sorted(answer.ids)
        assert healed.note == ""
