"""What people are called beside their names."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from extraction.credits import find_credits
from extraction.findings import Findings, Span
from extraction.mentions import find_mentions
from extraction.roles import find_roles
from extraction.segments import segment

Extract = Callable[..., Findings]
SEED = Path(__file__).resolve().parents[2].parent / "shared" / "seed"


def roles_in(text: str) -> list[tuple[str, str]]:
    lines = [credit.line for credit in find_credits(text, Span(0, len(text)))]
    segments = segment(text, [at for line in lines for at in (line.start, line.end)])
    mentions = find_mentions(segments)
    return [
        (mentions[held.mention].head.of(text), held.role.title)
        for held in find_roles(segments, mentions)
    ]


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("Prime Minister Anna Keller resigned.", "Anna Keller", "Prime Minister"),
        (
            "They met exiled opposition leader Ivan Sorokin.",
            "Ivan Sorokin",
            "exiled opposition leader",
        ),
        ("They asked harbour master Mara Lindqvist.", "Mara Lindqvist", "harbour master"),
        ("A talk with Secretary of State Anna Keller ended.", "Anna Keller", "Secretary of State"),
        ("Mara Lindqvist, the harbour master, said no.", "Mara Lindqvist", "harbour master"),
        (
            "Tomas Okafor, head archivist of the port, counted them.",
            "Tomas Okafor",
            "head archivist of the port",
        ),
    ],
)
def test_a_title_stands_before_the_name_or_between_commas_behind_it(
    text: str, name: str, title: str
) -> None:
    assert roles_in(text) == [(name, title)]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Anna Keller resigned.",
        "They told Anna Keller about it.",
        "Anna Keller, the minister said, resigned.",
        "Anna Keller, tired of it all, resigned.",
    ],
)
def test_words_that_are_no_office_are_no_role(text: str) -> None:
    assert roles_in(text) == []


def test_a_verb_before_a_title_is_no_part_of_it() -> None:
    assert roles_in("The vote will force President Anna Keller to go.") == [
        ("Anna Keller", "President")
    ]


def test_a_title_of_a_thousand_words_is_read() -> None:
    roles_in("President " * 50_000 + "Anna Keller, " + "president of " * 50_000)


@pytest.mark.skipif(not SEED.exists(), reason="the development data is not here")
def test_the_roles_of_the_seed_page_are_all_found() -> None:
    text = (SEED / "000_5ca066de60bf8d8d.txt").read_text("utf-8")
    gold = json.loads((SEED / "seed.gold.json").read_text("utf-8"))["roles"]

    found = {(name.rsplit(" ", 1)[-1], title) for name, title in roles_in(text)}

    expected = {(name.rsplit(" ", 1)[-1], title) for name in gold for title in gold[name]}
    assert expected <= found


def test_a_description_that_repeats_a_title_means_its_holder(extract: Extract) -> None:
    findings = extract(
        "Belarusian President Ivan Sorokin spoke. President Ivan Sorokin left on Monday.\n\n"
        "The Belarusian president says he will stay. The embattled president says he is well."
    )

    assert [said.speaker.name for said in findings.attributions if said.speaker] == [
        "Ivan Sorokin",
        "Ivan Sorokin",
    ]
