"""The reading pane for marked words that are no quotation: the place where they stand, and why."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop import fonts
from desktop.reader.article_view import ArticleView, Mark, Marking
from desktop.theme import Theme
from desktop.translation import tr
from desktop.widgets.button import button
from desktop.widgets.label import Label
from desktop.widgets.prose import Prose
from extraction.findings import Span

_EDGE = 52
_WIDEST = 780


@dataclass(frozen=True, slots=True)
class Passage:
    """Marked words of a document: `span` counts in its `text`."""

    words: str
    why: str
    name: str
    text: str
    span: Span


class PassageReader(QWidget):
    """Shows a `Passage` in its document."""

    back_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._words = Prose(fonts.serif(fonts.Size.LONG_QUOTE), name=tr("The marked words"))
        self._why = Label(font=fonts.ui(fonts.Size.META), tone="mute", wrap=True)
        self._back = button(tr("Back to the report"))
        self._back.clicked.connect(self.back_wanted)
        self._article = ArticleView(theme)
        body = QWidget()
        body.setObjectName("readingBody")
        body.setMaximumWidth(_WIDEST + 2 * _EDGE)
        inside = QVBoxLayout(body)
        inside.setContentsMargins(_EDGE, 4, _EDGE, 28)
        inside.addWidget(self._article)
        inside.addStretch()
        self._area = QScrollArea()
        self._area.setAccessibleName(tr("In its source"))
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(body)
        head = QWidget()
        head.setMaximumWidth(_WIDEST + 2 * _EDGE)
        column = QVBoxLayout(head)
        column.setContentsMargins(_EDGE, 34, _EDGE, 18)
        column.setSpacing(8)
        column.addWidget(self._words)
        column.addWidget(self._why)
        row = QHBoxLayout()
        row.addWidget(self._back)
        row.addStretch()
        column.addSpacing(8)
        column.addLayout(row)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(head)
        outer.addWidget(self._area, 1)

    def show_passage(self, passage: Passage) -> None:
        self._words.say(f"“{passage.words}”")
        self._why.setText(tr("{why}, in {file}", why=passage.why, file=passage.name))
        whole = Span(0, len(passage.text))
        marking = Marking(passage.span, Mark.QUOTED)
        self._article.show_article(passage.text, whole, [marking])
        self._back.setFocus()
        QTimer.singleShot(0, self, self._scroll_to_mark)

    def _scroll_to_mark(self) -> None:
        top = self._article.mark_top
        if top is not None:
            wanted = int(self._article.y() + top - self._area.viewport().height() * 0.3)
            self._area.verticalScrollBar().setValue(max(0, wanted))
