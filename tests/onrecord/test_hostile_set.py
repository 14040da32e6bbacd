"""Files made to break an import are taken in or set aside with a true reason; none breaks it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from db import Catalogue
from tests.onrecord.conftest import OnRecord
from tests.onrecord.hostile import OWN_REASONS, write_hostile_set

_ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps the limits of memory")
def test_a_hostile_set_is_imported_to_its_end(onrecord: OnRecord, tmp_path: Path) -> None:
    count = write_hostile_set(tmp_path / "hostile")
    catalogue = tmp_path / "Harbour.onrecord"
    onrecord("new", catalogue)
    before = {path: path.stat().st_size for path in (tmp_path / "hostile").rglob("*")}

    ran = subprocess.run(
        [sys.executable, "-m", "onrecord", "import", catalogue, tmp_path / "hostile", "--json"],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    start, *files, end = [json.loads(line) for line in ran.stdout.splitlines()]
    assert start["total"] == len(files) == count
    assert end["imported"] + end["already"] + end["set_aside"] == count
    for file in files:
        assert file["state"] == "imported" or file["reason"] or file["document"], file
        assert "On Record itself failed" not in str(file["reason"]), file
        assert "ended unexpectedly" not in str(file["reason"]), file
    reasons = {file["name"]: str(file["reason"]) for file in files}
    for name, reason in OWN_REASONS.items():
        assert reason in reasons[name], reasons[name]
    assert {path: path.stat().st_size for path in (tmp_path / "hostile").rglob("*")} == before
    assert not list(tmp_path.rglob("escaped.txt"))
    with Catalogue.open(catalogue) as opened:
        assert opened.check().problems == ()
        assert len(opened.documents()) == end["imported"]
        kept = {opened.document(row.id).sha256 for row in opened.documents()}
    assert kept == {path.name for path in (catalogue / "originals").glob("??/*")}
