"""The article around a quotation, with the words marked that were said and those that say who."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor

from desktop import fonts
from desktop.reader.offsets import Utf16Offsets, showable
from desktop.theme import Theme
from desktop.translation import tr
from desktop.widgets.prose import Prose
from extraction.findings import Span

_PARAGRAPH_GAP = 10
_LINE_HEIGHT = 132
_REACH = 8_000
"""Characters shown before and after the marked words: what stays fluent to lay out."""


class Mark(Enum):
    """Why a stretch of the article looks different."""

    HEADLINE = auto()
    QUOTED = auto()
    """The quotation that is being read."""
    ATTRIBUTED = auto()
    """Its speaker and the verb."""
    OTHER = auto()
    """Other quotations of the article."""
    HIT = auto()
    """A word that was searched for."""


@dataclass(frozen=True, slots=True)
class Marking:
    """A stretch of the document's text and why it is marked."""

    span: Span
    mark: Mark


class ArticleView(Prose):
    """An article as running text. Later markings lie over earlier ones."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(fonts.serif(), name=tr("The article"))
        self._theme = theme
        self._shown: tuple[str, Span, tuple[Marking, ...]] | None = None
        self._first_mark: int | None = None
        theme.changed.connect(self._redraw)

    def show_article(self, text: str, span: Span, markings: Sequence[Marking]) -> None:
        """Show the stretch `span` of a document, whose words are `text`.

        Markings count in the document.
        """
        self._shown = (text, span, tuple(markings))
        self._redraw()

    @property
    def mark_top(self) -> float | None:
        """How far down the marked quotation begins, in px, or None where there is none."""
        if self._first_mark is None:
            return None
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._first_mark)
        return float(self.cursorRect(cursor).top())

    def _redraw(self) -> None:
        self._first_mark = None
        if self._shown is None:
            return
        text, span, markings = self._shown
        quoted = [marking.span.start for marking in markings if marking.mark is Mark.QUOTED]
        text, origin = near(text, span, quoted[0] if quoted else span.start)
        text = showable(text)
        offsets = Utf16Offsets(text)
        self.clear()
        document = self.document()
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        cursor.insertText(text)
        block = document.begin()
        while block.isValid():
            cursor.setPosition(block.position())
            cursor.setBlockFormat(_block_format(block.text(), block.next().text()))
            block = block.next()
        end = document.characterCount() - 1
        for marking in markings:
            start, length = offsets.units(
                Span(marking.span.start - origin, marking.span.end - origin)
            )
            if start < 0 or start + length > end:
                continue
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(self._format(marking.mark))
            if marking.mark is Mark.QUOTED and self._first_mark is None:
                self._first_mark = start
        cursor.endEditBlock()

    def _format(self, mark: Mark) -> QTextCharFormat:
        style = QTextCharFormat()
        match mark:
            case Mark.HEADLINE:
                style.setFont(
                    fonts.serif(fonts.Size.TITLE, QFont.Weight.DemiBold),
                    QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesSpecifiedOnly,
                )
            case Mark.QUOTED:
                style.setBackground(self._theme.colour("hit"))
            case Mark.ATTRIBUTED:
                style.setForeground(self._theme.colour("accent"))
            case Mark.OTHER:
                style.setBackground(self._theme.colour("faint"))
            case Mark.HIT:
                style.setFontUnderline(True)
                style.setUnderlineColor(self._theme.colour("accent"))
                style.setFontWeight(QFont.Weight.DemiBold)
        return style


def near(text: str, span: Span, centre: int) -> tuple[str, int]:
    """Cut a very long text, the stretch `span` of a document, down to the paragraphs shown.

    These are the ones around `centre`. Returns their text, and where it begins in the document.
    """
    if len(text) <= 2 * _REACH:
        return text, span.start
    begin = text.rfind("\n", 0, max(0, centre - span.start - _REACH)) + 1
    end = text.find("\n", centre - span.start + _REACH)
    return text[begin : len(text) if end < 0 else end], span.start + begin


def _block_format(words: str, following: str) -> QTextBlockFormat:
    """Space paragraphs alike, whether the text parts them by one line break or by several."""
    layout = QTextBlockFormat()
    if words.strip():
        layout.setLineHeight(
            _LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        )
        if following.strip():
            layout.setBottomMargin(_PARAGRAPH_GAP)
    else:
        layout.setLineHeight(_PARAGRAPH_GAP, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    return layout
