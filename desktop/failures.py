"""What the user sees when the program itself is wrong: one sentence, and details to copy."""

from __future__ import annotations

import sys
import traceback
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from desktop import fonts
from desktop.translation import tr
from desktop.widgets.button import button
from desktop.widgets.label import Label


class FailureDialog(QDialog):
    """One at a time; later failures are added to the details of the one on show."""

    _shown: FailureDialog | None = None

    def __init__(self, details: str) -> None:
        super().__init__(QApplication.activeWindow())
        self.setWindowTitle(tr("Something went wrong"))
        self.setMinimumWidth(560)
        sentence = tr(
            "On Record made a mistake. "
            "What you saved is safe; what you just did may not have been done."
        )
        self.details = QPlainTextEdit(details, readOnly=True)
        self.details.setAccessibleName(tr("Details"))
        copy = button(tr("Copy the details"))
        copy.clicked.connect(
            lambda: QGuiApplication.clipboard().setText(self.details.toPlainText())
        )
        close = button(tr("Go on"), role="primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 20)
        column.setSpacing(14)
        column.addWidget(Label(sentence, font=fonts.ui(fonts.Size.LEAD), wrap=True))
        column.addWidget(self.details)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(copy)
        row.addWidget(close)
        column.addLayout(row)

    @classmethod
    def report(cls, details: str) -> None:
        """Show a failure, or add it to the one on show."""
        if cls._shown is not None and cls._shown.isVisible():
            cls._shown.details.appendPlainText(details)
            return
        cls._shown = cls(details)
        cls._shown.open()


def install(app: QApplication) -> None:
    """Let every exception that nobody caught end here."""

    def hook(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        details = "".join(traceback.format_exception(kind, error, where))
        sys.stderr.write(details)
        # The dialog opens after the slot that failed has been left.
        QTimer.singleShot(0, app, lambda: FailureDialog.report(details))

    sys.excepthook = hook
