"""From a pattern to the terms of an index it stands for, without asking about every word."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from search.codec.similar import similar_terms
from search.codec.terms import TermTable
from search.patterns import Begins, Exactly, Forms, Pattern, Similar, Typed, Written

Places = NDArray[np.int64]

_NONE: Places = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Expansion:
    """Places in a dictionary: of words that were asked for, and of words merely like them."""

    close: Places
    others: Places


_KEPT = 256
"""Expansions that are remembered of a dictionary: each key typed asks for the words before it."""

_known: WeakKeyDictionary[TermTable, OrderedDict[Pattern, Expansion]] = WeakKeyDictionary()


def expand(pattern: Pattern, terms: TermTable) -> Expansion:
    """Find the terms that a pattern stands for, both sorted."""
    known = _known.setdefault(terms, OrderedDict())
    found = known.get(pattern)
    if found is None:
        found = known[pattern] = _expanded(pattern, terms)
        if len(known) > _KEPT:
            known.popitem(last=False)
    known.move_to_end(pattern)
    return found


def _expanded(pattern: Pattern, terms: TermTable) -> Expansion:
    match pattern:
        case Exactly() | Written():
            (text,) = pattern.beginnings
            return Expansion(_itself(text, terms), _NONE)
        case Forms():
            return Expansion(_close(pattern, terms), _NONE)
        case Begins(text):
            begun = terms.starting_with(text.encode())
            return _parted(np.arange(begun.start, begun.stop), _itself(text, terms))
        case Typed(text):
            begun = terms.starting_with(text.encode())
            close = _itself(text, terms) if len(text) < 3 else _close(pattern, terms)
            return _parted(np.arange(begun.start, begun.stop), close)
        case Similar(text, edits):
            similar = similar_terms(terms, text, distance=edits, swaps=True)
            return _parted(similar, _itself(text, terms))
    places = _places(pattern, terms, pattern.matches)
    return _parted(places, _places(pattern, terms, pattern.is_close))


def _itself(text: str, terms: TermTable) -> Places:
    place = terms.find(text.encode())
    return _NONE if place < 0 else np.array([place])


def _close(pattern: Pattern, terms: TermTable) -> Places:
    return _places(pattern, terms, pattern.is_close)


def _places(pattern: Pattern, terms: TermTable, wanted: Callable[[str], bool]) -> Places:
    """Ask about each word that begins as the pattern does."""
    found = {
        place
        for beginning in pattern.beginnings
        for place in terms.starting_with(beginning.encode())
        if wanted(terms[place].decode())
    }
    return np.array(sorted(found), dtype=np.int64)


def _parted(matching: Places, close: Places) -> Expansion:
    """Part what matches from what is close."""
    return Expansion(close, matching[~np.isin(matching, close)])
