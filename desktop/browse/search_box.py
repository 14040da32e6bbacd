"""The search box: it asks once the typing pauses."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from desktop import fonts, icons
from desktop.theme import Theme
from desktop.translation import tr

PAUSE_MS = 80


class SearchBox(QLineEdit):
    """A line to search in; `asked` comes after a pause in typing, or at once for Enter."""

    asked = Signal(str)
    left_downwards = Signal()
    """Enter, Down or Tab-like wishes to go on in the list."""

    def __init__(self, theme: Theme, placeholder: str) -> None:
        super().__init__()
        self.setObjectName("searchBox")
        self.setFont(fonts.ui(fonts.Size.LEAD))
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(tr("Search"))
        lead = self.addAction(
            icons.icon("search", theme.tokens.mute), QLineEdit.ActionPosition.LeadingPosition
        )
        icons.wear(lead, "search", theme)
        self._clear = self.addAction(
            icons.icon("x", theme.tokens.mute), QLineEdit.ActionPosition.TrailingPosition
        )
        icons.wear(self._clear, "x", theme)
        self._clear.setToolTip(tr("Clear the search (Esc)"))
        self._clear.triggered.connect(self.clear)
        self._clear.setVisible(False)
        self._asked = ""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.textChanged.connect(self._typed)

    def show_query(self, query: str) -> None:
        """Show a query that came from elsewhere, without asking it again."""
        self._asked = query.strip()
        self._pause.stop()
        if self.text().strip() != self._asked:
            self.setText(query)
            self._pause.stop()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802  Qt's name
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self._pause.stop()
            self._ask()
            self.left_downwards.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _typed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._pause.start()

    def _ask(self) -> None:
        query = self.text().strip()
        if query != self._asked:
            self._asked = query
            self.asked.emit(query)
