"""Running text that can be selected, as tall as it needs to be.

Runs of foreign text are inserted as text through a `QTextCursor`; nothing here reads markup.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent, QTextCharFormat, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one weight."""

    text: str
    weight: QFont.Weight = QFont.Weight.Normal


class Prose(QTextEdit):
    """A paragraph (or several) without frame and scroll bars; its height follows its width."""

    def __init__(self, font: QFont, *, name: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFont(font)
        self.document().setDefaultFont(font)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(name)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def set_face(self, font: QFont) -> None:
        self.setFont(font)
        self.document().setDefaultFont(font)

    def say(self, *runs: Run | str) -> None:
        """Show the runs one after the other."""
        self.clear()
        cursor = QTextCursor(self.document())
        for run in _runs(runs):
            style = QTextCharFormat()
            style.setFontWeight(run.weight)
            cursor.insertText(run.text, style)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        return QSize(240, self._height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        return QSize(80, self._height())

    def resizeEvent(self, event: QResizeEvent, /) -> None:  # noqa: N802  Qt's name
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent, /) -> None:  # noqa: N802  Qt's name
        event.ignore()  # the pane around it scrolls

    def _fit(self) -> None:
        height = self._height()
        if height != self.height():
            self.setFixedHeight(height)

    def _height(self) -> int:
        return max(1, ceil(self.document().size().height()))


def _runs(runs: Iterable[Run | str]) -> Iterable[Run]:
    return (Run(run) if isinstance(run, str) else run for run in runs)
