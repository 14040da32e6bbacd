"""Ctrl+K: any command by a few letters of its name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop import fonts
from desktop.actions import Actions, plain_text
from desktop.browse.model import Index
from desktop.theme import Theme
from desktop.translation import tr

_ACTION = Qt.ItemDataRole.UserRole
_WIDTH = 560
_HEIGHT = 380
_ROW = 34


class CommandPalette(QFrame):
    """A list of commands that opens over the window and closes by itself."""

    def __init__(self, actions: Actions, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("panelBox")
        self.setAccessibleName(tr("Commands"))
        self._actions = actions
        self._window = parent
        self._line = QLineEdit()
        self._line.setFont(fonts.ui(fonts.Size.LEAD))
        self._line.setPlaceholderText(tr("Type a command"))
        self._line.setAccessibleName(tr("Command"))
        self._line.textChanged.connect(self._narrow)
        self._line.installEventFilter(self)
        self._list = QListWidget()
        self._list.setAccessibleName(tr("Commands"))
        self._list.setItemDelegate(_Delegate(theme, self._list))
        self._list.setUniformItemSizes(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setStyleSheet("background: transparent;")
        self._list.itemClicked.connect(self._run)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(8)
        column.addWidget(self._line)
        column.addWidget(self._list)

    def summon(self) -> None:
        """Open over the upper middle of the window."""
        window = self._window
        self._line.clear()
        self._narrow("")
        self.resize(min(_WIDTH, window.width() - 40), _HEIGHT)
        corner = window.rect().center()
        corner.setX(corner.x() - self.width() // 2)
        corner.setY(90)
        self.move(window.mapToGlobal(corner))
        self.show()
        self._line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:  # noqa: N802  Qt's name
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8}
            steps[Qt.Key.Key_PageUp] = -8
            key = Qt.Key(event.key())
            if key in steps:
                last = self._list.count() - 1
                row = self._list.currentRow() + steps[key]
                self._list.setCurrentRow(min(max(row, 0), last))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                item = self._list.currentItem()
                if item is not None:
                    self._run(item)
                return True
        return super().eventFilter(watched, event)

    def _narrow(self, typed: str) -> None:
        words = typed.casefold().split()
        self._list.clear()
        for command, action in self._actions:
            if command.name == "commands":
                continue
            plain = plain_text(action.text())
            if all(word in plain.casefold() for word in words):
                item = QListWidgetItem(plain, self._list)
                item.setData(_ACTION, action)
                item.setToolTip(action.toolTip())
                item.setData(Qt.ItemDataRole.AccessibleTextRole, action.toolTip())
        enabled = (i for i in range(self._list.count()) if self._action(i).isEnabled())
        self._list.setCurrentRow(next(enabled, 0))

    def _action(self, row: int) -> QAction:
        action = self._list.item(row).data(_ACTION)
        assert isinstance(action, QAction)
        return action

    def _run(self, item: QListWidgetItem) -> None:
        action = item.data(_ACTION)
        if action.isEnabled():
            self.close()
            action.trigger()


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802
        return QSize(200, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        action: QAction = index.data(_ACTION)
        colour = self._theme.colour
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("selection"))
            painter.drawRoundedRect(rect, 6, 6)
        inner = rect.adjusted(12, 0, -12, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        reason = "" if action.isEnabled() else action.toolTip().partition(": ")[2]
        small = fonts.ui(fonts.Size.META)
        painter.setFont(small)
        painter.setPen(colour("mute"))
        metrics = QFontMetrics(small)
        side = metrics.elidedText(reason or keys, Qt.TextElideMode.ElideRight, rect.width() // 2)
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | middle, side)
        painter.setFont(fonts.ui())
        painter.setPen(colour("ink" if action.isEnabled() else "mute"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | middle, index.data())
        painter.restore()
