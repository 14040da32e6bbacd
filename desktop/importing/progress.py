"""The foot of the sections: how far an import has come, and what came of it."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop import fonts
from desktop.translation import counted, number, tr
from desktop.widgets.button import button
from desktop.widgets.label import Label


class ImportProgress(QWidget):
    """Hidden until something is imported; stays with the outcome until it is closed."""

    cancel_wanted = Signal()
    report_wanted = Signal()
    go_on_wanted = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._line = Label(font=fonts.ui(fonts.Size.META), tone="mute", wrap=True)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName(tr("Import"))
        self._report = button(tr("Report"), role="quiet", name=tr("Show the import report"))
        self._report.clicked.connect(self.report_wanted)
        self._go_on = button(tr("Go on"), role="quiet", name=tr("Go on with the import"))
        self._go_on.clicked.connect(self.go_on_wanted)
        self._cancel = button(tr("Cancel"), role="quiet", name=tr("Cancel the import"))
        self._cancel.clicked.connect(self._cancelled)
        self._close = button(tr("Close"), role="quiet", name=tr("Close the import"))
        self._close.clicked.connect(self.hide)
        self._close.clicked.connect(self.closed)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 8, 22, 10)
        column.setSpacing(6)
        column.addWidget(self._line)
        column.addWidget(self._bar)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addSpacing(-9)  # the words of the buttons stand under the words above
        row.setSpacing(2)
        row.addWidget(self._report)
        row.addWidget(self._go_on)
        row.addStretch()
        row.addWidget(self._cancel)
        row.addWidget(self._close)
        column.addLayout(row)
        self.hide()

    @property
    def text(self) -> str:
        """What is said."""
        return self._line.text()

    def offer(self) -> None:
        """Say that an import was broken off, and offer to go on with it."""
        self._line.setText(tr("An import was broken off"))
        self._bar.hide()
        self._cancel.hide()
        self._report.hide()
        self._go_on.show()
        self._close.show()
        self.show()

    def begin(self) -> None:
        self._line.setText(tr("Looking for files"))
        self._go_on.hide()
        self._report.show()
        self._bar.setRange(0, 0)
        self._bar.show()
        self._cancel.setEnabled(True)
        self._cancel.show()
        self._close.hide()
        self.show()

    def show_progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        self._line.setText(
            counted(
                total,
                "Importing {done} of {n} file",
                "Importing {done} of {n} files",
                done=number(done),
            )
        )

    def end(self, states: Counter[str], trouble: str) -> None:
        """Say what came of it, most welcome first."""
        parts = []
        if states["imported"]:
            parts.append(counted(states["imported"], "{n} file imported", "{n} files imported"))
        if states["already"]:
            parts.append(counted(states["already"], "{n} already here", "{n} already here"))
        if states["set aside"]:
            parts.append(counted(states["set aside"], "{n} set aside", "{n} set aside"))
        self._line.setText(trouble or ", ".join(parts) or tr("No files were found"))
        self._bar.hide()
        self._cancel.hide()
        self._close.show()

    def _cancelled(self) -> None:
        self._cancel.setEnabled(False)
        self._line.setText(tr("Stopping after the file in hand"))
        self.cancel_wanted.emit()
