"""Choices learned as sums of weights: which of some places or mentions, or none of them.

A question is put with its options; each option is described by patterns, combinations of what is
seen there, hashed into buckets that carry a weight. The weights of an option are summed, and the
sums of one question's options, with 0 for "none of them", become chances that add up to one: a
conditional logit. The arithmetic is the same in training and in use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Atoms = npt.NDArray[np.uint32]
Buckets = npt.NDArray[np.uint32]
Chances = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]

BUCKETS = 1 << 17
_SALT = 0x9E3779B1
_FACTOR = np.uint32(0x85EBCA6B)
_SHIFT = np.uint32(13)


class Patterns:
    """The combinations of seen things (atoms) that describe the options of one question.

    Written as in "word, word-1 word, distance cue.stem": a comma between patterns. `atoms` may give
    them another order than that of their first use.
    """

    def __init__(self, written: str, atoms: Sequence[str] = ()) -> None:
        patterns = [tuple(pattern.split()) for pattern in written.split(",") if pattern.strip()]
        self.atoms = tuple(atoms or dict.fromkeys(a for p in patterns for a in p))
        row = {atom: number for number, atom in enumerate(self.atoms)}
        longest = max(len(pattern) for pattern in patterns)
        patterns.sort(key=len)
        self.count = len(patterns)
        salts = [(number + 1) * _SALT & 0xFFFFFFFF for number in range(self.count)]
        self._salts = np.array(salts, dtype=np.uint32)[:, None]
        # For the n-th atom of each pattern: the first pattern that has so many, and the rows.
        self._steps: list[tuple[int, Indices]] = []
        for step in range(longest):
            since = next(n for n, pattern in enumerate(patterns) if len(pattern) > step)
            rows = [row[pattern[step]] for pattern in patterns[since:]]
            self._steps.append((since, np.array(rows, dtype=np.intp)))

    def buckets(self, atoms: Atoms) -> Buckets:
        """Return the bucket of each pattern (rows) for each option (columns).

        `atoms` has a row for each of `self.atoms` and a column for each option.
        """
        (_, firsts), *others = self._steps
        mixed: Buckets = atoms[firsts]
        mixed ^= self._salts
        _stir(mixed)
        for since, rows in others:
            part = mixed[since:]
            part ^= atoms[rows]
            _stir(part)
        mixed &= np.uint32(BUCKETS - 1)
        return mixed


def _stir(mixed: Buckets) -> None:
    """Let every bit of some numbers depend on others, in place."""
    mixed *= _FACTOR
    mixed ^= mixed >> _SHIFT


@dataclass(frozen=True)
class Chooser:
    """The weights that answer one question; `bias` is added to every option."""

    weights: npt.NDArray[np.float32]
    bias: float

    def scores(self, buckets: Buckets) -> Chances:
        """Return the sum of weights of each option."""
        sums = np.add.reduce(self.weights.take(buckets), axis=0)
        scores: Chances = np.add(sums, self.bias, dtype=np.float64)
        return scores


@dataclass(frozen=True)
class Choice:
    """What was chosen for each question: the number of an option, or -1, and its chance."""

    best: Indices
    chance: Chances


def choose(scores: Chances, owners: Indices, questions: int) -> Choice:
    """Choose for each of `questions` questions one option or none, by the scores of the options.

    `owners` says for each option, in ascending order, to which question it belongs.
    """
    best = np.full(questions, -1, dtype=np.intp)
    if not len(owners):
        return Choice(best, np.ones(questions))
    starts = _starts(owners)
    chances, none = _shared(scores, owners, starts, questions)
    highest = np.zeros(questions)
    highest[owners[starts]] = np.maximum.reduceat(chances, starts)
    # Backwards, so that of equals the first is kept.
    equals = (chances == highest[owners]).nonzero()[0][::-1]
    best[owners[equals]] = equals
    return Choice(np.where(highest > none, best, -1), np.maximum(highest, none))


def _starts(owners: Indices) -> Indices:
    """Return where the options of each question that has any begin."""
    begins = np.ones(len(owners), dtype=np.bool_)
    np.not_equal(owners[1:], owners[:-1], out=begins[1:])
    return begins.nonzero()[0]


def shared_chances(scores: Chances, owners: Indices, questions: int) -> tuple[Chances, Chances]:
    """Return the chance of each option and, for each question, that of none of them."""
    return _shared(scores, owners, _starts(owners), questions)


def _shared(
    scores: Chances, owners: Indices, starts: Indices, questions: int
) -> tuple[Chances, Chances]:
    highest = np.zeros(questions)
    highest[owners[starts]] = np.maximum(np.maximum.reduceat(scores, starts), 0.0)
    raised = np.exp(scores - highest[owners])
    none = np.exp(-highest)
    total = np.bincount(owners, raised, questions) + none
    return raised / total[owners], none / total


def options_between(
    low: Sequence[int] | Indices, high: Sequence[int] | Indices
) -> tuple[Indices, Indices]:
    """Return the numbers from each `low` to before its `high`, and to which pair each belongs."""
    lows = np.asarray(low, dtype=np.intp)
    sizes = np.maximum(np.asarray(high, dtype=np.intp) - lows, 0)
    owners = np.arange(len(lows)).repeat(sizes)
    within = np.arange(int(sizes.sum())) - (sizes.cumsum() - sizes).repeat(sizes)
    return owners, within + lows[owners]
