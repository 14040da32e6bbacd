"""What the first lines of a saved page say about where it comes from."""

from __future__ import annotations

from datetime import date

import pytest

from extraction.masthead import Masthead, read_masthead


def stated(text: str) -> Masthead:
    masthead = read_masthead(text)
    return Masthead(
        masthead.outlet, masthead.published_on, masthead.byline, masthead.address, lines=()
    )


STORY = "\nThe pier stays shut\n\nThe council met for six hours on Tuesday and said nothing.\n"


def test_outlet_day_author_and_address_stand_in_the_first_lines() -> None:
    text = (
        "Harbour Post | 28 February 2024\nhttps://harbour-post.example/pier\n\n"
        "The pier stays shut\n\nBy R. Castellanos\n\nThe council met on Tuesday.\n"
    )

    masthead = read_masthead(text)

    assert masthead.outlet == "Harbour Post"
    assert masthead.published_on == date(2024, 2, 28)
    assert masthead.byline == "R. Castellanos"
    assert masthead.address == "https://harbour-post.example/pier"
    assert [line.of(text) for line in masthead.lines] == [
        "Harbour Post | 28 February 2024",
        "https://harbour-post.example/pier",
        "By R. Castellanos",
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Published 28 February 2024, 10:14", Masthead(published_on=date(2024, 2, 28))),
        ("Updated: Feb. 28, 2024 at 9:05 p.m.", Masthead(published_on=date(2024, 2, 28))),
        ("Stand: 28.02.2024, 18:40 Uhr", Masthead(published_on=date(2024, 2, 28))),
        ("Publié le 28 février 2024 à 10h14", Masthead(published_on=date(2024, 2, 28))),
        ("Опубликовано: 28 февраля 2024", Masthead(published_on=date(2024, 2, 28))),
        ("2024-02-28T10:14:00Z", Masthead(published_on=date(2024, 2, 28))),
        ("28 February 2024 – Harbour Post", Masthead("Harbour Post", date(2024, 2, 28))),
        ("By Ines Aalto and R. Castellanos", Masthead(byline="Ines Aalto and R. Castellanos")),
        ("By Ines Aalto, Reuters", Masthead("Reuters", byline="Ines Aalto")),
        ("Von Greta Holm", Masthead(byline="Greta Holm")),
        ("Reuters", Masthead("Reuters")),
    ],
)
def test_a_line_of_the_masthead_is_read_for_what_it_says(line: str, expected: Masthead) -> None:
    assert stated(line + "\n" + STORY) == expected


def test_a_name_above_the_day_of_publication_is_the_papers() -> None:
    text = "The Evening Record\nPublished: 11 March 2024\n" + STORY

    assert read_masthead(text).outlet == "The Evening Record"


def test_the_dateline_names_the_agency() -> None:
    text = "Pier stays shut\n\nPORT ALDER, Feb. 28 (Northern Wire) — The council met.\n"

    assert read_masthead(text).outlet == "Northern Wire"


def test_an_address_gives_its_host_and_its_day_when_nothing_else_does() -> None:
    masthead = read_masthead("https://www.harbour-post.example/2024/2/8/pier\n" + STORY)

    assert masthead.outlet == "harbour-post.example"
    assert masthead.published_on == date(2024, 2, 8)


@pytest.mark.parametrize(
    "text",
    [
        "Lukashenko\n© Sputnik / Ivan SorokinThe president on a square.\nHe spoke on Saturday.\n",
        "By noon the pier was shut.\n",
        "Harbour Master Mara Lindqvist\nShe spoke for an hour.\n",
        "The council (and its clerk) — who else? — said nothing.\n",
        "On 28 February 2024 | the pier was shut for good | and nobody came.\n",
        "",
    ],
)
def test_a_headline_a_caption_or_a_sentence_is_no_masthead(text: str) -> None:
    masthead = read_masthead(text)

    assert (masthead.outlet, masthead.byline, masthead.address) == (None, None, None)


@pytest.mark.parametrize("piece", ["By A ", "| ", "https://a", "A (", "Published 1 "])
def test_a_line_of_a_megabyte_is_read(piece: str) -> None:
    read_masthead(piece * (1_000_000 // len(piece)))
