"""How sure a finding is: the chance that the words and the speaker are both right.

Chances that models give are too high or too low in places; how often findings of each score were
right in articles that no model had seen is kept beside the models and says what is shown.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

_NEVER_CERTAIN = 0.99
_LEAST_BIN = 60


@dataclass(frozen=True, slots=True)
class Calibration:
    """A rising line through points: what a score (0 to 1) has meant."""

    scores: tuple[float, ...]
    chances: tuple[float, ...]

    def of(self, score: float) -> float:
        """Return how likely a finding of this score is right."""
        at = bisect_right(self.scores, score)
        if at == 0:
            return self.chances[0]
        if at == len(self.scores):
            return self.chances[-1]
        low, high = self.scores[at - 1], self.scores[at]
        share = (score - low) / (high - low)
        chance = self.chances[at - 1] + share * (self.chances[at] - self.chances[at - 1])
        return min(chance, self.chances[at])  # Rounding must not make a lower score the surer one.

    def save(self, path: Path) -> None:
        """Write the points; the same points give the same bytes."""
        np.savez_compressed(path, scores=np.array(self.scores), chances=np.array(self.chances))

    @classmethod
    def load(cls, path: Path) -> Calibration | None:
        """Read the points, None where no file is."""
        if not path.is_file():
            return None
        with np.load(path, allow_pickle=False) as held:
            return cls(tuple(held["scores"].tolist()), tuple(held["chances"].tolist()))


def calibrate(verdicts: Sequence[tuple[float, bool]]) -> Calibration:
    """Fit the line to scores and whether each was right, by pooling neighbours until it rises.

    Isotonic regression (Ayer et al. 1955) on bins of sixty findings or more, no score parted,
    joined by straight lines.
    """
    pools: list[_Pool] = []
    for held in _bins(sorted(verdicts)):
        pools.append(_Pool(sum(s for s, _ in held), sum(right for _, right in held), len(held)))
        while len(pools) > 1 and pools[-2].share >= pools[-1].share:
            pools[-2:] = [pools[-2].with_(pools[-1])]
    return Calibration(
        tuple(pool.scores / pool.count for pool in pools), tuple(pool.share for pool in pools)
    )


@dataclass(frozen=True, slots=True)
class _Pool:
    """Findings of like scores: the sum of their scores, how many were right, how many there are."""

    scores: float
    right: int
    count: int

    @property
    def share(self) -> float:
        return self.right / self.count

    def with_(self, other: _Pool) -> _Pool:
        return _Pool(self.scores + other.scores, self.right + other.right, self.count + other.count)


def _bins(ordered: Sequence[tuple[float, bool]]) -> list[Sequence[tuple[float, bool]]]:
    """Cut verdicts at changes of the score into bins of at least sixty, if there are as many."""
    starts = [0]
    for at in range(_LEAST_BIN, len(ordered) - _LEAST_BIN + 1):
        if at - starts[-1] >= _LEAST_BIN and ordered[at][0] > ordered[at - 1][0]:
            starts.append(at)
    return [ordered[start:end] for start, end in pairwise((*starts, len(ordered)))]


def score_of(quotation: float, speaker: float) -> float:
    """Return the score, in [0, 1], of words that are a quotation and are this speaker's."""
    return round(min(_NEVER_CERTAIN, quotation * speaker), 4)
