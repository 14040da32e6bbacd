"""The items of a dossier in their order: moved by dragging or by keys, taken out by Delete."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from db.rows import DossierItem, Heading, QuotationId, QuotationRow, Remark, as_spoken
from desktop import fonts
from desktop.browse.model import Index
from desktop.theme import Theme
from desktop.translation import tr
from extraction.findings import Kind

_KEY = Qt.ItemDataRole.UserRole
_QUOTE_HEIGHT, _HEADING_HEIGHT, _REMARK_HEIGHT = 66, 52, 46


class ItemList(QListWidget):
    """A dossier's items. What an item is, the list keeps itself; its rows hold a key."""

    rearranged = Signal()
    current_changed = Signal(object)
    """The item under the cursor, or None."""

    def __init__(self, theme: Theme, *, locked: bool) -> None:
        super().__init__()
        self.setObjectName("dossierItems")
        self.setAccessibleName(tr("Items of the dossier"))
        self.setItemDelegate(_Delegate(theme, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        mode = QAbstractItemView.DragDropMode
        self.setDragDropMode(mode.NoDragDrop if locked else mode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self._locked = locked
        self._held: dict[int, DossierItem] = {}
        self._rows: dict[QuotationId, QuotationRow] = {}
        self._next = 0
        self.currentItemChanged.connect(lambda *_: self.current_changed.emit(self.current))

    @property
    def arrangement(self) -> tuple[DossierItem, ...]:
        """The items in the order on show."""
        return tuple(self._held[self.item(row).data(_KEY)] for row in range(self.count()))

    @property
    def current(self) -> DossierItem | None:
        item = self.currentItem()
        return None if item is None else self._held[item.data(_KEY)]

    def show_items(
        self, items: Iterable[DossierItem], rows: Mapping[QuotationId, QuotationRow]
    ) -> None:
        """Show a dossier; the cursor stays at its row."""
        row = max(0, self.currentRow())
        blocker = QSignalBlocker(self)
        self.clear()
        self._held.clear()
        self._rows = dict(rows)
        for item in items:
            self.addItem(self._made(item))
        self.setCurrentRow(min(row, self.count() - 1))
        blocker.unblock()
        self.current_changed.emit(self.current)

    def insert(self, item: DossierItem) -> None:
        """Put an item after the current one and go to it."""
        row = self.currentRow() + 1
        self.insertItem(row, self._made(item))
        self.setCurrentRow(row)
        self.rearranged.emit()

    def replace_current(self, item: DossierItem) -> None:
        """Let the current item be another: its words were edited."""
        current = self.currentItem()
        if current is not None:
            self._held[current.data(_KEY)] = item
            current.setData(Qt.ItemDataRole.AccessibleTextRole, self._spoken(item))
            self.viewport().update()
            self.rearranged.emit()

    def move_current(self, step: int) -> None:
        """Move the current item up (-1) or down (1)."""
        row = self.currentRow()
        if row >= 0 and 0 <= row + step < self.count():
            self.insertItem(row + step, self.takeItem(row))
            self.setCurrentRow(row + step)
            self.rearranged.emit()

    def take_out(self) -> None:
        """Take the current item out of the dossier."""
        row = self.currentRow()
        if row >= 0:
            self.takeItem(row)
            self.rearranged.emit()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802  Qt's name
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        match (alt, Qt.Key(event.key())):
            case _ if self._locked:
                super().keyPressEvent(event)
            case (True, Qt.Key.Key_Up):
                self.move_current(-1)
            case (True, Qt.Key.Key_Down):
                self.move_current(1)
            case (_, Qt.Key.Key_Delete | Qt.Key.Key_Backspace):
                self.take_out()
            case _:
                super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent, /) -> None:  # noqa: N802  Qt's name
        before = self.arrangement
        super().dropEvent(event)
        if self.arrangement != before:
            self.rearranged.emit()

    def look(self, index: Index) -> tuple[DossierItem, QuotationRow | None]:
        """Return what stands in a row, with the quotation if it is one."""
        item = self._held[index.data(_KEY)]
        return item, self._rows.get(item) if isinstance(item, int) else None

    def _made(self, item: DossierItem) -> QListWidgetItem:
        self._next += 1
        self._held[self._next] = item
        made = QListWidgetItem()
        made.setData(_KEY, self._next)
        made.setData(Qt.ItemDataRole.AccessibleTextRole, self._spoken(item))
        made.setFlags(made.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
        return made

    def _spoken(self, item: DossierItem) -> str:
        match item:
            case Heading():
                return tr("Heading: {words}", words=item.title)
            case Remark():
                return tr("Remark: {words}", words=item.text)
            case _:
                row = self._rows.get(item)
                return f"{row.text}. {row.speaker or ''}" if row else ""


class _Delegate(QStyledItemDelegate):
    """Paints a quotation as a small card, a heading large, a remark beside a rule."""

    def __init__(self, theme: Theme, view: ItemList) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        item, _ = self._view.look(index)
        if isinstance(item, Heading):
            return QSize(200, _HEADING_HEIGHT)
        return QSize(200, _REMARK_HEIGHT if isinstance(item, Remark) else _QUOTE_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item, row = self._view.look(index)
        colour = self._theme.colour
        rect: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colour("selection"))
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), colour("accent"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour("rule"))
        inner = rect.adjusted(14, 9, -10, -8)
        painter.setPen(colour("ink"))
        match item:
            case Heading():
                face = fonts.serif(fonts.Size.TITLE, QFont.Weight.DemiBold)
                _draw(painter, inner, item.title or tr("Without a heading"), face)
            case Remark():
                painter.fillRect(inner.left(), inner.top(), 2, inner.height(), colour("rule"))
                painter.setPen(colour("mute"))
                _draw(painter, inner.adjusted(12, 3, 0, 0), item.text, fonts.ui(fonts.Size.LEAD))
            case _:
                self._paint_quotation(painter, inner, row)
        painter.restore()

    def _paint_quotation(self, painter: QPainter, rect: QRect, row: QuotationRow | None) -> None:
        if row is None:
            return
        is_reported = row.kind is Kind.INDIRECT
        face = fonts.serif(fonts.Size.READING, italic=is_reported)
        words = row.text if is_reported else f"“{as_spoken(row.text)}”"
        _draw(painter, rect, words, face)
        below = rect.adjusted(0, QFontMetrics(face).height() + 6, 0, 0)
        painter.setPen(self._theme.colour("mute"))
        about = " · ".join(part for part in (row.speaker, row.outlet) if part)
        _draw(painter, below, about or tr("Speaker not named"), fonts.ui(fonts.Size.META))


def _draw(painter: QPainter, rect: QRect, words: str, face: QFont) -> None:
    painter.setFont(face)
    line = " ".join(words.split())
    shown = QFontMetrics(face).elidedText(line, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, shown)
