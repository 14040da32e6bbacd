"""One sentence above the panes: what is wrong or out of reach, and what can be done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout

from desktop.icons import Glyph
from desktop.theme import Theme
from desktop.translation import tr
from desktop.widgets.button import button
from desktop.widgets.label import Label


class Banner(QFrame):
    """Hidden until it has something to say; a new sentence takes the place of the old."""

    def __init__(self, theme: Theme, *, icon: str = "triangle-alert") -> None:
        super().__init__()
        self.setObjectName("banner")
        self._glyph = Glyph(icon, theme, tone="accent")
        self._sentence = Label(wrap=True)
        self._act: Callable[[], None] | None = None
        self._action = button("")
        self._action.clicked.connect(self._acted)
        self._close = button(tr("Close"), role="quiet")
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 7, 12, 7)
        row.setSpacing(10)
        row.addWidget(self._glyph)
        row.addWidget(self._sentence, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence on show, or an empty string."""
        return self._sentence.text() if not self.isHidden() else ""

    def say(
        self,
        sentence: str,
        *,
        action: str = "",
        act: Callable[[], None] | None = None,
        lasting: bool = False,
    ) -> None:
        """Show a sentence, with a button where there is something to do; `lasting` hides Close."""
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)
        self._act = act
        self._action.setText(action)
        self._action.setAccessibleName(action)
        self._action.setVisible(bool(action))
        self._close.setVisible(not lasting)
        self.show()

    def _acted(self) -> None:
        act = self._act
        self.hide()
        if act is not None:
            act()
