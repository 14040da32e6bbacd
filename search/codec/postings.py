"""The postings of a field: contiguous arrays in which a term is a slice.

Postings are sorted by term, then by document, so that term `i` owns the stretch
`starts[i] : starts[i + 1]` of every array, and all terms that begin alike own one stretch together:
a prefix query reads one slice, whatever the number of words.

A posting is a document number and the two ingredients of BM25F, the term's weight and the field's
length rounded to a byte. Where all weights are whole numbers below 256, which is every text, both
fit in one 16-bit code, and a score is a look-up in a table of 65,536 (`search.evaluate.scores`).
Other weights are kept beside the lengths as 32-bit floats, as Whoosh keeps them.

Positions stand one after the other, as many for a posting as its weight says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import TermInfo

from search.codec.files import Array, ArrayFile, CheckedArray
from search.codec.lengths import LENGTH_OF_BYTE
from search.codec.recent import RecentArrays
from search.codec.runs import bounds_of_runs
from search.codec.terms import TermTable

Documents = NDArray[np.uint32]

_REQUIRED = ("starts", "documents", "totals", "peaks", "shortest", "longest")
_OPTIONAL = (
    "codes",
    "weights",
    "lengths",
    "positions",
    "position_starts",
    "values",
    "value_starts",
)


@dataclass(frozen=True, eq=False)
class FieldPostings:
    """One field of one segment. Either `codes`, or `weights` and `lengths`.

    `totals`, `peaks`, `shortest` and `longest` are a term's weight in all, its greatest weight and
    the bounds of the lengths it occurs with. `position_starts` points at each term's first
    position; `values` holds what else a format says of each posting, and `value_starts` where (one
    more than there are postings).
    """

    terms: TermTable
    starts: CheckedArray
    documents: CheckedArray
    totals: CheckedArray
    peaks: CheckedArray
    shortest: CheckedArray
    longest: CheckedArray
    codes: CheckedArray | None = None
    weights: CheckedArray | None = None
    lengths: CheckedArray | None = None
    positions: CheckedArray | None = None
    position_starts: CheckedArray | None = None
    values: CheckedArray | None = None
    value_starts: CheckedArray | None = None

    def bounds(self, term: int) -> tuple[int, int]:
        """Return where the postings of a term start and stop."""
        return int(self._starts[term]), int(self._starts[term + 1])

    def bounds_of(self, terms: range) -> tuple[int, int]:
        """Return where the postings of neighbouring terms start and stop."""
        return int(self._starts[terms.start]), int(self._starts[terms.stop])

    def frequencies(self, terms: Array | range | list[int]) -> NDArray[np.int64]:
        """Return in how many documents each of these terms occurs."""
        places = np.asarray(terms, dtype=np.int64)
        counted: NDArray[np.int64] = self._starts[places + 1] - self._starts[places]
        return counted

    def all_frequencies(self) -> NDArray[np.int64]:
        """Return in how many documents each term occurs."""
        return self._starts[1:] - self._starts[:-1]

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        return self.starts.whole().astype(np.int64)

    def documents_of(self, start: int, stop: int) -> Documents:
        """Return the document numbers of a stretch of postings."""
        return self.documents.part(start, stop)

    def spread_codes(self, term: int, count: int) -> NDArray[np.uint16]:
        """Return a term's code in each of `count` documents, 0 where it does not occur.

        In a common term's codes a document is one look away. They are kept for the next time.
        """
        codes = self._spread.get(term)
        if codes is None:
            assert self.codes is not None
            start, stop = self.bounds(term)
            spread = np.zeros(count, dtype=np.uint16)
            spread[self.documents_of(start, stop)] = self.codes.part(start, stop)
            codes = self._spread.keep(term, spread)
        return codes

    @cached_property
    def _spread(self) -> RecentArrays:
        return RecentArrays()

    def weights_of(self, start: int, stop: int) -> NDArray[np.float64]:
        """Return the weights of a stretch of postings."""
        if self.codes is not None:
            return (self.codes.part(start, stop) >> 8).astype(np.float64)
        assert self.weights is not None
        return self.weights.part(start, stop).astype(np.float64)

    def counts_of(self, start: int, stop: int) -> NDArray[np.int64]:
        """Return the weights of a stretch of postings, in a field where they count positions."""
        if self.codes is not None:
            return (self.codes.part(start, stop) >> 8).astype(np.int64)
        return self.weights_of(start, stop).astype(np.int64)

    def counts_at(self, start: int, stop: int, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the weights of single postings of a stretch, where they count positions."""
        if self.codes is not None:
            return (self.codes.part(start, stop)[places] >> 8).astype(np.int64)
        return self.counts_of(start, stop)[places]

    def length_bytes_of(self, start: int, stop: int) -> NDArray[np.uint8]:
        """Return the rounded field lengths of a stretch of postings."""
        if self.codes is not None:
            return (self.codes.part(start, stop) & 0xFF).astype(np.uint8)
        assert self.lengths is not None
        return self.lengths.part(start, stop)

    def positions_of(self, term: int) -> Array:
        """Return the positions of a term, posting after posting."""
        assert self.positions is not None
        start = int(self._position_starts[term])
        return self.positions.part(start, start + int(self._totals[term]))

    def positions_of_all(self, terms: range) -> Array:
        """Return the positions of neighbouring terms, posting after posting."""
        assert self.positions is not None
        last = terms.stop - 1
        stop = int(self._position_starts[last]) + int(self._totals[last])
        return self.positions.part(int(self._position_starts[terms.start]), stop)

    def position_ends(self, term: int) -> Array:
        """Return where the positions of each posting of a term end. Kept for the next time."""
        ends = self._ends.get(term)
        if ends is None:
            counts = self.counts_of(*self.bounds(term))
            ends = self._ends.keep(term, np.cumsum(counts, dtype=np.uint32))
        return ends

    @cached_property
    def _ends(self) -> RecentArrays:
        return RecentArrays()

    @cached_property
    def _position_starts(self) -> Array:
        assert self.position_starts is not None
        return self.position_starts.whole()

    @cached_property
    def _totals(self) -> Array:
        return self.totals.whole()

    def peak(self, term: int) -> float:
        """Return the greatest weight of a term in a document."""
        return float(self.peaks.whole()[term])

    def shortest_byte(self, term: int) -> int:
        """Return the rounded length of the shortest field that holds the term."""
        return int(self.shortest.whole()[term])

    def info(self, term: int) -> TermInfo:
        """Return Whoosh's statistics of a term."""
        start, stop = self.bounds(term)
        return TermInfo(
            weight=float(self._totals[term]),
            df=stop - start,
            minlength=int(LENGTH_OF_BYTE[self.shortest_byte(term)]),
            maxlength=int(LENGTH_OF_BYTE[int(self.longest.whole()[term])]),
            maxweight=self.peak(term),
            minid=int(self.documents.part(start, start + 1)[0]),
            maxid=int(self.documents.part(stop - 1, stop)[0]),
        )

    def arrays(self, field: str) -> Iterable[tuple[str, Array]]:
        """Name the arrays for a file."""
        yield f"{field}/terms", self.terms.blob.whole()
        yield f"{field}/offsets", self.terms.offsets.whole()
        for name in (*_REQUIRED, *_OPTIONAL):
            array: CheckedArray | None = getattr(self, name)
            if array is not None:
                yield f"{field}/{name}", array.whole()

    @classmethod
    def read(cls, file: ArrayFile, field: str) -> FieldPostings:
        """Find a field's arrays in a file."""
        return cls(
            TermTable(file[f"{field}/terms"], file[f"{field}/offsets"]),
            **{name: file[f"{field}/{name}"] for name in _REQUIRED},
            **{name: file[f"{field}/{name}"] for name in _OPTIONAL if f"{field}/{name}" in file},
        )


def field_postings(
    terms: TermTable,
    frequencies: Array,
    documents: Array,
    weights: Array,
    lengths: NDArray[np.uint8],
    *,
    positions: Array | None = None,
    values: tuple[Array, Array] | None = None,
) -> FieldPostings:
    """Lay out postings that are sorted by term and document.

    `frequencies` counts the postings of each term, none of them zero; `lengths` are the rounded
    field lengths, one for each posting. Positions need whole weights, one for each position.
    """
    starts = bounds_of_runs(frequencies)
    firsts = starts[:-1]
    whole = _fits_code(weights)
    totals = np.add.reduceat(weights.astype(np.float64), firsts)
    arrays: dict[str, Array] = {
        "starts": _narrow(starts),
        "documents": documents.astype(np.uint32, copy=False),
        "totals": totals.astype(np.uint32) if whole and totals.max() < 1 << 32 else totals,
        "peaks": np.maximum.reduceat(weights, firsts).astype(np.uint8 if whole else np.float32),
        "shortest": np.minimum.reduceat(lengths, firsts),
        "longest": np.maximum.reduceat(lengths, firsts),
    }
    if whole:
        arrays["codes"] = (weights.astype(np.uint16) << np.uint16(8)) | lengths
    else:
        arrays["weights"] = weights.astype(np.float32)
        arrays["lengths"] = lengths
    if positions is not None:
        arrays["position_starts"] = _narrow(bounds_of_runs(totals)[:-1])
        narrow = not len(positions) or int(positions.max()) < 1 << 16
        arrays["positions"] = positions.astype(np.uint16 if narrow else np.uint32, copy=False)
    if values is not None:
        arrays["values"], arrays["value_starts"] = values[0], _narrow(values[1])
    return FieldPostings(terms, **{name: CheckedArray(array) for name, array in arrays.items()})


def _fits_code(weights: Array) -> bool:
    if weights.dtype.kind not in "iu" and not np.all(weights == np.floor(weights)):
        return False
    return bool(weights.min() >= 1 and weights.max() <= 255)


def _narrow(places: Array) -> Array:
    """Keep places in 32 bits where they fit: half the bytes to map."""
    return places.astype(np.uint32 if int(places[-1]) < 1 << 32 else np.uint64)
