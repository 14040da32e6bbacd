"""What a list holds, broken down: a panel of speakers, outlets, years and so on, with counts.

Choosing a value narrows the list to it; choosing one that narrows it already lifts it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from db.rows import OutletId, PersonId, Status
from desktop import fonts
from desktop.browse.listing import Listing, kind_name, status_name
from desktop.theme import Theme
from desktop.translation import counted, number, tr
from desktop.widgets.label import Label, heading
from extraction.findings import Kind

if TYPE_CHECKING:
    from search.facets import Facet, Facets, FacetValue

_ROW = 27
SHOWN = 12
_FEW = 6
"""Values of a facet on show, the most frequent ones; a column of speakers, fewer of all else."""


class FacetPanel(QFrame):
    """Opens over the list and closes by itself; `chosen` tells the list that is wanted then."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("panelBox")
        self.setAccessibleName(tr("Narrow the list"))
        self._theme = theme
        self._listing = Listing()
        self._columns: list[list[FacetRow]] = []
        self._body = QWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 12, 12, 14)
        outer.addWidget(self._body)

    @property
    def rows(self) -> Sequence[FacetRow]:
        """All values on show, column by column."""
        return [row for column in self._columns for row in column]

    def show_facets(self, listing: Listing, facets: Facets, corner: QPoint, width: int) -> None:
        """Open with its upper left corner at a place of the screen."""
        self._listing = listing
        self._fill(facets)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move(corner)
        self.show()
        if self.rows:
            self.rows[0].setFocus(Qt.FocusReason.PopupFocusReason)
        else:
            self.setFocus()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802  Qt's name
        steps = {
            Qt.Key.Key_Down: (0, 1),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Left: (-1, 0),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self._step(*step)
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _step(self, across: int, down: int) -> None:
        focus = self.focusWidget()
        for x, column in enumerate(self._columns):
            for y, row in enumerate(column):
                if row is focus:
                    column = self._columns[min(max(x + across, 0), len(self._columns) - 1)]
                    column[min(max(y + down, 0), len(column) - 1)].setFocus(
                        Qt.FocusReason.TabFocusReason
                    )
                    return

    def _fill(self, facets: Facets) -> None:
        from search.facets import Facet

        columns = (
            (Facet.SPEAKER,),
            (Facet.OUTLET, Facet.YEAR),
            (Facet.KIND, Facet.STATUS, Facet.TAG),
        )
        titles = {
            Facet.SPEAKER: tr("Speakers"),
            Facet.OUTLET: tr("Outlets"),
            Facet.YEAR: tr("Years"),
            Facet.KIND: tr("Kinds"),
            Facet.STATUS: tr("Review"),
            Facet.TAG: tr("Tags"),
        }
        body = QWidget()
        across = QHBoxLayout(body)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        self._columns = []
        for wanted in columns:
            rows: list[FacetRow] = []
            column = QVBoxLayout()
            column.setSpacing(0)
            for facet in wanted:
                values = facets.get(facet, ())[: SHOWN if facet is Facet.SPEAKER else _FEW]
                if not values:
                    continue
                title = heading(titles[facet])
                title.setContentsMargins(10, 4 if not rows else 14, 0, 4)
                column.addWidget(title)
                for value in values:
                    row = self._row(facet, value)
                    column.addWidget(row)
                    rows.append(row)
            if rows:
                column.addStretch()
                across.addLayout(column, 1)
                self._columns.append(rows)
        if not self._columns:
            across.addWidget(Label(tr("There is nothing to narrow here."), tone="mute"))
        layout = self.layout()
        assert layout is not None
        layout.replaceWidget(self._body, body)
        self._body.deleteLater()
        self._body = body

    def _row(self, facet: Facet, value: FacetValue) -> FacetRow:
        is_on, wanted = narrowed(self._listing, facet, value)
        row = FacetRow(self._theme, _shown(facet, value), value.count, is_on=is_on)
        row.clicked.connect(lambda: self._choose(wanted))
        return row

    def _choose(self, listing: Listing) -> None:
        self.close()
        self.chosen.emit(listing)


def narrowed(listing: Listing, facet: Facet, value: FacetValue) -> tuple[bool, Listing]:
    """Return whether a value narrows a list, and the list after it was chosen."""
    from search.facets import Facet

    within, key = listing.within, value.key
    match facet:
        case Facet.SPEAKER:
            is_on = within.speaker == key
            speaker = None if is_on else PersonId(int(key))
            wanted = replace(listing, speaker="" if is_on else value.name)
            within = replace(within, speaker=speaker)
        case Facet.OUTLET:
            is_on = within.outlet == key
            outlet = None if is_on else OutletId(int(key))
            wanted = replace(listing, outlet="" if is_on else value.name)
            within = replace(within, outlet=outlet)
        case Facet.YEAR:
            first, last = date(int(key), 1, 1), date(int(key), 12, 31)
            is_on = (within.said_from, within.said_until) == (first, last)
            days = (None, None) if is_on else (first, last)
            wanted, within = listing, replace(within, said_from=days[0], said_until=days[1])
        case Facet.KIND:
            is_on = within.kinds == {key}
            kinds = frozenset[Kind]() if is_on else frozenset({Kind(str(key))})
            wanted, within = listing, replace(within, kinds=kinds)
        case Facet.STATUS:
            is_on = within.statuses == {key}
            statuses = frozenset[Status]() if is_on else frozenset({Status(str(key))})
            wanted, within = listing, replace(within, statuses=statuses)
        case Facet.TAG:
            is_on = within.tag == key
            wanted, within = listing, replace(within, tag=None if is_on else str(key))
    return is_on, replace(wanted, within=within)


def _shown(facet: Facet, value: FacetValue) -> str:
    from search.facets import Facet

    if facet is Facet.KIND:
        return kind_name(Kind(str(value.key)))
    if facet is Facet.STATUS:
        return status_name(Status(str(value.key)))
    return value.name


class FacetRow(QPushButton):
    """One value and how many quotations have it."""

    def __init__(self, theme: Theme, name: str, count: int, *, is_on: bool) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setChecked(is_on)
        self._theme = theme
        self._name = name
        self._count = number(count)
        quotes = counted(count, "{n} quote", "{n} quotes")
        self.setAccessibleName(f"{name}, {quotes}")
        self.setToolTip(f"{name}: {quotes}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(True)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        return QSize(120, _ROW)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        return QSize(60, _ROW)

    def paintEvent(self, _event: QPaintEvent, /) -> None:  # noqa: N802  Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pill = QRectF(self.rect()).adjusted(0.5, 1, -0.5, -1)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("selection" if self.isChecked() else "hover"))
            painter.drawRoundedRect(pill, 6, 6)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour("accent"), 1))
            painter.drawRoundedRect(pill, 6, 6)
        inner = self.rect().adjusted(10, 0, -10, 0)
        small = fonts.ui(fonts.Size.META)
        painter.setFont(small)
        painter.setPen(self._theme.colour("mute"))
        painter.drawText(
            inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._count
        )
        room = inner.width() - QFontMetrics(small).horizontalAdvance(self._count) - 8
        weight = QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Normal
        font = fonts.ui(weight=weight)
        painter.setFont(font)
        painter.setPen(self._theme.colour("ink"))
        name = QFontMetrics(font).elidedText(self._name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
