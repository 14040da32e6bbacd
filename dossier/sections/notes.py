"""The notes at the foot of a page: each source that the page cites, once, under its own number."""

from __future__ import annotations

from dataclasses import replace

from dossier import wording
from dossier.choices import CitationStyle
from dossier.citations import cite
from dossier.contents import Contents, SourceEntry
from dossier.fonts import Typeface
from dossier.layout.pages import Row, stacked
from dossier.layout.text import Piece, Type
from dossier.sections.anchors import source_anchor
from dossier.sections.typesetting import Typesetter, beside
from extraction.wording import long_day

_KEY_WIDTH = 6.0


class Notes:
    """The note for each source, set when a page first needs it."""

    def __init__(self, setter: Typesetter, contents: Contents) -> None:
        self._setter = setter
        self._sources = contents.sources
        self._style = contents.citations
        self._rows: dict[int, list[Row]] = {}

    def __call__(self, source: int) -> list[Row]:
        """Return the rows of the note; `source` counts in `Contents.sources`."""
        rows = self._rows.get(source)
        if rows is None:
            rows = self._rows[source] = self._set(source)
        return rows

    def _set(self, source: int) -> list[Row]:
        look, cited = self._setter.look, self._sources[source]
        shape = look.note_shape
        pieces = citation(cited, self._style, self._setter.language, look.note_strong, look.note)
        lines = self._setter.lines(pieces, shape, cited.language)
        rows = stacked(lines, x=look.inset)
        key = Piece(str(source + 1), look.note_key, link=f"#{source_anchor(source)}")
        (number,) = self._setter.lines((key,), shape)
        left = look.inset - _KEY_WIDTH - number.width
        return [beside(rows[0], number, left, baseline=0.75 * shape.leading), *rows[1:]]


def citation(
    source: SourceEntry, style: CitationStyle, language: str, strong: Type, plain: Type
) -> list[Piece]:
    """Return a source as it is cited in a style; its address, if it is shown, stands apart.

    The house style names outlet, headline, byline and day, in the marks of the dossier's language.
    """
    if style is not CitationStyle.HOUSE:
        italic = replace(plain, typeface=Typeface.SANS_ITALIC)
        stretches = cite(replace(source, address=None), style)
        return [Piece(part.text, italic if part.italic else plain) for part in stretches]
    pieces = [Piece(source.outlet or source.document_name, strong)]
    if source.headline:
        opening, closing = wording.quotation_marks(source.headline, language)
        pieces.append(Piece(", ", plain))
        pieces.append(Piece(f"{opening}{source.headline.strip()}{closing}", plain))
    if source.byline:
        pieces.append(Piece(f", {source.byline.strip()}", plain))
    if source.published_on:
        pieces.append(Piece(f", {long_day(source.published_on)}", plain))
    return [*pieces, Piece(".", plain, attached=True)]
