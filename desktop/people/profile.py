"""The reading pane for a person, an organization or an outlet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from desktop import fonts
from desktop.browse.roster import Entry
from desktop.reader.wording import day_range, entity_word
from desktop.translation import counted, tr
from desktop.widgets.button import action_button, button
from desktop.widgets.flow import FlowLayout
from desktop.widgets.label import Label, heading
from desktop.widgets.prose import Prose

if TYPE_CHECKING:
    from db.rows import OutletRow, PersonRow

_EDGE = 52
_WIDEST = 780


def person_entry(person: PersonRow) -> Entry:
    """Show a person as a line of a list: the last role, and how much was said."""
    note = person.roles[-1].title if person.roles else entity_word(person.kind)
    if not person.quotations and person.photos:
        note = counted(person.photos, "{n} photo credit", "{n} photo credits")
    also = " ".join(person.aliases)
    return Entry(person.id, person.name, note, person.quotations, also)


def outlet_entry(outlet: OutletRow) -> Entry:
    """Show an outlet as a line of a list."""
    parts = []
    if outlet.documents:
        parts.append(counted(outlet.documents, "{n} document", "{n} documents"))
    if outlet.told:
        parts.append(counted(outlet.told, "told {n} time", "told {n} times"))
    return Entry(outlet.id, outlet.name, "  ·  ".join(parts), outlet.quotations)


class Profile(QWidget):
    """A name, what is known of it in a few rows, and what can be done."""

    quotations_wanted = Signal()

    def __init__(self, actions: Sequence[tuple[QAction, str]] = ()) -> None:
        super().__init__()
        self._name = Prose(fonts.serif(fonts.Size.QUOTE), name=tr("Name"))
        self._summary = Label(font=fonts.ui(fonts.Size.LEAD), wrap=True)
        self._facts = QWidget()
        self._grid = QGridLayout(self._facts)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._show = button(tr("Show quotes"), role="primary")
        self._show.clicked.connect(self.quotations_wanted)
        body = QWidget()
        body.setObjectName("readingBody")
        body.setMaximumWidth(_WIDEST + 2 * _EDGE)
        column = QVBoxLayout(body)
        column.setContentsMargins(_EDGE, 34, _EDGE, 28)
        column.setSpacing(0)
        column.addWidget(self._name)
        column.addSpacing(10)
        column.addWidget(self._summary)
        column.addSpacing(18)
        buttons = QWidget()
        row = FlowLayout(buttons, spacing=8)
        row.addWidget(self._show)
        for action, text in actions:
            row.addWidget(action_button(action, text))
        column.addWidget(buttons)
        column.addSpacing(26)
        column.addWidget(self._facts)
        column.addStretch()
        area = QScrollArea()
        area.setAccessibleName(tr("Profile"))
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def show_person(self, person: PersonRow) -> None:
        parts = [entity_word(person.kind)]
        parts.append(counted(person.quotations, "{n} quote", "{n} quotes"))
        if person.photos:
            parts.append(counted(person.photos, "{n} photograph", "{n} photographs"))
        days = day_range(person.first_on, person.last_on)
        self._present(person.name, [*parts, days], able=bool(person.quotations))
        self._clear()
        self._add(
            tr("Roles"),
            [
                (
                    role.title,
                    "  ·  ".join(
                        part
                        for part in (
                            day_range(role.first_on, role.last_on),
                            counted(role.times, "once", "{n} times"),
                        )
                        if part
                    ),
                )
                for role in person.roles
            ],
        )
        self._add(tr("Also written"), [(alias, "") for alias in person.aliases])

    def show_outlet(self, outlet: OutletRow) -> None:
        parts = [
            counted(outlet.documents, "{n} document", "{n} documents"),
            counted(outlet.quotations, "{n} quote reported", "{n} quotes reported"),
        ]
        if outlet.told:
            parts.append(counted(outlet.told, "{n} quote told to it", "{n} quotes told to it"))
        days = day_range(outlet.first_on, outlet.last_on)
        self._present(outlet.name, [*parts, days], able=bool(outlet.quotations))
        self._clear()

    def _present(self, name: str, parts: Sequence[str], *, able: bool) -> None:
        self._name.say(name)
        self._summary.setText("  ·  ".join(part for part in parts if part))
        self._show.setEnabled(able)
        self._show.setToolTip("" if able else tr("Nothing in this catalogue was said here"))

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()

    def _add(self, title: str, rows: Sequence[tuple[str, str]]) -> None:
        if not rows:
            return
        line = self._grid.rowCount()
        head = heading(title)
        if self._grid.count():
            head.setContentsMargins(0, 14, 0, 0)
        self._grid.addWidget(head, line, 0, 1, 2)
        for offset, (name, note) in enumerate(rows, start=1):
            label = Label(name, font=fonts.serif(weight=QFont.Weight.Normal), wrap=True)
            self._grid.addWidget(label, line + offset, 0, 1, 2 if not note else 1)
            if note:
                meta = Label(note, font=fonts.ui(fonts.Size.META), tone="mute")
                self._grid.addWidget(meta, line + offset, 1, Qt.AlignmentFlag.AlignBaseline)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 2)
