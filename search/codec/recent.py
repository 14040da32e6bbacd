"""Arrays that are dear to make and asked for again: the ones used last, up to so many bytes."""

from __future__ import annotations

from collections import OrderedDict

from search.codec.files import Array

BYTES_KEPT = 24 << 20
"""Twelve arrays of 16 bits for a million documents; all that are asked for in a small index."""


class RecentArrays:
    """Arrays by the number of their term."""

    def __init__(self) -> None:
        self._arrays: OrderedDict[int, Array] = OrderedDict()
        self._bytes = 0

    def get(self, term: int) -> Array | None:
        """Return the array of a term, if it is still there."""
        array = self._arrays.get(term)
        if array is not None:
            self._arrays.move_to_end(term)
        return array

    def keep(self, term: int, array: Array) -> Array:
        """Keep the array of a term, and return it."""
        self._arrays[term] = array
        self._bytes += array.nbytes
        while self._bytes > BYTES_KEPT and len(self._arrays) > 1:
            self._bytes -= self._arrays.popitem(last=False)[1].nbytes
        return array
