"""A linear-chain tagger: which words are the source, the cue and the content of an attribution.

The scores of a word's labels are sums of weights, one weight a feature and label; features are
columns of the table combined and hashed into buckets, in training as in use. The best sequence of
labels is found by the Viterbi algorithm, for all paragraphs of a text side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from extraction.learned.columns import Column, CueWords, Table
from resources import MODELS

Floats = npt.NDArray[np.float32]
Buckets = npt.NDArray[np.uint32]

LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
BUCKETS = 1 << 19
LONGEST = 400
"""Words of a paragraph that are tagged as one sequence; a longer one is cut."""

_C = Column
TEMPLATES: tuple[tuple[tuple[Column, int], ...], ...] = (
    *(((_C.WORD, offset),) for offset in (-3, -2, -1, 0, 1, 2, 3)),
    *(((_C.LEMMA, offset),) for offset in (-4, -3, -2, -1, 0, 1, 2, 3, 4)),
    *(((_C.CLASS, offset),) for offset in (-2, -1, 0, 1, 2)),
    *(((_C.SHAPE, offset),) for offset in (-1, 0, 1)),
    *(((_C.MENTION, offset),) for offset in (-2, -1, 0, 1, 2)),
    *(((_C.SUBJECT, offset),) for offset in (-2, -1, 0, 1, 2)),
    ((_C.ENDING, 0),),
    ((_C.ENDING, -1), (_C.ENDING, 0)),
    ((_C.ENDING, 0), (_C.ENDING, 1)),
    ((_C.WORD, -1), (_C.WORD, 0)),
    ((_C.WORD, 0), (_C.WORD, 1)),
    ((_C.WORD, -2), (_C.WORD, -1)),
    ((_C.WORD, 1), (_C.WORD, 2)),
    ((_C.CLASS, -1), (_C.CLASS, 0), (_C.CLASS, 1)),
    ((_C.CUE_DISTANCE, 0),),
    ((_C.CUE_DISTANCE, 0), (_C.CUE_LEMMA, 0)),
    ((_C.CUE_DISTANCE, 0), (_C.WORD, 0)),
    ((_C.CUE_DISTANCE, 0), (_C.WORD, -1)),
    ((_C.CUE_DISTANCE, 0), (_C.IN_MARKS, 0)),
    ((_C.CUE_DISTANCE, 0), (_C.COMMAS, 0), (_C.IN_MARKS, 0)),
    ((_C.CUE_DISTANCE, 0), (_C.COMMAS, 0), (_C.CUE_LEMMA, 0)),
    ((_C.CUE_DISTANCE, 0), (_C.OTHER_SIDE, 0)),
    ((_C.CUE_DISTANCE, 0), (_C.CLASS, 0)),
    ((_C.CUE_DISTANCE, 0), (_C.PLACE, 0)),
    ((_C.COMMAS, 0), (_C.CUE_LEMMA, 0)),
    ((_C.IN_MARKS, -1), (_C.IN_MARKS, 0), (_C.IN_MARKS, 1)),
    ((_C.IN_MARKS, 0), (_C.WORD, 0)),
    ((_C.THAT, 0),),
    ((_C.THAT, 0), (_C.CUE_LEMMA, 0)),
    ((_C.PLACE, 0), (_C.WORD, 0)),
    ((_C.PLACE, 0), (_C.MENTION, 0)),
    ((_C.MENTION, 0), (_C.SUBJECT, 0), (_C.CUE_LEMMA, 0)),
    ((_C.MENTION, 0), (_C.LEMMA, 1)),
    ((_C.MENTION, 0), (_C.LEMMA, 2)),
    ((_C.MENTION, -1), (_C.LEMMA, 0)),
    ((_C.MENTION, 1), (_C.LEMMA, 0)),
    ((_C.SUBJECT, 0), (_C.LEMMA, 0)),
    ((_C.SUBJECT, 0), (_C.CUE_DISTANCE, 0)),
    ((_C.LEMMA, 0), (_C.CLASS, 1)),
    ((_C.LEMMA, 0), (_C.WORD, 1)),
    ((_C.LEMMA, 0), (_C.ENDING, 0)),
    ((_C.LEMMA, -1), (_C.CLASS, 0)),
    ((_C.LEMMA, -1), (_C.WORD, 0)),
    ((_C.LEMMA, -2), (_C.WORD, -1)),
    *(((_C.STRENGTH, offset),) for offset in (-2, -1, 0, 1, 2)),
    *(((_C.SIGN_SUBJECT, offset),) for offset in (-1, 0, 1)),
    ((_C.SIGN_DISTANCE, 0), (_C.SIGN_COMMAS, 0)),
    ((_C.SIGN_DISTANCE, 0), (_C.SIGN_WORD, 0)),
    ((_C.SIGN_DISTANCE, 0), (_C.SIGN_COMMAS, 0), (_C.CLASS, 0)),
    ((_C.SIGN_DISTANCE, 0), (_C.WORD, 0)),
    ((_C.SIGN_DISTANCE, 0), (_C.SIGN_SUBJECT, 0), (_C.MENTION, 0)),
    ((_C.SIGN_SUBJECT, 0), (_C.WORD, 0)),
    ((_C.STRENGTH, 0), (_C.CLASS, 1), (_C.SIGN_SUBJECT, 0)),
    ((_C.STRENGTH, 0), (_C.WORD, 1)),
    ((_C.STRENGTH, -1), (_C.CLASS, 0)),
    ((_C.STRENGTH, -2), (_C.CLASS, -1), (_C.CLASS, 0)),
)


@dataclass(frozen=True)
class Model:
    """The weights of a tagger. `moves[i, j]` weighs label j after label i.

    `rows` gives each bucket the row of its weights; row 0 holds none. The few rows that carry a
    weight stay in the processor's cache, which a table of all buckets would not.
    """

    rows: npt.NDArray[np.int32]
    weights: Floats
    moves: Floats
    labels: tuple[str, ...]
    cue_words: CueWords


@cache
def load(name: str) -> Model | None:
    """Load a model that ships with the product; None where its file is missing."""
    path = MODELS / f"{name}.npz"
    return read_model(path) if path.is_file() else None


def read_model(path: Path) -> Model:
    """Read a model: only the buckets that carry a weight are stored."""
    with np.load(path, allow_pickle=False) as stored:
        labels = tuple(str(label) for label in stored["labels"])
        used = stored["buckets"]
        rows = np.zeros(BUCKETS, dtype=np.int32)
        rows[used] = np.arange(1, len(used) + 1)
        weights = np.zeros((len(used) + 1, len(labels)), dtype=np.float32)
        weights[1:] = stored["weights"]
        listed = zip(stored["cue_words"].tolist(), stored["cue_classes"].tolist(), strict=True)
        moves = stored["moves"].astype(np.float32)
        return Model(rows, weights, moves, labels, dict(listed))


def buckets_of(table: Table, bounds: Sequence[tuple[int, int]]) -> Buckets:
    """Return the buckets of every token's features; none looks beyond its sequence."""
    reach = max(abs(offset) for template in TEMPLATES for _, offset in template)
    count = len(table)
    sequence = np.zeros(count + 2 * reach, dtype=np.int64)
    for number, (start, end) in enumerate(bounds, start=1):
        sequence[reach + start : reach + end] = number
    padded = np.zeros((table.shape[1], count + 2 * reach), dtype=np.uint32)
    padded[:, reach : reach + count] = table.T
    own = sequence[reach : reach + count]
    beyond = {
        offset: sequence[reach + offset : reach + offset + count] != own
        for offset in range(-reach, reach + 1)
    }
    shifted: dict[tuple[Column, int], npt.NDArray[np.uint32]] = {}
    for column, offset in {part for template in TEMPLATES for part in template}:
        values = padded[column, reach + offset : reach + offset + count] + np.uint32(1)
        values[beyond[offset]] = 0
        shifted[column, offset] = values
    buckets = np.empty((len(TEMPLATES), count), dtype=np.uint32)
    for number, template in enumerate(TEMPLATES):
        mixed = np.full(count, (number + 1) * 0x9E3779B1 & 0xFFFFFFFF, dtype=np.uint32)
        for column, offset in template:
            mixed = (mixed ^ shifted[column, offset]) * np.uint32(0x85EBCA6B)
            mixed ^= mixed >> np.uint32(13)
        buckets[number] = mixed % np.uint32(BUCKETS)
    return buckets.T


def sequences(paragraph_bounds: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cut the token bounds of paragraphs into sequences of at most `LONGEST` words."""
    return [
        (begin, min(begin + LONGEST, end))
        for start, end in paragraph_bounds
        for begin in range(start, end, LONGEST)
    ]


def tag(model: Model, table: Table, bounds: Sequence[tuple[int, int]]) -> npt.NDArray[np.int8]:
    """Return the best label of every token, as numbers of `model.labels`."""
    labels = np.zeros(len(table), dtype=np.int8)
    if not bounds:
        return labels
    buckets = buckets_of(table, bounds)
    scores = np.zeros((len(table), len(model.labels)), dtype=np.float32)
    for column in buckets.T:
        scores += model.weights[model.rows[column]]
    # The longest first: in a block, those that have not ended yet are then always the first ones.
    order = sorted(bounds, key=lambda bound: (bound[0] - bound[1], bound))
    for first in range(0, len(order), 64):
        block = order[first : first + 64]
        for (start, end), path in zip(block, _viterbi(model, scores, block), strict=True):
            labels[start:end] = path[: end - start]
    return labels


def _viterbi(
    model: Model, scores: Floats, block: Sequence[tuple[int, int]]
) -> npt.NDArray[np.intp]:
    """Decode sequences side by side, the longest first."""
    count, size = len(block), len(model.labels)
    longest = block[0][1] - block[0][0]
    emissions = np.zeros((longest, count, size), dtype=np.float32)
    for number, (start, end) in enumerate(block):
        emissions[: end - start, number] = scores[start:end]
    going = np.searchsorted([start - end for start, end in block], -np.arange(longest))
    back = np.empty((longest, count, size), dtype=np.intp)
    back[:] = np.arange(size)
    best = emissions[0].copy()
    arrivals = np.ascontiguousarray(model.moves.T)
    for step in range(1, longest):
        active = going[step]
        options = best[:active, None, :] + arrivals
        options.argmax(axis=2, out=back[step, :active])
        best[:active] = options.max(axis=2)
        best[:active] += emissions[step, :active]
    paths = np.empty((count, longest), dtype=np.intp)
    rows = np.arange(count)
    current = best.argmax(axis=1)
    for step in range(longest - 1, -1, -1):
        paths[:, step] = current
        current = back[step, rows, current]
    return paths
