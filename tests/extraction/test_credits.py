"""Whose photograph it is, and where its caption begins."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.credits import find_credits
from extraction.findings import PhotoCredit, Span

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpora"
LINES = CORPUS / "photo_credits" / "credit_lines.dev.jsonl"


def credits_in(text: str) -> tuple[PhotoCredit, ...]:
    return find_credits(text, Span(0, len(text)))


def parts(text: str) -> dict[str, Any]:
    """Give the parts that are there, of the one credit in the text."""
    (credit,) = credits_in(text)
    found = {
        "agency": credit.agency,
        "creator": credit.creator,
        "distributor": credit.distributor,
        "flags": credit.flags,
        "licence": credit.licence,
        "caption": credit.caption.of(text) if credit.caption else None,
    }
    return {part: value for part, value in found.items() if value}


def test_the_agency_is_known_by_name_whichever_comes_first() -> None:
    assert parts("© Sputnik / Ivan Sorokin") == {"agency": "Sputnik", "creator": "Ivan Sorokin"}
    assert parts("MARA LIND/AFP/Getty Images") == {
        "creator": "MARA LIND",
        "agency": "AFP",
        "distributor": "Getty Images",
    }


def test_a_caption_glued_to_its_credit_begins_at_the_lifted_letter() -> None:
    text = "© REUTERS/Ivan SorokinCranes stand idle in Port Alder on Monday."

    (credit,) = credits_in(text)

    assert credit.line.of(text) == "© REUTERS/Ivan Sorokin"
    assert credit.caption is not None
    assert credit.caption.of(text) == "Cranes stand idle in Port Alder on Monday."


def test_small_letters_with_marks_do_not_begin_a_caption() -> None:
    assert parts("Foto: Marek Dvořák/AFP") == {"creator": "Marek Dvořák", "agency": "AFP"}


@pytest.mark.parametrize(
    ("text", "creator", "caption"),
    [
        ("© AFP / Ewan McDonaldThe pier at dawn", "Ewan McDonald", "The pier at dawn"),
        ("© AFP / IVAN SOROKINCranes at dawn", "IVAN SOROKIN", "Cranes at dawn"),
        ("© Анна Вайс / ТАССМэр города на причале", "Анна Вайс", "Мэр города на причале"),
    ],
)
def test_capitals_inside_names_are_told_from_captions(
    text: str, creator: str, caption: str
) -> None:
    found = parts(text)

    assert (found["creator"], found["caption"]) == (creator, caption)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(Mara Lind/Star Ledger via AP)", {"creator": "Mara Lind", "distributor": "AP"}),
        ("Photo: A. Lind/Reuters", {"creator": "A. Lind", "agency": "Reuters"}),
        ("Mara Lind via Reuters, Pool", {"distributor": "Reuters", "flags": ("pool",)}),
        ("REUTERS/Mara Lind/File Photo", {"agency": "REUTERS", "flags": ("file",)}),
        (
            "Navy Press Office/Handout via REUTERS",
            {"flags": ("handout",), "distributor": "REUTERS"},
        ),
        ("AFP/Stringer", {"agency": "AFP", "flags": ("stringer",)}),
        ("Photo: Mara Lind / CC BY-SA 4.0", {"creator": "Mara Lind", "licence": "CC BY-SA 4.0"}),
        ("Photo courtesy of the Harbour Museum", {"agency": "the Harbour Museum"}),
        ("Photograph: Mara Lind/The Guardian", {"creator": "Mara Lind", "agency": "The Guardian"}),
        ("Photo by Mara Lind and Jon Roe for Bloomberg", {"creator": "Mara Lind and Jon Roe"}),
        ("U.S. Navy photo by Petty Officer 1st Class Mara Lind", {"creator": "Mara Lind"}),
        ("Screengrab / Instagram", {"agency": "Instagram", "flags": ("screenshot",)}),
        ("Foto: Anna Weiß/dpa", {"creator": "Anna Weiß", "agency": "dpa"}),
        ("Archivfoto: picture alliance", {"agency": "picture alliance", "flags": ("file",)}),
        ("Crédit photo : Élise Roy / AFP", {"creator": "Élise Roy", "agency": "AFP"}),
        ("Foto: cortesía de María Peña", {"agency": "María Peña", "flags": ("courtesy",)}),
        ("Фото: Анна Вайс/ТАСС", {"creator": "Анна Вайс", "agency": "ТАСС"}),
    ],
)
def test_each_part_is_named_for_what_it_is(text: str, expected: dict[str, Any]) -> None:
    found = parts(text)

    assert {part: found.get(part) for part in expected} == expected


def test_a_credit_after_its_caption_leaves_the_caption_before_it() -> None:
    assert parts("The pier before it was shut. (AP Photo/Mara Lind)")["caption"] == (
        "The pier before it was shut."
    )
    assert parts("The pier before it was shut. Mara Lind/Getty Images")["caption"] == (
        "The pier before it was shut."
    )


def test_a_name_that_may_run_on_is_a_guess_and_says_so() -> None:
    (credit,) = credits_in("© Sputnik / Ivan Sorokin Harbour Master Mara Lindqvist Speaks Out")

    assert credit.creator == "Ivan Sorokin"
    assert credit.confidence < 0.5


@pytest.mark.parametrize(
    "text",
    [
        "A new Reuters/Ipsos poll has the mayor ahead.",
        "The survey (CNN/ORC) was taken in May.",
        "PORT ALDER (AFP) – The pier stays shut.",
        "His fame comes courtesy of Anna Weiss, who wrote the song.",
        "Courtesy of her memoir, we know what was said.",
        "The photo by the agency shows an empty pier.",
        "© 2024 Harbour Post. All rights reserved.",
        "(c) The mayor shall report to the council.",
        "she told AFP from Port Alder",
        "Reuters",
        "A screenshot of the post was shared by thousands.",
    ],
)
def test_prose_that_names_an_agency_is_no_credit(text: str) -> None:
    assert credits_in(text) == ()


def test_a_caption_that_hides_where_its_picture_comes_from_is_kept_as_such() -> None:
    assert parts("Image caption, The pier at dawn") == {
        "flags": ("no-credit",),
        "caption": "The pier at dawn",
    }


@settings(deadline=None)
@given(st.text(alphabet="©(/)AP aZé.,:Photovi\n", max_size=300))
def test_spans_lie_in_the_text_in_reading_order_and_never_cross(text: str) -> None:
    found = credits_in(text)

    ends = [0]
    for credit in found:
        assert ends[-1] <= credit.line.start < credit.line.end <= len(text)
        assert "\n" not in credit.line.of(text)
        if credit.caption is not None:
            assert not credit.caption.overlaps(credit.line)
        ends.append(credit.line.end)


@pytest.mark.parametrize("piece", ["©", "(", "AP/", "Photo: ", "Aa", "A. ", "via Getty Images"])
def test_a_line_of_a_megabyte_is_read(piece: str) -> None:
    find_credits(line := piece * (1_000_000 // len(piece)), Span(0, len(line)))


@pytest.mark.skipif(not LINES.exists(), reason="the development data is not here")
def test_the_credit_lines_of_the_corpus_are_read_with_every_part_right() -> None:
    right = alarms = positives = 0
    for record in map(json.loads, LINES.read_text("utf-8").splitlines()):
        found = credits_in(record["line"])
        if record.get("none"):
            alarms += bool(found)
            continue
        positives += 1
        kind = record.get("kind")
        expected = {
            "agency": record.get("agency") or record.get("provider"),
            "creator": record.get("photographer"),
            "distributor": record.get("distributor"),
            "flags": (kind,) if kind else None,
            "licence": record.get("licence"),
            "caption": record.get("caption"),
        }
        right += len(found) == 1 and parts(record["line"]) == {
            part: value for part, value in expected.items() if value
        }

    assert right / positives >= 0.95
    assert alarms == 0
