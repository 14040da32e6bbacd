"""The page that the product was asked for with, where its data lies beside the checkout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extraction import Attribution, Document, Findings, Kind, extract

SEED = Path(__file__).resolve().parents[2].parent / "shared" / "seed"

pytestmark = pytest.mark.skipif(
    not SEED.is_dir(), reason="the seed page is not beside the checkout"
)


@pytest.fixture(scope="module")
def gold() -> dict[str, Any]:
    return json.loads((SEED / "seed.gold.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def text(gold: dict[str, Any]) -> str:
    return (SEED / gold["document"]).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def findings(text: str) -> Findings:
    return extract(Document("page.txt", text, "0" * 64, "text/plain"))


def at(findings: Findings, quote: dict[str, Any]) -> Attribution:
    (found,) = [
        a
        for a in findings.attributions
        if a.kind is not Kind.INDIRECT
        and any(s.start < quote["end"] and quote["start"] < s.end for s in a.content)
    ]
    return found


def test_every_quotation_has_its_speaker_kind_cue_and_addressee(
    findings: Findings, gold: dict[str, Any], text: str
) -> None:
    wanted = [
        (q["text"], q["speaker"], q["kind"], q["cue"], q["addressee"]) for q in gold["quotes"]
    ]

    found = []
    for quote in gold["quotes"]:
        a = at(findings, quote)
        told_to = a.told_to.name if a.told_to else None
        assert a.speaker is not None
        assert a.cue is not None
        found.append((a.text_in(text), a.speaker.name, a.kind.value, a.cue.of(text), told_to))

    assert found == wanted
    assert sum(a.kind is not Kind.INDIRECT for a in findings.attributions) == len(wanted)


def test_scare_quotes_are_passed_over(findings: Findings, gold: dict[str, Any], text: str) -> None:
    passed = [p.span.of(text).strip('"') for p in findings.passed_over]

    assert passed == [quote["text"] for quote in gold["scare_quotes"]]


def test_both_stories_and_both_credits_are_found(
    findings: Findings, gold: dict[str, Any], text: str
) -> None:
    stories = [
        (a.span.start, a.span.end, a.headline.of(text) if a.headline else None)
        for a in findings.articles
    ]
    pictures = [
        (c.agency, c.creator, c.caption.of(text) if c.caption else None) for c in findings.credits
    ]

    assert stories == [(a["start"], a["end"], a["headline"]) for a in gold["articles"]]
    assert pictures == [
        (c["agency"], c["photographer"], c["caption"]) for c in gold["photo_credits"]
    ]


def test_people_are_one_entity_each_with_their_roles(
    findings: Findings, gold: dict[str, Any]
) -> None:
    roles = {entity.name: {r.title for r in entity.roles} for entity in findings.entities}

    for person in gold["people"]:
        assert person in roles
        assert set(gold["roles"][person]) <= roles[person]


def test_most_reported_speech_is_found_with_its_speaker(
    findings: Findings, gold: dict[str, Any]
) -> None:
    right = 0
    for passage in gold["reported_speech"]:
        for a in findings.attributions:
            overlaps = a.start < passage["end"] and passage["start"] < a.end
            if a.kind is Kind.INDIRECT and overlaps and a.speaker is not None:
                right += a.speaker.name.casefold() == passage["speaker"].casefold()

    assert right >= 11
