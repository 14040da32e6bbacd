"""Where words stand: documents in which words follow each other within a distance.

A word's places are keys, the document number in the upper half and the position in the lower, so
that a whole posting list is one sorted array and "the next word" is the same array moved by one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search.codec.postings import Documents
from search.codec.runs import pick_runs
from search.evaluate.nodes import NO_DOCUMENTS, Node, Term, Union, common, places_in

Keys = NDArray[np.int64]

_SHIFT = 32


def near(count: int, words: Sequence[Sequence[Term]], distance: int) -> Documents:
    """Return the documents in which each word stands 1 to `distance` places behind the one before.

    A word is one term or several that stand for it. This is Whoosh's `SpanNear2` in order, whose
    spans grow from word to word: only where a span ends matters for the next word.
    """
    documents = common([_any(count, terms) for terms in words])
    if distance == 1:
        return _adjacent(documents, words)
    ends: Keys | None = None
    for terms in words:
        keys = _keys(terms, documents)
        if ends is not None:
            before = np.searchsorted(ends, keys) - 1
            keys = keys[(before >= 0) & (keys - ends[before] <= distance)]
        if not len(keys):
            return NO_DOCUMENTS
        ends = keys
    return _documents(ends)


def _any(count: int, terms: Sequence[Term]) -> Node:
    return terms[0] if len(terms) == 1 else Union(count, terms)


def _adjacent(documents: Documents, words: Sequence[Sequence[Term]]) -> Documents:
    """Compare the rarest words first: what they leave is little for the common ones."""
    ends: Keys | None = None
    by_rarity = sorted(enumerate(words), key=lambda word: sum(term.size for term in word[1]))
    for place, terms in by_rarity:
        keys = _keys(terms, documents) + (len(words) - 1 - place)
        ends = keys if ends is None else _common_keys(ends, keys)
        if not len(ends):
            return NO_DOCUMENTS
        documents = _documents(ends)
    return documents


def _common_keys(one: Keys, other: Keys) -> Keys:
    few, many = (one, other) if len(one) < len(other) else (other, one)
    places = np.searchsorted(many, few)
    places[places == len(many)] = 0
    common_keys: Keys = few[many[places] == few]
    return common_keys


def _documents(keys: Keys | None) -> Documents:
    if keys is None or not len(keys):
        return NO_DOCUMENTS
    documents = keys >> _SHIFT
    first = np.concatenate(([True], documents[1:] != documents[:-1]))
    return documents[first].astype(np.uint32)


def _keys(terms: Sequence[Term], documents: Documents) -> Keys:
    """Return the places of a word in these documents, sorted."""
    found = [_keys_of(term, documents) for term in terms]
    if len(found) == 1:
        return found[0]
    return np.unique(np.concatenate(found))


def _keys_of(term: Term, documents: Documents) -> Keys:
    own = term.documents()
    counts = term.postings.counts_of(term.start, term.stop)
    ends = np.cumsum(counts)
    if len(documents) * 12 < len(own):
        places, found = places_in(documents, own)
        places = places[found]
    else:
        marks = np.zeros(term.count, dtype=np.bool_)
        marks[documents] = True
        places = np.flatnonzero(marks[own])
    counts, ends = counts[places], ends[places]
    positions = pick_runs(term.postings.positions_of(term.term), ends - counts, counts)
    keys: Keys = (np.repeat(own[places].astype(np.int64), counts) << _SHIFT) + positions.astype(
        np.int64
    )
    return keys
