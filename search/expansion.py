"""From a pattern to the terms of an index it stands for, without asking about every word."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.codec.similar import similar_terms
from search.codec.terms import TermTable
from search.patterns import Begins, Exactly, Pattern, Similar, Written

Places = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Expansion:
    """Places in a dictionary: of words that were asked for, and of words merely like them."""

    close: Places
    others: Places


def expand(pattern: Pattern, terms: TermTable) -> Expansion:
    """Find the terms that a pattern stands for."""
    places = _matching(pattern, terms)
    close = _close(pattern, terms, places)
    return Expansion(places[close], places[~close])


def _matching(pattern: Pattern, terms: TermTable) -> Places:
    match pattern:
        case Exactly() | Written():
            (text,) = pattern.beginnings
            place = terms.find(text.encode())
            return np.array([place] if place >= 0 else [], dtype=np.int64)
        case Begins(text):
            found = terms.starting_with(text.encode())
            return np.arange(found.start, found.stop)
        case Similar(text, edits):
            return similar_terms(terms, text, distance=edits, swaps=True)
    places = {
        place
        for beginning in pattern.beginnings
        for place in terms.starting_with(beginning.encode())
        if pattern.matches(terms[place].decode())
    }
    return np.array(sorted(places), dtype=np.int64)


def _close(pattern: Pattern, terms: TermTable, places: Places) -> NDArray[np.bool_]:
    if isinstance(pattern, Exactly | Written):
        return np.ones(len(places), dtype=np.bool_)
    if isinstance(pattern, Begins | Similar):  # nothing but the word itself
        return np.equal(places, terms.find(pattern.text.encode()))
    chosen = (pattern.is_close(terms[place].decode()) for place in places.tolist())
    return np.fromiter(chosen, np.bool_, len(places))
