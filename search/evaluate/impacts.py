"""What common terms add to scores, in a byte for each document: bounds that can be summed up.

A term that one document in sixteen holds is asked for all day. Spread out over all documents, its
list becomes an array of bytes, each the score it gives, rounded up (an impact: Anh and Moffat,
SIGIR 2006, pp. 372-379). The sum of such arrays exceeds no score by more than one for each term,
and finds the documents that are worth scoring exactly.
"""

from __future__ import annotations

from math import ceil, log
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from search.codec.postings import FieldPostings
from search.codec.recent import RecentArrays

_SHARE = 16
"""A term is common when it occurs in one of so many documents."""

_GREATEST = 254


def is_common(size: int, count: int) -> bool:
    """Say whether a term that occurs in `size` of `count` documents is worth spreading out."""
    return size * _SHARE > count


def impact_scale(count: int, indexed: int, greatest: float) -> float:
    """Return how many steps an impact has for a score of 1, in a segment of `count` documents.

    `greatest` bounds what any posting scores before idf; idf counts `indexed` documents. No common
    term has more than 254 steps then, and those of all fields can be added up.
    """
    rarest = log(indexed / (count // _SHARE + 1)) + 1
    return _GREATEST / (rarest * greatest)


def least_impact(score: float, scale: float) -> int:
    """Return the least sum of impacts that a document with this score can have."""
    return ceil(score * scale * (1 - 1e-12))


class Impacts:
    """The impacts of the common terms of one field, by a table of scores without idf."""

    def __init__(self, table: NDArray[np.float64]) -> None:
        self._table = table
        self._recent: WeakKeyDictionary[FieldPostings, RecentArrays] = WeakKeyDictionary()

    def of(
        self, postings: FieldPostings, term: int, count: int, *, steps: float
    ) -> NDArray[np.uint8]:
        """Return a term's impacts, 0 where it does not occur; `steps` are idf times the scale."""
        recent = self._recent.setdefault(postings, RecentArrays())
        impacts = recent.get(term)
        if impacts is None:
            rounded = np.ceil(self._table * steps).astype(np.uint8)
            impacts = recent.keep(term, rounded.take(postings.spread_codes(term, count)))
        return impacts
