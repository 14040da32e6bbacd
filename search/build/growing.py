"""Adding documents to an index a few at a time.

One document costs as much to merge with ten others as to index: both are steps on some hundred
small arrays. So the builder of the last small segment is kept. It takes what is added next, and its
segment stands in the place of the one before, until there are as many documents as fill a tier.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray
from whoosh.fields import Schema

from search.build.builder import SegmentBuilder, Value
from search.codec.store import SMALLEST_TIER, Facts, Store


class Growing:
    """Commits documents to a store. One thread at a time; nobody else may commit to the store."""

    def __init__(self, store: Store, schema: Schema) -> None:
        self.store = store
        self._schema = schema
        self._last: SegmentBuilder | None = None

    def commit(
        self,
        facts: Facts,
        documents: Iterable[Mapping[str, Value]],
        deleted: NDArray[np.int64],
    ) -> None:
        """Take out `deleted`, by their numbers in the whole index, and put documents in.

        An exception out of `documents` leaves the store as it was.
        """
        coming = iter(documents)
        few = list(islice(coming, SMALLEST_TIER))
        grown = self._grown_by(len(few), deleted)
        builder = grown or SegmentBuilder(self._schema)
        self._last = None
        for document in chain(few, coming):
            builder.add(document)
        if not builder.count:
            self.store.commit(facts, None, deleted)
            return
        image = builder.image()
        self.store.commit(facts, image, deleted, instead_of_last=grown is not None)
        if builder.count < SMALLEST_TIER and self.store.ends_with(image):
            self._last = builder

    def _grown_by(self, count: int, deleted: NDArray[np.int64]) -> SegmentBuilder | None:
        """Return the builder of the last segment, where it can take so many documents more."""
        last = self._last
        if last is None or not count or last.count + count >= SMALLEST_TIER:
            return None
        first = self.store.count_all - last.count
        return None if np.any(deleted >= first) else last
