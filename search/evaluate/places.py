"""Where words stand: documents in which words follow each other within a distance.

A word's places are keys, the document number in the upper half and the position in the lower, so
that a whole posting list is one sorted array and "the next word" is the same array moved by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.codec.postings import Documents, FieldPostings
from search.codec.runs import firsts_of_runs, pick_runs
from search.evaluate.nodes import (
    NO_DOCUMENTS,
    Intersection,
    Marks,
    Node,
    Term,
    added_scores,
    looked_up,
    places_in,
)
from search.evaluate.scores import Scores
from search.evaluate.terms import neighbours

Keys = NDArray[np.int64]

_SHIFT = 32
_POSITION = (1 << _SHIFT) - 1

_FEW = 24
"""Looking up so many times fewer keys in a list costs less than walking through both."""

_HANDFUL = 16
"""So many documents are faster looked at one by one than by a dozen steps on arrays."""


@dataclass(frozen=True, eq=False)
class Word:
    """A word of a phrase: one term, or several that stand for it, sorted and without repetition.

    The node says which documents hold any of them, and what that adds to their scores.
    """

    node: Node
    postings: FieldPostings
    terms: NDArray[np.int64]

    @classmethod
    def of(cls, term: Term) -> Word:
        """Return a term as a word."""
        return cls(term, term.postings, np.array([term.term]))

    @property
    def size(self) -> int:
        """How many documents hold it, or more."""
        return self.node.size


class Phrase(Node):
    """Documents in which each word stands 1 to `distance` places behind the one before.

    This is Whoosh's `SpanNear2` in order, whose
    spans grow from word to word: only where a span ends matters for the next word.
    """

    def __init__(
        self, count: int, words: Sequence[Word], distance: int, boost: float = 1.0
    ) -> None:
        super().__init__(count)
        self._words = words
        self._distance = distance
        self.boost = boost

    @cached_property
    def words(self) -> Intersection:
        """The documents that hold all words, wherever they stand."""
        return Intersection(self.count, [word.node for word in self._words], self.boost)

    @property
    def size(self) -> int:
        return min(word.size for word in self._words)

    @cached_property
    def _documents(self) -> Documents:
        return self._among(None)

    def documents(self) -> Documents:
        return self._documents

    def holds(self, documents: Documents) -> Marks:
        held = np.zeros(len(documents), dtype=np.bool_)
        held[places_in(documents, self._among(documents), self.count)[0]] = True
        return held

    def scores_at(self, documents: Documents) -> Scores:
        own = self._documents if "_documents" in self.__dict__ else self._among(documents)
        if documents is own:
            return self.boost * self.added(documents)
        found, places = places_in(documents, own, self.count)
        scores = np.zeros(len(documents))
        scores[found] = self.boost * self.added(own[places])
        return scores

    def added(self, documents: Documents) -> Scores:
        """Return the scores that the words have in documents which hold them all."""
        return added_scores([word.node for word in self._words], documents)

    def _among(self, documents: Documents | None) -> Documents:
        """Return those of some documents (None: of all) that match, and perhaps others that do."""
        if self._distance == 1:
            return _documents(_adjacent(self._words, documents))
        if documents is None:
            documents = self.words.documents()
        else:
            documents = documents[self.words.holds(documents)]
        ends: Keys | None = None
        for word in self._words:
            keys = _keys_of(word, documents)
            if ends is not None:
                before = np.searchsorted(ends, keys) - 1
                keys = keys[(before >= 0) & (keys - ends[before] <= self._distance)]
            if not len(keys):
                return NO_DOCUMENTS
            ends = keys
        return _documents(ends)


def _adjacent(words: Sequence[Word], documents: Documents | None) -> Keys:
    """Compare the rarest words first: what they leave is little for the common ones."""
    keys: Keys | None = None
    for place, word in sorted(enumerate(words), key=lambda word: word[1].size):
        moved = len(words) - 1 - place
        if keys is None:
            keys = _keys_of(word, documents) + moved
        elif isinstance(word.node, Term) and len(keys) * _FEW < word.size:
            keys = _beside(keys, word.node, moved)
        else:
            keys = _in_both(keys, _keys_of(word, _documents(keys)) + moved)
        if not len(keys):
            break
    assert keys is not None
    return keys


def _beside(keys: Keys, term: Term, moved: int) -> Keys:
    """Return the keys at which a term stands too, looked up one by one."""
    found, places = looked_up((keys >> _SHIFT).astype(np.uint32), term.documents())
    if len(found) <= _HANDFUL:
        return keys.take(
            found[_stand(term, places.tolist(), (keys.take(found) & _POSITION) - moved)]
        )
    counts, positions = _positions_at(term, places)
    wanted = _repeated(keys[found], counts, positions)
    beside: Keys = wanted[(wanted & _POSITION) - moved == positions]
    return beside


def _stand(term: Term, places: list[int], wanted: Keys) -> list[int]:
    """Return in which of a handful of its documents a term stands at the wanted position."""
    ends, positions = term.postings.position_ends(term.term), term.postings.positions_of(term.term)
    return [
        number
        for number, (place, position) in enumerate(zip(places, wanted.tolist(), strict=True))
        if position in positions[ends[place - 1] if place else 0 : ends[place]].tolist()
    ]


def _in_both(one: Keys, other: Keys) -> Keys:
    """Return the keys that are in both lists: each of them is sorted and holds a key once."""
    both = np.concatenate((one, other))
    both.sort(kind="stable")  # two sorted lists are merged in one walk
    in_both: Keys = both[1:][both[1:] == both[:-1]]
    return in_both


def _documents(keys: Keys | None) -> Documents:
    if keys is None or not len(keys):
        return NO_DOCUMENTS
    documents = (keys >> _SHIFT).astype(np.uint32)
    return documents[firsts_of_runs(documents)]


def _keys_of(word: Word, documents: Documents | None) -> Keys:
    """Return the places of a word, at least those in these documents (None: all), sorted."""
    if isinstance(word.node, Term):
        return _keys_of_term(word.node, documents)
    marks = None
    if documents is not None:
        marks = np.zeros(word.node.count, dtype=np.bool_)
        marks[documents] = True
    found = [_keys_of_neighbours(word.postings, run, marks) for run in neighbours(word.terms)]
    keys: Keys = np.concatenate(found)
    keys.sort()
    return keys


def _keys_of_neighbours(postings: FieldPostings, terms: range, marks: Marks | None) -> Keys:
    """Return the places of neighbouring terms in marked documents, term after term."""
    bounds = postings.bounds_of(terms)
    documents, counts = postings.documents_of(*bounds), postings.counts_of(*bounds)
    positions = postings.positions_of_all(terms)
    if marks is not None:
        places = np.flatnonzero(marks.take(documents))
        starts = (np.cumsum(counts) - counts)[places]
        documents, counts = documents[places], counts[places]
        positions = pick_runs(positions, starts, counts)
    return _repeated(documents.astype(np.int64) << _SHIFT, counts, positions) + positions


def _keys_of_term(term: Term, documents: Documents | None) -> Keys:
    own = term.documents()
    if documents is None or len(documents) * 2 > len(own):  # a key too many costs less than picking
        counts = term.postings.counts_of(term.start, term.stop)
        positions = term.postings.positions_of(term.term)
    else:
        _, places = places_in(documents, own, term.count)
        own = own[places]
        counts, positions = _positions_at(term, places)
    return _repeated(own.astype(np.int64) << _SHIFT, counts, positions) + positions


def _repeated(keys: Keys, counts: NDArray[np.int64], positions: NDArray[np.integer]) -> Keys:
    """Return a key for each position; most words stand in a document once."""
    return keys if len(keys) == len(positions) else np.repeat(keys, counts)


def _positions_at(
    term: Term, places: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.integer]]:
    """Return how often a term stands in some of its documents, and where, one after the other."""
    postings = term.postings
    counts = postings.counts_at(term.start, term.stop, places)
    ends = postings.position_ends(term.term)[places].astype(np.int64)
    return counts, pick_runs(postings.positions_of(term.term), ends - counts, counts)
