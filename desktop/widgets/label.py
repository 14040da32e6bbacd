"""Labels that show text as text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy

from desktop import fonts
from desktop.theme import set_tone


class Label(QLabel):
    """A label that never reads its text as markup, whatever a document put into it."""

    def __init__(
        self, text: str = "", *, font: QFont | None = None, tone: str = "", wrap: bool = False
    ) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font or fonts.ui())
        self.setWordWrap(wrap)
        self.setText(text)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        if tone:
            set_tone(self, tone)


class OneLine(Label):
    """A label that takes the room there is and ends in an ellipsis; the tooltip has all of it."""

    def __init__(self, *, font: QFont | None = None, tone: str = "") -> None:
        super().__init__(font=font, tone=tone)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def whole(self) -> str:
        """All that it says."""
        return self._whole

    def say(self, text: str) -> None:
        self._whole = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._elide()

    def resizeEvent(self, event: QResizeEvent, /) -> None:  # noqa: N802  Qt's name
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        self.setText(
            self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        )


def heading(text: str) -> Label:
    """Make the small grey heading of a part of a pane."""
    return Label(text, font=fonts.ui(fonts.Size.META, QFont.Weight.DemiBold), tone="mute")


def rule() -> QFrame:
    """Make a hair line across."""
    line = QFrame()
    line.setObjectName("rule")
    return line
