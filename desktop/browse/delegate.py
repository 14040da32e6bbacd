"""Paints the cards of the list, straight from the model."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QBrush, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop import fonts
from desktop.browse.card import CardFaces, LaidOut, lay_out
from desktop.browse.model import Card, QuotationModel
from desktop.theme import Theme
from desktop.translation import month, tr

Index = QModelIndex | QPersistentModelIndex

HEIGHT = 100
_LEFT = 20
_RIGHT = 16
_GUTTER = 86
"""The room at the left of a card for the day, on the time line."""
_KEPT = 512


class CardDelegate(QStyledItemDelegate):
    """Cards of one height; layouts, pens and brushes are kept between paints."""

    def __init__(self, theme: Theme, model: QuotationModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._faces = CardFaces()
        self._day_face = fonts.serif(fonts.Size.TITLE)
        self._month_face = fonts.ui(fonts.Size.TAG, QFont.Weight.Medium)
        self._kept: OrderedDict[tuple[Card, int], LaidOut] = OrderedDict()
        self.shows_days = False
        """Whether cards stand along a time line."""
        self._dress()
        theme.changed.connect(self._dress)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802
        return QSize(200, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, rect, state)
        left = rect.left() + _LEFT + (_GUTTER if self.shows_days else 0)
        width = rect.right() - _RIGHT - left
        row = index.row()
        card = self._model.row(row)
        if card is None:
            self._paint_waiting(painter, left, rect.top(), width)
        else:
            laid_out = self._laid_out(card, width)
            if self.shows_days:
                self._paint_day(painter, rect, row, laid_out)
            self._paint_card(painter, left, rect, laid_out)
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._selected)
            focused = bool(state & QStyle.StateFlag.State_HasFocus)
            bar = self._accent if focused else self._muted
            painter.fillRect(QRect(rect.x(), rect.y(), 3, rect.height()), bar)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self._hovered)
        if state & QStyle.StateFlag.State_HasFocus and not state & QStyle.StateFlag.State_Selected:
            painter.setPen(self._accent_pen)
            painter.drawRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -1.5))
        painter.setPen(self._rule_pen)
        begin = rect.left() + _LEFT + (_GUTTER if self.shows_days else 0)
        painter.drawLine(begin, rect.bottom(), rect.right() - _RIGHT, rect.bottom())

    def _paint_card(self, painter: QPainter, left: int, rect: QRect, card: LaidOut) -> None:
        painter.setPen(self._ink_pen)
        card.quote.draw(painter, QPointF(left, rect.top() + 13))
        base = rect.bottom() - 17
        painter.setFont(self._faces.name)
        painter.drawText(QPointF(left, base), card.name)
        painter.setFont(self._faces.meta)
        painter.setPen(self._mute_pen)
        painter.drawText(QPointF(left + card.name_width + 7, base), card.rest)
        painter.setFont(self._faces.tag)
        pen, brush = self._tones[card.tone]
        painter.setPen(pen)
        status_left = rect.right() - _RIGHT - card.status_width
        painter.drawText(QPointF(status_left, base), card.status)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush)
        painter.drawEllipse(QPointF(status_left - 9, base - 4), 2.6, 2.6)

    def _paint_day(self, painter: QPainter, rect: QRect, row: int, card: LaidOut) -> None:
        """Write the day beside the first card of each day, and draw the line they hang on."""
        before = self._model.row(row - 1) if row else None
        opens = row == 0 or (before is not None and before.row.shown_on != card.day)
        line = rect.left() + _LEFT + _GUTTER - 18
        painter.setPen(self._rule_pen)
        painter.drawLine(line, rect.top() + (20 if row == 0 else 0), line, rect.bottom())
        if not opens:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._accent)
        painter.drawEllipse(QPointF(line + 0.5, rect.top() + 24), 3.5, 3.5)
        column = QRect(rect.left() + 6, rect.top() + 12, _GUTTER + _LEFT - 18 - 16, 26)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if card.day is None:
            painter.setFont(self._month_face)
            painter.setPen(self._mute_pen)
            painter.drawText(column, right, tr("No date"))
            return
        painter.setFont(self._day_face)
        painter.setPen(self._ink_pen)
        painter.drawText(column, right, str(card.day.day))
        painter.setFont(self._month_face)
        painter.setPen(self._mute_pen)
        painter.drawText(column.translated(0, 24), right, month(card.day))

    def _paint_waiting(self, painter: QPainter, left: int, top: int, width: int) -> None:
        """Stand in for a card whose row is still being read."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._hovered)
        for offset, part in ((19, 0.92), (41, 0.6), (74, 0.3)):
            painter.drawRoundedRect(QRectF(left, top + offset, width * part, 9), 4, 4)

    def _laid_out(self, card: Card, width: int) -> LaidOut:
        key = (card, width)
        kept = self._kept.get(key)
        if kept is None:
            kept = lay_out(
                card,
                width=width,
                hit=self._theme.colour("hit"),
                faces=self._faces,
                with_day=not self.shows_days,
            )
            self._kept[key] = kept
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return kept

    def forget(self) -> None:
        """Lay every card out anew."""
        self._kept.clear()

    def _dress(self) -> None:
        colour = self._theme.colour
        self._selected = QBrush(colour("selection"))
        self._hovered = QBrush(colour("hover"))
        self._accent = QBrush(colour("accent"))
        self._muted = QBrush(colour("mute"))
        self._accent_pen = QPen(colour("accent"))
        self._rule_pen = QPen(colour("rule"))
        self._ink_pen = QPen(colour("ink"))
        self._mute_pen = QPen(colour("mute"))
        self._tones = {
            tone: (QPen(colour(tone)), QBrush(colour(tone))) for tone in ("ok", "accent", "mute")
        }
        self.forget()
