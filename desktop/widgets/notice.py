"""What stands in an empty pane: a sentence, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import fonts
from desktop.widgets.button import button
from desktop.widgets.label import Label


class Notice(QWidget):
    """A title, a quieter sentence, and up to one button."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Label(font=fonts.serif(fonts.Size.TITLE), wrap=True)
        self._sentence = Label(tone="mute", wrap=True)
        for label in (self._title, self._sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._act: Callable[[], None] | None = None
        self._action = button("")
        self._action.clicked.connect(lambda: self._act() if self._act else None)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 40, 40, 40)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(self._title)
        column.addWidget(self._sentence)
        column.addSpacing(10)
        column.addWidget(self._action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    @property
    def text(self) -> str:
        """All that is said."""
        return f"{self._title.text()} {self._sentence.text()}".strip()

    def say(
        self,
        title: str,
        sentence: str = "",
        *,
        action: str = "",
        act: Callable[[], None] | None = None,
    ) -> None:
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._act = act
        self._action.setText(action)
        self._action.setAccessibleName(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(self.text)
