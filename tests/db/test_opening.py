"""Opening says in a sentence what is wrong, and never makes it worse."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import Catalogue
from db.errors import BusyCatalogue, DamagedCatalogue, NotACatalogue, ReadOnlyCatalogue
from db.migrations import SCHEMA_VERSION
from db.rows import Status
from tests.db.factories import Said, make_page

ROOT = Path(__file__).resolve().parents[2]


IMPORT_AND_DIE = """
import os, signal, sys
from pathlib import Path
from db import Catalogue
from tests.db.factories import Said, make_page
catalogue = Catalogue.create(Path(sys.argv[1]))
make_page(Path(sys.argv[2]), Said()).add_to(catalogue)
os.kill(os.getpid(), signal.SIGKILL)
"""


def database(folder: Path) -> Path:
    return folder / "catalogue.sqlite"


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A catalogue of one confirmed quotation, closed cleanly."""
    with Catalogue.create(tmp_path / "Harbour.onrecord") as catalogue:
        make_page(tmp_path, Said()).add_to(catalogue)
        catalogue.confirm(catalogue.quotation_ids())
        return catalogue.folder


def test_what_was_kept_is_there_when_opened_again(closed: Path) -> None:
    with Catalogue.open(closed) as catalogue:
        (row,) = catalogue.quotations(catalogue.quotation_ids())

        assert (catalogue.name, catalogue.read_only) == ("Harbour", None)
        assert (row.text, row.speaker, row.status) == ("We will stay", "Ana Lind", Status.CONFIRMED)


@pytest.mark.parametrize(
    ("there", "sentence"),
    [
        (lambda path: None, "there is nothing of that name"),
        (lambda path: path.write_text("notes"), "it is a file, not a folder"),
        (lambda path: path.mkdir(), "it is a folder with other contents"),
    ],
)
def test_what_is_no_catalogue_is_told_apart(tmp_path: Path, there: object, sentence: str) -> None:
    there(tmp_path / "Notes")

    with pytest.raises(NotACatalogue, match=sentence):
        Catalogue.open(tmp_path / "Notes")


def test_creating_never_touches_what_is_there(closed: Path, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("Dear all")

    for path in (closed, tmp_path / "letters", tmp_path / "page.txt"):
        with pytest.raises(NotACatalogue):
            Catalogue.create(path)

    assert (tmp_path / "letters" / "a.txt").read_text() == "Dear all"
    with Catalogue.open(closed) as catalogue:
        assert catalogue.counts().quotations == 1


@pytest.mark.parametrize("content", [b"", b"not a database, by any means" * 100])
def test_a_file_that_is_no_database_is_damage(closed: Path, content: bytes) -> None:
    database(closed).write_bytes(content)

    with pytest.raises(DamagedCatalogue, match="Nothing was changed"):
        Catalogue.open(closed)

    assert database(closed).read_bytes() == content


def test_a_truncated_database_is_damage(closed: Path) -> None:
    content = database(closed).read_bytes()
    database(closed).write_bytes(content[: len(content) // 2])

    with pytest.raises(DamagedCatalogue), Catalogue.open(closed) as catalogue:
        catalogue.quotations(catalogue.quotation_ids())


def test_a_lost_database_is_damage_and_names_the_originals(closed: Path) -> None:
    database(closed).unlink()

    with pytest.raises(DamagedCatalogue, match="originals"):
        Catalogue.open(closed)


def test_a_catalogue_of_a_newer_program_opens_for_reading(closed: Path) -> None:
    with sqlite3.connect(database(closed)) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()

    with Catalogue.open(closed) as catalogue:
        assert len(catalogue.quotations(catalogue.quotation_ids())) == 1
        with pytest.raises(ReadOnlyCatalogue, match="newer version of On Record"):
            catalogue.reject(catalogue.quotation_ids())


def test_a_catalogue_of_an_older_program_is_backed_up_before_it_is_brought_up_to_date(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.catalogue.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setattr("db.migrations.SCHEMA_VERSION", SCHEMA_VERSION + 1)

    with Catalogue.open(closed) as catalogue:
        (backup,) = (closed / "backups").iterdir()
        assert catalogue.counts().quotations == 1

    with sqlite3.connect(backup) as copy:
        assert copy.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert copy.execute("SELECT count(*) FROM quotation").fetchone() == (1,)
    copy.close()


def test_a_second_writer_waits_and_is_then_told_in_words(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.engine._PATIENCE", 0.05)
    other = sqlite3.connect(database(closed), isolation_level=None)
    with Catalogue.open(closed) as catalogue:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(BusyCatalogue, match="try again"):
            catalogue.reject(catalogue.quotation_ids())

        assert catalogue.counts().quotations == 1
        other.execute("ROLLBACK")
        assert catalogue.reject(catalogue.quotation_ids())
    other.close()


@pytest.fixture
def without_rights() -> Iterator[Path]:
    """A place for folders in which this process may be kept from writing, root or not."""
    place = Path(tempfile.mkdtemp())
    place.chmod(0o755)
    try:
        yield place
    finally:
        if os.getuid() == 0:
            os.seteuid(0)
        for folder in (place, *(path for path in place.rglob("*") if path.is_dir())):
            folder.chmod(0o755)
        shutil.rmtree(place)


def take_rights_away(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    if os.getuid() == 0:
        os.seteuid(65534)


@pytest.mark.skipif(sys.platform == "win32", reason="rights work otherwise there")
def test_in_a_read_only_folder_everything_can_be_read_and_nothing_changed(
    closed: Path, without_rights: Path
) -> None:
    folder = Path(shutil.move(closed, without_rights / closed.name))
    take_rights_away(folder)

    with Catalogue.open(folder) as catalogue:
        assert catalogue.check().problems == ()
        (row,) = catalogue.quotations(catalogue.quotation_ids())
        assert row.status is Status.CONFIRMED
        with pytest.raises(ReadOnlyCatalogue, match="may only be read"):
            catalogue.reject([row.id])


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL there")
@pytest.mark.parametrize("shared_memory", ["left", "lost"])
def test_what_a_crash_left_in_the_log_is_read_even_where_nothing_can_be_written(
    tmp_path: Path, without_rights: Path, shared_memory: str
) -> None:
    folder = without_rights / "Harbour.onrecord"
    killed = subprocess.run(
        [
            sys.executable,
            "-c",
            IMPORT_AND_DIE,
            folder,
            tmp_path,
        ],
        cwd=ROOT,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    if shared_memory == "lost":
        database(folder).with_name("catalogue.sqlite-shm").unlink()
    take_rights_away(folder)

    with Catalogue.open(folder) as catalogue:
        assert catalogue.read_only
        assert catalogue.counts().quotations == 1
        assert catalogue.check().problems == ()
