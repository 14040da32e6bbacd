"""The nodes of an evaluated query: each knows which documents of one segment match, and how well.

Document numbers count the documents of the segment, deleted ones too; what is deleted is left out
at the end, where hits are collected. Documents are always sorted, each there once.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from search.codec.postings import Documents, FieldPostings
from search.codec.runs import firsts_of_runs
from search.evaluate.impacts import is_common
from search.evaluate.scores import FieldScores, Scores

Marks = NDArray[np.bool_]

NO_DOCUMENTS: Documents = np.empty(0, dtype=np.uint32)

_FEW = 24
"""Looking up so many times fewer documents in a list costs less than walking through it."""

_MARKED_AT_ONCE = 64
"""Marks that are cleared in the time in which one place of a list is walked through."""

Places = NDArray[np.int64]


def places_in(documents: Documents, listed: Documents, count: int) -> tuple[Places, Places]:
    """Return where two lists of a segment of `count` documents agree: places in each of them."""
    cleared = count // _MARKED_AT_ONCE
    if len(documents) * _FEW < max(len(listed), cleared):
        return looked_up(documents, listed)
    if len(listed) * _FEW < max(len(documents), cleared):
        found, places = looked_up(listed, documents)
        return places, found
    marks = np.zeros(count, dtype=np.bool_)
    marks[documents] = True
    places = np.flatnonzero(marks[listed])
    if len(places) == len(documents):
        return np.arange(len(documents)), places
    marks[documents] = False
    marks[listed[places]] = True
    return np.flatnonzero(marks[documents]), places


def looked_up(few: Documents, many: Documents) -> tuple[Places, Places]:
    """Return where each of a few sorted documents stands in a list: places in both."""
    places = many.searchsorted(few)
    if len(places) and places[-1] == len(many):
        if not len(many):
            return places[:0], places[:0]
        places[places.searchsorted(len(many)) :] = 0
    found = (many.take(places) == few).nonzero()[0]
    return found, places.take(found)


class Node(ABC):
    """What matches a query in one segment of `count` documents."""

    def __init__(self, count: int) -> None:
        self.count = count

    @property
    @abstractmethod
    def size(self) -> int:
        """How many documents match, or more."""

    @abstractmethod
    def documents(self) -> Documents:
        """Return the documents that match."""

    @abstractmethod
    def scores_at(self, documents: Documents) -> Scores:
        """Return the score of each of these documents, 0 for those that do not match."""

    def add_scores(self, sums: Scores) -> None:
        """Add the score of each document that matches to a sum for every document."""
        documents = self.documents()
        sums[documents] += self.scores_at(documents)

    def mark(self, marks: Marks) -> None:
        """Mark the documents that match."""
        marks[self.documents()] = True

    def marks(self) -> Marks:
        """Return a mark for each document of the segment."""
        marks = np.zeros(self.count, dtype=np.bool_)
        self.mark(marks)
        return marks

    def holds(self, documents: Documents) -> Marks:
        """Return which of these documents match."""
        held = np.zeros(len(documents), dtype=np.bool_)
        held[places_in(documents, self.documents(), self.count)[0]] = True
        return held


class Term(Node):
    """One term: a slice of the postings, spread out where it is common and its field scores."""

    def __init__(
        self, count: int, postings: FieldPostings, term: int, scores: FieldScores, boost: float
    ) -> None:
        super().__init__(count)
        self.postings = postings
        self.term = term
        self.start, self.stop = postings.bounds(term)
        self.field_scores = scores
        self.boost = boost
        self.has_table = scores.scorable and postings.codes is not None
        self.is_common = self.has_table and is_common(self.stop - self.start, count)

    @cached_property
    def idf(self) -> float:
        """The term's inverse document frequency."""
        return self.field_scores.idf(self.postings.terms[self.term])

    @property
    def size(self) -> int:
        return self.stop - self.start

    @cached_property
    def _documents(self) -> Documents:
        return self.postings.documents_of(self.start, self.stop)

    def documents(self) -> Documents:
        return self._documents

    def holds(self, documents: Documents) -> Marks:
        if self.is_common:
            return np.not_equal(self._codes_at(documents), 0)
        return super().holds(documents)

    def _codes_at(self, documents: Documents) -> NDArray[np.uint16]:
        return self.postings.spread_codes(self.term, self.count).take(documents)

    def impacts(self) -> NDArray[np.uint8]:
        """Return the impacts of a common term."""
        return self.field_scores.impacts.of(
            self.postings, self.term, self.count, steps=self.idf * self.impact_scale
        )

    @property
    def impact_scale(self) -> float:
        """How many steps of impact a score of 1 has."""
        return self.field_scores.impact_scale(self.count)

    def scores(self) -> Scores:
        """Return the scores of all documents that match."""
        unweighted = self.field_scores.unweighted(self.postings, self.start, self.stop)
        scores: Scores = self.idf * unweighted * self.boost
        return scores

    def scores_at(self, documents: Documents) -> Scores:
        if self.is_common:
            return self._score_of_codes(self._codes_at(documents))
        own = self._documents
        if documents is own:
            return self.scores()
        found, places = places_in(documents, own, self.count)
        scores = np.zeros(len(documents))
        scores[found] = self._scores_of(places)
        return scores

    def _scores_of(self, places: Places) -> Scores:
        """Return the scores of single postings."""
        if not self.has_table or self.postings.codes is None:
            return self.scores()[places]
        return self._score_of_codes(self.postings.codes.part(self.start, self.stop)[places])

    def _score_of_codes(self, codes: NDArray[np.integer]) -> Scores:
        scores: Scores = self.idf * self.field_scores.table.take(codes) * self.boost
        return scores

    def bound(self) -> float:
        """Return a score that no document exceeds."""
        return self.idf * self.field_scores.bound(self.postings, self.term) * self.boost


class Listed(Node):
    """Documents that were found by other means, with a score each or one for all."""

    def __init__(self, count: int, documents: Documents, scores: Scores | float) -> None:
        super().__init__(count)
        self._documents = documents
        self._scores = scores

    @property
    def size(self) -> int:
        return len(self._documents)

    def documents(self) -> Documents:
        return self._documents

    def scores_at(self, documents: Documents) -> Scores:
        if documents is self._documents and not isinstance(self._scores, float):
            return self._scores
        found, places = places_in(documents, self._documents, self.count)
        scores = np.zeros(len(documents))
        scores[found] = self._scores if isinstance(self._scores, float) else self._scores[places]
        return scores


class Marked(Node):
    """Documents that a mask picks out, all with one score: a filter, or a very common condition."""

    def __init__(self, marks: Marks, score: float) -> None:
        super().__init__(len(marks))
        self.held = marks
        self.score = score

    @cached_property
    def size(self) -> int:
        return int(np.count_nonzero(self.held))

    @cached_property
    def _documents(self) -> Documents:
        return np.flatnonzero(self.held).astype(np.uint32)

    def documents(self) -> Documents:
        return self._documents

    def scores_at(self, documents: Documents) -> Scores:
        return np.where(self.held[documents], self.score, 0.0)

    def mark(self, marks: Marks) -> None:
        marks |= self.held

    def holds(self, documents: Documents) -> Marks:
        return self.held[documents]


def common(nodes: Sequence[Node]) -> Documents:
    """Return the documents that match all of some nodes, the rarest first."""
    first, *others = sorted(nodes, key=lambda node: node.size)
    documents = first.documents()
    for node in others:
        if not len(documents):
            break
        documents = documents[node.holds(documents)]
    return documents


class Intersection(Node):
    """Documents that match all of several nodes; their scores add up."""

    def __init__(self, count: int, nodes: Sequence[Node], boost: float = 1.0) -> None:
        super().__init__(count)
        self.nodes = nodes
        self.boost = boost

    @cached_property
    def _documents(self) -> Documents:
        return common(self.nodes)

    @property
    def size(self) -> int:
        return min(node.size for node in self.nodes)

    def documents(self) -> Documents:
        return self._documents

    def holds(self, documents: Documents) -> Marks:
        return reduce(np.logical_and, (node.holds(documents) for node in self.nodes))

    def scores_at(self, documents: Documents) -> Scores:
        own = self._documents
        if documents is own:
            return self.boost * added_scores(self.nodes, own)
        found, places = places_in(documents, own, self.count)
        scores = np.zeros(len(documents))
        scores[found] = self.boost * added_scores(self.nodes, own[places])
        return scores


def added_scores(nodes: Sequence[Node], documents: Documents) -> Scores:
    """Return the sum of what several nodes give each of these documents."""
    return reduce(np.add, (node.scores_at(documents) for node in nodes))


def union(count: int, nodes: Sequence[Node]) -> Documents:
    """Return the documents that match any of some nodes."""
    if not nodes:
        return NO_DOCUMENTS
    if len(nodes) == 1:
        return nodes[0].documents()
    if sum(node.size for node in nodes) * 8 < count:
        documents = np.sort(np.concatenate([node.documents() for node in nodes]))
        return documents[firsts_of_runs(documents)]
    marks = np.zeros(count, dtype=np.bool_)
    for node in nodes:
        node.mark(marks)
    return np.flatnonzero(marks).astype(np.uint32)


class Union(Node):
    """Documents that match any of several nodes; their scores add up."""

    def __init__(self, count: int, nodes: Sequence[Node], boost: float = 1.0) -> None:
        super().__init__(count)
        self.nodes = nodes
        self.boost = boost

    @property
    def size(self) -> int:
        return min(self.count, sum(node.size for node in self.nodes))

    @cached_property
    def _documents(self) -> Documents:
        return union(self.count, self.nodes)

    def documents(self) -> Documents:
        return self._documents

    def holds(self, documents: Documents) -> Marks:
        return reduce(np.logical_or, (node.holds(documents) for node in self.nodes))

    def mark(self, marks: Marks) -> None:
        for node in self.nodes:
            node.mark(marks)

    def sums(self) -> Scores:
        """Return a score for every document of the segment, 0 for those that do not match."""
        sums = np.zeros(self.count)
        for node in self.nodes:
            node.add_scores(sums)
        return sums if self.boost == 1 else sums * self.boost

    def add_scores(self, sums: Scores) -> None:
        sums += self.sums()

    def scores_at(self, documents: Documents) -> Scores:
        if len(documents) * 4 > self.count:
            return self.sums()[documents]
        return self.boost * added_scores(self.nodes, documents)


class Without(Node):
    """Documents that match one node and not another; the scores of the one."""

    def __init__(self, node: Node, excluded: Node) -> None:
        super().__init__(node.count)
        self._node = node
        self._excluded = excluded

    @property
    def size(self) -> int:
        return self._node.size

    @cached_property
    def _documents(self) -> Documents:
        documents = self._node.documents()
        return documents[~self._excluded.holds(documents)]

    def documents(self) -> Documents:
        return self._documents

    def scores_at(self, documents: Documents) -> Scores:
        scores = self._node.scores_at(documents)
        if documents is not self._documents:
            scores[self._excluded.holds(documents)] = 0.0
        return scores


class Perhaps(Node):
    """Documents that match one node; another adds to their scores where it matches too."""

    def __init__(self, node: Node, extra: Node) -> None:
        super().__init__(node.count)
        self._node = node
        self._extra = extra

    @property
    def size(self) -> int:
        return self._node.size

    def documents(self) -> Documents:
        return self._node.documents()

    def scores_at(self, documents: Documents) -> Scores:
        scores = self._node.scores_at(documents)
        matching = self._node.holds(documents)
        scores[matching] += self._extra.scores_at(documents[matching])
        return scores
