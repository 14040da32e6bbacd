"""The best few of many hits, without ordering them all, and often without scoring them all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search.codec.postings import Documents
from search.evaluate.nodes import NO_DOCUMENTS, Marks, Node, Term, Union
from search.evaluate.scores import Scores

Numbers = NDArray[np.integer]
"""Document numbers, of a segment or of the whole index."""

Ranked = tuple[Numbers, Scores]
"""Documents and their scores, best first, equal ones by number."""


def best_of(documents: Numbers, scores: Scores, count: int | None) -> Ranked:
    """Return the `count` best."""
    if count is not None and len(documents) > 4 * count:
        least = np.partition(scores, len(scores) - count)[len(scores) - count]
        chosen = np.flatnonzero(scores >= least)
        documents, scores = documents[chosen], scores[chosen]
    order = np.lexsort((documents, -scores))[:count]
    return documents[order], scores[order]


def top(node: Node, count: int, allowed: Marks | None) -> Ranked:
    """Return the `count` best documents of a node among those that are allowed (None: all)."""
    if isinstance(node, Term) and node.size > 4 * count:
        return _top_of_term(node, count, allowed)
    if isinstance(node, Union) and node.size > 4 * count:
        return _top_of_union(node, count, allowed)
    documents = node.documents()
    if allowed is not None:
        documents = documents[allowed[documents]]
    return best_of(documents, node.scores_at(documents), count)


def _top_of_term(term: Term, count: int, allowed: Marks | None) -> Ranked:
    """Count the codes of all postings; only those with the best codes are looked at one by one."""
    documents = term.documents()
    if term.postings.codes is None or not term.field_scores.scorable:
        return _allowed_best(documents, term.scores(), count, allowed)
    codes = term.postings.codes.part(term.start, term.stop)
    if allowed is not None:
        kept = allowed[documents]
        documents, codes = documents[kept], codes[kept]
    numbers = np.bincount(codes, minlength=1 << 16)
    present = np.flatnonzero(numbers)
    scores = term.score_of_codes(present)
    order = np.argsort(-scores)
    enough = np.searchsorted(np.cumsum(numbers[present[order]]), count)
    least = scores[order[min(int(enough), len(order) - 1)]] if len(order) else 0.0
    good = np.zeros(1 << 16, dtype=np.bool_)
    good[present[scores >= least]] = True
    chosen = np.flatnonzero(good[codes])
    return best_of(documents[chosen], term.score_of_codes(codes[chosen]), count)


def _top_of_union(union: Union, count: int, allowed: Marks | None) -> Ranked:
    """Score the documents of the most telling terms first.

    MaxScore (Turtle and Flood, Information Processing & Management 31, 1995, pp. 831-850): once the
    least of the best so far exceeds what all other terms together could give, no document outside
    can enter.
    """
    nodes = sorted(union.nodes, key=lambda node: -node.bound())
    bounds = [node.bound() for node in nodes]
    candidates = NO_DOCUMENTS
    for number, node in enumerate(nodes[:-1], start=1):
        if (len(candidates) + node.size) * 10 > union.count:
            break
        documents = node.documents()
        if allowed is not None:
            documents = documents[allowed[documents]]
        candidates = np.union1d(candidates, documents).astype(np.uint32)
        if len(candidates) < count:
            continue
        ranked = best_of(candidates, union.scores_at(candidates), count)
        if ranked[1][-1] > union.boost * sum(bounds[number:]):
            return ranked
    if union.size * 8 < union.count:
        documents = union.documents()
        return _allowed_best(documents, union.scores_at(documents), count, allowed)
    sums = union.sums()
    if allowed is not None:
        sums *= allowed
    documents = np.flatnonzero(sums).astype(np.uint32)
    return best_of(documents, sums[documents], count)


def _allowed_best(
    documents: Documents, scores: Scores, count: int, allowed: Marks | None
) -> Ranked:
    if allowed is not None:
        kept = allowed[documents]
        documents, scores = documents[kept], scores[kept]
    return best_of(documents, scores, count)


def merged(ranked: Sequence[Ranked], count: int | None) -> Ranked:
    """Put the hits of several segments together, best first."""
    documents = np.concatenate([part[0] for part in ranked] or [np.empty(0, dtype=np.int64)])
    scores = np.concatenate([part[1] for part in ranked] or [np.empty(0)])
    return best_of(documents, scores, count)
