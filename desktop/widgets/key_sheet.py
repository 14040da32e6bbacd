"""F1: all keys on one sheet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop import fonts
from desktop.actions import Actions, Menu, plain_text
from desktop.translation import tr
from desktop.widgets.button import button
from desktop.widgets.label import Label, heading

_COLUMNS = (
    (Menu.FILE, Menu.EDIT, Menu.CATALOGUE),
    (Menu.VIEW, Menu.HELP),
    (Menu.QUOTE, Menu.DOSSIER),
)


class KeySheet(QDialog):
    """Every command and its keys, grouped as the menus are."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Keys"))
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(18)
        column.addWidget(Label(tr("All keys"), font=fonts.serif(fonts.Size.QUOTE)))
        row = QHBoxLayout()
        row.setSpacing(44)
        for menus in _COLUMNS:
            row.addLayout(_column(actions, menus))
        column.addLayout(row)
        close = button(tr("Close"), role="primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)


def _column(actions: Actions, menus: tuple[Menu, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(22)
    grid.setVerticalSpacing(5)
    line = 0
    for menu in menus:
        title = heading(tr(menu.value).replace("&", ""))
        title.setContentsMargins(0, 12 if line else 0, 0, 3)
        grid.addWidget(title, line, 0, 1, 2)
        line += 1
        for command, action in actions:
            if command.menu is not menu:
                continue
            keys = "  ".join(
                keys.toString(QKeySequence.SequenceFormat.NativeText)
                for keys in action.shortcuts()[:2]
            )
            grid.addWidget(Label(plain_text(command.text)), line, 0)
            shown = Label(keys, font=fonts.ui(fonts.Size.META, QFont.Weight.Medium), tone="mute")
            grid.addWidget(shown, line, 1, Qt.AlignmentFlag.AlignRight)
            line += 1
    grid.setRowStretch(line, 1)
    return grid
