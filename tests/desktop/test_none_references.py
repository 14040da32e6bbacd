"""PySide6 6.12.0 on Python 3.10 and 3.11 loses references to None, call by call, and aborts."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QStandardItemModel, QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication, QLabel

ROUNDS = 3000


@pytest.mark.skipif(
    sys.version_info >= (3, 12), reason="None is immortal since Python 3.12: nothing can be lost"
)
def test_thousands_of_calls_lose_no_reference_to_none(qapp: QApplication) -> None:
    model, document, label = QStandardItemModel(2, 2), QTextDocument(), QLabel()
    cursor = QTextCursor(document)
    listener = QObject()
    before = sys.getrefcount(None)

    for _ in range(ROUNDS):
        model.setData(model.index(0, 0), None)
        model.data(model.index(1, 1), Qt.ItemDataRole.ToolTipRole)
        model.parent()
        model.rowCount(QModelIndex())
        cursor.insertText("")
        label.setText("")
        label.parentWidget()
        label.setProperty("tone", None)
        label.property("tone")
        listener.setObjectName("")

    assert sys.getrefcount(None) > before - ROUNDS // 2
