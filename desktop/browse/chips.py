"""The filters above the list, as chips to be switched on and off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from db.rows import QuotationFilter
from desktop.browse.days_dialog import DaysDialog
from desktop.browse.listing import Listing, days_name, named, statuses_name
from desktop.translation import tr
from desktop.widgets.button import button
from desktop.widgets.flow import FlowLayout
from extraction.findings import Kind


class Chips(QWidget):
    """Direct, Mixed, Reported, Has photo, the days, and whatever else narrows the list."""

    changed = Signal(object)
    """The listing that the user wants now."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Filters"))
        self._listing = Listing()
        self._kinds = {
            Kind.DIRECT: self._chip(tr("Direct"), tr("Only direct quotes")),
            Kind.MIXED: self._chip(tr("Mixed"), tr("Only partly quoted sentences")),
            Kind.INDIRECT: self._chip(tr("Reported"), tr("Only reported speech, without marks")),
        }
        self._photo = self._chip(tr("Has photo"), tr("Only where the article has a photo credit"))
        self._days = self._chip(tr("Any day"), tr("Only quotes of certain days"))
        self._lifting = [self._chip("", "") for _ in range(_LIFTABLE)]
        row = FlowLayout(self, spacing=5)
        for kind, chip in self._kinds.items():
            chip.clicked.connect(lambda on, kind=kind: self._toggle_kind(kind, on=on))
            row.addWidget(chip)
        self._photo.clicked.connect(self._toggle_photo)
        self._days.clicked.connect(self._choose_days)
        for chip in (self._photo, self._days, *self._lifting):
            row.addWidget(chip)
        self._lifted: list[Listing] = []
        for place, chip in enumerate(self._lifting):
            chip.hide()
            chip.clicked.connect(lambda _on, place=place: self.changed.emit(self._lifted[place]))

    def show_listing(self, listing: Listing, *, home: QuotationFilter) -> None:
        """Show what narrows a list; what its section (`home`) narrows by itself has no chip."""
        self._listing = listing
        within = listing.within
        for kind, chip in self._kinds.items():
            chip.setChecked(kind in within.kinds)
        self._photo.setChecked(within.has_photo is True)
        self._days.setChecked(within.said_from is not None or within.said_until is not None)
        self._days.setText(days_name(within))
        self._days.setAccessibleName(days_name(within))
        liftable = list(_liftable(listing, home))
        self._lifted = [lifted for _, lifted in liftable]
        for place, chip in enumerate(self._lifting):
            chip.setVisible(place < len(liftable))
            if place < len(liftable):
                name, _ = liftable[place]
                short = name if len(name) <= _LONGEST else name[:_LONGEST] + "…"
                chip.setText(short.replace("&", "&&") + "  ×")
                chip.setToolTip(tr("{name}: show all again", name=name))
                chip.setAccessibleName(tr("Remove the filter {name}", name=name))
                chip.setChecked(True)

    def _toggle_kind(self, kind: Kind, *, on: bool) -> None:
        kinds = self._listing.within.kinds
        kinds = kinds | {kind} if on else kinds - {kind}
        self._narrow(replace(self._listing.within, kinds=kinds))

    def _toggle_photo(self, on: bool) -> None:
        self._narrow(replace(self._listing.within, has_photo=True if on else None))

    def _choose_days(self) -> None:
        within = self._listing.within
        self._days.setChecked(within.said_from is not None or within.said_until is not None)
        dialog = DaysDialog(within.said_from, within.said_until, self.window())
        dialog.chosen.connect(
            lambda first, last: self._narrow(
                replace(self._listing.within, said_from=first, said_until=last)
            )
        )
        dialog.open()

    def _narrow(self, within: QuotationFilter) -> None:
        self.changed.emit(replace(self._listing, within=within))

    def _chip(self, text: str, tip: str) -> QPushButton:
        chip = button(text, role="chip")
        chip.setCheckable(True)
        chip.setToolTip(tip)
        return chip


def _liftable(listing: Listing, home: QuotationFilter) -> Iterator[tuple[str, Listing]]:
    """Name what narrows a list beyond its section and the standing chips."""
    within = listing.within
    if listing.like is not None:
        yield listing.about, replace(listing, like=None, about="")
    yield from named(listing)
    if within.tag is not None:
        yield within.tag, replace(listing, within=replace(within, tag=None))
    if within.statuses != home.statuses:
        name = statuses_name(within.statuses).strip("“”")
        yield name, replace(listing, within=replace(within, statuses=home.statuses))


_LONGEST = 28
_LIFTABLE = 5
