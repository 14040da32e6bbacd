"""The composer: a dossier in its maker's own order, with headings and remarks, beside its pages.

Every change is kept in the catalogue at once (undone by Ctrl+Z there and here), and the pages
follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.rows import (
    Changes,
    DossierId,
    DossierItem,
    Heading,
    QuotationId,
    QuotationRow,
    Remark,
)
from desktop import fonts
from desktop.dossiers import choosing
from desktop.dossiers.choosing import ChoiceBox, Plan
from desktop.dossiers.item_list import ItemList
from desktop.dossiers.preview import ProofPane
from desktop.dossiers.selections import dossier
from desktop.session import Session
from desktop.settings import Settings
from desktop.tasks import Latest
from desktop.theme import Theme
from desktop.translation import counted, tr
from desktop.widgets.button import button
from desktop.widgets.label import Label, heading
from dossier.choices import Composition

if TYPE_CHECKING:
    from db import Catalogue

_KEEP_MS = 250
"""Typing is kept once it pauses."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What the catalogue says of the dossier."""

    items: tuple[DossierItem, ...]
    rows: tuple[QuotationRow, ...]


class Composer(QDialog):
    """Arranges one dossier of the catalogue."""

    export_wanted = Signal()

    def __init__(
        self,
        session: Session,
        id: DossierId,
        title: str,
        theme: Theme,
        settings: Settings,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Compose: {title}", title=title))
        self.resize(1240, 860)
        self._session = session
        self._id = id
        self._name = title
        self._settings = settings
        self._locked = session.read_only is not None
        self._asked = Latest()
        self._kept: tuple[DossierItem, ...] | None = None
        self._rows: dict[QuotationId, QuotationRow] = {}
        self.items = ItemList(theme, locked=self._locked)
        self.editor = WordsEditor(locked=self._locked)
        self.pane = ProofPane(session, theme)
        self._keeping = QTimer(self, singleShot=True, interval=_KEEP_MS)
        self._keeping.timeout.connect(self._keep)
        self._build(title)
        self.items.rearranged.connect(self._arranged)
        self.items.current_changed.connect(self.editor.show_item)
        self.editor.edited.connect(self.items.replace_current)
        session.changed.connect(self._follow)
        for box in self._choices:
            box.chosen.connect(self._show_pages)
        self.finished.connect(lambda _: self._end())
        self._load()

    @property
    def plan(self) -> Plan:
        """What the pages show."""
        return Plan(
            selection=dossier(self._id, self._name),
            title=self.title.text().strip() or self._name,
            author=self.author.text().strip(),
            composition=self.composition.value,
            style=self.style_box.value,
            page_size=self.paper.value,
            citations=self.citations.value,
        )

    @property
    def idle(self) -> bool:
        """Whether everything is kept and its pages are on show."""
        return not self._keeping.isActive() and self.pane.idle

    def add_heading(self) -> None:
        """Put a heading after the current item, to be typed at once."""
        self.items.insert(Heading(tr("New chapter")))
        self.editor.begin()

    def add_remark(self) -> None:
        """Put a remark after the current item, to be typed at once."""
        self.items.insert(Remark(tr("A remark of your own.")))
        self.editor.begin()

    def closeEvent(self, event: QCloseEvent, /) -> None:  # noqa: N802  Qt's name
        self._end()
        super().closeEvent(event)

    def _load(self) -> None:
        id = self._id

        def ask(catalogue: Catalogue) -> _Loaded | None:
            row = next((row for row in catalogue.dossiers() if row.id == id), None)
            if row is None:
                return None
            return _Loaded(row.items, catalogue.quotations(row.quotations))

        self._asked.hold(self._session.ask(ask, self._show))

    def _show(self, loaded: _Loaded | None) -> None:
        if loaded is None:
            self.reject()
            return
        if self._keeping.isActive():
            return
        first = self._kept is None
        self._kept = loaded.items
        rows = {row.id: row for row in loaded.rows}
        if loaded.items != self.items.arrangement or rows != self._rows:
            self._rows = rows
            self.items.show_items(loaded.items, rows)
            self._count()
        self._show_pages()
        if first:
            self.items.setFocus()

    def _arranged(self) -> None:
        self._count()
        self._keeping.start()

    def _keep(self) -> None:
        items = self.items.arrangement
        if items == self._kept:
            return
        self._kept = items
        self._session.change(lambda catalogue: catalogue.arrange_dossier(self._id, items))

    def _follow(self, changes: Changes) -> None:
        if self._id in changes.dossiers or changes.quotations:
            self._load()

    def _show_pages(self) -> None:
        self.pane.show_plan(self.plan)

    def _count(self) -> None:
        quotes = sum(isinstance(item, int) for item in self.items.arrangement)
        words = len(self.items.arrangement) - quotes
        shown = counted(quotes, "{n} quote", "{n} quotes")
        if words:
            shown += " · " + counted(words, "{n} of your own", "{n} of your own")
        self._counted.setText(shown)

    def _undo(self) -> None:
        if self._keeping.isActive():
            self._keeping.stop()
            self._keep()
        self._session.change(lambda catalogue: catalogue.undo())

    def _end(self) -> None:
        if self._keeping.isActive():
            self._keeping.stop()
            self._keep()
        self._asked.drop()
        self._settings.author = self.author.text().strip()
        self.pane.close_all()

    def _build(self, title: str) -> None:
        self.title = QLineEdit(title)
        self.title.setAccessibleName(tr("Title"))
        self.author = QLineEdit(self._settings.author)
        self.author.setAccessibleName(tr("Author"))
        self.author.setPlaceholderText(tr("Nobody is named"))
        for field in (self.title, self.author):
            field.editingFinished.connect(self._show_pages)
        settings = self._settings
        self.composition = ChoiceBox(tr("Chapters"), choosing.compositions(), settings, "composer")
        if not settings.choice("composer"):
            self.composition.show_value(Composition.BY_HAND)
        self.citations = ChoiceBox(
            tr("Citations"), choosing.citation_styles(), settings, "citations"
        )
        self.style_box = ChoiceBox(tr("Style"), choosing.styles(), settings, "style")
        self.paper = ChoiceBox(tr("Paper"), choosing.papers(), settings, "paper")
        self._choices = (self.composition, self.citations, self.style_box, self.paper)
        self._counted = Label(font=fonts.ui(fonts.Size.META), tone="mute")
        shelf = QWidget()
        shelf.setObjectName("list")
        column = QVBoxLayout(shelf)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(10)
        top = QHBoxLayout()
        top.addWidget(heading(tr("In this order")))
        top.addStretch()
        top.addWidget(self._counted)
        column.addLayout(top)
        column.addWidget(self.items, 1)
        column.addLayout(self._tools())
        column.addWidget(self.editor)
        column.addLayout(self._fields())
        export = button(tr("Export…"), role="primary")
        export.clicked.connect(self.export_wanted)
        close = button(tr("Close"))
        close.clicked.connect(self.accept)
        self.pane.foot.addWidget(export)
        self.pane.foot.addWidget(close)
        for made in (export, close, *shelf.findChildren(type(export))):
            made.setAutoDefault(False)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setHandleWidth(1)
        parts.setChildrenCollapsible(False)
        parts.addWidget(shelf)
        parts.addWidget(self.pane)
        parts.setSizes([500, 740])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(parts)
        QShortcut(QKeySequence.StandardKey.Undo, self, self._undo)

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        tools = (
            (tr("Heading"), tr("Ctrl+H"), self.add_heading),
            (tr("Remark"), tr("Ctrl+R"), self.add_remark),
            (tr("Up"), tr("Alt+Up"), lambda: self.items.move_current(-1)),
            (tr("Down"), tr("Alt+Down"), lambda: self.items.move_current(1)),
            (tr("Take out"), tr("Del"), self.items.take_out),
        )
        for name, keys, act in tools:
            tool = button(name)
            tool.setToolTip(f"{name} ({keys})")
            tool.setAccessibleDescription(keys)
            tool.setEnabled(not self._locked)
            tool.clicked.connect(act)
            row.addWidget(tool)
            if keys.startswith("Ctrl") and not self._locked:
                QShortcut(QKeySequence(keys), self, act)
        row.addStretch()
        return row

    def _fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        lines: tuple[tuple[str, QWidget, str, QWidget], ...] = (
            (tr("&Title"), self.title, tr("&Author"), self.author),
            (tr("C&hapters"), self.composition, tr("C&itations"), self.citations),
            (tr("&Style"), self.style_box, tr("&Paper"), self.paper),
        )
        for line, (left, one, right, other) in enumerate(lines):
            for place, (name, field) in enumerate(((left, one), (right, other))):
                label = Label(name, font=fonts.ui(fonts.Size.META), tone="mute")
                label.setBuddy(field)
                grid.addWidget(label, 2 * line, place)
                grid.addWidget(field, 2 * line + 1, place)
        return grid


class WordsEditor(QStackedWidget):
    """The fields of the current heading or remark; nothing for a quotation."""

    edited = Signal(object)
    """The `Heading` or `Remark` as it is now typed."""

    def __init__(self, *, locked: bool) -> None:
        super().__init__()
        self.setFixedHeight(84)
        self.heading = QLineEdit()
        self.heading.setAccessibleName(tr("Heading"))
        self.heading.setPlaceholderText(tr("Heading of the chapter"))
        self.subtitle = QLineEdit()
        self.subtitle.setAccessibleName(tr("Subtitle"))
        self.subtitle.setPlaceholderText(tr("Subtitle, if there is one"))
        self.remark = QPlainTextEdit()
        self.remark.setAccessibleName(tr("Remark"))
        self.remark.setObjectName("remark")
        self.remark.setTabChangesFocus(True)
        self.remark.setFont(fonts.serif(fonts.Size.LEAD))
        for field in (self.heading, self.subtitle):
            field.textEdited.connect(lambda _: self._tell_heading())
            field.setReadOnly(locked)
        self.remark.setReadOnly(locked)
        self.remark.textChanged.connect(lambda: self.edited.emit(Remark(self.remark.toPlainText())))
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.heading)
        column.addWidget(self.subtitle)
        self._nothing = Label(
            tr("Drag a line to move it, or press Alt and an arrow key."), tone="mute", wrap=True
        )
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        for page in (self._nothing, both, self.remark):
            self.addWidget(page)

    def show_item(self, item: DossierItem | None) -> None:
        """Show the fields of an item without telling of it."""
        blockers = [QSignalBlocker(field) for field in (self.heading, self.subtitle, self.remark)]
        match item:
            case Heading():
                self.setCurrentIndex(1)
                self.heading.setText(item.title)
                self.subtitle.setText(item.subtitle)
            case Remark():
                self.setCurrentIndex(2)
                self.remark.setPlainText(item.text)
            case _:
                self.setCurrentIndex(0)
        for blocker in blockers:
            blocker.unblock()

    def begin(self) -> None:
        """Put the cursor where the words are typed, all of them chosen."""
        if self.currentIndex() == 1:
            self.heading.setFocus()
            self.heading.selectAll()
        elif self.currentIndex() == 2:
            self.remark.setFocus()
            self.remark.selectAll()

    def _tell_heading(self) -> None:
        self.edited.emit(Heading(self.heading.text(), self.subtitle.text()))
