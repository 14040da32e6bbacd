"""Which day a text means."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.dates import find_dates, read_date
from extraction.findings import Findings, Span

THURSDAY = date(2024, 2, 29)


def days(text: str, published_on: date | None = THURSDAY) -> list[tuple[str, date | None]]:
    found = find_dates(text, Span(0, len(text)), published_on)
    return [(said_on.span.of(text), said_on.on) for said_on in found]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("28 February 2024", date(2024, 2, 28)),
        ("Feb. 28, 2024", date(2024, 2, 28)),
        ("February 28th, 2024", date(2024, 2, 28)),
        ("Wednesday, 28 February 2024", date(2024, 2, 28)),
        ("2024-02-28", date(2024, 2, 28)),
        ("28.02.2024", date(2024, 2, 28)),
        ("28. Februar 2024", date(2024, 2, 28)),
        ("1er mars 2024", date(2024, 3, 1)),
        ("28 de febrero de 2024", date(2024, 2, 28)),
        ("28 февраля 2024", date(2024, 2, 28)),
        ("28/02/2024", date(2024, 2, 28)),
        ("02/28/2024", date(2024, 2, 28)),
        ("02/03/2024", None),
        ("30 February 2024", None),
        ("February 28", None),
        ("Wednesday", None),
        ("soon", None),
        ("28 February 2024 or later", None),
        ("", None),
    ],
)
def test_a_written_date_is_read_and_nothing_else_is(written: str, meant: date | None) -> None:
    assert read_date(written) == meant


@pytest.mark.parametrize(
    ("text", "phrase", "meant"),
    [
        ("she said on Wednesday", "on Wednesday", date(2024, 2, 28)),
        ("she said on Thursday", "on Thursday", THURSDAY),
        ("she said last Thursday", "last Thursday", date(2024, 2, 22)),
        ("she said on Friday", "on Friday", date(2024, 2, 23)),
        ("she said yesterday", "yesterday", date(2024, 2, 28)),
        ("she said today", "today", THURSDAY),
        ("she said three days ago", "three days ago", date(2024, 2, 26)),
        ("she said last week", "last week", None),
        ("she said earlier this month", "earlier this month", None),
        ("August 9's vote", "August 9", date(2023, 8, 9)),
        ("on 5 February she said", "on 5 February", date(2024, 2, 5)),
        ("on Monday, 26 February, she said", "on Monday, 26 February", date(2024, 2, 26)),
        ("sagte sie am Mittwoch", "am Mittwoch", date(2024, 2, 28)),
        ("sagte sie am vergangenen Donnerstag", "am vergangenen Donnerstag", date(2024, 2, 22)),
        ("sagte sie gestern", "gestern", date(2024, 2, 28)),
        ("a-t-elle dit mercredi", "mercredi", date(2024, 2, 28)),
        ("dijo el miércoles", "el miércoles", date(2024, 2, 28)),
        ("сказала она в среду", "в среду", date(2024, 2, 28)),
    ],
)
def test_a_phrase_means_the_nearest_day_that_has_passed(
    text: str, phrase: str, meant: date | None
) -> None:
    assert days(text) == [(phrase, meant)]


def test_a_relative_day_is_found_but_not_read_without_a_publication_date() -> None:
    assert days("she said on Saturday and on August 9", None) == [
        ("on Saturday", None),
        ("on August 9", None),
    ]
    assert days("she said on 9 August 2020", None) == [("on 9 August 2020", date(2020, 8, 9))]


@pytest.mark.parametrize(
    "text",
    [
        "she will speak next Monday",
        "the pier stays shut until Monday",
        "she may say so, and march 20 men to sea",
        "a loss of 3.5 million",
        "Das Schiff liegt hier im Hafen und die Stadt wartet.",
    ],
)
def test_days_that_lie_ahead_and_words_like_days_mean_nothing(text: str) -> None:
    assert [on for _, on in days(text) if on is not None] == []


def test_hier_is_yesterday_only_in_french() -> None:
    text = "La maire a dit hier dans une lettre que le quai est fermé pour les bateaux."

    assert days(text) == [("hier", date(2024, 2, 28))]


@settings(deadline=None)
@given(st.text(alphabet="on Mayst28.,/-4 Friday", max_size=200))
def test_spans_lie_in_the_text_and_never_cross(text: str) -> None:
    end = 0
    for said_on in find_dates(text, Span(0, len(text)), THURSDAY):
        assert end <= said_on.span.start < said_on.span.end <= len(text)
        assert said_on.on is None or said_on.on <= THURSDAY or any(map(str.isdigit, text))
        end = said_on.span.end


@pytest.mark.parametrize("piece", ["on ", "28 ", "Monday, ", "1.1.", "last ", "May 2"])
def test_a_line_of_a_megabyte_is_read(piece: str) -> None:
    find_dates(line := piece * (1_000_000 // len(piece)), Span(0, len(line)), THURSDAY)


def test_a_day_that_tells_which_vote_is_meant_is_not_when_somebody_spoke(
    extract: Callable[..., Findings],
) -> None:
    findings = extract(
        "Mara Lindqvist, who lost the August 9 poll, said on Monday that she would stay.\n\n"
        "Mara Lindqvist, who lost August 9's poll, said that she had counted.",
        published_on=date(2020, 8, 19),
    )

    first, second = findings.attributions
    assert first.said_on is not None
    assert first.said_on.on == date(2020, 8, 17)
    assert second.said_on is None
