"""What is added is kept whole, with its original, or not at all."""

from __future__ import annotations

import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from db import Catalogue
from db.errors import NoRoom, OriginalChanged, UnwritableCatalogue
from tests.db.factories import Said, make_page

ROOT = Path(__file__).resolve().parents[2]


def files_under(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_an_original_is_kept_byte_for_byte_under_its_hash(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    page = make_page(tmp_path, Said())

    (id_,) = page.add_to(catalogue).documents

    kept = catalogue.original(id_)
    assert kept.read_bytes() == page.path.read_bytes()
    assert kept.name == page.document.sha256
    assert kept.parent.name == kept.name[:2]
    assert catalogue.document_text(id_) == page.document.text
    assert catalogue.document(id_).size == page.path.stat().st_size


def test_the_same_bytes_again_add_nothing(catalogue: Catalogue, tmp_path: Path) -> None:
    page = make_page(tmp_path, Said())
    first = page.add_to(catalogue)
    revision = catalogue.revision
    again = replace(page, document=replace(page.document, name="copy.txt"))

    changes = again.add_to(catalogue)

    assert not changes
    assert {changes.already} == first.documents
    assert catalogue.revision == revision
    assert catalogue.counts().documents == 1


def test_a_file_that_changed_since_it_was_read_is_not_taken(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    page = make_page(tmp_path, Said())
    page.path.write_text("Something else by now.")

    with pytest.raises(OriginalChanged, match=r"page\.txt.*import it again"):
        page.add_to(catalogue)

    assert catalogue.counts().documents == 0
    assert files_under(catalogue.folder / "originals") == []


def test_a_full_disk_while_the_original_is_copied_leaves_nothing_half(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    page = make_page(tmp_path, Said("Long " * 20_000))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, limits[1]))
    try:
        with pytest.raises(NoRoom, match="no room left"):
            page.add_to(catalogue)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert files_under(catalogue.folder / "originals") == []
    assert page.add_to(catalogue).quotations, "works again when there is room"
    assert catalogue.check().problems == ()


def test_a_full_disk_while_records_are_written_takes_the_import_back_whole(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    make_page(tmp_path, Said("Before"), name="before.txt").add_to(catalogue)
    page = make_page(tmp_path, *(Said(os.urandom(500).hex()) for _ in range(200)))
    with catalogue._engine.connect() as connection:
        full = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {full}")

    with pytest.raises(NoRoom, match="no room left"):
        page.add_to(catalogue)

    with catalogue._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert catalogue.counts().quotations == 1
    assert page.add_to(catalogue).quotations
    assert catalogue.check().problems == ()


def test_originals_that_cannot_be_written_are_told_in_a_sentence(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    page = make_page(tmp_path, Said())
    (catalogue.folder / "originals").rmdir()
    (catalogue.folder / "originals").write_text("in the way")

    with pytest.raises(UnwritableCatalogue, match="folder of originals"):
        page.add_to(catalogue)

    assert catalogue.counts().documents == 0


def test_check_finds_what_no_longer_holds(catalogue: Catalogue, tmp_path: Path) -> None:
    pages = [make_page(tmp_path, Said(f"Words {n}"), name=f"{n}.txt") for n in range(3)]
    changed, lost, moved = (min(page.add_to(catalogue).documents) for page in pages)
    catalogue.original(changed).write_text("tampered")
    catalogue.original(lost).unlink()
    with sqlite3.connect(catalogue.folder / "catalogue.sqlite") as raw:
        raw.execute("UPDATE quotation SET start = start + 1 WHERE document_id = ?", [moved])
    raw.close()

    report = catalogue.check()

    assert (report.documents, report.quotations) == (3, 3)
    assert report.problems == (
        "The original of “0.txt” is not what was imported: its bytes have changed.",
        "The original of “1.txt” is missing.",
        "A quotation of “2.txt” does not stand where it should: “Words 2”.",
    )


IMPORT_UNTIL_KILLED = """
import sys
from pathlib import Path
from db import Catalogue
from tests.db.factories import Said, make_page
folder, pages = map(Path, sys.argv[1:])
with Catalogue.open(folder) as catalogue:
    begin = catalogue.counts().documents
    for number in range(begin, begin + 1000):
        said = Said(f"Words {number}"), Said("More", "Bo Falk")
        page = make_page(pages, *said, name=f"{number}.txt")
        page.add_to(catalogue)
        catalogue.confirm(catalogue.quotation_ids(limit=1))
        print(page.document.sha256, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL there")
def test_whatever_was_reported_survives_kill_9(catalogue: Catalogue, tmp_path: Path) -> None:
    catalogue.close()
    dice = random.Random(2024)
    reported: set[str] = set()
    for _ in range(15):
        importer = subprocess.Popen(
            [sys.executable, "-c", IMPORT_UNTIL_KILLED, catalogue.folder, tmp_path],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert importer.stdout is not None
        reported.add(importer.stdout.readline().strip())
        try:
            importer.wait(dice.uniform(0, 0.05))
        except subprocess.TimeoutExpired:
            importer.kill()
        rest = importer.communicate()[0]
        # A last line that the kill has cut in two was never wholly reported.
        reported |= {line for line in rest.split("\n")[:-1] if line}
        assert importer.returncode == -signal.SIGKILL

        with Catalogue.open(catalogue.folder) as opened:
            assert opened.check().problems == ()
            assert reported <= {document.sha256 for document in opened.documents()}
            assert opened.counts().quotations == 2 * opened.counts().documents
