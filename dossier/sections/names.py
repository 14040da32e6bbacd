"""The index of names: who speaks, who was told, whose photographs, and on which pages."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from dossier.layout.pages import Row, stacked
from dossier.layout.text import Piece
from dossier.sections.sources import page_links
from dossier.sections.typesetting import Typesetter


def index_rows(setter: Typesetter, pages: Mapping[str, Sequence[int]]) -> list[Row]:
    """Return the index as one column of rows; `pages` gives each name's pages."""
    look = setter.look
    rows: list[Row] = []
    letter = ""
    pages = _merged(pages)
    for name in sorted(pages, key=lambda name: (sort_key(name), name)):
        begins = _letter(name)
        if begins != letter:
            letter = begins
            rows += stacked(
                setter.text(letter, look.index_letter, look.index_shape),
                space=look.gap(12.0), keep_with_next=True,
            )  # fmt: skip
        pieces = [Piece(f"{name}, ", look.index)]
        pieces += page_links(pages[name], look.index_page, look.index_page)
        rows += stacked(setter.lines(pieces, look.index_shape), keep_together=True)
    return rows


def _merged(pages: Mapping[str, Sequence[int]]) -> dict[str, Sequence[int]]:
    """Put names together that differ by nothing but capitals: "REUTERS" is listed as "Reuters"."""
    spelt: dict[str, list[str]] = {}
    for name in pages:
        spelt.setdefault(name.casefold(), []).append(name)
    return {
        min(names, key=lambda name: (name.isupper(), name.islower(), name)): sorted(
            {page for name in names for page in pages[name]}
        )
        for names in spelt.values()
    }


def sort_key(name: str) -> str:
    """Return what a name is sorted by: its letters, without accents, case and leading "the"."""
    plain = unicodedata.normalize("NFKD", name.casefold().removeprefix("the "))
    return "".join(letter for letter in plain if letter.isalnum() or letter == " ").strip()


def _letter(name: str) -> str:
    first = sort_key(name)[:1].upper()
    return first if first.isalpha() else "#"
