"""Forests grown to choose one of several."""

from __future__ import annotations

import numpy as np
import pytest

from extraction.learned.boosting import Choices, Shape, grow

pytest.importorskip("sklearn", reason="scikit-learn is needed to train, not to run")

SHAPE = Shape(trees=30, leaves=4, rate=0.3, least_rows=5, share=1.0)


def quarrels(count: int, *, answered: bool) -> Choices:
    """Groups of three rows; the one with the highest first feature is right, if any is."""
    rows = np.random.default_rng(1).random((3 * count, 2)).astype(np.float32)
    rows[:, 1] = answered
    right = np.zeros(3 * count)
    if answered:
        right[3 * np.arange(count) + rows[:, 0].reshape(-1, 3).argmax(axis=1)] = 1.0
    return Choices(rows, right, np.full(count, 3))


def together(one: Choices, other: Choices) -> Choices:
    return Choices(
        np.concatenate((one.rows, other.rows)),
        np.concatenate((one.right, other.right)),
        np.concatenate((one.sizes, other.sizes)),
    )


def test_the_right_one_of_a_group_comes_to_score_highest() -> None:
    choices = quarrels(300, answered=True)

    scores = grow(choices, ("height", "answered"), SHAPE).score(choices.rows).reshape(-1, 3)

    wanted = choices.right.reshape(-1, 3).argmax(axis=1)
    assert (scores.argmax(axis=1) == wanted).mean() > 0.9


def test_where_none_is_right_all_come_to_score_below_zero() -> None:
    choices = together(quarrels(200, answered=True), quarrels(200, answered=False))

    scores = grow(choices, ("height", "answered"), SHAPE).score(choices.rows).reshape(-1, 3)

    assert (scores[200:].max(axis=1) < 0).mean() > 0.9
    assert (scores[:200].max(axis=1) > 0).mean() > 0.9


def test_the_same_choices_grow_the_same_forest() -> None:
    choices = quarrels(100, answered=True)

    one, other = (grow(choices, ("height", "answered"), SHAPE) for _ in range(2))

    assert one.score(choices.rows).tolist() == other.score(choices.rows).tolist()
