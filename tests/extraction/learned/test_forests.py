"""Learned models as arrays, and what happens without them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction import Document, extract, pronouns, quotes, speakers
from extraction.learned.scorers import use_models
from extraction.learned.trees import Forest, StaleModel
from resources import MODELS


def stump(names: tuple[str, ...]) -> Forest:
    """A tree that asks whether the first feature is at most 0.5, and a second that answers 0.25."""
    return Forest(
        names,
        feature=np.zeros((2, 3), np.int16),
        threshold=np.array([[0.5, 0, 0], [0, 0, 0]], np.float32),
        left=np.array([[1, 1, 2], [0, 1, 2]], np.int16),
        right=np.array([[2, 1, 2], [0, 1, 2]], np.int16),
        value=np.array([[0, -1, 2], [0.25, 0, 0]], np.float32),
        baseline=0.5,
    )


def grown(seed: int, trees: int, leaves: int) -> Forest:
    """A forest that splits leaves at random; its last feature is asked by nobody."""
    chance = np.random.default_rng(seed)
    shape = (trees, 2 * leaves - 1)
    left = np.tile(np.arange(shape[1], dtype=np.int16), (trees, 1))
    right = left.copy()
    for tree in range(trees):
        ends = [0]
        for node in range(1, 2 * chance.integers(1, leaves + 1) - 1, 2):
            split = ends.pop(chance.integers(len(ends)))
            left[tree, split], right[tree, split] = node, node + 1
            ends += [node, node + 1]
    return Forest(
        ("one", "two", "three", "unasked"),
        chance.integers(0, 3, shape).astype(np.int16),
        chance.integers(-2, 3, shape).astype(np.float32),
        left,
        right,
        chance.integers(-9, 10, shape).astype(np.float32),
        0.0,
    )


def walked(forest: Forest, row: np.ndarray[Any, np.dtype[np.float32]]) -> float:
    """What the leaves add up to that are found by going from each root as the answers lead."""
    total = 0.0
    for tree in range(len(forest.feature)):
        node = 0
        while forest.left[tree, node] != node:
            is_more = row[forest.feature[tree, node]] > forest.threshold[tree, node]
            node = int((forest.right if is_more else forest.left)[tree, node])
        total += float(forest.value[tree, node])
    return total


@given(
    st.integers(0, 2**32), st.integers(1, 5), st.sampled_from([1, 2, 7, 16, 17, 40]), st.integers(0)
)
@settings(max_examples=60, deadline=None)
def test_asking_all_at_once_or_part_by_part_leads_where_the_trees_lead(
    seed: int, trees: int, leaves: int, rows_seed: int
) -> None:
    forest = grown(seed, trees, leaves)
    rows = np.random.default_rng(rows_seed).integers(-3, 4, (200, 4)).astype(np.float32)

    begun = forest.begin(rows.T[:2], forest.names[:2])
    parts = begun.some(slice(150, None)).behind(begun.some(slice(150)))

    expected = [walked(forest, row) for row in rows]
    assert forest.score(rows).tolist() == expected
    assert forest.finish(begun, rows.T[2:], forest.names[2:]).tolist() == expected
    assert forest.finish(parts, rows.T[2:], forest.names[2:]).tolist() == expected


def test_a_forest_sums_one_leaf_of_each_tree() -> None:
    rows = np.array([[0.5, 9.0], [0.6, 9.0]], np.float32)

    assert stump(("asked", "ignored")).score(rows).tolist() == [-0.25, 2.75]


def test_a_forest_survives_its_file(tmp_path: Path) -> None:
    rows = np.array([[0.1, 0.0], [3.0, 0.0]], np.float32)
    forest = stump(("asked", "ignored"))

    forest.save(tmp_path / "forest.npz")
    held = Forest.load(tmp_path / "forest.npz", ("asked", "ignored"))

    assert held is not None
    assert held.score(rows).tolist() == forest.score(rows).tolist()


def test_a_model_of_other_features_is_refused(tmp_path: Path) -> None:
    stump(("asked", "ignored")).save(tmp_path / "forest.npz")

    with pytest.raises(StaleModel):
        Forest.load(tmp_path / "forest.npz", ("asked", "renamed"))


def test_the_models_that_ship_were_trained_on_the_features_of_this_code() -> None:
    shipped = {
        "quotations": quotes.FEATURES,
        "stories": quotes.FEATURES,
        "speakers": speakers.FEATURES,
        "pronouns": pronouns.FEATURES,
    }

    for name, features in shipped.items():
        Forest.load(MODELS / f"{name}.npz", features)


@pytest.fixture
def _a_judge_that_believes_stories() -> Iterator[None]:
    def always(value: float) -> Forest:
        forest = stump(quotes.FEATURES)
        return replace(forest, value=np.zeros_like(forest.value), baseline=value)

    use_models({"quotations": always(-5.0), "stories": always(5.0)})
    yield
    use_models(None)


@pytest.mark.usefixtures("_a_judge_that_believes_stories")
@pytest.mark.parametrize(
    ("text", "believed"),
    [
        (
            "She took the lamp from his hand and saw that he was not afraid of the “grey men” now.",
            1,
        ),
        ("Mara Lindqvist of Port Alder met 14 “grey men” on 2 March.", 0),
    ],
)
def test_a_story_has_a_judge_of_its_own(text: str, believed: int) -> None:
    findings = extract(Document("page.txt", text, "0" * 64, "text/plain", language="en"))

    assert len(findings.attributions) == believed
    assert len(findings.passed_over) == 1 - believed


@pytest.fixture
def _without_models() -> Iterator[None]:
    use_models({})
    yield
    use_models(None)


@pytest.mark.usefixtures("_without_models")
def test_without_models_the_rules_alone_name_the_speaker() -> None:
    text = 'Mara Lindqvist came late. "The bus broke down," she told Peter Mora.'

    (attribution,) = extract(Document("page.txt", text, "0" * 64, "text/plain")).attributions

    assert attribution.speaker is not None
    assert attribution.speaker.name == "Mara Lindqvist"
