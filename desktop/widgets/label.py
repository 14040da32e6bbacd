"""Labels that show text as text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
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


def heading(text: str) -> Label:
    """Make the small grey heading of a part of a pane."""
    return Label(text, font=fonts.ui(fonts.Size.META, QFont.Weight.DemiBold), tone="mute")


def rule() -> QFrame:
    """Make a hair line across."""
    line = QFrame()
    line.setObjectName("rule")
    return line
