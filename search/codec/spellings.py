"""The words of a term table as letters in columns, by length: all are compared at once that way."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from search.codec.terms import TermTable

Places = NDArray[np.int64]
Letters = NDArray[np.uint32]


def spellings(terms: TermTable) -> dict[int, tuple[Places, Letters]]:
    """Return the places of the words of each length, and their letters, a row for each position."""
    words = [term.decode("utf-8", "replace") for term in terms]
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    by_length = {}
    for length in np.unique(lengths).tolist():
        places = np.flatnonzero(lengths == length)
        text = "".join(words[place] for place in places.tolist())
        letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        matrix = letters.reshape(len(places), length).T
        by_length[length] = places, np.ascontiguousarray(matrix)
    return by_length
