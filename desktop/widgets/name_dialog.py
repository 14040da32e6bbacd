"""Asks for one name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QCompleter,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from desktop import fonts
from desktop.translation import tr
from desktop.widgets.button import button
from desktop.widgets.label import Label


class NameDialog(QDialog):
    """A title, a field, and a button that says what will be done."""

    named = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        *,
        title: str,
        label: str,
        accept: str,
        name: str = "",
        note: str = "",
        known: Sequence[str] = (),
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        self.field = QLineEdit(name)
        self.field.setAccessibleName(label)
        self.field.selectAll()
        if known:
            complete_from(self.field, known)
        self._accept = button(accept, role="primary")
        self._accept.setDefault(True)
        self._accept.clicked.connect(self._named)
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 20)
        column.setSpacing(8)
        column.addWidget(Label(title, font=fonts.serif(fonts.Size.TITLE)))
        if note:
            column.addWidget(Label(note, font=fonts.ui(fonts.Size.META), tone="mute", wrap=True))
        column.addSpacing(6)
        column.addWidget(Label(label, font=fonts.ui(fonts.Size.META), tone="mute"))
        column.addWidget(self.field)
        column.addSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(self._accept)
        column.addLayout(row)
        self.field.textChanged.connect(self._check)
        self._check()

    def _check(self) -> None:
        self._accept.setEnabled(bool(self.field.text().strip()))

    def _named(self) -> None:
        self.named.emit(self.field.text().strip())
        self.accept()


def complete_from(field: QLineEdit, known: Sequence[str]) -> None:
    """Offer known names that contain what is being typed."""
    completer = QCompleter(field)
    completer.setModel(QStringListModel(list(known), completer))
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setMaxVisibleItems(8)
    popup = QListView()
    popup.setObjectName("completions")
    completer.setPopup(popup)
    field.setCompleter(completer)
