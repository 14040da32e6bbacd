"""The account of an import: each file, what became of it, and why."""

from __future__ import annotations

from collections import Counter
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
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop import fonts, icons
from desktop.importing.process import FileReport
from desktop.theme import Theme
from desktop.translation import counted, tr
from desktop.widgets.button import button
from desktop.widgets.label import Label

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_EDGE = 52


def state_word(report: FileReport) -> tuple[str, str, str]:
    """Return the word, the icon and the tone for what became of a file."""
    return {
        "imported": (tr("Imported"), "check", "ok"),
        "already": (tr("Already here"), "copy-check", "mute"),
    }.get(report.state, (tr("Set aside"), "circle-alert", "accent"))


def account_of(report: FileReport) -> str:
    """Say in a line what was taken from a file, or why it was not."""
    if report.reason:
        return report.reason
    if report.state == "already":
        return tr("The same bytes are in this catalogue already; nothing was added.")
    parts = [counted(report.quotations, "{n} quote", "{n} quotes")]
    if report.photos:
        parts.append(counted(report.photos, "{n} photo credit", "{n} photo credits"))
    if report.passed_over:
        parts.append(
            counted(
                report.passed_over,
                "{n} marked passage that is no quote",
                "{n} marked passages that are no quotes",
            )
        )
    return ", ".join(parts) + "".join(f". {warning.rstrip('.')}" for warning in report.warnings)


class ReportModel(QAbstractListModel):
    """Files in the order in which they were done; those set aside can be asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.reports: list[FileReport] = []

    def begin(self) -> None:
        self.beginResetModel()
        self.reports = []
        self.endResetModel()

    def add(self, report: FileReport) -> None:
        row = len(self.reports)
        self.beginInsertRows(_ROOT, row, row)
        self.reports.append(report)
        self.endInsertRows()

    @property
    def states(self) -> Counter[str]:
        """How many files ended in which state."""
        return Counter(report.state for report in self.reports)

    def set_aside(self) -> tuple[str, ...]:
        """Return the paths of the files that were not taken."""
        return tuple(report.path for report in self.reports if report.state == "set aside")

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802  Qt's name
        return 0 if parent.isValid() else len(self.reports)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # Qt's type
        report = self.reports[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return report.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{report.name}. {state_word(report)[0]}. {account_of(report)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return None
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = fonts.ui(weight=QFont.Weight.Medium)
        self._note = fonts.ui(fonts.Size.META)
        self._tag = fonts.ui(fonts.Size.TAG, QFont.Weight.Medium)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        model = index.model()
        assert isinstance(model, ReportModel)
        width = option.rect.width() - 30
        account = account_of(model.reports[index.row()])
        room = QFontMetrics(self._note).boundingRect(
            QRect(0, 0, max(width, 120), 4000), _WRAP, account
        )
        return QSize(200, 44 + room.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, ReportModel)
        report = model.reports[index.row()]
        rect: QRect = option.rect
        state = option.state
        colour = self._theme.colour
        word, icon, tone = state_word(report)
        painter.save()
        if state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(rect, colour("hover"))
        painter.setPen(QPen(colour("rule")))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        glyph = icons.icon(icon, getattr(self._theme.tokens, tone))
        glyph.paint(painter, QRect(rect.left(), rect.top() + 13, 16, 16))
        inner = rect.adjusted(28, 12, -2, -12)
        painter.setFont(self._tag)
        painter.setPen(colour(tone))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        painter.drawText(inner, right, word)
        room = inner.width() - QFontMetrics(self._tag).horizontalAdvance(word) - 14
        painter.setFont(self._name)
        painter.setPen(colour("ink"))
        name = QFontMetrics(self._name).elidedText(report.name, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, name)
        painter.setFont(self._note)
        painter.setPen(colour("mute"))
        painter.drawText(inner.adjusted(0, 20, 0, 12), _WRAP, account_of(report))
        painter.restore()


_WRAP = int(Qt.TextFlag.TextWordWrap)


class ImportReport(QWidget):
    """The reading pane after an import (or during one)."""

    retry_wanted = Signal(object)
    """The paths to try again."""
    close_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.model = ReportModel()
        self._title = Label(tr("Import report"), font=fonts.serif(fonts.Size.QUOTE))
        self._summary = Label(font=fonts.ui(fonts.Size.LEAD), wrap=True)
        self._retry = button(tr("Retry what was set aside"), role="primary")
        self._retry.clicked.connect(lambda: self.retry_wanted.emit(self.model.set_aside()))
        self._close = button(tr("Close the report"))
        self._close.clicked.connect(self.close_wanted)
        self.list = QListView()
        self.list.setAccessibleName(tr("Files of the import"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Delegate(theme, self.list))
        self.list.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setStyleSheet("background: transparent;")
        theme.changed.connect(self.list.viewport().update)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, 34, _EDGE, 20)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addSpacing(8)
        column.addWidget(self._summary)
        column.addSpacing(18)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._retry)
        row.addWidget(self._close)
        row.addStretch()
        column.addLayout(row)
        column.addSpacing(16)
        column.addWidget(self.list, 1)

    def begin(self) -> None:
        self.model.begin()
        self._retry.hide()
        self._summary.setText(tr("Importing. The window can be used meanwhile."))

    def add(self, report: FileReport) -> None:
        self.model.add(report)

    def end(self, trouble: str, *, cancelled: bool) -> None:
        states = self.model.states
        found = sum(report.quotations for report in self.model.reports)
        parts = [
            counted(states["imported"], "{n} file imported", "{n} files imported")
            + ", "
            + counted(found, "{n} quote found", "{n} quotes found")
        ]
        if states["already"]:
            parts.append(
                counted(
                    states["already"], "{n} file was here already", "{n} files were here already"
                )
            )
        if states["set aside"]:
            parts.append(counted(states["set aside"], "{n} file set aside", "{n} files set aside"))
        if cancelled:
            parts.append(tr("Cancelled before the end"))
        if trouble:
            parts.append(trouble.rstrip("."))
        self._summary.setText(". ".join(parts) + ".")
        self._retry.setVisible(bool(states["set aside"]))
