"""The best few of many hits, without ordering them all, and often without scoring them all.

Common terms are added up as impacts first (`search.evaluate.spread`): sums of bytes that no score
exceeds, for all documents of the segment at once. Only documents whose sum reaches what the best so
far have are scored. That is MaxScore (Turtle and Flood, Information Processing & Management 31,
1995, pp. 831-850) with a bound for each document in the place of one for each term.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import TypeGuard

import numpy as np
from numpy.typing import NDArray

from search.codec.postings import Documents
from search.evaluate.impacts import least_impact
from search.evaluate.nodes import Intersection, Marked, Marks, Node, Term, Union, union
from search.evaluate.places import Phrase
from search.evaluate.scores import Scores

Numbers = NDArray[np.integer]
"""Document numbers, of a segment or of the whole index."""

Ranked = tuple[Numbers, Scores]
"""Documents and their scores, best first, equal ones by number."""

_BLOCK = 32
_ONE = np.uint8(1)

_CHECKED = 16
"""Documents of a phrase that are looked at first, for each that is wanted."""

_ADDABLE = 256
"""Bytes of which a sum fits in 16 bits."""


class Allowed:
    """The documents of a segment that may be found: what is not deleted, what a filter lets in."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self.size = int(np.count_nonzero(marks))
        self._documents: Documents | None = None

    @property
    def documents(self) -> Documents:
        """The documents themselves."""
        if self._documents is None:
            self._documents = np.flatnonzero(self.marks).astype(np.uint32)
        return self._documents


def among(node: Node, allowed: Allowed | None) -> Documents:
    """Return the documents of a node that are allowed (None: all)."""
    if allowed is None:
        return node.documents()
    if allowed.size * 4 < node.size:
        return allowed.documents[node.holds(allowed.documents)]
    documents = node.documents()
    return documents[allowed.marks.take(documents)]


def best_of(documents: Numbers, scores: Scores, count: int | None) -> Ranked:
    """Return the `count` best of documents that are sorted by number."""
    if count is not None and len(documents) > 4 * count:
        chosen = np.flatnonzero(scores >= _reached(scores, count))
        documents, scores = documents[chosen], scores[chosen]
        if len(documents) > count:
            least = np.partition(scores, len(scores) - count)[len(scores) - count]
            better = np.flatnonzero(scores > least)
            equal = np.flatnonzero(scores == least)[: count - len(better)]
            chosen = np.concatenate((better, equal))
            documents, scores = documents[chosen], scores[chosen]
    order = np.lexsort((documents, -scores))[:count]
    return documents[order], scores[order]


def _reached(values: NDArray[np.number], count: int) -> int | float:
    """Return a value that `count` of the values reach, close to the `count`-th greatest.

    The greatest of each block of values are looked at in place of all.
    """
    if len(values) > 8 * _BLOCK * count:
        whole = len(values) // _BLOCK
        values = values[: whole * _BLOCK].reshape(_BLOCK, whole).max(axis=0)
    reached: int | float = np.partition(values, len(values) - count)[len(values) - count]
    return reached


def top(node: Node, count: int, allowed: Allowed | None) -> Ranked:
    """Return the `count` best documents of a node among those that are allowed (None: all)."""
    if node.size > 4 * count and (allowed is None or allowed.size * 4 > node.size):
        if isinstance(node, Union) and node.boost == 1:
            phrase = _only_phrase(node)
            if phrase is None:
                return _top_of_union(node, count, allowed)
            node = phrase
        if isinstance(node, Term | Intersection) and node.boost == 1:
            terms = node.nodes if isinstance(node, Intersection) else (node,)
            common = [term for term in terms if _has_impacts(term)]
            if len(common) == len(terms) <= _ADDABLE:
                return _top_by_impacts(node, common, count, allowed)
    if isinstance(node, Phrase) and node.boost == 1 and node.size > _CHECKED * count:
        return _top_of_phrase(node, count, allowed)
    documents = among(node, allowed)
    if isinstance(node, Marked):  # all score the same
        documents = documents[:count]
    return best_of(documents, node.scores_at(documents), count)


def _only_phrase(union_: Union) -> Phrase | None:
    """Return the phrase that alone can match, of a union such as that of a text and a name."""
    *rarer, most = sorted(union_.nodes, key=lambda node: node.size)
    if isinstance(most, Phrase) and not any(len(node.documents()) for node in rarer):
        return most
    return None


def _has_impacts(node: Node) -> TypeGuard[Term]:
    return isinstance(node, Term) and node.is_common and node.boost == 1


def _top_by_impacts(
    node: Term | Intersection, terms: Sequence[Term], count: int, allowed: Allowed | None
) -> Ranked:
    """Return the best documents of a common term, or of several in which they all occur."""
    sums = _added(terms)
    if len(terms) > 1:
        for term in terms:
            sums *= term.impacts() != 0
    if allowed is not None:
        sums *= allowed.marks
    return _best_by_impacts(node, sums, len(terms), count)


def _added(terms: Sequence[Term]) -> NDArray[np.uint16]:
    """Return the sum of the terms' impacts on each document."""
    sums = terms[0].impacts().astype(np.uint16)
    for term in terms[1:]:
        sums += term.impacts()
    return sums


def _best_by_impacts(
    node: Node, sums: NDArray[np.uint16], terms: int, count: int, least: int = 1
) -> Ranked:
    """Score the documents whose impacts may be enough; each may be too great by less than 1."""
    least = max(least, int(_reached(sums, count)) - terms)
    documents = np.flatnonzero(sums >= least).astype(np.uint32)
    return best_of(documents, node.scores_at(documents), count)


def _top_of_union(node: Union, count: int, allowed: Allowed | None) -> Ranked:
    """Score the documents of the rarer nodes, and of the common terms those that may do better."""
    common = [one for one in node.nodes if _has_impacts(one)][:_ADDABLE]
    marked = [one for one in node.nodes if isinstance(one, Marked)] if not common else []
    left = {id(one) for one in (*common, *marked)}
    rarer = [one for one in node.nodes if id(one) not in left]
    documents = union(node.count, rarer)
    if allowed is not None:
        documents = documents[allowed.marks.take(documents)]
    best = best_of(documents, node.scores_at(documents), count)
    least = best[1][-1] if len(best[1]) == count else 0.0
    bound = sum(term.bound() for term in common) + sum(one.score for one in marked)
    if not left or least > bound:
        return best
    if marked:
        return merged((best, _top_of_marked(node, marked, documents, count, allowed)), count)
    sums = _added(common)
    sums[documents] = 0
    if allowed is not None:
        sums *= allowed.marks
    enough = max(1, least_impact(least, common[0].impact_scale))
    others = _best_by_impacts(node, sums, len(common), count, enough)
    return merged((best, others), count)


def _top_of_marked(
    node: Union,
    marked: Sequence[Marked],
    known: Documents,
    count: int,
    allowed: Allowed | None,
) -> Ranked:
    """Return the best documents that only masks pick out: those that most of them do."""
    scores = {one.score for one in marked}
    sums = reduce(np.add, (one.held.view(np.uint8) for one in marked[1:]), marked[0].held * _ONE)
    sums[known] = 0
    if allowed is not None:
        sums *= allowed.marks
    if len(scores) > 1:
        documents = np.flatnonzero(sums != 0).astype(np.uint32)
    else:
        by_sum = (np.flatnonzero(sums == most) for most in range(len(marked), 0, -1))
        documents = np.sort(np.concatenate([found[:count] for found in by_sum])).astype(np.uint32)
    return best_of(documents, node.scores_at(documents), count)


def _top_of_phrase(phrase: Phrase, count: int, allowed: Allowed | None) -> Ranked:
    """Look where the words stand in the documents they score best in, then in more if need be."""
    documents = among(phrase.words, allowed)
    scores = phrase.added(documents)
    checked = _CHECKED * count
    while checked < len(documents):
        least = np.partition(scores, len(scores) - checked)[len(scores) - checked]
        chosen = np.flatnonzero(scores >= least)
        chosen = chosen[phrase.holds(documents[chosen])]
        best = best_of(documents[chosen], scores[chosen], count)
        if len(best[1]) == count and best[1][-1] >= least:
            return best
        checked *= 8
    chosen = np.flatnonzero(phrase.holds(documents))
    return best_of(documents[chosen], scores[chosen], count)


def merged(ranked: Sequence[Ranked], count: int | None) -> Ranked:
    """Put hits that were found apart together, best first."""
    if len(ranked) == 1:
        return ranked[0]
    documents = np.concatenate([part[0] for part in ranked] or [np.empty(0, dtype=np.int64)])
    scores = np.concatenate([part[1] for part in ranked] or [np.empty(0)])
    order = np.lexsort((documents, -scores))[:count]
    return documents[order], scores[order]
