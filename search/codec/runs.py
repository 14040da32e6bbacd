"""Runs in arrays: the positions of some postings, the bytes of some records, equal neighbours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from search.codec.files import Array

Places = NDArray[np.int64]


def places_of_runs(starts: Places, lengths: Places) -> Places:
    """Return the places of all elements of some runs, run after run.

    >>> places_of_runs(np.array([7, 2]), np.array([2, 3])).tolist()
    [7, 8, 2, 3, 4]
    """
    ends = np.cumsum(lengths)
    if not len(ends) or (ends[-1] == len(lengths) and lengths.all()):
        return starts  # all runs have one element
    before = ends - lengths
    places: Places = np.arange(int(ends[-1])) + np.repeat(starts - before, lengths)
    return places


def pick_runs(data: Array, starts: Places, lengths: Places) -> Array:
    """Return some runs of an array, one after the other."""
    picked: Array = data[places_of_runs(starts, lengths)]
    return picked


def bounds_of_runs(lengths: Array) -> Places:
    """Return where each run starts when runs stand one after the other, and where the last ends.

    >>> bounds_of_runs(np.array([2, 3])).tolist()
    [0, 2, 5]
    """
    bounds = np.zeros(len(lengths) + 1, dtype=np.int64)
    lengths.cumsum(out=bounds[1:], dtype=np.int64)
    return bounds


def lengths_of_runs(starts: Places, end: int) -> Places:
    """Return how long the runs are that start at these places, the last one up to `end`.

    >>> lengths_of_runs(np.array([0, 2]), 5).tolist()
    [2, 3]
    """
    lengths = np.empty_like(starts)
    np.subtract(starts[1:], starts[:-1], out=lengths[:-1])
    lengths[-1:] = end - starts[-1:]
    return lengths


def firsts_of_runs(values: Array) -> NDArray[np.bool_]:
    """Mark the elements that differ from the one before them.

    >>> firsts_of_runs(np.array([3, 3, 5])).tolist()
    [True, False, True]
    """
    firsts = np.ones(len(values), dtype=np.bool_)
    np.not_equal(values[1:], values[:-1], out=firsts[1:])
    return firsts
