"""Words one edit from a word, looked up by what is left of them when a letter is taken out.

If two words lie within one edit (a swap of neighbours among them), the same text is left of both
after at most one letter was taken out of each (Mor and Fraenkel, CACM 25, 1982, pp. 935-938). The
hashes of all such texts stand in one sorted array, each with the place of its word in its last
bits, so that a word of n letters costs n + 1 look-ups among as many words as there may be.
"""

from __future__ import annotations

from collections.abc import Mapping
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from search.codec.spellings import Letters, Places, spellings
from search.codec.terms import TermTable

Hashes = NDArray[np.uint64]

_BASE = 0x9E3779B97F4A7C15  # odd, so that there is an inverse
_SHIFT_BACK = np.uint64(pow(_BASE, -1, 1 << 64))


class Remains:
    """What is left of the words of a term table without one letter, and the words themselves."""

    def __init__(self, terms: TermTable) -> None:
        self._place = np.uint64((1 << len(terms).bit_length()) - 1)
        self._hash = ~self._place
        self._keys = self._keys_of(spellings(terms))
        self._keys.sort()

    def _keys_of(self, by_length: Mapping[int, tuple[Places, Letters]]) -> Hashes:
        keys = [np.empty(0, dtype=np.uint64)]
        for places, letters in by_length.values():
            hashes = _hashes(letters)
            hashes &= self._hash
            hashes |= places.astype(np.uint64)
            keys.append(hashes.reshape(-1))
        return np.concatenate(keys)

    def near(self, word: str) -> set[int]:
        """Return the places of all words within one edit, and perhaps of some others."""
        letters = np.fromiter(map(ord, word), np.uint32, len(word))
        wanted = _hashes(letters[:, np.newaxis])[:, 0] & self._hash
        firsts = self._keys.searchsorted(wanted).tolist()
        lasts = self._keys.searchsorted(wanted | self._place, side="right").tolist()
        found: set[int] = set()
        for first, last in zip(firsts, lasts, strict=True):
            if first < last:
                found.update((self._keys[first:last] & self._place).tolist())
        return found


def _hashes(letters: Letters) -> Hashes:
    """Hash words of one length, a column each: the whole in the first row, then without a letter.

    A text's hash is the sum of its letters, each times a power of the base, modulo 2 ** 64. What
    stands behind the letter that is taken out moves forward by one place: one power less.
    """
    length, count = letters.shape
    if not length:
        return np.zeros((1, count), dtype=np.uint64)
    powers = np.full(length, _BASE, dtype=np.uint64).cumprod()
    weighed = (letters.astype(np.uint64) + np.uint64(1)) * powers[:, np.newaxis]
    hashes = np.empty((length + 1, count), dtype=np.uint64)
    up_to = weighed.cumsum(axis=0)
    hashes[0] = up_to[-1]
    hashes[1:] = up_to - weighed + (up_to[-1] - up_to) * _SHIFT_BACK
    return hashes


_known: WeakKeyDictionary[TermTable, Remains] = WeakKeyDictionary()


def within_one_edit(terms: TermTable, word: str, *, prefix: int, swaps: bool) -> Places:
    """Return what `similar_terms` does for one edit."""
    remains = _known.get(terms)
    if remains is None:
        remains = _known[terms] = Remains(terms)
    begins = word[:prefix]
    near = [
        place
        for place in sorted(remains.near(word))
        if (other := terms[place].decode("utf-8", "replace")).startswith(begins)
        and _is_within_one_edit(word, other, swaps=swaps)
    ]
    return np.array(near, dtype=np.int64)


def _is_within_one_edit(word: str, other: str, *, swaps: bool) -> bool:
    """Compare two words from both ends: what agrees leaves one letter at most, or two swapped."""
    left = _agreeing(word, other)
    right = _agreeing(word[::-1], other[::-1])
    if left + right >= max(len(word), len(other)) - 1:
        return True
    if not swaps or len(word) != len(other) or left + right != len(word) - 2:
        return False
    return word[left] == other[left + 1] and word[left + 1] == other[left]


def _agreeing(word: str, other: str) -> int:
    """Return how many letters agree before the first that does not."""
    agreeing = 0
    for one, another in zip(word, other, strict=False):
        if one != another:
            break
        agreeing += 1
    return agreeing
