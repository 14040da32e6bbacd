"""Options get chances that add up to one with that of none of them; patterns tell options apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.learned.choices import (
    BUCKETS,
    Chooser,
    Patterns,
    choose,
    options_between,
    shared_chances,
)


def scored(*scores: float) -> Chooser:
    """A chooser that gives the n-th bucket the n-th score."""
    weights = np.zeros(BUCKETS, dtype=np.float32)
    weights[: len(scores)] = scores
    return Chooser(weights, 0.0)


@given(st.lists(st.lists(st.floats(-50, 50), max_size=4), min_size=1, max_size=5))
def test_the_chances_of_all_options_and_of_none_add_up_to_one(questions: list[list[float]]) -> None:
    scores = np.array([score for question in questions for score in question])
    owners = np.repeat(np.arange(len(questions)), [len(question) for question in questions])
    if not len(scores):
        return

    chances, none = shared_chances(scores, owners, len(questions))

    total = np.bincount(owners, chances, len(questions)) + none
    assert total == pytest.approx(np.ones(len(questions)))


def test_the_best_option_is_chosen_or_none_where_all_are_unlikely() -> None:
    buckets = np.array([[0, 1, 2]], dtype=np.uint32)

    scores = scored(1.0, 3.0, -2.0).scores(buckets)
    choice = choose(scores, np.array([0, 0, 2]), 3)

    assert choice.best.tolist() == [1, -1, -1]
    assert choice.chance[1] == 1.0


def test_a_pattern_sees_its_own_atoms_and_no_others() -> None:
    patterns = Patterns("word, word next, next")
    assert patterns.atoms == ("word", "next")

    first, second = patterns.buckets(np.array([[5, 5], [7, 8]], dtype=np.uint32)).T

    # Shorter patterns come first: "word", "next", and the two together.
    assert (first == second).tolist() == [True, False, False]
    assert len({*first.tolist(), *second.tolist()}) == 5


def test_options_are_numbered_between_their_bounds() -> None:
    owners, values = options_between([3, 9, 5], [5, 9, 6])

    assert (owners.tolist(), values.tolist()) == ([0, 0, 2], [3, 4, 5])
