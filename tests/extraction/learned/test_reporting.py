"""Reported speech by learned choices: what they see, what they learn, what they find."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction import Attribution, Document, Kind, extract
from extraction.engine import prepare
from extraction.known import NOTHING_KNOWN
from extraction.learned import reporting
from extraction.learned.places import EDGE, Column, Places
from extraction.learned.reporting import Shipped, claims, read_model, use_model
from extraction.learned.training import lesson_of, train
from extraction.reported import places_of
from resources import MODELS

HAS_MODEL = (MODELS / Shipped.MODEL.value).is_file()


def places_in(text: str) -> Places:
    return places_of(prepare(Document("", text, "", "text/plain"), NOTHING_KNOWN).reading)


def found_in(text: str) -> tuple[Attribution, ...]:
    return extract(Document("page.txt", text, "0" * 64, "text/plain")).attributions


def reported_in(text: str) -> list[tuple[str, str]]:
    return [
        (a.source.of(text) if a.source else "", a.text_in(text))
        for a in found_in(text)
        if a.kind is Kind.INDIRECT
    ]


@pytest.fixture
def _by_rules() -> Iterator[None]:
    use_model(None)
    yield
    use_model(Shipped.MODEL)


def test_a_verb_sees_its_subject_over_adverbs_and_auxiliaries() -> None:
    places = places_in("Igor Weiss has also repeatedly warned the council of the rust.")
    warned = places.reading.signs.index("warned")

    number = int(places.subject[warned])

    assert places.mentions[number].span.of(places.reading.segments.text) == "Igor Weiss"
    assert places.table[Column.SUBJECT, warned + EDGE] > 0
    assert warned in places.candidates.tolist()
    assert places.reading.signs.index("has") not in places.candidates.tolist()


def an_annotation(name: str, verb: str) -> dict[str, Any]:
    text = f"{name} {verb} that the quay was safe. The rain fell on the harbour all day."
    start = text.index("the quay")
    return {
        "text": text,
        "quotes": [
            {
                "spans": [[start, start + 17]],
                "cue": [[len(name) + 1, len(name) + 1 + len(verb)]],
                "speaker": {"start": 0, "end": len(name)},
            }
        ],
    }


RECORDS = [
    an_annotation(name, verb)
    for name in ("Weiss", "Demir", "Okafor", "Varga", "Haddad", "Mora")
    for verb in ("said", "hinted")
]


def test_an_annotation_answers_which_word_who_and_where() -> None:
    lesson = lesson_of(RECORDS[0])

    (answer,) = lesson.answers
    signs = lesson.places.reading.signs
    assert signs[answer.cue] == "said"
    assert lesson.places.mentions[answer.source].span.start == 0
    assert answer.before is None
    assert answer.behind is not None
    assert signs[slice(*answer.behind)] == ["the", "quay", "was", "safe"]


def test_training_learns_from_annotated_texts_and_gives_the_same_file_twice(
    tmp_path: Path,
) -> None:
    pytest.importorskip("scipy", reason="scipy is needed to train, not to run")

    train(RECORDS).model.save(tmp_path / "one.npz")
    train(RECORDS).model.save(tmp_path / "two.npz")

    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    places = places_in("Castellanos hinted that the crane was old. The rain fell on the harbour.")
    (claim,) = claims(places, read_model(tmp_path / "one.npz"))
    assert places.reading.signs[claim.cue] == "hinted"
    assert places.mentions[claim.source].span.start == 0
    assert [places.reading.signs[slice(*e)] for e in claim.extents] == [
        ["the", "crane", "was", "old"]
    ]


@pytest.mark.usefixtures("_by_rules")
def test_without_the_model_the_rules_find_what_a_known_cue_opens() -> None:
    text = "Igor Weiss said that the quay was safe."

    assert reported_in(text) == [("Igor Weiss", "the quay was safe")]


@pytest.mark.skipif(not HAS_MODEL, reason="the model is not in the checkout")
@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "The harbour minister plans to close the port in May.",
            "The harbour minister",
            "to close the port in May",
        ),
        (
            "The council wants to close the port, Igor Weiss said on Monday.",
            "Igor Weiss",
            "The council wants to close the port",
        ),
        (
            "According to Tomas Okafor, the ledgers were never counted.",
            "Tomas Okafor",
            "the ledgers were never counted",
        ),
    ],
)
def test_what_people_say_want_and_think_is_found_with_its_source(
    text: str, source: str, content: str
) -> None:
    assert (source, content) in reported_in(text)


@pytest.mark.skipif(not HAS_MODEL, reason="the model is not in the checkout")
def test_a_report_in_a_report_is_found_in_both() -> None:
    text = "Lindqvist said on Monday that Tomas Okafor told reporters that the ledgers were burnt."

    sources = {source for source, _ in reported_in(text)}

    assert {"Lindqvist", "Tomas Okafor"} <= sources


@pytest.mark.skipif(not HAS_MODEL, reason="the model is not in the checkout")
def test_reported_speech_never_holds_a_quotation() -> None:
    text = 'Mara Lindqvist said that the quay was "not safe" and would close in May.'

    assert [a.kind for a in found_in(text)] == [Kind.MIXED]


@pytest.mark.skipif(not HAS_MODEL, reason="the model is not in the checkout")
def test_two_apostrophes_are_marks_to_reported_speech() -> None:
    text = "''We will close the port,'' Mara Lindqvist said. ''It has rusted.''"

    assert reported_in(text) == [("Mara Lindqvist", "We will close the port, It has rusted.")]


PIECES = (
    "Weiss said that the quay will close , . \" '' who according to council plans it “ ” he : -"
)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(PIECES.split()), max_size=60))
def test_findings_lie_in_the_text_in_order_and_hold_their_whole(pieces: list[str]) -> None:
    text = " ".join(pieces)

    for found in found_in(text):
        for spans in (found.content, found.whole):
            assert all(0 <= s.start < s.end <= len(text) for s in spans)
            assert all(a.end <= b.start for a, b in pairwise(spans))
        assert all(any(w.covers(s) for w in found.whole) for s in found.content)
        assert 0 <= found.confidence <= 1


def test_the_table_of_an_empty_text_is_empty() -> None:
    places = places_in("")

    assert (places.count, len(places.candidates)) == (0, 0)
    assert np.all(places.table == 0)


def test_questions_about_a_long_sentence_stay_few() -> None:
    text = "Weiss said " * 3_000 + "no."
    places = places_in(text)

    sources = reporting.ask_sources(places, places.candidates)

    assert len(sources.values) < 150 * len(places.candidates)
