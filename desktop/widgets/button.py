"""Buttons in the few roles that the window knows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFont, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from desktop import fonts


def button(
    text: str, *, role: str = "", name: str = "", parent: QWidget | None = None
) -> QPushButton:
    """Make a button; `role` is "primary", "quiet", "chip", "status" or plain."""
    made = QPushButton(text, parent)
    small = role in ("quiet", "chip", "status")
    made.setFont(
        fonts.ui(
            fonts.Size.META if small else fonts.Size.UI,
            QFont.Weight.Normal if role in ("quiet", "status") else QFont.Weight.Medium,
        )
    )
    if role:
        made.setProperty("role", role)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAccessibleName(name or text)
    return made


def action_button(action: QAction, text: str, *, role: str = "") -> QPushButton:
    """Make a button that is a view of an action; its text carries the key: "Confirm  Enter"."""
    made = button(text, role=role)
    made.clicked.connect(action.trigger)

    def follow() -> None:
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        made.setText(f"{text}  {_spoken(keys)}" if keys else text)
        made.setEnabled(action.isEnabled())
        made.setToolTip(action.toolTip())
        made.setAccessibleName(text)
        made.setAccessibleDescription(action.toolTip())

    action.changed.connect(follow)
    follow()
    return made


def _spoken(keys: str) -> str:
    return "Enter" if keys == "Return" else keys
