"""The first thing a newcomer sees: one sentence, and three ways to begin."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop import fonts
from desktop.icons import Glyph
from desktop.theme import Theme
from desktop.translation import tr
from desktop.widgets.button import action_button, button
from desktop.widgets.label import Label, heading

_WIDTH = 560
_RECENT = 5


class Welcome(QWidget):
    """Shown while no catalogue is open."""

    recent_wanted = Signal(object)

    def __init__(self, theme: Theme, actions: Sequence[tuple[QAction, str, str]]) -> None:
        super().__init__()
        self.setObjectName("page")
        title = Label(tr("On Record"), font=fonts.serif(fonts.Size.QUOTE))
        sentence = Label(
            tr("Who said what, to whom, where it is printed, and whose picture stands beside it."),
            font=fonts.serif(fonts.Size.READING),
            tone="mute",
            wrap=True,
        )
        self.drop_area = DropArea(theme, actions)
        self._recent_title = heading(tr("Recent catalogues"))
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        body = QWidget()
        body.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(title)
        column.addSpacing(6)
        column.addWidget(sentence)
        column.addSpacing(26)
        column.addWidget(self.drop_area)
        column.addSpacing(28)
        column.addWidget(self._recent_title)
        column.addSpacing(6)
        column.addLayout(self._recent)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(body, 4)
        middle.addStretch(1)
        outer = QVBoxLayout(self)
        outer.addStretch(3)
        outer.addLayout(middle)
        outer.addStretch(4)

    def show_recent(self, catalogues: Sequence[Path]) -> None:
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._recent_title.setVisible(bool(catalogues))
        for path in catalogues[:_RECENT]:
            name = path.name.removesuffix(".onrecord")
            entry = button(name.replace("&", "&&"), role="quiet", name=name)
            entry.setToolTip(str(path))
            entry.clicked.connect(lambda _on, path=path: self.recent_wanted.emit(path))
            self._recent.addWidget(entry, 0, Qt.AlignmentFlag.AlignLeft)


class DropArea(QFrame):
    """The place that invites files; the whole window takes them."""

    def __init__(self, theme: Theme, actions: Sequence[tuple[QAction, str, str]]) -> None:
        super().__init__()
        self.setObjectName("dropArea")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 30, 24, 28)
        column.setSpacing(10)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(Glyph("file-down", theme, size=30), 0, middle)
        line = Label(tr("Drop saved pages or folders here"), font=fonts.ui(fonts.Size.LEAD))
        column.addWidget(line, 0, middle)
        note = tr("Web pages, PDF, text, mail, books, pictures. Nothing leaves this computer.")
        column.addWidget(Label(note, font=fonts.ui(fonts.Size.META), tone="mute"), 0, middle)
        column.addSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        for action, text, role in actions:
            row.addWidget(action_button(action, text, role=role))
        row.addStretch()
        column.addLayout(row)

    def show_over(self, *, over: bool) -> None:
        """Answer files that hover above the window."""
        self.setProperty("over", "true" if over else "false")
        self.style().unpolish(self)
        self.style().polish(self)
