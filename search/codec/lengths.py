"""Field lengths in one byte, exactly as Whoosh rounds them (`whoosh.util.numeric`).

BM25F scores by the rounded length, so equal scores need equal rounding.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import byte_to_length

LENGTH_OF_BYTE: NDArray[np.int64] = np.array(
    [byte_to_length(byte) for byte in range(256)], dtype=np.int64
)


def length_bytes(lengths: NDArray[np.integer]) -> NDArray[np.uint8]:
    """Round lengths as `whoosh.util.numeric.length_to_byte` does: up to the next the table holds.

    >>> length_bytes(np.array([0, 1, 10, 11, 12, 999_999])).tolist()
    [0, 1, 10, 11, 11, 255]
    """
    places = np.searchsorted(LENGTH_OF_BYTE, lengths, side="left")
    rounded: NDArray[np.uint8] = np.minimum(places, 255).astype(np.uint8)
    return rounded
