"""BM25F as a look-up: a score depends on a term's weight and a rounded length, 65,536 pairs in all.

Whoosh computes, for each posting (`whoosh.scoring.bm25`),

    idf * ((tf * (K1 + 1)) / (tf + K1 * ((1 - B) + B * fl / avgfl)))

Everything but `idf` is the same for all terms of a field, so it is computed once for each pair of
`tf` (below 256) and `fl` (a byte) with the same operations in the same order, and read from a table
by the posting's code. The scores are equal to Whoosh's, not merely close.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.scoring import BM25F
from whoosh.searching import Searcher

from search.codec.lengths import LENGTH_OF_BYTE
from search.codec.postings import FieldPostings
from search.evaluate.impacts import Impacts, impact_scale

Scores = NDArray[np.float64]

_TABLES_KEPT = 64
_tables: OrderedDict[tuple[float, float, float], Scores] = OrderedDict()
# Where a length is zero Whoosh asks for the length with 1 as default.
_LENGTHS = np.where(LENGTH_OF_BYTE == 0, 1, LENGTH_OF_BYTE).astype(np.float64)
_WEIGHT_OF_CODE = np.repeat(np.arange(1, 256, dtype=np.float64), 256)
_LENGTH_OF_CODE = np.tile(_LENGTHS, 255)


def saturation(weights: Any, lengths: Any, average: float, b: float, k1: float) -> Scores:
    """Return BM25F without its idf."""
    table: Scores = (weights * (k1 + 1)) / (weights + k1 * ((1 - b) + b * lengths / average))
    return table


def score_table(average: float, b: float, k1: float) -> Scores:
    """Return the scores, without idf, of all codes of a field with this average length."""
    key = (average, b, k1)
    if key not in _tables:
        table = np.zeros(1 << 16)  # a weight of 0 has no posting
        table[256:] = saturation(_WEIGHT_OF_CODE, _LENGTH_OF_CODE, average, b, k1)
        _tables[key] = table
        if len(_tables) > _TABLES_KEPT:
            _tables.popitem(last=False)
    _tables.move_to_end(key)
    return _tables[key]


class FieldScores:
    """How the terms of one field score in one searcher. Fields that do not score give weights."""

    def __init__(self, searcher: Searcher, field: str) -> None:
        weighting = searcher.weighting
        if type(weighting) is not BM25F:
            raise UnknownWeightingError(type(weighting).__name__)
        self._searcher = searcher
        self._field = field
        self.scorable = bool(searcher.schema[field].scorable)
        self._average = float(searcher.avg_field_length(field) or 1) if self.scorable else 1.0
        self._b = float(weighting._field_B.get(field, weighting.B))  # noqa: SLF001 - has no door
        self._k1 = float(weighting.K1)

    @cached_property
    def table(self) -> Scores:
        """The scores of all codes, without idf; 0 for a code without a weight."""
        return score_table(self._average, self._b, self._k1)

    @cached_property
    def impacts(self) -> Impacts:
        """The impacts of the field's common terms."""
        return Impacts(self.table)

    def impact_scale(self, count: int) -> float:
        """Return the steps of impact that a score of 1 has in a segment of `count` documents."""
        return impact_scale(count, int(self._searcher.doc_count_all()), self._k1 + 1)

    def idf(self, term: bytes) -> float:
        """Return a term's inverse document frequency in the whole index, 1 if it does not score."""
        return float(self._searcher.idf(self._field, term)) if self.scorable else 1.0

    def unweighted(self, postings: FieldPostings, start: int, stop: int) -> Scores:
        """Return the scores of a stretch of postings before idf and boost."""
        if not self.scorable:
            return postings.weights_of(start, stop)
        if postings.codes is not None:
            return self.table.take(postings.codes.part(start, stop))
        lengths = _LENGTHS[postings.length_bytes_of(start, stop)]
        return saturation(
            postings.weights_of(start, stop), lengths, self._average, self._b, self._k1
        )

    def bound(self, postings: FieldPostings, term: int) -> float:
        """Return a score, before idf and boost, that no posting of the term exceeds."""
        peak = postings.peak(term)
        if not self.scorable:
            return peak
        shortest = _LENGTHS[postings.shortest_byte(term)]
        return float(saturation(peak, shortest, self._average, self._b, self._k1))


class UnknownWeightingError(Exception):
    """A searcher scores by another model than BM25F: Whoosh's matchers must do it."""
