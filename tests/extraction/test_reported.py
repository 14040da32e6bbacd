"""What somebody is said to have said, in the reporter's words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction import extract
from extraction.clauses import Reported, find_clauses
from extraction.credits import find_credits
from extraction.cues import find_cues
from extraction.findings import Kind, Span
from extraction.languages import language_of
from extraction.marks import find_marked, outermost
from extraction.mentions import find_mentions
from extraction.readers import read
from extraction.reading import Reading
from extraction.segments import segment

SEED = Path(__file__).resolve().parents[2].parent / "shared" / "seed"


def reported_in(text: str) -> tuple[Reported, ...]:
    lines = [credit.line for credit in find_credits(text, Span(0, len(text)))]
    segments = segment(text, [at for line in lines for at in (line.start, line.end)])
    cues = find_cues(segments, language_of(segments.tokens))
    passages = outermost(find_marked(segments))
    return find_clauses(Reading(segments, passages, cues, find_mentions(segments)))


def told(text: str) -> list[tuple[str, str, str]]:
    return [
        (found.source.of(text), found.cue.of(text), found.content[0].of(text))
        for found in reported_in(text)
    ]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "Igor Weiss said on Monday that the quay was safe.",
            "Igor Weiss",
            "said",
            "the quay was safe",
        ),
        ("Weiss says he saw no permit.", "Weiss", "says", "he saw no permit"),
        ("The quay was safe, Weiss said.", "Weiss", "said", "The quay was safe"),
        (
            "The quay was safe, said Igor Weiss, the police spokesman.",
            "Igor Weiss",
            "said",
            "The quay was safe",
        ),
        (
            "The meeting will take place in June, her team told Reuters on Saturday.",
            "her team",
            "told",
            "The meeting will take place in June",
        ),
        (
            "Lindqvist told the commission that eleven pages were missing.",
            "Lindqvist",
            "told",
            "eleven pages were missing",
        ),
        (
            "According to Tomas Okafor, eleven pages were missing.",
            "Tomas Okafor",
            "According to",
            "eleven pages were missing",
        ),
        (
            "Eleven pages were missing, according to Tomas Okafor.",
            "Tomas Okafor",
            "according to",
            "Eleven pages were missing",
        ),
        (
            "The mayor made it clear she would not resign.",
            "The mayor",
            "made it clear",
            "she would not resign",
        ),
        (
            "The police have confirmed the death of two sailors.",
            "The police",
            "confirmed",
            "the death of two sailors",
        ),
        (
            "Lindqvist, who ran the port for years, insists it was never closed.",
            "Lindqvist",
            "insists",
            "it was never closed",
        ),
        (
            "Lindqvist has rejected the plan, saying it would ruin the harbour.",
            "Lindqvist",
            "saying",
            "it would ruin the harbour",
        ),
        (
            "Die Hafenmeisterin sagte, dass der Pier sicher sei.",
            "Die Hafenmeisterin",
            "sagte",
            "der Pier sicher sei",
        ),
    ],
)
def test_the_clause_beside_a_cue_is_what_was_said(
    text: str, source: str, cue: str, content: str
) -> None:
    assert told(text) == [(source, cue, content)]


def test_a_reported_clause_ends_where_the_reporter_goes_on() -> None:
    text = (
        "The council says the vote was fair, and crowds of angry fishermen are still on the quay. "
        "The mayor says the cranes will stay, and has warned that buyers will be sent home."
    )

    assert [content for _, _, content in told(text)] == [
        "the vote was fair",
        "the cranes will stay",
        "buyers will be sent home",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Weiss spoke for an hour.",
        "She told the truth about it.",
        "The report runs to eleven pages.",
        "They said goodbye.",
        "“The quay was safe,” Weiss said.",
    ],
)
def test_a_cue_without_a_clause_reports_nothing(text: str) -> None:
    assert told(text) == []


def test_reported_speech_is_less_sure_than_a_quotation() -> None:
    (plain,) = reported_in("Weiss says he saw no permit.")
    (introduced,) = reported_in("Weiss says that he saw no permit.")

    assert plain.confidence < introduced.confidence < 0.7


PIECES = ("said ", "that ", "Ann Lee ", "he ", "according to ", ", ", ". ", "is ", '"', "\n")


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_spans_lie_in_the_text_and_contents_never_cross(text: str) -> None:
    end = 0
    for found in reported_in(text):
        assert end <= found.content[0].start < found.content[-1].end <= len(text)
        assert not found.cue.overlaps(found.content[0])
        end = found.content[-1].end


@pytest.mark.parametrize("piece", ["said that ", "he said, ", "according to ", "and says ", ", "])
def test_a_sentence_of_a_hundred_thousand_characters_is_read(piece: str) -> None:
    reported_in("Weiss " + piece * (100_000 // len(piece)))


@pytest.mark.skipif(not SEED.exists(), reason="the development data is not here")
def test_the_reported_speech_of_the_seed_page_is_found_with_its_speakers() -> None:
    document = read(SEED / "000_5ca066de60bf8d8d.txt")
    gold = json.loads((SEED / "seed.gold.json").read_text("utf-8"))["reported_speech"]

    reported = [said for said in extract(document).attributions if said.kind is Kind.INDIRECT]

    right = 0
    for item in gold:
        meant = set(range(item["start"], item["end"]))
        right += any(
            len(meant & set(range(said.start, said.end))) >= 0.5 * len(meant)
            and said.speaker is not None
            and said.speaker.name.casefold() == item["speaker"].casefold()
            for said in reported
        )
    assert right >= 11
    assert len(reported) <= len(gold) + 6
