"""Evaluating queries on one state of an index."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from whoosh.query import Query
from whoosh.reading import EmptyReader
from whoosh.searching import Searcher

from search.codec.files import let_go_of_pages
from search.evaluate.nodes import Node
from search.evaluate.rules import node_of
from search.evaluate.scores import FieldScores, Scores
from search.evaluate.segments import SegmentView
from search.evaluate.top import Allowed, among, best_of, merged, top
from search.evaluate.watch import Watch

_FILTERS_KEPT = 64
_QUERIES_A_HOLD = 128
"""After so many queries the pages of the index that they touched are let go of."""


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
        self._filters: OrderedDict[tuple[int, Query | None], Allowed] = OrderedDict()
        self._queries = 0

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
            documents = among(node, allowed)
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
            total += len(among(node, allowed))
        return total

    def sorted(
        self,
        query: Query,
        column: str,
        count: int | None,
        *,
        descending: bool = False,
        within: Query | None = None,
        watch: Watch | None = None,
    ) -> Hits:
        """Return the first hits in the order of a column of numbers, equal ones by number.

        What stands in the place of a score is the number, negated where the order ascends.
        """
        ranked = []
        for segment, node, allowed in self._nodes(query, within, watch):
            documents = among(node, allowed)
            numbers = segment.numbers(column)
            keys = np.zeros(len(documents)) if numbers is None else numbers[documents] * 1.0
            first, order = best_of(documents, keys if descending else -keys, count)
            ranked.append((first.astype(np.int64) + segment.first, order))
        best, keys = merged(ranked, count)
        return Hits(best.astype(np.int64), keys)

    def groups(
        self,
        query: Query,
        column: str,
        count: int,
        *,
        within: Query | None = None,
        watch: Watch | None = None,
    ) -> list[tuple[bytes, int]]:
        """Count the hits by their value in a column of texts (a facet); the `count` most frequent.

        Values that are equally frequent come in byte order.
        """
        counted = []
        for segment, node, allowed in self._nodes(query, within, watch):
            texts = segment.texts(column)
            if texts is not None:
                ordinals = texts.ordinals.whole()[among(node, allowed)]
                counted.append((texts.values, np.bincount(ordinals, minlength=len(texts.values))))
        if not counted:
            return []
        # The counts of the small segments are added to those of the one with the most values.
        counted.sort(key=lambda part: -len(part[0]))
        values, counts = counted[0]
        others: Counter[bytes] = Counter()
        for more, found in counted[1:]:
            for ordinal in np.flatnonzero(found).tolist():
                place = values.find(more[ordinal])
                if place < 0:
                    others[more[ordinal]] += int(found[ordinal])
                else:
                    counts[place] += found[ordinal]
        ordinals, _ = best_of(np.arange(len(counts)), counts.astype(np.float64), count)
        groups = [(values[ordinal], int(counts[ordinal])) for ordinal in ordinals.tolist()]
        groups += others.items()
        groups.sort(key=lambda group: (-group[1], group[0]))
        return [group for group in groups[:count] if group[1]]

    def column(self, column: str, documents: NDArray[np.int64]) -> NDArray[np.integer]:
        """Return the numbers that some documents, in any order, have in a column."""
        found = np.zeros(len(documents), dtype=np.int64)
        for segment in self.segments:
            numbers = segment.numbers(column)
            here = (documents >= segment.first) & (documents < segment.first + segment.count)
            if numbers is not None:
                found[here] = numbers[documents[here] - segment.first]
        return found

    def _nodes(
        self, query: Query, within: Query | None, watch: Watch | None
    ) -> Iterator[tuple[SegmentView, Node, Allowed | None]]:
        self.watch = watch or Watch()
        self._queries += 1
        if self._queries % _QUERIES_A_HOLD == 0:
            let_go_of_pages()
        for segment in self.segments:
            allowed = self._allowed(segment, within)
            yield segment, node_of(self, segment, query), allowed

    def _allowed(self, segment: SegmentView, within: Query | None) -> Allowed | None:
        """Return which documents of a segment may be found (kept for next time); None: all."""
        key = (segment.first, within)
        allowed = self._filters.get(key)
        if allowed is None:
            marks = segment.live
            if within is not None:
                chosen = node_of(self, segment, within).marks()
                marks = chosen if marks is None else marks & chosen
            if marks is None:
                return None
            allowed = self._filters[key] = Allowed(marks)
            if len(self._filters) > _FILTERS_KEPT:
                self._filters.popitem(last=False)
        self._filters.move_to_end(key)
        return allowed
