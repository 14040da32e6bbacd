"""Evaluating queries on one state of an index."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from whoosh.query import Query
from whoosh.reading import EmptyReader
from whoosh.searching import Searcher

from search.evaluate.nodes import Marks, Node
from search.evaluate.rules import node_of
from search.evaluate.scores import FieldScores, Scores
from search.evaluate.segments import SegmentView
from search.evaluate.top import merged, top
from search.evaluate.watch import Watch

_FILTERS_KEPT = 64


@dataclass(frozen=True, eq=False)
class Hits:
    """Documents by their number in the whole index, and their scores, in the same order."""

    documents: NDArray[np.int64]
    scores: Scores

    def __len__(self) -> int:
        return len(self.documents)


class Evaluation:
    """Evaluates queries on one searcher, and remembers what queries have in common.

    Make one for each searcher and keep it as long: filters and tables are computed once. One thread
    at a time. Raises `ForeignSegmentError` where a segment is not the array codec's.
    """

    def __init__(self, searcher: Searcher) -> None:
        self.searcher = searcher
        self.segments = [
            SegmentView(leaf, first)
            for leaf, first in searcher.leaf_searchers()
            if not isinstance(leaf.reader(), EmptyReader)
        ]
        self.watch = Watch()
        self._field_scores: dict[str, FieldScores] = {}
        self._filters: OrderedDict[tuple[int, Query], Marks] = OrderedDict()

    def field_scores(self, field: str) -> FieldScores:
        """Return how the terms of a field score. Raises UnknownWeightingError."""
        if field not in self._field_scores:
            self._field_scores[field] = FieldScores(self.searcher, field)
        return self._field_scores[field]

    def top(
        self, query: Query, count: int, *, within: Query | None = None, watch: Watch | None = None
    ) -> Hits:
        """Return the `count` best hits, best first, equal ones by number."""
        ranked = []
        for segment, node, allowed in self._nodes(query, within, watch):
            documents, scores = top(node, count, allowed)
            ranked.append((documents.astype(np.int64) + segment.first, scores))
        best, best_scores = merged(ranked, count)
        return Hits(best.astype(np.int64), best_scores)

    def hits(
        self, query: Query, *, within: Query | None = None, watch: Watch | None = None
    ) -> Hits:
        """Return all hits, by number."""
        found = []
        for segment, node, allowed in self._nodes(query, within, watch):
            documents = node.documents()
            if allowed is not None:
                documents = documents[allowed[documents]]
            scores = node.scores_at(documents)
            found.append((documents.astype(np.int64) + segment.first, scores))
        if not found:
            return Hits(np.empty(0, dtype=np.int64), np.empty(0))
        return Hits(*(np.concatenate(parts) for parts in zip(*found, strict=True)))

    def count(
        self, query: Query, *, within: Query | None = None, watch: Watch | None = None
    ) -> int:
        """Return how many documents match."""
        total = 0
        for _, node, allowed in self._nodes(query, within, watch):
            if allowed is None:
                total += len(node.documents())
            else:
                total += int(np.count_nonzero(allowed[node.documents()]))
        return total

    def _nodes(
        self, query: Query, within: Query | None, watch: Watch | None
    ) -> Iterator[tuple[SegmentView, Node, Marks | None]]:
        self.watch = watch or Watch()
        for segment in self.segments:
            allowed = segment.live
            if within is not None:
                chosen = self.filter(segment, within)
                allowed = chosen if allowed is None else allowed & chosen
            yield segment, node_of(self, segment, query), allowed

    def filter(self, segment: SegmentView, query: Query) -> Marks:
        """Return a mark for each document of a segment that matches, kept for the next time."""
        key = (segment.first, query)
        if key not in self._filters:
            self._filters[key] = node_of(self, segment, query).marks()
            if len(self._filters) > _FILTERS_KEPT:
                self._filters.popitem(last=False)
        self._filters.move_to_end(key)
        return self._filters[key]
