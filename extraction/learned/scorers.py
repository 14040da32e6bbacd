"""The choices that extraction makes by learned models, by rules where no model is shipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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


_FEATURES = {
    "quotations": quotes.FEATURES,
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
    """Work with these models from now on ("quotations", "speakers", "pronouns").

    An empty mapping means the rules alone, None the models that ship. For training and measuring.
    """
    _shelf.chosen = forests


def judged(found: Sequence[quotes.Quotation]) -> tuple[quotes.Quotation, ...]:
    """Return the quotations with the chance that the model gives each."""
    forest = _forest("quotations")
    if forest is None or not found:
        return tuple(found)
    rows = np.array([quotation.features for quotation in found], dtype=np.float32)
    chances = _sigmoid(forest.score(rows))
    return tuple(
        replace(quotation, chance=_joint(quotation, float(chance)))
        for quotation, chance in zip(found, chances, strict=True)
    )


def _joint(quotation: quotes.Quotation, chance: float) -> float:
    # Corpora leave single marks unannotated, so nothing could be learned about them.
    return min(chance, quotation.chance) if quotation.is_single else chance


def choose_speaker(features: speakers.Matrix) -> tuple[int, float]:
    """Return the row of the candidate that speaks, -1 for none, and how sure that is."""
    forest = _forest("speakers")
    if forest is None:
        scores = speakers.score_by_rules(features).astype(np.float64)
        best = int(scores.argmax())
        return (best if scores[best] >= _LEAST_RULE_SCORE else -1), _share(scores, best)
    odds = forest.score(features)
    chances = _sigmoid(odds)
    best = int(odds.argmax())
    if chances[best] < _LEAST_CHANCE:
        return -1, 1 - float(chances[best])
    return best, float(chances[best] / max(1.0, chances.sum()))


def choose_antecedent(features: speakers.Matrix) -> tuple[int, float]:
    """Return the row of the person that a pronoun means and how sure that is."""
    forest = _forest("pronouns")
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
