"""Dossiers that earlier programs set stay readable: one is kept of every layout so far.

When pages come out otherwise than the newest of them, raise `LAYOUT` in `dossier.edition` and keep
one more: `python -m tests.dossier.test_editions`.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from dossier.composition import Book
from dossier.contents import Contents
from dossier.drawing import draw
from dossier.edition import LAYOUT, edition
from dossier.exports.interchange import Json, contents_in, parsed
from dossier.printed import pages_that_differ
from dossier.render import render
from dossier.rereading import pages_that_say_otherwise
from tests.dossier import making
from tests.dossier.test_rendering import HOSTILE

_KEPT = Path(__file__).with_name("layouts")


def _specimen() -> Contents:
    """Make something of everything: scripts, divided words, notes, a chart, a pull quotation."""
    many = making.many(16, 2)
    scripts = making.in_all_scripts(12)
    moved = [
        replace(
            chapter,
            quotations=tuple(
                replace(entry, source=entry.source + len(many.sources))
                for entry in chapter.quotations
            ),
        )
        for chapter in scripts.chapters
    ]
    long = " ".join(["unverantwortlicherweise Hafenverwaltungsangelegenheiten"] * 6)
    german = making.chapter("Uwe Kahl", making.quotation(long, language="de"))
    return replace(
        many, chapters=(*many.chapters, *moved, german), sources=(*many.sources, *scripts.sources)
    )


Comparing = Callable[[Path], list[int]]


def _data(pdf: pikepdf.Pdf) -> Json:
    return parsed(pdf.attachments["dossier.json"].get_file().read_bytes().decode())


def _again(contents: Contents) -> pikepdf.Pdf:
    made = io.BytesIO()
    draw(Book(contents, lambda: None), contents, made, lambda: None)
    return pikepdf.Pdf.open(made)


def _by_strokes(dossier: Path) -> list[int]:
    with pikepdf.Pdf.open(dossier) as pdf, _again(contents_in(_data(pdf))) as again:
        return list(pages_that_differ(pdf, again))


def _by_words(dossier: Path) -> list[int]:
    with pikepdf.Pdf.open(dossier) as pdf:
        contents = contents_in(_data(pdf))
        with _again(contents) as again:
            return list(pages_that_say_otherwise(pdf, contents, again))


@pytest.mark.parametrize("kept", sorted(_KEPT.glob("*.pdf")), ids=lambda path: path.stem)
def test_no_page_of_a_kept_dossier_is_called_altered(kept: Path) -> None:
    with pikepdf.Pdf.open(kept) as pdf:
        of_now = _data(pdf)["layout"] == edition()

    altered = _by_strokes(kept) if of_now else _by_words(kept)

    assert altered == [], "These pages come out otherwise: see this module's head."


@pytest.mark.parametrize("compare", [_by_strokes, _by_words])
def test_hostile_text_is_believed(compare: Comparing, tmp_path: Path) -> None:
    chapters = [
        making.chapter(text, making.quotation(text, speaker=text, context=f"{text} she said."))
        for text in HOSTILE
    ]
    render(making.contents(*chapters), tmp_path / "dossier.pdf")

    assert compare(tmp_path / "dossier.pdf") == []


def test_this_layout_is_kept() -> None:
    assert (_KEPT / f"{LAYOUT}.pdf").is_file()


if __name__ == "__main__":
    render(_specimen(), _KEPT / f"{LAYOUT}.pdf")
