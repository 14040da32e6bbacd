"""Learned models as arrays, and what happens without them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

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
        depth=1,
        baseline=0.5,
    )


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
        "speakers": speakers.FEATURES,
        "pronouns": pronouns.FEATURES,
    }

    for name, features in shipped.items():
        Forest.load(MODELS / f"{name}.npz", features)


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
