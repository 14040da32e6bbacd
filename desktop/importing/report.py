"""The account of an import: each file, what became of it, and why."""

from __future__ import annotations

from collections import Counter
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
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPen
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
from desktop.importing.process import FileReport, OmittedPassage
from desktop.theme import Theme
from desktop.translation import counted, number, tr
from desktop.widgets.button import button
from desktop.widgets.label import Label
from extraction.findings import Omission

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_EDGE = 52
_AT_ONCE = 100
"""Lines laid out before the window answers again."""


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
    told = ", ".join(parts)
    if report.passages:
        told += f". {passages_of(report)}"
    sentences = (*report.warnings, report.like) if report.like else report.warnings
    return told + "".join(f". {sentence.rstrip('.')}" for sentence in sentences)


def passages_of(report: FileReport) -> str:
    """Account for the passages in quotation marks in a line."""
    told = counted(
        report.passages,
        "{n} quoted passage on this page: {taken} taken",
        "{n} quoted passages on this page: {taken} taken",
        taken=number(report.taken),
    )
    reasons = Counter(omitted.reason for omitted in report.omitted)
    return ", ".join((told, *(_counted_reason(*item) for item in reasons.most_common())))


def _counted_reason(reason: str, count: int) -> str:
    match reason:
        case Omission.SCARE_QUOTE:
            return counted(count, "{n} scare quote", "{n} scare quotes")
        case Omission.TITLE:
            return counted(count, "{n} title of a work", "{n} titles of works")
        case Omission.NICKNAME:
            return counted(count, "{n} nickname", "{n} nicknames")
        case Omission.NAVIGATION:
            return counted(count, "{n} in navigation", "{n} in navigation")
        case Omission.HEADLINE:
            return counted(count, "{n} headline", "{n} headlines")
        case Omission.UNATTRIBUTED:
            return counted(count, "{n} that nobody said", "{n} that nobody said")
        case _:
            return counted(count, "{n} outside the article", "{n} outside the article")


def reason_word(omitted: OmittedPassage) -> str:
    """Say why a passage is no quote, and where it is when the text does not hold it."""
    names = {
        Omission.SCARE_QUOTE: tr("Scare quote"),
        Omission.TITLE: tr("Title of a work"),
        Omission.NICKNAME: tr("Nickname"),
        Omission.NAVIGATION: tr("Navigation"),
        Omission.HEADLINE: tr("Headline repeats it"),
        Omission.UNATTRIBUTED: tr("Nobody said it"),
        Omission.OUTSIDE: tr("Outside the article"),
    }
    return next((word for reason, word in names.items() if reason == omitted.reason), "")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list: a file, or a passage of the file before it."""

    report: FileReport
    omitted: OmittedPassage | None = None

    @property
    def opens(self) -> bool:
        """Whether choosing the line does anything."""
        if self.omitted is None:
            return bool(self.report.omitted)
        return self.omitted.span is not None and self.report.document is not None


class ReportModel(QAbstractListModel):
    """Files in the order in which they were done, each with its passages when it is unfolded."""

    def __init__(self) -> None:
        super().__init__()
        self.reports: list[FileReport] = []
        self.lines: list[Line] = []

    def begin(self) -> None:
        self.beginResetModel()
        self.reports = []
        self.lines = []
        self.endResetModel()

    def add(self, report: FileReport) -> None:
        row = len(self.lines)
        self.beginInsertRows(_ROOT, row, row)
        self.reports.append(report)
        self.lines.append(Line(report))
        self.endInsertRows()

    def is_unfolded(self, row: int) -> bool:
        """Whether the passages of the file in this row are listed below it."""
        return row + 1 < len(self.lines) and self.lines[row + 1].omitted is not None

    def toggle(self, row: int) -> None:
        """List the passages of a file that are no quotes below it, or take them away again."""
        count = len(self.lines[row].report.omitted)
        if self.is_unfolded(row):
            self.beginRemoveRows(_ROOT, row + 1, row + count)
            del self.lines[row + 1 : row + 1 + count]
            self.endRemoveRows()
        elif count:
            report = self.lines[row].report
            self.beginInsertRows(_ROOT, row + 1, row + count)
            self.lines[row + 1 : row + 1] = [Line(report, omitted) for omitted in report.omitted]
            self.endInsertRows()
        self.dataChanged.emit(self.index(row), self.index(row))

    @property
    def states(self) -> Counter[str]:
        """How many files ended in which state."""
        return Counter(report.state for report in self.reports)

    def set_aside(self) -> tuple[str, ...]:
        """Return the paths of the files that were not taken, an archive's once."""
        aside = (report.path for report in self.reports if report.state == "set aside")
        return tuple(dict.fromkeys(aside))

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802  Qt's name
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # Qt's type
        line = self.lines[index.row()]
        report, omitted = line.report, line.omitted
        if role == Qt.ItemDataRole.DisplayRole:
            return omitted.words if omitted else report.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if omitted:
                return f"{reason_word(omitted)}: {omitted.words}"
            folded = ""
            if line.opens:
                folded = tr("Unfolded") if self.is_unfolded(index.row()) else tr("Folded")
            told = (report.name, state_word(report)[0], account_of(report), folded)
            return ". ".join(part.rstrip(".") for part in told if part)
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = fonts.ui(weight=QFont.Weight.Medium)
        self._note = fonts.ui(fonts.Size.META)
        self._metrics = QFontMetrics(self._note)
        self._width = 0
        self._heights: dict[str, int] = {}
        self._words = fonts.serif()
        self._tag = fonts.ui(fonts.Size.TAG, QFont.Weight.Medium)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        model = index.model()
        assert isinstance(model, ReportModel)
        line = model.lines[index.row()]
        if line.omitted:
            return QSize(200, QFontMetrics(self._words).height() + 14)
        return QSize(200, 44 + self._height_of(account_of(line.report), option.rect.width() - 30))

    def _height_of(self, account: str, width: int) -> int:
        """Measure a text once for each width: a list of thousands is laid out at every new line."""
        if width != self._width:
            self._width, self._heights = width, {}
        if account not in self._heights:
            space = QRect(0, 0, max(width, 120), 4000)
            self._heights[account] = self._metrics.boundingRect(space, _WRAP, account).height()
        return self._heights[account]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, ReportModel)
        line = model.lines[index.row()]
        rect: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(rect, self._theme.colour("hover"))
        if line.omitted:
            self._paint_passage(painter, rect, line, line.omitted)
        else:
            self._paint_file(painter, rect, line, unfolded=model.is_unfolded(index.row()))
        if not model.is_unfolded(index.row()):
            painter.setPen(QPen(self._theme.colour("rule")))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def _paint_file(self, painter: QPainter, rect: QRect, line: Line, *, unfolded: bool) -> None:
        report = line.report
        word, icon, tone = state_word(report)
        glyph = icons.icon(icon, getattr(self._theme.tokens, tone))
        glyph.paint(painter, QRect(rect.left(), rect.top() + 13, 16, 16))
        inner = rect.adjusted(28, 12, -2, -12)
        right = inner.width()
        if line.opens:
            fold = icons.icon(
                "chevron-down" if unfolded else "chevron-right", self._theme.tokens.mute
            )
            fold.paint(painter, QRect(inner.right() - 14, inner.top() + 1, 14, 14))
            right -= 22
        tag = QRect(inner.left(), inner.top(), right, inner.height())
        painter.setFont(self._tag)
        painter.setPen(self._theme.colour(tone))
        painter.drawText(tag, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, word)
        room = right - QFontMetrics(self._tag).horizontalAdvance(word) - 14
        painter.setFont(self._name)
        painter.setPen(self._theme.colour("ink"))
        name = QFontMetrics(self._name).elidedText(report.name, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, name)
        painter.setFont(self._note)
        painter.setPen(self._theme.colour("mute"))
        painter.drawText(inner.adjusted(0, 20, 0, 12), _WRAP, account_of(report))

    def _paint_passage(
        self, painter: QPainter, rect: QRect, line: Line, omitted: OmittedPassage
    ) -> None:
        inner = rect.adjusted(28, 0, -2, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        word = reason_word(omitted)
        painter.setFont(self._tag)
        painter.setPen(self._theme.colour("mute"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | middle, word)
        room = inner.width() - QFontMetrics(self._tag).horizontalAdvance(word) - 18
        painter.setFont(self._words)
        painter.setPen(self._theme.colour("ink" if line.opens else "mute"))
        words = " ".join(f"“{omitted.words}”".split())
        shown = QFontMetrics(self._words).elidedText(words, Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | middle, shown)


class _List(QListView):
    """Files and passages; a click or the Enter key chooses one."""

    chosen = Signal(QModelIndex)

    def __init__(self) -> None:
        super().__init__()
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_AT_ONCE)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("background: transparent;")
        self.clicked.connect(self.chosen)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802  Qt's name
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


_WRAP = int(Qt.TextFlag.TextWordWrap)


class ImportReport(QWidget):
    """The reading pane after an import (or during one)."""

    retry_wanted = Signal(object)
    """The paths to try again."""
    close_wanted = Signal()
    place_wanted = Signal(object)
    """A `Line` whose passage is to be shown where it stands."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.model = ReportModel()
        self._title = Label(tr("Import report"), font=fonts.serif(fonts.Size.QUOTE))
        self._summary = Label(font=fonts.ui(fonts.Size.LEAD), wrap=True)
        self._retry = button(tr("Retry what was set aside"), role="primary")
        self._retry.clicked.connect(lambda: self.retry_wanted.emit(self.model.set_aside()))
        self._close = button(tr("Close the report"))
        self._close.clicked.connect(self.close_wanted)
        self.list = _List()
        self.list.setAccessibleName(tr("Files of the import"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Delegate(theme, self.list))
        self.list.chosen.connect(self._choose)
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

    def _choose(self, index: QModelIndex) -> None:
        line = self.model.lines[index.row()]
        if line.omitted is None:
            self.model.toggle(index.row())
        elif line.opens:
            self.place_wanted.emit(line)

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
