"""What every section sets its text with: one breaker for the document, and the common blocks."""

from __future__ import annotations

from collections.abc import Sequence

from dossier import styles
from dossier.layout import bidi
from dossier.layout.hyphenation import Hyphenator
from dossier.layout.lines import LineBreaker
from dossier.layout.pages import Box, Placed, Row, stacked
from dossier.layout.setting import Line
from dossier.layout.shaping import Shaper
from dossier.layout.structure import Element, Role
from dossier.layout.text import Measure, Piece, Type
from dossier.styles import Look


class Typesetter:
    """Sets the text of one document in its look."""

    def __init__(self, language: str, look: Look) -> None:
        self.language = language
        self.look = look
        self.shaper = Shaper()
        self._breakers: dict[str, LineBreaker] = {}
        self._own = self._breaker(language)

    def lines(
        self, pieces: Sequence[Piece], measure: Measure, language: str = ""
    ) -> tuple[Line, ...]:
        """Break a paragraph; without a language of its own it has that of the document."""
        breaker = self._own if not language else self._breaker(language)
        return breaker.lines(pieces, measure)

    def text(self, words: str, kind: Type, measure: Measure) -> tuple[Line, ...]:
        """Break a paragraph of one look."""
        return self._own.lines((Piece(words, kind),), measure)

    def element(self, role: Role, words: str = "", language: str = "") -> Element:
        """Return what `words` are to a reader: in what language, and written which way."""
        turned = words if words and bidi.is_mixed(words) else ""
        return Element(role, text=turned, language="" if language == self.language else language)

    def _breaker(self, language: str) -> LineBreaker:
        breaker = self._breakers.get(language)
        if breaker is None:
            breaker = self._breakers[language] = LineBreaker(self.shaper, Hyphenator(language))
        return breaker


def section_opening(setter: Typesetter, title: str, anchor: str) -> list[Row]:
    """Return the head of a section of the back matter: a short rule and the title."""
    look = setter.look
    lines = setter.text(title, look.section_title, look.section_title_shape)
    return [
        Row(
            height=14.0,
            boxes=(Box(look.inset, 0.0, 26.0, 2.4, styles.ACCENT),),
            keep=True,
            anchor=anchor,
            outline=((title, 0),),
            running=title,
        ),
        *stacked(
            lines,
            x=look.inset,
            keep_with_next=True,
            keep_together=True,
            element=Element(Role.TITLE),
        ),
        Row(height=look.gap(22.0), keep=True),
    ]


def beside(row: Row, line: Line | None, x: float, *, baseline: float) -> Row:
    """Return `row` with one more line in it, at the height of its own first line."""
    if line is None:
        return row
    return row._replace(lines=(Placed(x, baseline, line), *row.lines))
