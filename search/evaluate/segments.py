"""A searcher's segments, as the evaluator sees them."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import SegmentReader
from whoosh.searching import Searcher

from search.codec.columns import NumberColumn, TextColumn
from search.codec.documents import Documents
from search.codec.files import Array
from search.codec.postings import FieldPostings
from search.codec.readers import DocumentsReader, PostingsReader


class SegmentView:
    """One segment: its postings and columns as arrays, and Whoosh's searcher for all else.

    `first` is the number that the segment's first document has in the whole index.
    """

    def __init__(self, searcher: Searcher, first: int) -> None:
        self.searcher = searcher
        self.first = first
        self.reader: SegmentReader = searcher.reader()
        # Whoosh's reader has no door to what its codec gave it.
        terms, documents = self.reader._terms, self.reader._perdoc  # noqa: SLF001
        if not isinstance(terms, PostingsReader) or not isinstance(documents, DocumentsReader):
            raise ForeignSegmentError(type(terms).__name__)
        self._postings = terms
        self._documents = documents

    @property
    def count(self) -> int:
        """How many documents it holds, deleted ones too."""
        return self._documents.documents.count

    @cached_property
    def live(self) -> NDArray[np.bool_] | None:
        """A mark for each document that is not deleted; None when none is deleted."""
        return self._documents.live()

    def postings(self, field: str) -> FieldPostings | None:
        """Return a field's postings; None when no document has any."""
        return self._postings.fields.get(field)

    @property
    def documents(self) -> Documents:
        """What is kept of each document."""
        return self._documents.documents

    def numbers(self, column: str) -> Array | None:
        """Return the numbers of a column; None when no document has one."""
        stored = self.documents.columns.get(column)
        return stored.numbers.whole() if isinstance(stored, NumberColumn) else None

    def texts(self, column: str) -> TextColumn | None:
        """Return a column of texts; None when no document has one."""
        stored = self.documents.columns.get(column)
        return stored if isinstance(stored, TextColumn) else None


class ForeignSegmentError(Exception):
    """A segment was written by another codec: Whoosh's matchers must read it."""
