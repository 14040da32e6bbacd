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
from search.evaluate.scores import FieldScores, Scores

Marks = NDArray[np.bool_]

NO_DOCUMENTS: Documents = np.empty(0, dtype=np.uint32)

# Walking through a long list costs less than looking up each of many documents in it.
_WALK = 12


def places_in(documents: Documents, listed: Documents) -> tuple[NDArray[np.int64], Marks]:
    """Return where each document stands in a list, and which of them stand there at all."""
    if not len(listed):
        return np.zeros(len(documents), dtype=np.int64), np.zeros(len(documents), dtype=np.bool_)
    places = np.searchsorted(listed, documents)
    places[places == len(listed)] = 0
    return places, listed[places] == documents


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

    @abstractmethod
    def bound(self) -> float:
        """Return a score that no document exceeds."""

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
        if len(documents) * _WALK > self.size:
            return self.marks()[documents]
        return places_in(documents, self.documents())[1]


class Term(Node):
    """One term: a slice of the postings."""

    def __init__(
        self, count: int, postings: FieldPostings, term: int, scores: FieldScores, boost: float
    ) -> None:
        super().__init__(count)
        self.postings = postings
        self.term = term
        self.start, self.stop = postings.bounds(term)
        self.field_scores = scores
        self._boost = boost

    @cached_property
    def _idf(self) -> float:
        return self.field_scores.idf(self.postings.terms[self.term])

    @property
    def size(self) -> int:
        return self.stop - self.start

    def documents(self) -> Documents:
        return self.postings.documents_of(self.start, self.stop)

    def scores(self) -> Scores:
        """Return the scores of all documents that match."""
        unweighted = self.field_scores.unweighted(self.postings, self.start, self.stop)
        scores: Scores = self._idf * unweighted * self._boost
        return scores

    def scores_at(self, documents: Documents) -> Scores:
        own = self.documents()
        if len(documents) == len(own) and np.array_equal(documents, own):
            return self.scores()
        if len(documents) * _WALK > len(own):
            sums = np.zeros(self.count)
            sums[own] = self.scores()
            return sums[documents]
        places, found = places_in(documents, own)
        scores = np.zeros(len(documents))
        scores[found] = self._scores_of(places[found])
        return scores

    def _scores_of(self, places: NDArray[np.int64]) -> Scores:
        """Return the scores of single postings."""
        if self.postings.codes is None or not self.field_scores.scorable:
            return self.scores()[places]
        codes = self.postings.codes.part(self.start, self.stop)[places]
        return self.score_of_codes(codes)

    def score_of_codes(self, codes: NDArray[np.integer]) -> Scores:
        """Return the scores that postings with these codes have, in a field that scores."""
        scores: Scores = self._idf * self.field_scores.table[codes] * self._boost
        return scores

    def bound(self) -> float:
        return self._idf * self.field_scores.bound(self.postings, self.term) * self._boost


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
        places, found = places_in(documents, self._documents)
        if isinstance(self._scores, float):
            return np.where(found, self._scores, 0.0)
        scores = np.zeros(len(documents))
        scores[found] = self._scores[places[found]]
        return scores

    def bound(self) -> float:
        if isinstance(self._scores, float):
            return self._scores
        return float(self._scores.max(initial=0.0))


class Marked(Node):
    """Documents that a mask picks out, all with one score: a filter, or a very common condition."""

    def __init__(self, marks: Marks, score: float) -> None:
        super().__init__(len(marks))
        self._marks = marks
        self._score = score

    @cached_property
    def size(self) -> int:
        return int(np.count_nonzero(self._marks))

    @cached_property
    def _documents(self) -> Documents:
        return np.flatnonzero(self._marks).astype(np.uint32)

    def documents(self) -> Documents:
        return self._documents

    def scores_at(self, documents: Documents) -> Scores:
        return np.where(self._marks[documents], self._score, 0.0)

    def bound(self) -> float:
        return self._score

    def mark(self, marks: Marks) -> None:
        marks |= self._marks

    def holds(self, documents: Documents) -> Marks:
        return self._marks[documents]


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
        self._nodes = nodes
        self._boost = boost

    @cached_property
    def _documents(self) -> Documents:
        return common(self._nodes)

    @property
    def size(self) -> int:
        return len(self._documents)

    def documents(self) -> Documents:
        return self._documents

    def scores_at(self, documents: Documents) -> Scores:
        own = self._documents
        if documents is own:
            return self._boost * added_scores(self._nodes, own)
        scores = self._boost * added_scores(self._nodes, documents)
        scores[~places_in(documents, own)[1]] = 0.0
        return scores

    def bound(self) -> float:
        return self._boost * sum(node.bound() for node in self._nodes)


def added_scores(nodes: Sequence[Node], documents: Documents) -> Scores:
    """Return the sum of what several nodes give each of these documents."""
    return reduce(np.add, (node.scores_at(documents) for node in nodes))


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
        if self.size * 8 < self.count:
            return np.unique(np.concatenate([node.documents() for node in self.nodes]))
        return np.flatnonzero(self.marks()).astype(np.uint32)

    def documents(self) -> Documents:
        return self._documents

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

    def bound(self) -> float:
        return self.boost * sum(node.bound() for node in self.nodes)


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

    def bound(self) -> float:
        return self._node.bound()


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

    def bound(self) -> float:
        return self._node.bound() + self._extra.bound()
