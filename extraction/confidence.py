"""How sure a finding is: the chance that the words and the speaker are both right."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

_NEVER_CERTAIN = 0.99


def confidence_of(chance: float, scores: Sequence[float], *, resolved: float = 1.0) -> float:
    """Return a chance in [0, 1].

    `chance` is that the words are a quotation, `scores` are the candidates' scores with the chosen
    one first, `resolved` is the chance that the chosen one's name is right.
    """
    if not scores:
        return round(min(_NEVER_CERTAIN, chance) * 0.5, 3)
    best = scores[0]
    share = 1.0 / sum(exp(min(0.0, score - best)) for score in scores)
    return round(min(_NEVER_CERTAIN, chance * share * resolved), 3)
