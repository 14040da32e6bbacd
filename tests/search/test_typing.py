"""A query while it is typed: every keystroke is answered, and a real mistake names its place."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import QueryError, Scope, SearchService
from search.explaining import explain
from search.highlighting import highlights
from search.parsing import parse

_NAUGHTY = (
    Path(__file__).resolve().parents[2].parent
    / "shared"
    / "corpora"
    / "naughty_strings"
    / "blns.json"
)

TODAY = date(2024, 5, 15)  # a Wednesday

FIFTY = """
forgive
"have to leave"
who:lukashenko
who:"Alexander Lukashenko" rally
who:(lindqvist OR okafor) gates
told:reuters
told:reuters OR told:rt
said:harbour
in:courier ledger
in:"harbour post" when:2020
credit:sputnik
credit:"Viktor Tolochko"
photo:rally who:lukashenko
tag:inquiry
tag:"harbour inquiry" NOT kind:mixed
kind:direct
kind:indirect who:nowak
status:unreviewed
status:confirmed kind:direct
when:2020
when:2020-08
when:2020-08-15
when:today
when:yesterday leave
when:"last week"
when:[2020 TO 2021]
when:[2020-01-01 TO 2020-06]
when:2020..2021-06
published:2020-08
published:[2019 TO 2020-02] tide
said-after:2020-08
said-before:2021-02-03
said-after:2019 said-before:2020-08-16
tide AND ledger
tide OR ledger
tide NOT ledger
NOT tide
tide -ledger
(tide OR ledger) AND (gates OR cranes)
((tide OR ledger) gates) OR "not for sale"
"tide wait"~5
"tide wait"~5 who:nowak
harb*
wo?d
*nes gates
ledgr~1
ledgr~2 twice
don't sell
“the ledger was” twice
headline:cranes NOT (kind:indirect OR status:rejected)
""".strip().splitlines()


def test_there_are_fifty_queries() -> None:
    assert len(FIFTY) == 50


@pytest.mark.parametrize("query", FIFTY)
def test_no_keystroke_on_the_way_to_a_query_is_an_error(service: SearchService, query: str) -> None:
    for end in range(len(query) + 1):
        answer = service.search(query[:end])

        assert answer.note == ""
        assert answer.explanation


@pytest.mark.parametrize(
    ("unfinished", "finished"),
    [
        ("(tide OR ledger ", "(tide OR ledger)"),
        ("tide AND", "tide "),
        ("tide OR ", "tide "),
        ("tide NOT", "tide "),
        ("tide (", "tide "),
        ("tide who:", "tide "),
        ("tide colour:", "tide colour "),
        ("tide when:20", "tide "),
        ("tide when:2020-", "tide when:2020 "),
        ("tide when:2020-0", "tide when:2020 "),
        ("tide when:2020-08-", "tide when:2020-08 "),
        ("tide when:yest", "tide "),
        ("tide when:[2020 TO", "tide "),
        ("kind:dir", "kind:direct"),
        ("status:un", "status:unreviewed"),
    ],
)
def test_an_unfinished_end_is_read_as_far_as_it_goes(unfinished: str, finished: str) -> None:
    assert _sentence(unfinished) == _sentence(finished)


@pytest.mark.parametrize(
    ("query", "position", "says"),
    [
        ("tide colour:red", 5, "no field “colour:”"),
        ("tide) ledger", 4, "closes nothing"),
        ("tide kind:loud", 10, "Write one of direct, mixed, indirect"),
        ("status:lost tide", 7, "unreviewed, confirmed, corrected, rejected"),
        ("when:2020-13 tide", 5, "“2020-13” is no date"),
        ("when:2020-02-30", 5, "“2020-02-30” is no date"),
        ("when:[2020 TO soon]", 5, "“soon” is no date"),
        ("when:[2020]", 5, "[2020-01 TO 2020-06]"),
        ("tide ledger~7", 12, "1 or 2 letters"),
        ("(" * 100 + "tide", 40, "nested too deeply"),
        ("NOT " * 100 + "tide", 164, "nested too deeply"),
        ("tide " * 300, 1000, "more than 200 words"),
    ],
)
def test_a_mistake_names_its_place_in_a_plain_sentence(
    query: str, position: int, says: str
) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)

    assert caught.value.position == position
    assert says in str(caught.value)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("tide ", "Quotations with “tide”"),
        ("tid", "Quotations with “tid…”"),
        ('"tide tabl', "Quotations with “tide tabl…”"),
        (
            'who:"ana lind" (tide OR cranes) NOT kind:mixed ',
            "Quotations by “ana lind” and (with “tide” or with “cranes”) and that are not mixed",
        ),
        ("told:reuters when:2020 ", "Quotations said to “reuters” and said in 2020"),
        ('"tide wait"~5', "Quotations with “tide”, then “wait” (each within 5 words)"),
        ("tide~1", "Quotations with something like “tide”"),
        ("-tide gates ", "Quotations without “tide” and with “gates”"),
        ("said-after:2020-08", "Quotations said from 1 August 2020"),
        ("said-before:2020-08", "Quotations said until 31 July 2020"),
        ("when:yesterday", "Quotations said on 14 May 2024"),
        ('when:"last week"', "Quotations said from 6 May 2024 to 12 May 2024"),
        ('when:"last month"', "Quotations said from 1 April 2024 to 30 April 2024"),
    ],
)
def test_a_query_is_explained_in_plain_words(query: str, sentence: str) -> None:
    assert _sentence(query) == sentence


def test_lower_case_and_or_not_are_words() -> None:
    assert _sentence("this and that or not ") == (
        "Quotations with “this” and with “and” and with “that” and with “or” and with “not”"
    )


def test_signs_around_words_do_not_matter() -> None:
    assert parse("well, will: you? call! ") == parse("well will you call ")


@given(st.text())
def test_any_text_is_answered_or_refused_with_a_place_inside_it(text: str) -> None:
    refusal = _refusal(text)

    assert refusal is None or 0 <= refusal.position <= len(text)


_PIECES = st.sampled_from(
    [
        *("tide", "AND", "OR", "NOT", "(", ")", '"', "~", "*", "?", "-", ":", "who:", "when:"),
        *(
            "kind:",
            "2020",
            "[",
            " TO ",
            "]",
            "..",
            "“",
            "”",
            "é",
            "港",
            "'",
            "  ",
            "\x00",
            "\ud800",
        ),
    ]
)


@given(st.lists(_PIECES, max_size=12), st.sampled_from(["", " "]))
def test_any_mixture_of_signs_is_answered_or_refused(pieces: list[str], glue: str) -> None:
    text = glue.join(pieces)

    refusal = _refusal(text)

    assert refusal is None or 0 <= refusal.position <= len(text)


@pytest.mark.skipif(not _NAUGHTY.exists(), reason="the naughty strings are not on this machine")
def test_hostile_strings_are_answered_or_refused(service: SearchService) -> None:
    for hostile in json.loads(_NAUGHTY.read_text(encoding="utf-8")):
        refusal = _refusal(hostile)

        if refusal is None:
            assert service.search(hostile, scope=Scope.EVERYTHING).note == ""
        else:
            assert 0 <= refusal.position <= len(hostile)


def _sentence(query: str) -> str:
    return explain(parse(query, today=TODAY), Scope.SAID)


def _refusal(query: str) -> QueryError | None:
    """Read, explain and highlight a query; return why it cannot be read, if it cannot."""
    try:
        node = parse(query, today=TODAY)
    except QueryError as error:
        return error
    assert explain(node, Scope.EVERYTHING)
    highlights(node, query)
    return None
