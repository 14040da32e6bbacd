"""A million quotations as rows: ids in one array, the rows themselves only near the eye.

The model holds the ids of the present list and a few pages of rows, least recently used out first.
A row that is not there yet is asked for with `wanted`; whoever answers calls `supply`.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desktop.reader.wording import marked, spoken
from desktop.translation import tr
from extraction.findings import Span

if TYPE_CHECKING:
    from db.rows import QuotationRow

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

PAGE = 128
"""Rows read at once; measured best between 64 and 512."""
_PAGES = 64


@dataclass(frozen=True, slots=True)
class Card:
    """A row with the places where the query hits its text."""

    row: QuotationRow
    hits: tuple[Span, ...] = ()


class QuotationModel(QAbstractTableModel):
    """One column of quotations. `row` is for painters; `data` serves accessibility and tests."""

    wanted = Signal(int, int)
    """A page that is not in memory, and the generation that asks for it."""

    def __init__(self) -> None:
        super().__init__()
        self._ids: array[int] = array("I")
        self._pages: OrderedDict[int, dict[int, Card]] = OrderedDict()
        self._asked: set[int] = set()
        self.generation = 0
        """Grows whenever what was asked before is out of date."""

    @property
    def ids(self) -> array[int]:
        """The ids of all rows, in order."""
        return self._ids

    def show(self, ids: array[int]) -> None:
        """Show other rows; when only more follow (the rest of a list), nothing moves."""
        shown = len(self._ids)
        if 0 < shown <= len(ids) and ids[:shown] == self._ids:
            if len(ids) > shown:
                self.beginInsertRows(_ROOT, shown, len(ids) - 1)
                self._ids = ids
                # The last page may have been cut short.
                self._pages.pop((shown - 1) // PAGE, None)
                self._asked.discard((shown - 1) // PAGE)
                self.endInsertRows()
            return
        self.beginResetModel()
        self._ids = ids
        self._forget_all()
        self.endResetModel()

    def refresh(self, ids: Collection[int] | None = None) -> None:
        """Read rows anew that changed (all of them for None); they stay visible until then."""
        self.generation += 1
        self._asked.clear()
        for page, cards in list(self._pages.items()):
            if ids is None or not cards.keys().isdisjoint(ids):
                self._ask(page)

    def supply(self, page: int, generation: int, cards: Sequence[Card]) -> None:
        """Take the rows of a page; an answer to an older question is dropped."""
        if generation != self.generation:
            return
        self._asked.discard(page)
        self._pages[page] = {card.row.id: card for card in cards}
        self._pages.move_to_end(page)
        while len(self._pages) > _PAGES:
            self._pages.popitem(last=False)
        first = page * PAGE
        last = min(first + PAGE, len(self._ids)) - 1
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, 0))

    def page_ids(self, page: int) -> array[int]:
        """Return the ids that make a page."""
        return self._ids[page * PAGE : (page + 1) * PAGE]

    def row(self, row: int) -> Card | None:
        """Return the card of a row, or None and ask for its page."""
        page = row // PAGE
        cards = self._pages.get(page)
        if cards is None:
            self._ask(page)
            return None
        self._pages.move_to_end(page)
        return cards.get(self._ids[row])

    def row_of(self, id: int) -> int | None:
        """Return the row of a quotation, or None where the list does not hold it."""
        try:
            return self._ids.index(id)
        except ValueError:
            return None

    def prefetch(self, first: int, last: int) -> None:
        """Ask for the pages just beyond the rows on show."""
        pages = (len(self._ids) + PAGE - 1) // PAGE
        for page in (first // PAGE - 1, last // PAGE + 1):
            if 0 <= page < pages and page not in self._pages:
                self._ask(page)

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802  Qt's name
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802  Qt's name
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # Qt's type
        if role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return None
        card = self.row(index.row())
        if card is None:
            return None if role == Qt.ItemDataRole.ToolTipRole else tr("Loading")
        if role == Qt.ItemDataRole.DisplayRole:
            return marked(card.row.text, card.row.kind)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(card.row)
        return None

    def _ask(self, page: int) -> None:
        if page not in self._asked:
            self._asked.add(page)
            self.wanted.emit(page, self.generation)

    def _forget_all(self) -> None:
        self.generation += 1
        self._pages.clear()
        self._asked.clear()
