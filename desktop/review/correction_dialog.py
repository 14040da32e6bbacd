"""Puts right what the program found: who spoke, to whom, when, and how it is reported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from db.rows import UNCHANGED, Correction, QuotationRow, Unchanged
from desktop import fonts
from desktop.reader.wording import entity_word, kind_word, marked, speaker_of
from desktop.translation import counted, tr
from desktop.widgets.button import button
from desktop.widgets.label import Label
from desktop.widgets.name_dialog import complete_from
from desktop.widgets.prose import Prose
from extraction.findings import EntityKind, Kind

T = TypeVar("T")

_SHOWN = 320


class CorrectionDialog(QDialog):
    """Starts from what stands; only what the user changes is changed, for one or several."""

    corrected = Signal(object)

    def __init__(self, rows: Sequence[QuotationRow], names: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        title = counted(len(rows), "Edit the quote", "Edit {n} quotes")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(560)
        self._rows = tuple(rows)
        self.speaker = _name_field(_common([row.speaker or "" for row in rows]), tr("Speaker"))
        complete_from(self.speaker, names)
        self.speaker_kind = QComboBox()
        self.speaker_kind.setAccessibleName(tr("What the speaker is"))
        for entity in EntityKind:
            self.speaker_kind.addItem(entity_word(entity), entity)
        self._start_kind = _common([row.speaker_kind or EntityKind.PERSON for row in rows])
        _choose(self.speaker_kind, self._start_kind)
        self.told_to = _name_field(_common([row.told_to or "" for row in rows]), tr("Told to"))
        complete_from(self.told_to, names)
        self.kind = QComboBox()
        self.kind.setAccessibleName(tr("Kind"))
        for kind in Kind:
            self.kind.addItem(kind_word(kind), kind)
        self._start_reported = _common([row.kind for row in rows])
        _choose(self.kind, self._start_reported)
        self._start_day = _common([row.said_on for row in rows])
        self.day_known = QCheckBox(tr("Said on"))
        self.day = QDateEdit()
        self._set_up_day()
        self._start_speaker = self.speaker.text()
        self._start_told_to = self.told_to.text()
        self._lay_out(title)
        self.speaker.setFocus()
        self.speaker.selectAll()

    def correction(self) -> Correction:
        """Return what the user changed; the rest is UNCHANGED."""
        speaker = _name(self.speaker, self._start_speaker)
        kind = self.speaker_kind.currentData()
        day: date | Unchanged | None = UNCHANGED
        chosen = self._chosen_day()
        if self._day_touched and chosen != self._start_day:
            day = chosen
        reported = self.kind.currentData()
        told_to = _name(self.told_to, self._start_told_to)
        is_new_kind = kind is not None and kind != self._start_kind
        return Correction(
            speaker=speaker,
            speaker_kind=EntityKind(kind) if is_new_kind else UNCHANGED,
            told_to=told_to,
            said_on=day,
            kind=Kind(reported)
            if reported is not None and reported != self._start_reported
            else UNCHANGED,
        )

    def _save(self) -> None:
        correction = self.correction()
        if correction != Correction():
            self.corrected.emit(correction)
        self.accept()

    def _chosen_day(self) -> date | None:
        chosen = self.day.date()
        if not self.day_known.isChecked():
            return None
        return date(chosen.year(), chosen.month(), chosen.day())

    def _set_up_day(self) -> None:
        start = self._start_day
        shown = start or next((row.published_on for row in self._rows if row.published_on), None)
        shown = shown or date.today()
        self.day.setAccessibleName(tr("Said on"))
        self.day.setDisplayFormat("d MMMM yyyy")
        self.day.setCalendarPopup(True)
        self.day.setDate(QDate(shown.year, shown.month, shown.day))
        self.day_known.setChecked(start is not None)
        self.day.setEnabled(start is not None)
        self._day_touched = False
        self.day_known.toggled.connect(self.day.setEnabled)
        self.day_known.toggled.connect(self._touch_day)
        self.day.dateChanged.connect(self._touch_day)

    def _touch_day(self) -> None:
        self._day_touched = True

    def _lay_out(self, title: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(10)
        column.addWidget(Label(title, font=fonts.serif(fonts.Size.TITLE)))
        first = self._rows[0]
        words = first.text if len(first.text) <= _SHOWN else first.text[:_SHOWN].rstrip() + "…"
        quote = Prose(fonts.serif(italic=first.kind is Kind.INDIRECT), name=tr("The quote"))
        quote.say(marked(words, first.kind))
        column.addWidget(quote)
        if len(self._rows) > 1:
            more = counted(len(self._rows) - 1, "and one more", "and {n} more")
            column.addWidget(Label(more, font=fonts.ui(fonts.Size.META), tone="mute"))
        else:
            found = tr("Now: {speaker}", speaker=speaker_of(first))
            column.addWidget(Label(found, font=fonts.ui(fonts.Size.META), tone="mute"))
        column.addSpacing(8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        for line, (name, field) in enumerate(
            (
                (tr("&Speaker"), self.speaker),
                (tr("&Is a"), self.speaker_kind),
                (tr("&Told to"), self.told_to),
                (tr("&Kind"), self.kind),
            )
        ):
            label = Label(name, tone="mute")
            label.setBuddy(field)
            grid.addWidget(label, line, 0)
            grid.addWidget(field, line, 1)
        grid.addWidget(self.day_known, 4, 0)
        grid.addWidget(self.day, 4, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        column.addSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        save = button(tr("Save"), role="primary")
        save.setDefault(True)
        save.clicked.connect(self._save)
        row.addWidget(cancel)
        row.addWidget(save)
        column.addLayout(row)


def _name_field(name: str | None, label: str) -> QLineEdit:
    field = QLineEdit(name or "")
    field.setAccessibleName(label)
    field.setPlaceholderText(tr("Different ones") if name is None else tr("Nobody"))
    return field


def _name(field: QLineEdit, start: str) -> str | Unchanged | None:
    if field.text() == start:
        return UNCHANGED
    return field.text().strip() or None


def _common(values: Sequence[T]) -> T | None:
    """Return the value that all share, or None."""
    return values[0] if len(set(values)) == 1 else None


def _choose(box: QComboBox, value: object) -> None:
    index = box.findData(value)
    box.setCurrentIndex(index)
    if index < 0:
        box.setPlaceholderText(tr("Different ones"))
