"""A list of people, outlets or photographs: two lines each, narrowed by typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop import fonts
from desktop.browse.search_box import SearchBox
from desktop.theme import Theme
from desktop.translation import number, tr
from desktop.widgets.label import Label
from desktop.widgets.notice import Notice

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_HEIGHT = 58


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a roster: a name, a quieter line under it, a number at the right."""

    id: int
    name: str
    note: str
    number: int | None = None
    also: str = ""
    """Other words that typing may find it by (aliases, a caption)."""


class _RosterModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[Entry, ...] = ()
        self._folded: list[str] = []
        self._words: list[str] = []
        self.shown: list[Entry] = []

    def show(self, entries: Sequence[Entry]) -> None:
        self._all = tuple(entries)
        self._folded = [f"{e.name} {e.note} {e.also}".casefold() for e in entries]
        self._narrow()

    def narrow(self, typed: str) -> None:
        self._words = typed.casefold().split()
        self._narrow()

    def _narrow(self) -> None:
        self.beginResetModel()
        self.shown = [
            entry
            for entry, folded in zip(self._all, self._folded, strict=True)
            if all(word in folded for word in self._words)
        ]
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802  Qt's name
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # Qt's type
        entry = self.shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = [entry.name, entry.note]
            if entry.number is not None:
                parts.append(number(entry.number))
            return ". ".join(part for part in parts if part)
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = fonts.serif()
        self._note = fonts.ui(fonts.Size.META)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802
        return QSize(200, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, _RosterModel)
        entry = model.shown[index.row()]
        rect: QRect = option.rect
        state = option.state
        colour = self._theme.colour
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colour("selection"))
            bar = colour("accent" if state & QStyle.StateFlag.State_HasFocus else "mute")
            painter.fillRect(QRect(rect.x(), rect.y(), 3, rect.height()), bar)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, colour("hover"))
        painter.setPen(QPen(colour("rule")))
        painter.drawLine(rect.left() + 20, rect.bottom(), rect.right() - 16, rect.bottom())
        inner = rect.adjusted(20, 9, -16, -9)
        room = inner.width()
        if entry.number is not None:
            count = number(entry.number)
            painter.setFont(self._note)
            painter.setPen(colour("mute"))
            painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, count)
            room -= QFontMetrics(self._note).horizontalAdvance(count) + 14
        self._line(painter, inner, self._name, "ink", entry.name, room, Qt.AlignmentFlag.AlignTop)
        bottom = Qt.AlignmentFlag.AlignBottom
        self._line(painter, inner, self._note, "mute", entry.note, inner.width(), bottom)
        painter.restore()

    def _line(
        self,
        painter: QPainter,
        rect: QRect,
        font: QFont,
        tone: str,
        text: str,
        room: int,
        edge: Qt.AlignmentFlag,
    ) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.colour(tone))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | edge, shown)


class Roster(QWidget):
    """The middle pane of People, Outlets and Photo credits."""

    current_changed = Signal(object)
    """The id under the cursor, or None."""
    activated = Signal(object)
    """The id that Enter or a double click was on."""

    def __init__(
        self,
        theme: Theme,
        *,
        name: str,
        placeholder: str,
        empty: tuple[str, str],
        count: Callable[[int], str],
    ) -> None:
        super().__init__()
        self._count_text = count
        self._empty = empty
        self._model = _RosterModel()
        self.box = SearchBox(theme, placeholder)
        self.box.asked.connect(self._narrow)
        self.box.left_downwards.connect(self._enter_list)
        self.view = QListView()
        self.view.setAccessibleName(name)
        self.view.setModel(self._model)
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setItemDelegate(_Delegate(theme, self.view))
        self.view.selectionModel().currentChanged.connect(self._moved)
        self.view.activated.connect(lambda index: self._activate(index))
        theme.changed.connect(self.view.viewport().update)
        self._notice = Notice()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.view)
        self._pages.addWidget(self._notice)
        self._count = Label(font=fonts.ui(fonts.Size.META), tone="mute")
        head = QWidget()
        head.setObjectName("listHead")
        rows = QVBoxLayout(head)
        rows.setContentsMargins(20, 16, 16, 10)
        rows.setSpacing(10)
        rows.addWidget(self.box)
        line = QHBoxLayout()
        line.addWidget(self._count)
        line.addStretch()
        rows.addLayout(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._pages, 1)

    def current_id(self) -> int | None:
        row = self.view.currentIndex().row()
        return self._model.shown[row].id if 0 <= row < len(self._model.shown) else None

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show other lines; the cursor stays on the same entry where it can."""
        self._keep_place(lambda: self._model.show(entries))

    def select(self, id: int) -> None:
        """Put the cursor on an entry."""
        for row, entry in enumerate(self._model.shown):
            if entry.id == id:
                self.view.setCurrentIndex(self._model.index(row))
                return

    def focus_search(self) -> None:
        self.box.setFocus()
        self.box.selectAll()

    def _narrow(self, typed: str) -> None:
        self._keep_place(lambda: self._model.narrow(typed))

    def _keep_place(self, change: Callable[[], None]) -> None:
        before = self.current_id()
        change()
        shown = self._model.shown
        self._count.setText(self._count_text(len(shown)))
        if not shown:
            title, sentence = self._empty
            if self.box.text():
                title, sentence = tr("Nothing matches"), tr("Try fewer letters.")
            self._notice.say(title, sentence)
            self._pages.setCurrentWidget(self._notice)
            self.current_changed.emit(None)
            return
        self._pages.setCurrentWidget(self.view)
        row = next((i for i, entry in enumerate(shown) if entry.id == before), 0)
        self.view.setCurrentIndex(self._model.index(row))

    def _enter_list(self) -> None:
        self.view.setFocus()

    def _activate(self, index: QModelIndex) -> None:
        self.activated.emit(self._model.shown[index.row()].id)

    def _moved(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.current_changed.emit(self.current_id())
