"""The tagger finds the best labels, sees no further than a paragraph, and may be missing."""

from __future__ import annotations

from functools import cache
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction import reported
from extraction.clauses import find_clauses
from extraction.learned.columns import Column, table_of
from extraction.learned.reporting import paragraph_bounds, tagged
from extraction.learned.tagger import BUCKETS, LABELS, Model, buckets_of, read_model, sequences, tag
from extraction.learned.training import labels_of, reading_of, train_tagger

TEXT = "Weiss said that the quay was safe.\n\nThe council had asked him about it."


@cache
def random_model(seed: int, size: int = 3) -> Model:
    rng = np.random.default_rng(seed)
    weights = rng.normal(size=(50, size)).astype(np.float32)
    rows = rng.integers(0, 50, BUCKETS).astype(np.int32)
    moves = rng.normal(size=(size, size)).astype(np.float32)
    return Model(rows, weights, moves, LABELS[:size], {})


def total(model: Model, scores: np.ndarray, path: tuple[int, ...]) -> float:
    moved = sum(float(model.moves[a, b]) for a, b in pairwise(path))
    return moved + sum(float(scores[step, label]) for step, label in enumerate(path))


@settings(deadline=None)
@given(st.integers(0, 2**16), st.lists(st.integers(1, 5), min_size=1, max_size=6))
def test_the_best_sequence_of_labels_is_found_for_every_paragraph(
    seed: int, lengths: list[int]
) -> None:
    model = random_model(seed % 3)
    table = (
        np.random.default_rng(seed).integers(0, 9, (sum(lengths), len(Column))).astype(np.uint32)
    )
    ends = np.cumsum(lengths).tolist()
    bounds = list(zip([0, *ends[:-1]], ends, strict=True))

    labels = tag(model, table, bounds)

    buckets = buckets_of(table, bounds)
    scores = model.weights[model.rows[buckets]].sum(axis=1)
    for start, end in bounds:
        found = total(model, scores[start:end], tuple(labels[start:end].tolist()))
        paths = product(range(3), repeat=end - start)
        assert found == pytest.approx(max(total(model, scores[start:end], p) for p in paths), 1e-4)


def test_a_paragraph_is_tagged_the_same_whatever_stands_around_it() -> None:
    alone, among = reading_of(TEXT.split("\n\n")[0]), reading_of(TEXT)

    first = buckets_of(table_of(alone, {}), paragraph_bounds(alone))
    both = buckets_of(table_of(among, {}), paragraph_bounds(among))

    assert (both[: len(first)] == first).all()


def test_a_long_paragraph_is_cut_into_sequences() -> None:
    assert sequences([(0, 3), (3, 1003)]) == [(0, 3), (3, 403), (403, 803), (803, 1003)]


def test_labels_name_source_cue_and_content() -> None:
    start = TEXT.index("the quay")
    quote = {
        "spans": [[start, start + 17]],
        "cue": [[6, 10]],
        "speaker": {"start": 0, "end": 5},
    }

    labels = labels_of(reading_of(TEXT), [quote])

    assert labels[:7] == [
        "B-source",
        "B-cue",
        "O",
        "B-content",
        "I-content",
        "I-content",
        "I-content",
    ]


def test_without_the_model_the_rules_stand_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reported, "load", lambda name: None)
    reading = reading_of(TEXT)

    assert reported.find_reported(reading, thorough=True) == find_clauses(reading)


def test_only_on_request_does_the_tagger_add_to_the_rules() -> None:
    reading = reading_of("The council ordered the quay to be closed. Igor Weiss said it was late.")

    plain = reported.find_reported(reading)
    thorough = reported.find_reported(reading, thorough=True)

    assert plain == find_clauses(reading)
    assert set(plain) < set(thorough)


def test_training_learns_from_annotated_texts_and_gives_the_same_arrays_twice(
    tmp_path: Path,
) -> None:
    pytest.importorskip("pycrfsuite", reason="python-crfsuite is needed to train, not to run")
    names = ["Weiss", "Demir", "Okafor", "Lindqvist", "Varga", "Haddad"]
    records = [
        {
            "text": f"{name} said that the quay was safe.",
            "quotes": [
                {
                    "spans": [[len(name) + 11, len(name) + 28]],
                    "cue": [[len(name) + 1, len(name) + 5]],
                    "speaker": {"start": 0, "end": len(name)},
                }
            ],
        }
        for name in names
    ]

    train_tagger(records, tmp_path / "one.npz", iterations=20)
    train_tagger(records, tmp_path / "two.npz", iterations=20)

    one, two = read_model(tmp_path / "one.npz"), read_model(tmp_path / "two.npz")
    assert (one.rows == two.rows).all()
    assert (one.weights == two.weights).all()
    text = "Castellanos said that the crane was old."
    (found,) = tagged(reading_of(text), one)
    assert found.cue is not None
    assert [part.label for part in (*found.contents, found.cue)] == ["content", "cue"]
