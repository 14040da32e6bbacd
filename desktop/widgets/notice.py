"""What stands in an empty pane: a sentence, and what can be done about it in one click."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import fonts
from desktop.widgets.button import button
from desktop.widgets.label import Label

Act = tuple[str, Callable[[], None]]


class Notice(QWidget):
    """A title, a quieter sentence, and up to two buttons."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Label(font=fonts.serif(fonts.Size.TITLE), wrap=True)
        self._sentence = Label(tone="mute", wrap=True)
        for label in (self._title, self._sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._acts: tuple[Act, ...] = ()
        self._buttons = (button(""), button(""))
        for place, one in enumerate(self._buttons):
            one.clicked.connect(lambda _on, place=place: self._acts[place][1]())
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 40, 40, 40)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(self._title)
        column.addWidget(self._sentence)
        column.addSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        for one in self._buttons:
            row.addWidget(one)
        row.addStretch()
        column.addLayout(row)
        column.addStretch(3)

    @property
    def text(self) -> str:
        """All that is said."""
        return f"{self._title.text()} {self._sentence.text()}".strip()

    def say(self, title: str, sentence: str = "", *acts: Act) -> None:
        """Say something; each of `acts` is a button's words and what it does."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._acts = acts
        for place, one in enumerate(self._buttons):
            words = acts[place][0] if place < len(acts) else ""
            one.setText(words.replace("&", "&&"))
            one.setAccessibleName(words)
            one.setVisible(bool(words))
        self.setAccessibleName(self.text)
