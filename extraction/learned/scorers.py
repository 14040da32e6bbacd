"""The choices that extraction makes by learned models, by rules where no model is shipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import numpy.typing as npt

from extraction import pronouns, quotes, speakers
from extraction.learned.trees import Forest
from resources import MODELS

Scores = npt.NDArray[np.float64]
_LEAST_RULE_SCORE = -2.5
_LEAST_CHANCE = 0.03
_RULE_SHARPNESS = 3.0


@cache
def quotation_forest() -> Forest | None:
    """Return the model that tells quotations from other marked words."""
    return Forest.load(MODELS / "quotations.npz", quotes.FEATURES)


@cache
def speaker_forest() -> Forest | None:
    """Return the model that ranks the candidates for a quotation's speaker."""
    return Forest.load(MODELS / "speakers.npz", speakers.FEATURES)


@cache
def pronoun_forest() -> Forest | None:
    """Return the model that ranks the people a pronoun may mean."""
    return Forest.load(MODELS / "pronouns.npz", pronouns.FEATURES)


def judged(found: Sequence[quotes.Quotation]) -> tuple[quotes.Quotation, ...]:
    """Return the quotations with the chance that the model gives each."""
    forest = quotation_forest()
    if forest is None or not found:
        return tuple(found)
    rows = np.array([quotation.features for quotation in found], dtype=np.float32)
    chances = _sigmoid(forest.score(rows))
    return tuple(
        replace(quotation, chance=float(chance))
        for quotation, chance in zip(found, chances, strict=True)
    )


def choose_speaker(features: speakers.Matrix) -> tuple[int, float]:
    """Return the row of the candidate that speaks, -1 for none, and how sure that is."""
    forest = speaker_forest()
    if forest is None:
        scores = speakers.score_by_rules(features).astype(np.float64)
        best = int(scores.argmax())
        return (best if scores[best] >= _LEAST_RULE_SCORE else -1), _share(scores, best)
    odds = forest.score(features)
    best = int(odds.argmax())
    chances = _sigmoid(odds)
    if chances[best] < _LEAST_CHANCE:
        return -1, 1 - float(chances[best])
    return best, float(chances[best] / max(1.0, chances.sum()))


def choose_antecedent(features: speakers.Matrix) -> tuple[int, float]:
    """Return the row of the person that a pronoun means and how sure that is."""
    forest = pronoun_forest()
    if forest is None:
        scores = _RULE_SHARPNESS * pronouns.score_by_rules(features).astype(np.float64)
        best = int(scores.argmax())
        return best, _share(scores, best)
    chances = _sigmoid(forest.score(features))
    best = int(chances.argmax())
    return best, float(chances[best] / max(1.0, chances.sum()))


def _share(scores: Scores, best: int) -> float:
    return float(1.0 / np.exp(scores - scores[best]).sum())


def _sigmoid(odds: Scores) -> Scores:
    chances: Scores = 1.0 / (1.0 + np.exp(-odds))
    return chances
