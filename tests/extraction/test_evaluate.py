"""The scores that found quotations are given against annotated ones."""

from __future__ import annotations

from typing import Any

import pytest

from extraction.evaluate import score

TEXT = '"The quay is safe," said Mara Lindqvist. "For now," she added. The "old port" lies idle.'

Record = dict[str, Any]


def quote(words: str, source: str | None = None, name: str | None = None, **more: Any) -> Record:
    start = TEXT.index(words)
    speaker = None
    if source is not None:
        at = TEXT.index(source)
        speaker = {
            "start": at,
            "end": at + len(source),
            "text": source,
            "name": name or source,
            "kind": "pronoun" if source == "she" else "name",
        }
    return {"start": start, "end": start + len(words), "speaker": speaker, **more}


GOLD = [
    {
        "id": "1",
        "text": TEXT,
        "quotes": [
            quote("The quay is safe", "Mara Lindqvist"),
            quote('"For now,"', "she", "Mara Lindqvist"),
        ],
    }
]


def test_marks_and_punctuation_at_the_edges_do_not_matter() -> None:
    given = [{"id": "1", "quotes": [quote('"The quay is safe,"', "Mara Lindqvist")]}]

    scores = score(GOLD, given)

    assert (scores.span_exact.right, scores.end_to_end_exact.right) == (1, 1)
    assert (scores.end_to_end.precision, scores.end_to_end.recall) == (1.0, 0.5)
    assert scores.end_to_end.f1 == pytest.approx(2 / 3)


def test_a_last_name_is_enough_for_the_speaker_but_not_exact() -> None:
    given = [{"id": "1", "quotes": [quote("For now", "she", "Dr. Lindqvist")]}]

    speaker = score(GOLD, given).speaker

    assert (speaker.relaxed, speaker.exact, speaker.mention) == (1.0, 0.0, 1.0)


def test_to_repeat_a_pronoun_is_not_to_say_who_is_meant() -> None:
    given = [{"id": "1", "quotes": [quote("For now", "she")]}]

    scores = score(GOLD, given)

    assert (scores.end_to_end.right, scores.span.right) == (0, 1)
    assert scores.kinds["pronoun"].mention == 1.0


def test_a_quotation_in_parts_is_compared_as_one() -> None:
    whole = quote("The quay is safe", "Mara Lindqvist")
    second = quote("For now")
    whole["spans"] = [[whole["start"], whole["end"]], [second["start"], second["end"]]]
    gold = [{"id": "1", "text": TEXT, "quotes": [whole]}]

    assert score(gold, gold).span_exact.right == 1
    assert score(gold, GOLD).span.right == 0


def test_what_lies_in_an_ignored_region_is_neither_right_nor_wrong() -> None:
    region = [TEXT.index('"old'), TEXT.index(" lies")]
    given = [{"id": "1", "quotes": [quote("old port")]}]

    assert score(GOLD, given).span.found == 1
    assert score([{**GOLD[0], "ignore": [region]}], given).span.found == 0


def test_types_that_are_not_asked_for_do_not_count_against_anybody() -> None:
    gold = [{**GOLD[0], "quotes": [quote("The quay is safe", type="indirect")]}]
    given = [{"id": "1", "quotes": [quote("quay is safe"), quote("old port", type="mixed")]}]

    scores = score(gold, given, types=["direct"])

    assert (scores.span.found, scores.span.annotated) == (0, 0)


def test_a_text_that_nothing_was_given_for_counts_as_missing() -> None:
    scores = score(GOLD, [])

    assert (scores.missing, scores.span.annotated, scores.end_to_end.f1) == (1, 2, 0.0)
