"""The dictionary of a field: its terms in byte order, in one block of bytes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, chain, pairwise

import numpy as np

from search.codec.files import Array, CheckedArray

KNOWN_LIMIT = 50_000
"""Terms whose place is remembered. Typing asks for the same words again and again."""


class TermTable(Sequence[bytes]):
    """Sorted terms: term `i` is `blob[offsets[i] : offsets[i + 1]]`."""

    def __init__(self, blob: CheckedArray, offsets: CheckedArray) -> None:
        self.blob = blob
        self.offsets = offsets
        self._known: dict[bytes, int] = {}

    @classmethod
    def of(cls, terms: Iterable[bytes]) -> TermTable:
        """Make a table of sorted terms."""
        listed = list(terms)
        places = list(accumulate(chain((0,), map(len, listed))))
        kind = np.uint32 if places[-1] < 1 << 32 else np.uint64
        return cls(
            CheckedArray(np.frombuffer(b"".join(listed), dtype=np.uint8)),
            CheckedArray(np.array(places, dtype=kind)),
        )

    @cached_property
    def _bytes(self) -> memoryview:
        return self.blob.whole().data

    @cached_property
    def _places(self) -> Array:
        return self.offsets.whole()

    def __len__(self) -> int:
        return len(self.offsets) - 1

    # Slices of a dictionary are asked for by range(), so only numbers come here.
    def __getitem__(self, index: int) -> bytes:  # type: ignore[override]
        if index >= len(self):
            raise IndexError(index)
        return bytes(self._bytes[self._places[index] : self._places[index + 1]])

    def __iter__(self) -> Iterator[bytes]:
        everything = bytes(self._bytes)
        places = self._places.tolist()
        return (everything[start:stop] for start, stop in pairwise(places))

    def find(self, term: bytes) -> int:
        """Return the place of a term, or -1."""
        place = self._known.get(term)
        if place is None:
            place = bisect_left(self, term)
            if place == len(self) or self[place] != term:
                place = -1
            if len(self._known) < KNOWN_LIMIT:
                self._known[term] = place
        return place

    def from_(self, term: bytes) -> int:
        """Return the place of the first term that is not less than this one."""
        return bisect_left(self, term)

    def starting_with(self, prefix: bytes) -> range:
        """Return the places of all terms that begin so: neighbours, as terms are sorted."""
        start = bisect_left(self, prefix)
        above = _above(prefix)
        return range(start, len(self) if above is None else bisect_left(self, above, start))


def _above(prefix: bytes) -> bytes | None:
    """Return the least text above all that begin with `prefix`; None when there is none."""
    kept = prefix.rstrip(b"\xff")
    return kept[:-1] + bytes([kept[-1] + 1]) if kept else None
