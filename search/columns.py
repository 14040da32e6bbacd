"""The numbers of an index's records, a segment at a time, as arrays."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from search.evaluate.segments import SegmentView
from search.records import Sort
from search.schema import (
    ARTICLE_COLUMN,
    ID_COLUMN,
    KIND_COLUMN,
    OUTLET_COLUMN,
    PLACE_OF,
    PUBLISHED_COLUMN,
    SORT_COLUMN,
    SPEAKER_COLUMN,
    STATUS_COLUMN,
    WHEN_COLUMN,
)

Numbers = NDArray[np.uint32]
Mask = NDArray[np.bool_]


class Columns:
    """The columns of one segment; places in the arrays are the segment's document numbers."""

    def __init__(self, segment: SegmentView) -> None:
        self._segment = segment
        self.ids = self._read(ID_COLUMN)
        self.articles = self._read(ARTICLE_COLUMN)
        self.when = self._read(WHEN_COLUMN)
        self.published = self._read(PUBLISHED_COLUMN)
        self.speakers = self._read(SPEAKER_COLUMN)
        self.outlets = self._read(OUTLET_COLUMN)
        self.kinds = self._read(KIND_COLUMN)
        self.statuses = self._read(STATUS_COLUMN)
        self._sorts = self._read(SORT_COLUMN)
        self._of: dict[Sort, Mask] = {}

    def of(self, sort: Sort) -> Mask:
        """Return which documents are records of a sort."""
        if sort not in self._of:
            self._of[sort] = np.equal(self._sorts, PLACE_OF[sort])
        return self._of[sort]

    def _read(self, column: str) -> Numbers:
        numbers = self._segment.numbers(column)
        return np.zeros(self._segment.count, dtype=np.uint32) if numbers is None else numbers


_known: WeakKeyDictionary[SegmentView, Columns] = WeakKeyDictionary()


def columns_of(segment: SegmentView) -> Columns:
    """Return the columns of a segment, read once for as long as its view lives."""
    columns = _known.get(segment)
    if columns is None:
        columns = _known[segment] = Columns(segment)
    return columns
