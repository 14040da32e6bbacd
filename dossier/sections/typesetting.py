"""What every section sets its text with: one breaker for the document, and the common blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dossier import styles
from dossier.layout.hyphenation import Hyphenator
from dossier.layout.lines import LineBreaker
from dossier.layout.pages import Box, Placed, Row, stacked
from dossier.layout.setting import Line
from dossier.layout.shaping import Shaper
from dossier.layout.structure import Element, Role
from dossier.layout.text import Measure, Piece, Type


class Typesetter:
    """Sets the text of one document."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.shaper = Shaper()
        self._breaker = LineBreaker(self.shaper, Hyphenator(language))

    def lines(self, pieces: Sequence[Piece], measure: Measure) -> tuple[Line, ...]:
        """Break a paragraph."""
        return self._breaker.lines(pieces, measure)

    def text(self, words: str, kind: Type, measure: Measure) -> tuple[Line, ...]:
        """Break a paragraph of one look."""
        return self._breaker.lines((Piece(words, kind),), measure)


def section_opening(setter: Typesetter, title: str, anchor: str) -> list[Row]:
    """Return the head of a section of the back matter: a short rule and the title."""
    lines = setter.text(title, styles.SECTION_TITLE, styles.SECTION_TITLE_SHAPE)
    return [
        Row(
            height=14.0,
            boxes=(Box(styles.INSET, 0.0, 26.0, 2.4, styles.ACCENT),),
            keep=True,
            anchor=anchor,
            outline=((title, 0),),
            running=title,
        ),
        *stacked(
            lines,
            x=styles.INSET,
            keep_with_next=True,
            keep_together=True,
            element=Element(Role.TITLE),
        ),
        Row(height=22.0, keep=True),
    ]


def beside(row: Row, line: Line | None, x: float, *, baseline: float) -> Row:
    """Return `row` with one more line in it, at the height of its own first line."""
    if line is None:
        return row
    return replace(row, lines=(Placed(x, baseline, line), *row.lines))
