"""The choices that extraction makes by learned models, by rules where no model is shipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from extraction import pronouns, quotes, speakers
from extraction.confidence import Calibration, score_of
from extraction.learned.trees import Forest
from resources import MODELS

Scores = npt.NDArray[np.float64]
_LEAST_RULE_SCORE = -2.5
_RULE_SHARPNESS = 3.0


_FEATURES = {
    "quotations": quotes.FEATURES,
    "stories": quotes.FEATURES,
    "speakers": speakers.FEATURES,
    "pronouns": pronouns.FEATURES,
}


@dataclass(slots=True)
class _Shelf:
    """The models in use; None means those that ship."""

    chosen: Mapping[str, Forest] | None = None


_shelf = _Shelf()


@cache
def _shipped(name: str) -> Forest | None:
    return Forest.load(MODELS / f"{name}.npz", _FEATURES[name])


def _forest(name: str) -> Forest | None:
    return _shipped(name) if _shelf.chosen is None else _shelf.chosen.get(name)


def use_models(forests: Mapping[str, Forest] | None) -> None:
    """Work with these models from now on (the names are those of `_FEATURES`).

    An empty mapping means the rules alone, None the models that ship. For training and measuring.
    """
    _shelf.chosen = forests


def judged(found: Sequence[quotes.Quotation]) -> tuple[quotes.Quotation, ...]:
    """Return the quotations with the chance that the model gives each."""
    if not found:
        return ()
    forest = _forest("stories" if quotes.tells_a_story(found) else "quotations")
    if forest is None:
        return tuple(found)
    chances = _sigmoid(forest.score(quotes.features_of(found)))
    return tuple(
        quotation._replace(chance=_joint(quotation, chance))
        for quotation, chance in zip(found, chances.tolist(), strict=True)
    )


def _joint(quotation: quotes.Quotation, chance: float) -> float:
    if quotation.doubted:
        return min(chance, quotation.chance)
    return max(chance, quotation.chance) if quotation.trusted else chance


def speaker_chances(candidates: speakers.Candidates) -> Scores:
    """Return how likely each candidate speaks; what is missing to 1 is that nobody can be named."""
    forest = _forest("speakers")
    if forest is None:
        scores = speakers.score_by_rules(candidates.features).astype(np.float64)
        return _shares(scores - _LEAST_RULE_SCORE)
    return _shares(candidates.scores(forest))


def antecedent_chances(features: speakers.Matrix) -> Scores:
    """Return how likely a pronoun means each person; what is missing to 1 is that it means none."""
    forest = _forest("pronouns")
    if forest is None:
        scores = _RULE_SHARPNESS * pronouns.score_by_rules(features).astype(np.float64)
        return _shares(scores - _LEAST_RULE_SCORE)
    return _shares(forest.score(features))


def confidence_of(quotation: float, speaker: float) -> float:
    """Return how sure it is that words are a quotation and this speaker's.

    With the models that ship this is how often such findings were right in articles held back from
    training; with others, and with the rules alone, it is the product of both chances.
    """
    score = score_of(quotation, speaker)
    calibration = _calibration() if _shelf.chosen is None else None
    return score if calibration is None else round(calibration.of(score), 3)


@cache
def _calibration() -> Calibration | None:
    return Calibration.load(MODELS / "confidence.npz")


def _shares(scores: Scores) -> Scores:
    """Return the chance of each of several that exclude each other; "none" scores zero."""
    highest = max(0.0, float(scores.max()))
    weights: Scores = np.exp(scores - highest)
    shares: Scores = weights / (weights.sum() + np.exp(-highest))
    return shares


def _sigmoid(odds: Scores) -> Scores:
    chances: Scores = 1.0 / (1.0 + np.exp(-odds))
    return chances
