"""A newcomer's first quarter of an hour, in the real window on a real catalogue."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from db.rows import QuotationRow, Status
from desktop.dossiers.export_dialog import ExportDialog
from desktop.main_window import MainWindow
from desktop.review.correction_dialog import CorrectionDialog


def press(window: MainWindow, text: str) -> None:
    buttons = window.findChildren(QPushButton)
    (button,) = (b for b in buttons if b.accessibleName() == text and b.isVisible())
    button.click()


def current(window: MainWindow) -> QuotationRow:
    assert window.workspace.quotation is not None
    return window.workspace.quotation.detail.row


def dialog(qtbot: QtBot, kind: type) -> object:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    return QApplication.activeModalWidget()


def test_sample_is_opened_searched_reviewed_corrected_undone_and_printed(
    window: MainWindow, settle: Callable[[], None], qtbot: QtBot, tmp_path: Path
) -> None:
    press(window, "Open the sample")
    settle()
    everything = len(window.workspace.quotations.ids)
    assert everything > 20
    assert window.workspace.progress.text.endswith("files imported")

    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.workspace.quotations.box, "harbour")
    settle()
    hits = len(window.workspace.quotations.ids)
    assert 0 < hits < everything
    assert "harbour" in current(window).text.casefold() + str(current(window).speaker).casefold()

    table = window.workspace.quotations.table
    qtbot.keyClick(window.workspace.quotations.box, Qt.Key.Key_Return)
    qtbot.keyClick(table, Qt.Key.Key_J)
    settle()
    reviewed = current(window)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    settle()
    assert current(window).id == reviewed.id
    assert current(window).status is Status.CONFIRMED

    qtbot.keyClick(table, Qt.Key.Key_E)
    correction = dialog(qtbot, CorrectionDialog)
    assert isinstance(correction, CorrectionDialog)
    correction.speaker.setText("Somebody Else")
    press(window, "Save")
    settle()
    assert (current(window).speaker, current(window).status) == (
        "Somebody Else",
        Status.CORRECTED,
    )

    window.activateWindow()  # a screen would do so by itself
    qtbot.waitUntil(window.isActiveWindow)
    undo = window.actions_by_name["undo"]
    assert "speaker" in undo.text()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert (current(window).speaker, current(window).status) == (
        reviewed.speaker,
        Status.CONFIRMED,
    )
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    export = dialog(qtbot, ExportDialog)
    assert isinstance(export, ExportDialog)
    assert export.what.currentText() == "This search"
    export.title.setText("The harbour")
    export.file.setText(str(tmp_path / "harbour.pdf"))
    export.export.click()
    qtbot.waitUntil(lambda: "is ready" in export.message.text(), timeout=60_000)
    assert (tmp_path / "harbour.pdf").read_bytes().startswith(b"%PDF-")
    export.close()
