"""Growing forests that choose one of several: gradient boosting of a choice, not of single rows.

The rows of a group compete with each other and with "none of them", whose score is fixed at zero:
the chance of a row is the exponential of its score over the sum of all (a conditional logit,
McFadden 1974, boosted as in Friedman 2001). A question of yes or no is a group of one row. Trees
are scikit-learn's, which only training needs; the seed and the order of the rows decide the result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from extraction.learned.trees import Forest

Floats = npt.NDArray[np.float64]
_BINS = 256
_DEEPEST = 8


@dataclass(frozen=True)
class Shape:
    """How large a forest is grown; `share` is how many of the features each split may look at."""

    trees: int
    leaves: int
    rate: float
    least_rows: int
    share: float = 0.2
    penalty: float = 1.0


@dataclass(frozen=True)
class Choices:
    """Groups of rows, one after the other: `sizes` says how many rows each group holds.

    `right` is 1 for a row that would be right, less for one that nearly is; a group without any
    is one in which none should be chosen.
    """

    rows: npt.NDArray[np.float32]
    right: Floats
    sizes: npt.NDArray[np.intp]


def grow(choices: Choices, names: Sequence[str], shape: Shape) -> Forest:
    """Fit a forest to the choices."""
    from sklearn.ensemble._hist_gradient_boosting.binning import _BinMapper
    from sklearn.ensemble._hist_gradient_boosting.grower import TreeGrower

    mapper = _BinMapper(n_bins=_BINS, random_state=0)
    binned = np.asfortranarray(mapper.fit_transform(choices.rows.astype(np.float64)))
    chance = np.random.default_rng(0)
    scores = np.zeros(len(choices.rows))
    trees: list[Any] = []
    for _ in range(shape.trees):
        slopes, curves = _derivatives(choices, scores)
        grower = TreeGrower(
            binned,
            slopes,
            curves,
            max_leaf_nodes=shape.leaves,
            max_depth=_DEEPEST,
            min_samples_leaf=shape.least_rows,
            l2_regularization=shape.penalty,
            shrinkage=shape.rate,
            n_bins=_BINS,
            n_bins_non_missing=mapper.n_bins_non_missing_,
            has_missing_values=False,
            feature_fraction_per_split=shape.share,
            rng=chance,
            n_threads=1,
        )
        grower.grow()
        for leaf in grower.finalized_leaves:
            scores[leaf.sample_indices] += leaf.value
        trees.append(grower.make_predictor(binning_thresholds=mapper.bin_thresholds_).nodes)
    return _arrays(trees, tuple(names))


def _derivatives(
    choices: Choices, scores: Floats
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return how the loss falls and bends with the score of each row."""
    starts = np.cumsum(choices.sizes) - choices.sizes
    group = np.repeat(np.arange(len(choices.sizes)), choices.sizes)
    highest = np.maximum(0.0, np.maximum.reduceat(scores, starts))
    weights = np.exp(scores - highest[group])
    chances = weights / (np.add.reduceat(weights, starts) + np.exp(-highest))[group]
    right = weights * choices.right
    wanted = right / np.maximum(np.add.reduceat(right, starts), 1e-12)[group]
    slopes = (chances - wanted).astype(np.float32)
    curves = np.maximum(chances * (1 - chances), 1e-6).astype(np.float32)
    return slopes, curves


def _arrays(trees: Sequence[Any], names: tuple[str, ...]) -> Forest:  # sklearn has no type hints
    """Take the fitted trees apart; their nodes are scikit-learn's own, numbered in order."""
    shape = (len(trees), max(len(nodes) for nodes in trees))
    feature = np.zeros(shape, np.int16)
    threshold = np.zeros(shape, np.float32)
    left = np.zeros(shape, np.int16)
    right = np.zeros(shape, np.int16)
    value = np.zeros(shape, np.float32)
    for t, nodes in enumerate(trees):
        for n, node in enumerate(nodes):
            leaf = bool(node["is_leaf"])
            feature[t, n] = 0 if leaf else node["feature_idx"]
            threshold[t, n] = (
                0.0 if leaf else np.nextafter(np.float32(node["num_threshold"]), np.float32(np.inf))
            )
            left[t, n] = n if leaf else node["left"]
            right[t, n] = n if leaf else node["right"]
            value[t, n] = node["value"] if leaf else 0.0
    return Forest(names, feature, threshold, left, right, value, 0.0)
