"""A quotation that the reporter interrupts shows where, in every export, and stands in `verify`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from db import Catalogue
from dossier.contents import Contents
from dossier.exporting import Format, export
from dossier.render import render
from dossier.selection import contents_of
from dossier.verification import Standing, verify
from extraction import extract, read
from tests.dossier.reading import pages, plain

_PAGE = """The ledger is gone

By Ana Lind

Mora Lee is the harbour master. "Ask me who signed," said Lee. "Then ask me who paid."

The hall was full. "We will not," said Mora Lee, "leave the quay before the summer ends."
"""
_SHOWN = [
    "Ask me who signed […] Then ask me who paid.",
    "We will not […] leave the quay before the summer ends.",
]


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    path = tmp_path / "page.txt"
    path.write_text(_PAGE, "utf-8")
    with Catalogue.create(tmp_path / "Quay.onrecord") as created:
        document = read(path)
        created.add(document, extract(document), original=path)
        yield created


def _contents(catalogue: Catalogue) -> Contents:
    return contents_of(
        catalogue, catalogue.quotation_ids(),
        title="Quay", selection="all of it", compiled_on=date(2026, 11, 24),
    )  # fmt: skip


def test_words_that_the_reporter_parts_are_not_run_together(catalogue: Catalogue) -> None:
    (chapter,) = _contents(catalogue).chapters

    assert sorted(entry.text for entry in chapter.quotations) == _SHOWN


@pytest.mark.parametrize("form", [Format.MARKDOWN, Format.CSV, Format.JSON, Format.JSON_LD])
def test_every_export_shows_it_alike(form: Format, catalogue: Catalogue, tmp_path: Path) -> None:
    export(_contents(catalogue), tmp_path / "made", form)

    written = (tmp_path / "made").read_text("utf-8-sig").replace("\\", "")
    assert all(words in written for words in _SHOWN)


def test_pages_show_it_and_say_what_it_means(catalogue: Catalogue, tmp_path: Path) -> None:
    render(_contents(catalogue), tmp_path / "dossier.pdf")

    printed = "".join(plain(page.text) for page in pages(tmp_path / "dossier.pdf"))
    assert all(plain(f"“{words}”") in printed for words in _SHOWN)
    assert plain("[…] – here the source has words of the reporter’s own") in printed


def test_it_stands(catalogue: Catalogue, tmp_path: Path) -> None:
    render(_contents(catalogue), tmp_path / "dossier.pdf")

    assert verify(tmp_path / "dossier.pdf", catalogue).stands


def test_its_parts_are_found_in_a_file_that_has_no_quotation_of_it(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    render(_contents(catalogue), tmp_path / "dossier.pdf")
    document = read(tmp_path / "page.txt")
    with Catalogue.create(tmp_path / "Other.onrecord") as other:
        nothing = replace(extract(document), attributions=())
        other.add(document, nothing, original=tmp_path / "page.txt")

        found = verify(tmp_path / "dossier.pdf", other)

    assert {one.standing for one in found.quotations} == {Standing.CHANGED}
