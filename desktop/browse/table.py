"""The list of cards: a table of one column.

A list view lays out every row before it shows the first (6 to 11 s for a million); a table whose
rows have one fixed height does not, and keeps selection, keyboard and accessibility.
"""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop.browse.delegate import HEIGHT, CardDelegate
from desktop.browse.model import QuotationModel
from desktop.theme import Theme
from desktop.translation import tr


class QuotationTable(QTableView):
    """Cards of one height, scrolled by pixel."""

    current_changed = Signal(object)
    """The id under the cursor, or None."""

    def __init__(self, theme: Theme, model: QuotationModel) -> None:
        super().__init__()
        self.setAccessibleName(tr("Quotes"))
        self._model = model
        self.setModel(model)
        self.cards = CardDelegate(theme, model, self)
        self.setItemDelegate(self.cards)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(HEIGHT)
        self.verticalHeader().setDefaultSectionSize(HEIGHT)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalScrollBar().setSingleStep(HEIGHT // 3)
        self.verticalScrollBar().valueChanged.connect(self._prefetch)
        self.selectionModel().currentRowChanged.connect(self._moved)
        theme.changed.connect(self.viewport().update)

    def current_id(self) -> int | None:
        """Return the id of the card under the cursor."""
        row = self.currentIndex().row()
        return self._model.ids[row] if 0 <= row < len(self._model.ids) else None

    def chosen_ids(self) -> tuple[int, ...]:
        """Return the ids of all selected cards, in the order of the list."""
        selection = self.selectionModel().selection()
        rows: set[int] = set()
        for number in range(selection.count()):
            part = selection.at(number)
            rows.update(range(part.top(), part.bottom() + 1))
        return tuple(self._model.ids[row] for row in sorted(rows))

    def count_chosen(self) -> int:
        """Count the selected cards, without naming them."""
        selection = self.selectionModel().selection()
        return sum(selection.at(number).height() for number in range(selection.count()))

    def go_to(self, row: int) -> None:
        """Put the cursor on a row, select it alone and bring it into view."""
        if not 0 <= row < len(self._model.ids):
            return
        index = self._model.index(row, 0)
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self.scrollTo(index)

    def step(self, by: int) -> None:
        """Move the cursor up or down."""
        last = len(self._model.ids) - 1
        self.go_to(min(max(self.currentIndex().row() + by, 0), last))

    def resizeEvent(self, event: QResizeEvent, /) -> None:  # noqa: N802  Qt's name
        if event.oldSize().width() != event.size().width():
            self.cards.forget()
        super().resizeEvent(event)

    def _prefetch(self) -> None:
        first = self.rowAt(0)
        last = self.rowAt(self.viewport().height() - 1)
        if first >= 0:
            self._model.prefetch(first, last if last >= 0 else len(self._model.ids) - 1)

    def _moved(self) -> None:
        self.current_changed.emit(self.current_id())
