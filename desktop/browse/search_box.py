"""The search box: it asks once the typing pauses, and offers how a word may go on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QLineEdit

from desktop import fonts, icons
from desktop.browse.completions import Completions
from desktop.reader.offsets import Utf16Offsets
from desktop.theme import Theme
from desktop.translation import tr
from extraction.findings import Span

if TYPE_CHECKING:
    from search.suggesting import Completion

PAUSE_MS = 80


class SearchBox(QLineEdit):
    """A line to search in; `asked` comes after a pause in typing, or at once for Enter."""

    asked = Signal(str)
    begun = Signal(str)
    """What stands before the cursor after a pause in typing at its end: it may be completed."""
    left_downwards = Signal()
    """Enter, Down or Tab-like wishes to go on in the list."""

    def __init__(self, theme: Theme, placeholder: str) -> None:
        super().__init__()
        self._theme = theme
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
        self._marked: tuple[int, int] | None = None
        self._completions = Completions(theme, self)
        self._completions.chosen.connect(self._complete)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._paused)
        self.textChanged.connect(self._typed)
        self.selectionChanged.connect(self._completions.hide)

    def show_query(self, query: str) -> None:
        """Show a query that came from elsewhere, without asking it again."""
        self._asked = query.strip()
        self._pause.stop()
        if self.text().strip() != self._asked:
            self.setText(query)
            self._pause.stop()

    @property
    def completions(self) -> Completions:
        """The lines on offer under the box."""
        return self._completions

    def offer(self, beginning: str, completions: Sequence[Completion]) -> None:
        """Offer completions of a beginning, if it is still what is being typed."""
        is_current = self.hasFocus() and beginning == self.text() and self._at_end()
        self._completions.offer(completions if is_current else ())

    @property
    def marked(self) -> tuple[int, int] | None:
        """The characters that are underlined, half-open, or None."""
        return self._marked

    def mark(self, position: int | None) -> None:
        """Underline the query from a place that cannot be read to the next space, or nothing."""
        formats: list[QInputMethodEvent.Attribute] = []
        self._marked = None
        if position is not None:
            text = self.text()
            end = position + max(1, len(text[position:].split(" ")[0]))
            self._marked = position, end
            line = QTextCharFormat()
            line.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            line.setUnderlineColor(self._theme.colour("accent"))
            start, length = Utf16Offsets(text).units(Span(position, min(end, len(text))))
            # QLineEdit formats parts of its text only by this way, relative to the cursor.
            formats.append(
                QInputMethodEvent.Attribute(
                    QInputMethodEvent.AttributeType.TextFormat,
                    start - self.cursorPosition(),
                    length,
                    line,
                )
            )
        QCoreApplication.sendEvent(self, QInputMethodEvent("", formats))

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802  Qt's name
        if self._steps_in_completions(event):
            event.accept()
            return
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self._pause.stop()
            self._completions.hide()
            self._ask()
            self.left_downwards.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _steps_in_completions(self, event: QKeyEvent) -> bool:
        """Let the lines on offer have the keys that choose among them."""
        lines = self._completions
        if not lines.isVisible():
            return False
        match event.key():
            case Qt.Key.Key_Down:
                return lines.step(1)
            case Qt.Key.Key_Up:
                lines.step(-1)
                return True
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                return lines.choose_current()
            case Qt.Key.Key_Escape:
                lines.hide()
                return True
        return False

    def focusOutEvent(self, event: QFocusEvent, /) -> None:  # noqa: N802  Qt's name
        self._completions.hide()
        super().focusOutEvent(event)

    def _complete(self, query: str) -> None:
        self.setText(query)
        self._pause.stop()
        self._ask()

    def _at_end(self) -> bool:
        return self.cursorPosition() == len(self.text()) and not self.hasSelectedText()

    def _typed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._completions.hide()
        self._pause.start()

    def _paused(self) -> None:
        self._ask()
        if self.hasFocus() and self._at_end():
            self.begun.emit(self.text())

    def _ask(self) -> None:
        query = self.text().strip()
        if query != self._asked:
            self._asked = query
            self.asked.emit(query)
