"""Chooses the days that a list is narrowed to."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from desktop import fonts
from desktop.translation import tr
from desktop.widgets.button import button
from desktop.widgets.label import Label


class DaysDialog(QDialog):
    """From a day, until a day, either, or any day."""

    chosen = Signal(object, object)
    """First and last day, each None where it is open."""

    def __init__(self, first: date | None, last: date | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Days"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 20)
        column.setSpacing(16)
        column.addWidget(Label(tr("Only quotes of these days"), font=fonts.serif(fonts.Size.TITLE)))
        note = tr(
            "The day something was said counts; where it is not known, the day it was printed."
        )
        column.addWidget(Label(note, tone="mute", font=fonts.ui(fonts.Size.META)))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        self._first = _Bound(tr("From"), first)
        self._last = _Bound(tr("Until"), last)
        for row, bound in enumerate((self._first, self._last)):
            grid.addWidget(bound.wanted, row, 0)
            grid.addWidget(bound.day, row, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        row_of_buttons = QHBoxLayout()
        row_of_buttons.setSpacing(8)
        anything = button(tr("Any day"))
        anything.clicked.connect(lambda: self._choose(None, None))
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        use = button(tr("Show these days"), role="primary")
        use.setDefault(True)
        use.clicked.connect(lambda: self._choose(self._first.value, self._last.value))
        row_of_buttons.addWidget(anything)
        row_of_buttons.addStretch()
        row_of_buttons.addWidget(cancel)
        row_of_buttons.addWidget(use)
        column.addLayout(row_of_buttons)

    def _choose(self, first: date | None, last: date | None) -> None:
        self.chosen.emit(first, last)
        self.accept()


class _Bound:
    """One end of a range of days, which may be open."""

    def __init__(self, name: str, day: date | None) -> None:
        self.wanted = QCheckBox(name)
        self.wanted.setChecked(day is not None)
        self.day = QDateEdit()
        self.day.setAccessibleName(name)
        self.day.setDisplayFormat("d MMMM yyyy")
        self.day.setCalendarPopup(True)
        shown = day or date.today()
        self.day.setDate(QDate(shown.year, shown.month, shown.day))
        self.day.setEnabled(day is not None)
        self.wanted.toggled.connect(self.day.setEnabled)

    @property
    def value(self) -> date | None:
        chosen = self.day.date()
        return (
            date(chosen.year(), chosen.month(), chosen.day()) if self.wanted.isChecked() else None
        )
