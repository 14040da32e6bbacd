"""How the word that is being typed may go on: a few lines under the search box.

The list never takes the focus and never chooses by itself: whoever types on or presses Enter is not
held up by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from db.rows import NameOf
from desktop import fonts
from desktop.theme import Theme
from desktop.translation import number, tr

if TYPE_CHECKING:
    from search.suggesting import Completion

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROW = 30
_MARGIN = 5


def _note(completion: Completion) -> str:
    """Say what is offered: a person, an outlet, a tag, or in how many records a word stands."""
    names = {NameOf.PERSON: tr("person"), NameOf.OUTLET: tr("outlet"), NameOf.TAG: tr("tag")}
    return number(completion.weight) if completion.of is None else names[completion.of]


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.completions: tuple[Completion, ...] = ()

    def show(self, completions: Sequence[Completion]) -> None:
        self.beginResetModel()
        self.completions = tuple(completions)
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802  Qt's name
        return 0 if parent.isValid() else len(self.completions)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # Qt's type
        completion = self.completions[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return completion.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{completion.text}, {_note(completion)}"
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: _Model, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._face = fonts.ui(fonts.Size.UI)
        self._small = fonts.ui(fonts.Size.META)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802
        return QSize(120, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        completion = self._model.completions[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            painter.setBrush(self._theme.colour("selection" if is_chosen else "hover"))
            painter.drawRoundedRect(option.rect, 5, 5)
        inner = option.rect.adjusted(29, 0, -10, 0)
        note = _note(completion)
        painter.setFont(self._small)
        painter.setPen(self._theme.colour("mute"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, note)
        room = inner.width() - QFontMetrics(self._small).horizontalAdvance(note) - 10
        painter.setFont(self._face)
        painter.setPen(self._theme.colour("ink"))
        text = QFontMetrics(self._face).elidedText(
            completion.text, Qt.TextElideMode.ElideRight, room
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()


class Completions(QListView):
    """The lines on offer, laid over what stands below `field`; `chosen` tells the whole query."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, field: QWidget) -> None:
        super().__init__(field.window())
        self.setObjectName("suggestions")
        self.setAccessibleName(tr("Completions"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._field = field
        self._model = _Model()
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(theme, self._model, self))
        self.clicked.connect(lambda index: self.choose(index.row()))
        self.hide()

    @property
    def offered(self) -> Sequence[Completion]:
        """What is on show now."""
        return self._model.completions if self.isVisible() else ()

    def offer(self, completions: Sequence[Completion]) -> None:
        """Show lines, none of them chosen; without any, go."""
        self._model.show(completions)
        if not completions:
            self.hide()
            return
        window = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        corner = self._field.mapTo(window, self._field.rect().bottomLeft())
        height = _ROW * len(completions) + 2 * _MARGIN
        self.setGeometry(corner.x(), corner.y() + 5, self._field.width(), height)
        self.show()
        self.raise_()

    def step(self, by: int) -> bool:
        """Move the choice down or up; False when it leaves the lines upwards or was not there."""
        row = self.currentIndex().row() + by
        if row < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
            return False
        self.setCurrentIndex(self._model.index(min(row, len(self._model.completions) - 1)))
        return True

    def choose_current(self) -> bool:
        """Take the chosen line; False if none is."""
        row = self.currentIndex().row()
        if row < 0 or not self.isVisible():
            return False
        self.choose(row)
        return True

    def choose(self, row: int) -> None:
        completion = self._model.completions[row]
        self.hide()
        self.chosen.emit(completion.query)
