"""Check a dossier: what became of everything that it prints, in a list that can be narrowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any  # Any: what a Qt model's data() may be asked for

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QCloseEvent, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListView,
    QProgressBar,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from db.rows import as_spoken
from desktop import fonts
from desktop.browse.model import Index
from desktop.dossiers.apart import Apart
from desktop.dossiers.worker import verify_apart
from desktop.theme import Theme, set_tone
from desktop.translation import counted, number, tr
from desktop.widgets.button import button
from desktop.widgets.label import Label
from extraction.findings import Kind

if TYPE_CHECKING:
    from dossier.verification import Verification

_ROOT = QModelIndex()
_HEIGHT = 74
_LINE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was checked, as the list shows it."""

    stands: bool
    state: str
    """The word beside the dot."""
    title: str
    is_reported: bool
    about: str
    reason: str

    @property
    def spoken(self) -> str:
        """All of it as one sentence, for a screen reader."""
        return ". ".join(part for part in (self.state, self.title, self.about, self.reason) if part)


class VerificationDialog(QDialog):
    """Checks in a process, then lists what was found, the changed first."""

    def __init__(self, path: Path, catalogue: Path, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Check a dossier"))
        self.resize(720, 640)
        self._lines: tuple[Line, ...] = ()
        self._work: Apart | None = Apart(verify_apart, path, catalogue, parent=self)
        self._work.progressed.connect(self._show_progress)
        self._work.finished.connect(self._show)
        self._work.failed.connect(self._refuse)
        self._work.cancelled.connect(self._cancelled)
        self.verdict = Label(tr("Checking"), font=fonts.serif(fonts.Size.TITLE), wrap=True)
        self.message = Label(str(path), font=fonts.ui(fonts.Size.META), tone="mute", wrap=True)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName(tr("Progress"))
        self._bar.setRange(0, 0)
        self.model = _Lines(self)
        self.list = QListView()
        self.list.setAccessibleName(tr("What was checked"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Delegate(theme, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.hide()
        self.only_changed = button(tr("Only what changed"), role="chip")
        self.only_changed.setCheckable(True)
        self.only_changed.toggled.connect(lambda _: self._narrow())
        self.only_changed.hide()
        self._close = button(tr("Cancel"), role="primary")
        self._close.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(10)
        column.addWidget(self.verdict)
        column.addWidget(self.message)
        column.addWidget(self._bar)
        column.addWidget(self.only_changed, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.list, 1)
        column.addStretch()
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self._close)
        column.addLayout(row)
        self._work.start()

    @property
    def lines(self) -> tuple[Line, ...]:
        """What the list shows now."""
        return tuple(self.model.lines)

    def reject(self) -> None:
        """Stop the check if it is under way, else close."""
        if self._work is None:
            super().reject()
            return
        self.verdict.setText(tr("Cancelling"))
        self._work.cancel()

    def closeEvent(self, event: QCloseEvent, /) -> None:  # noqa: N802  Qt's name
        if self._work is not None:
            self._work.abandon()
            self._work = None
        super().closeEvent(event)

    def _show_progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)

    def _show(self, found: Verification) -> None:
        self._end()
        checked = counted(len(found.quotations), "{n} quote", "{n} quotes")
        photos = counted(len(found.photos), "{n} photo credit", "{n} photo credits")
        about = f"{checked}, {photos}"
        self._lines = tuple(_lines(found))
        changed = sum(not line.stands for line in self._lines)
        if found.stands:
            self._say(tr("Everything stands."), "ok")
            self.message.setText(
                tr("{about}: each stands in its original, every page shows it.", about=about)
            )
        else:
            self._say(
                counted(changed, "{n} thing does not stand.", "{n} things do not stand."), "accent"
            )
            self.message.setText(tr("Checked: {about}.", about=about))
        if found.by_words:
            limits = tr(
                "Another version set the pages: their words were compared, not how they are drawn."
            )
            self.message.setText(f"{self.message.text()} {limits}")
        self.only_changed.setVisible(0 < changed < len(self._lines))
        self.only_changed.setChecked(changed > 0)
        self.list.show()
        self._narrow()
        self.list.setFocus()

    def _refuse(self, sentence: str) -> None:
        self._end()
        self._say(tr("It cannot be checked."), "accent")
        self.message.setText(sentence)

    def _cancelled(self) -> None:
        self._end()
        super().reject()

    def _end(self) -> None:
        self._work = None
        self._bar.hide()
        self._close.setText(tr("Close"))
        self._close.setAccessibleName(tr("Close"))

    def _say(self, sentence: str, tone: str) -> None:
        self.verdict.setText(sentence)
        set_tone(self.verdict, tone)

    def _narrow(self) -> None:
        only = self.only_changed.isChecked()
        self.model.show_lines([line for line in self._lines if not (only and line.stands)])


def _lines(found: Verification) -> list[Line]:
    lines = []
    if not found.data_intact:
        lines.append(
            _altered(
                tr("The data that the file carries"), tr("they are not those it was made with")
            )
        )
    lines += [
        _altered(tr("Page {label}", label=label), tr("it does not show what the data say"))
        for label in found.altered_pages
    ]
    states = {
        "stands": tr("Stands"), "changed": tr("Changed"), "moved": tr("Moved"), "lost": tr("Lost")
    }  # fmt: skip
    for checked in found.quotations:
        entry, source = checked.entry, checked.source
        is_reported = entry.kind is Kind.INDIRECT
        text = " ".join(entry.text.split())
        speaker = entry.speaker or tr("Speaker not named")
        lines.append(
            Line(
                stands=checked.standing == "stands",
                state=states[checked.standing],
                title=text if is_reported else f"“{as_spoken(text)}”",
                is_reported=is_reported,
                about=f"{number(checked.number)}   {speaker} · {source.document_name}",
                reason=checked.reason,
            )
        )
    for photo in found.photos:
        lines.append(
            Line(
                stands=photo.standing == "stands",
                state=states[photo.standing],
                title=photo.entry.credit_line,
                is_reported=False,
                about=f"{tr('Photo credit')} · {photo.source.document_name}",
                reason=photo.reason,
            )
        )
    return sorted(lines, key=lambda line: line.stands)


def _altered(title: str, reason: str) -> Line:
    return Line(False, tr("Altered"), title, False, "", reason)


class _Lines(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: Sequence[Line] = ()

    def show_lines(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802  Qt's name
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.spoken
        return line if role == _LINE else None


class _Delegate(QStyledItemDelegate):
    """Paints a line: the words, who said them, and at the right a dot with the state."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802
        return QSize(200, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(_LINE)
        colour = self._theme.colour
        rect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colour("selection"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour("rule"))
        inner = rect.adjusted(10, 10, -10, -10)
        small = fonts.ui(fonts.Size.META, QFont.Weight.Medium)
        metrics = QFontMetrics(small)
        tone = colour("ok" if line.stands else "accent")
        state = metrics.horizontalAdvance(line.state)
        painter.setFont(small)
        painter.setPen(tone)
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, line.state)
        painter.setBrush(tone)
        painter.setPen(Qt.PenStyle.NoPen)
        middle = inner.top() + metrics.height() / 2
        painter.drawEllipse(QRectF(inner.right() - state - 14, middle - 3, 6, 6))
        face = fonts.serif(fonts.Size.READING, italic=line.is_reported)
        painter.setPen(colour("ink"))
        _draw(painter, inner.adjusted(0, 0, -state - 30, 0), line.title, face)
        below = inner.adjusted(0, QFontMetrics(face).height() + 8, 0, 0)
        about = "   ".join(part for part in (line.about, line.reason) if part)
        painter.setPen(colour("mute"))
        _draw(painter, below, about, fonts.ui(fonts.Size.META))
        painter.restore()


def _draw(painter: QPainter, rect: QRect, words: str, face: QFont) -> None:
    painter.setFont(face)
    shown = QFontMetrics(face).elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, shown)
