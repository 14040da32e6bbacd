"""A quotation's card, laid out once and painted many times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QTextCharFormat, QTextLayout, QTextOption

from db.rows import as_spoken
from desktop import fonts
from desktop.browse.model import Card
from desktop.reader.offsets import Utf16Offsets, showable
from desktop.reader.wording import speaker_of, status_of, verb_of
from desktop.translation import short_day
from extraction.findings import Kind, Span

LINE = 22
LINES = 2
_BEFORE_HIT = 40
"""How many characters of context stand before the first hit, where the text begins later."""
_FITS = 100
"""A hit that begins within so many characters is on the first two lines."""
_SENTENCE_END = re.compile(r"[.!?…][”’»\"')]*\s+|[。！？]")
_LONGEST = 400
"""Characters laid out at most: what two lines could ever hold."""


@dataclass(slots=True)
class LaidOut:
    """What the delegate paints, with all measuring done."""

    quote: QTextLayout
    name: str
    name_width: float
    rest: str
    status: str
    status_width: float
    tone: str
    day: date | None


class CardFaces:
    """The fonts of a card with their metrics, made once."""

    def __init__(self) -> None:
        self.quote = fonts.serif()
        self.reported = fonts.serif(italic=True)
        self.name = fonts.ui(fonts.Size.META, QFont.Weight.DemiBold)
        self.meta = fonts.ui(fonts.Size.META)
        self.tag = fonts.ui(fonts.Size.TAG, QFont.Weight.Medium)
        self.name_metrics = QFontMetricsF(self.name)
        self.meta_metrics = QFontMetricsF(self.meta)
        self.tag_metrics = QFontMetricsF(self.tag)


def lay_out(card: Card, *, width: float, hit: QColor, faces: CardFaces, with_day: bool) -> LaidOut:
    """Measure a card for a width in px; `with_day` repeats the day in its lower line."""
    row = card.row
    elide = Qt.TextElideMode.ElideRight
    status, tone = status_of(row)
    status_width = faces.tag_metrics.horizontalAdvance(status)
    room = width - status_width - 30
    full_name = speaker_of(row)
    name = faces.name_metrics.elidedText(full_name, elide, room)
    name_width = faces.name_metrics.horizontalAdvance(name)
    verb = verb_of(row)
    days = [short_day(row.shown_on)] if row.shown_on and with_day else []
    rest = "  ·  ".join(part for part in (verb, *days) if part)
    rest = faces.meta_metrics.elidedText(rest, elide, max(0.0, room - name_width - 7))
    text, hits = excerpt(card)
    font = faces.reported if row.kind is Kind.INDIRECT else faces.quote
    return LaidOut(
        quote=_two_lines(text, hits, font, width, hit),
        name=name,
        name_width=name_width,
        rest=rest,
        status=status,
        status_width=status_width,
        tone=tone,
        day=row.shown_on,
    )


def excerpt(card: Card) -> tuple[str, tuple[Span, ...]]:
    """Choose the words that a card shows: the beginning, or what stands around the first hit.

    The spans count in the returned text, which has its quotation marks on. What begins later begins
    with a whole sentence, unless that would leave the hit out of sight.
    """
    text = " ".join(showable(as_spoken(card.row.text)).split("\n"))
    opening, closing = ("", "") if card.row.kind is Kind.INDIRECT else ("“", "”")
    begin = 0
    if card.hits and card.hits[0].start > _FITS:
        begin = _sentence_with(text, card.hits[0].start)
    lead = opening if begin == 0 else f"{opening}… "
    shown = text[begin : begin + _LONGEST]
    shift = len(lead) - begin
    end = len(lead) + len(shown)
    hits = tuple(
        Span(max(hit.start + shift, len(lead)), min(hit.end + shift, end))
        for hit in card.hits
        if hit.end + shift > len(lead) and hit.start + shift < end
    )
    return f"{lead}{shown}{closing}", hits


def _sentence_with(text: str, place: int) -> int:
    """Return where the sentence around a place begins; a word near it, if that is far away."""
    begins = [match.end() for match in _SENTENCE_END.finditer(text, 0, place)]
    if begins and place - begins[-1] <= _FITS:
        return begins[-1]
    return text.rfind(" ", 0, place - _BEFORE_HIT) + 1


def _two_lines(
    text: str, hits: tuple[Span, ...], font: QFont, width: float, hit: QColor
) -> QTextLayout:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    offsets = Utf16Offsets(text)
    ranges = [_range(*offsets.units(span), hit) for span in hits]
    layout.setFormats(ranges)  # formats set after the lines were broken would undo them
    _break(layout, width)
    if layout.lineCount() == LINES:
        last = layout.lineAt(LINES - 1)
        cut = last.textStart()
        units = text.encode("utf-16-le")
        if last.textLength() + cut < len(units) // 2:
            # Elide by hand: QTextLayout has no notion of a last line.
            tail = units[2 * cut :].decode("utf-16-le", "ignore")
            closing = "”" if text.endswith("”") else ""
            metrics = QFontMetricsF(font)
            room = width - metrics.horizontalAdvance(closing) - 1
            elided = metrics.elidedText(tail, Qt.TextElideMode.ElideRight, room) + closing
            shown = units[: 2 * cut].decode("utf-16-le", "ignore") + elided
            layout.setText(shown)
            layout.setFormats(_up_to(len(shown.encode("utf-16-le")) // 2, ranges))
            _break(layout, width)
    return layout


def _range(start: int, length: int, hit: QColor) -> QTextLayout.FormatRange:
    mark = QTextLayout.FormatRange()
    mark.start = start
    mark.length = length
    style = QTextCharFormat()
    style.setBackground(hit)
    mark.format = style
    return mark


def _up_to(end: int, ranges: Sequence[QTextLayout.FormatRange]) -> list[QTextLayout.FormatRange]:
    """Drop what lies beyond the words that are shown, which end in an ellipsis and a mark."""
    return [mark for mark in ranges if mark.start + mark.length < end - 1]


def _break(layout: QTextLayout, width: float) -> None:
    layout.beginLayout()
    for number in range(LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, number * LINE))
    layout.endLayout()
