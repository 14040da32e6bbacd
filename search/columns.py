"""The numbers of an index's records, a segment at a time, as arrays."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from search.records import Sort
from search.schema import (
    ARTICLE_COLUMN,
    ID_COLUMN,
    PLACE_OF,
    PUBLISHED_COLUMN,
    SORT_COLUMN,
    WHEN_COLUMN,
)

Numbers = NDArray[np.uint32]
Mask = NDArray[np.bool_]


class Columns:
    """The columns of one segment; places in the arrays are the segment's document numbers."""

    def __init__(self, reader: Any) -> None:  # Any: Whoosh has no types
        self._reader = reader
        self.ids = self._read(ID_COLUMN)
        self.articles = self._read(ARTICLE_COLUMN)
        self.when = self._read(WHEN_COLUMN)
        self.published = self._read(PUBLISHED_COLUMN)
        self._sorts = self._read(SORT_COLUMN)
        if reader.has_deletions():
            gone = [place for place in range(len(self.ids)) if reader.is_deleted(place)]
            self._sorts[gone] = 0

    def of(self, sort: Sort) -> Mask:
        """Return which documents are records of a sort, deleted ones left out."""
        return np.equal(self._sorts, PLACE_OF[sort])

    @property
    def all(self) -> Mask:
        """Return which documents are records of any sort, deleted ones left out."""
        return np.not_equal(self._sorts, 0)

    def _read(self, column: str) -> Numbers:
        count = self._reader.doc_count_all()
        values = self._reader.column_reader(column, translate=False)
        return np.fromiter(values, dtype=np.uint32, count=count)


_known: WeakKeyDictionary[Any, Columns] = WeakKeyDictionary()


def columns_of(reader: Any) -> Columns:
    """Return the columns of a segment, read once for as long as its reader lives."""
    columns = _known.get(reader)
    if columns is None:
        columns = _known[reader] = Columns(reader)
    return columns
