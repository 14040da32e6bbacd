"""Dossiers that earlier programs set stay readable: one is kept of every layout so far.

When pages come out otherwise than the newest of them, raise `LAYOUT` in `dossier.edition` and keep
one more: `python -m tests.dossier.test_editions`.
"""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from dossier.composition import Book
from dossier.contents import Contents
from dossier.drawing import draw
from dossier.edition import LAYOUT, edition
from dossier.exports.interchange import contents_in
from dossier.printed import pages_that_differ
from dossier.render import render
from dossier.rereading import pages_that_say_otherwise
from tests.dossier import making

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


@pytest.mark.parametrize("kept", sorted(_KEPT.glob("*.pdf")), ids=lambda path: path.stem)
def test_no_page_of_a_kept_dossier_is_called_altered(kept: Path) -> None:
    with pikepdf.Pdf.open(kept) as pdf:
        data = json.loads(pdf.attachments["dossier.json"].get_file().read_bytes())
        contents = contents_in(data)
        again = io.BytesIO()
        draw(Book(contents, lambda: None), contents, again, lambda: None)
        with pikepdf.Pdf.open(again) as made:
            if data["layout"] == edition():
                altered = list(pages_that_differ(pdf, made))
            else:
                altered = list(pages_that_say_otherwise(pdf, contents, made))

    assert altered == [], "These pages come out otherwise: see this module's head."


def test_this_layout_is_kept() -> None:
    assert (_KEPT / f"{LAYOUT}.pdf").is_file()


if __name__ == "__main__":
    render(_specimen(), _KEPT / f"{LAYOUT}.pdf")
