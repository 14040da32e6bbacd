"""The sections at the left: where the user is, and how much is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop import fonts
from desktop.theme import Theme
from desktop.translation import number, tr

if TYPE_CHECKING:
    from db.rows import CollectionRow, Counts, DossierRow, SavedSearchRow

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class Place(Enum):
    """The kinds of section."""

    HEADING = auto()
    ALL = auto()
    REVIEW = auto()
    PEOPLE = auto()
    OUTLETS = auto()
    PHOTOS = auto()
    TIMELINE = auto()
    COLLECTION = auto()
    SAVED_SEARCH = auto()
    DOSSIER = auto()


NUMBERED = (
    Place.ALL,
    Place.REVIEW,
    Place.PEOPLE,
    Place.OUTLETS,
    Place.PHOTOS,
    Place.TIMELINE,
)
"""The sections that Ctrl+1 to Ctrl+6 go to."""


@dataclass(frozen=True, slots=True)
class Section:
    """One row at the left. `id` names a collection, saved search or dossier."""

    place: Place
    name: str
    count: int | None = None
    id: int | None = None
    query: str = ""
    """What a saved search looks for."""

    def is_same_as(self, other: Section) -> bool:
        """Whether both lead to the same place, whatever their counts."""
        return self.place is other.place and self.id == other.id


def sections(
    counts: Counts,
    collections: Sequence[CollectionRow],
    searches: Sequence[SavedSearchRow],
    dossiers: Sequence[DossierRow],
) -> tuple[Section, ...]:
    """Lay out the sections of a catalogue, each group under its heading."""
    rows = [
        Section(Place.HEADING, tr("Catalogue")),
        Section(Place.ALL, tr("All quotes"), counts.quotations),
        Section(Place.REVIEW, tr("To review"), counts.to_review),
        Section(Place.PEOPLE, tr("People"), counts.people),
        Section(Place.OUTLETS, tr("Outlets"), counts.outlets),
        Section(Place.PHOTOS, tr("Photo credits"), counts.photos),
        Section(Place.TIMELINE, tr("Timeline")),
    ]
    groups: tuple[tuple[str, list[Section]], ...] = (
        (
            tr("Collections"),
            [Section(Place.COLLECTION, row.name, row.quotations, row.id) for row in collections],
        ),
        (
            tr("Saved searches"),
            [Section(Place.SAVED_SEARCH, r.name, id=r.id, query=r.query) for r in searches],
        ),
        (
            tr("Dossiers"),
            [Section(Place.DOSSIER, row.title, len(row.quotations), row.id) for row in dossiers],
        ),
    )
    for title, members in groups:
        if members:
            rows += [Section(Place.HEADING, title), *members]
    return tuple(rows)


class SectionsModel(QAbstractListModel):
    """The sections as rows; headings can be neither chosen nor focused."""

    def __init__(self) -> None:
        super().__init__()
        self.sections: tuple[Section, ...] = ()

    def show(self, rows: tuple[Section, ...]) -> None:
        same_shape = len(rows) == len(self.sections) and all(
            new.is_same_as(old) for new, old in zip(rows, self.sections, strict=True)
        )
        if same_shape:
            self.sections = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.sections = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802  Qt's name
        return 0 if parent.isValid() else len(self.sections)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # Qt's type
        section = self.sections[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return section.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if section.count is None:
                return section.name
            return f"{section.name}, {number(section.count)}"
        if role == Qt.ItemDataRole.ToolTipRole and section.place is Place.SAVED_SEARCH:
            return section.query
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.sections[index.row()].place is Place.HEADING:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._plain = fonts.ui()
        self._bold = fonts.ui(weight=QFont.Weight.DemiBold)
        self._small = fonts.ui(fonts.Size.META)
        self._heading = fonts.ui(fonts.Size.META, QFont.Weight.DemiBold)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        model = index.model()
        assert isinstance(model, SectionsModel)
        is_heading = model.sections[index.row()].place is Place.HEADING
        return QSize(180, 36 if is_heading and index.row() else 29)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, SectionsModel)
        section = model.sections[index.row()]
        rect: QRect = option.rect
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = rect.adjusted(22, 0, -22, 0)
        if section.place is Place.HEADING:
            painter.setFont(self._heading)
            painter.setPen(self._theme.colour("mute"))
            bottom = inner.adjusted(0, 0, 0, -5)
            painter.drawText(bottom, _LEFT | Qt.AlignmentFlag.AlignBottom, section.name)
            painter.restore()
            return
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        pill = QRectF(rect.adjusted(12, 1, -12, 0))
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("selection" if chosen else "side_hover"))
            painter.drawRoundedRect(pill, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour("accent"), 1))
            painter.drawRoundedRect(pill.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        room = inner.width()
        if section.count is not None:
            count = number(section.count)
            painter.setFont(self._small)
            painter.setPen(self._theme.colour("mute"))
            painter.drawText(inner, _RIGHT | Qt.AlignmentFlag.AlignVCenter, count)
            room -= QFontMetrics(self._small).horizontalAdvance(count) + 10
        font = self._bold if chosen else self._plain
        painter.setFont(font)
        painter.setPen(self._theme.colour("ink"))
        name = QFontMetrics(font).elidedText(section.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, _LEFT | Qt.AlignmentFlag.AlignVCenter, name)
        painter.restore()


_LEFT = Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignRight


class SectionsView(QListView):
    """The list of sections; `chosen` tells where the user goes."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("sections")
        self.setAccessibleName(tr("Sections"))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._model = SectionsModel()
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(theme, self))
        theme.changed.connect(self.viewport().update)
        self._current = Section(Place.ALL, "")
        self._silent = False
        self.selectionModel().currentChanged.connect(self._went)

    @property
    def current(self) -> Section:
        """Where the user is."""
        return self._current

    @property
    def rows(self) -> tuple[Section, ...]:
        """All sections on show."""
        return self._model.sections

    def show_sections(self, rows: tuple[Section, ...]) -> None:
        """Show new counts and groups; the user stays where they are, if that is still there."""
        self._silent = True
        self._model.show(rows)
        self._silent = False
        row = self._row_of(self._current)
        if row is None:
            self.go(Place.ALL)
        else:
            self._silent = True
            self.setCurrentIndex(self._model.index(row))
            self._silent = False
            self._current = rows[row]

    def go(self, place: Place, id: int | None = None) -> None:
        """Go to a section as if it had been clicked."""
        row = self._row_of(Section(place, "", id=id))
        if row is not None:
            self.setCurrentIndex(self._model.index(row))

    def _row_of(self, wanted: Section) -> int | None:
        for row, section in enumerate(self._model.sections):
            if section.is_same_as(wanted):
                return row
        return None

    def _went(self, current: QModelIndex, _before: QModelIndex) -> None:
        if self._silent or not current.isValid():
            return
        self._current = self._model.sections[current.row()]
        self.chosen.emit(self._current)
