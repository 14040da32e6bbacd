"""The notes at the foot of a page: each source that the page cites, once, under its own number."""

from __future__ import annotations

from dossier import styles, wording
from dossier.contents import SourceEntry
from dossier.layout.pages import Row, stacked
from dossier.layout.text import Piece
from dossier.sections.chapters import source_anchor
from dossier.sections.typesetting import Typesetter, beside

_KEY_WIDTH = 6.0


class Notes:
    """The note for each source, set when a page first needs it."""

    def __init__(self, setter: Typesetter, sources: tuple[SourceEntry, ...]) -> None:
        self._setter = setter
        self._sources = sources
        self._rows: dict[int, list[Row]] = {}

    def __call__(self, source: int) -> list[Row]:
        """Return the rows of the note; `source` counts in `Contents.sources`."""
        rows = self._rows.get(source)
        if rows is None:
            rows = self._rows[source] = self._set(source)
        return rows

    def _set(self, source: int) -> list[Row]:
        shape = styles.NOTE_SHAPE
        lines = self._setter.lines(citation(self._sources[source], self._setter.language), shape)
        rows = stacked(lines, x=styles.INSET)
        key = Piece(str(source + 1), styles.NOTE_KEY, link=f"#{source_anchor(source)}")
        (number,) = self._setter.lines((key,), shape)
        left = styles.INSET - _KEY_WIDTH - number.width
        return [beside(rows[0], number, left, baseline=0.75 * shape.leading), *rows[1:]]


def citation(source: SourceEntry, language: str) -> list[Piece]:
    """Return a source as a note cites it: outlet, headline, byline, day."""
    pieces = [Piece(source.outlet or source.document_name, styles.NOTE_STRONG)]
    if source.headline:
        opening, closing = wording.quotation_marks(source.headline, language)
        pieces.append(Piece(f", {opening}{source.headline.strip()}{closing}", styles.NOTE))
    if source.byline:
        pieces.append(Piece(f", {source.byline.strip()}", styles.NOTE))
    if source.published_on:
        pieces.append(Piece(f", {wording.day(source.published_on)}", styles.NOTE))
    return [*pieces, Piece(".", styles.NOTE, attached=True)]
