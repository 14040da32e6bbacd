"""The page that the product was asked for with, and our own in the same form, from file to list.

The page itself belongs to its publisher and is read where it lies; the sample's page, which has the
same people, utterances and credits in other sentences, is always there.
"""

from __future__ import annotations

import json
from collections import Counter
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from onrecord.cli import run

_ROOT = Path(__file__).resolve().parents[2]
_SEED = _ROOT.parent / "shared" / "seed"


class Listed(NamedTuple):
    """A page's gold annotation and what the catalogue lists for it."""

    gold: dict[str, Any]
    quotations: list[dict[str, Any]]
    photos: list[dict[str, Any]]
    people: list[dict[str, Any]]


PAGES = [
    pytest.param(
        (
            _ROOT / "seeds" / "documents" / "000-belarus-rally-and-interview.txt",
            _ROOT / "tests" / "gold" / "000-belarus-rally-and-interview.json",
        ),
        id="sample",
    ),
    pytest.param(
        (_SEED / "000_5ca066de60bf8d8d.txt", _SEED / "seed.gold.json"),
        id="seed",
        marks=pytest.mark.skipif(not _SEED.exists(), reason="the page is not on this machine"),
    ),
]


@pytest.fixture(scope="module", params=PAGES)
def listed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Listed:
    page, gold = request.param
    folder = tmp_path_factory.mktemp("page")
    catalogue = folder / "Rally.onrecord"
    _printed("new", catalogue)
    _printed("import", catalogue, page)

    def objects(which: str) -> list[dict[str, Any]]:
        return [
            json.loads(line) for line in _printed("list", which, catalogue, "--json").splitlines()
        ]

    return Listed(
        json.loads(gold.read_text(encoding="utf-8")),
        objects("quotations"),
        objects("photos"),
        objects("people"),
    )


def test_all_fifteen_quotations_have_their_speaker_and_kind(listed: Listed) -> None:
    found = {
        (quotation["start"], quotation["end"]): (
            quotation["text"],
            quotation["kind"],
            (quotation["speaker"] or {}).get("name"),
        )
        for quotation in listed.quotations
    }

    wanted = {
        (quote["start"], quote["end"]): (quote["text"], quote["kind"], quote["speaker"])
        for quote in listed.gold["quotes"]
    }
    assert len(wanted) == 15
    assert {place: found.get(place) for place in wanted} == wanted


def test_nothing_else_in_marks_is_listed_as_a_quotation(listed: Listed) -> None:
    in_marks = [one for one in listed.quotations if one["kind"] in {"direct", "mixed"}]

    assert len(in_marks) == 15
    scare_quotes = {(scare["start"], scare["end"]) for scare in listed.gold["scare_quotes"]}
    assert len(scare_quotes) == 2
    assert not scare_quotes & {(one["start"], one["end"]) for one in listed.quotations}


def test_what_was_told_to_a_paper_says_so(listed: Listed) -> None:
    told = Counter(
        quotation["told_to"] for quotation in listed.quotations if quotation["kind"] != "indirect"
    )

    assert (told["Reuters"], told["RT"]) == (2, 2)


def test_each_photo_credit_is_parted_from_its_caption(listed: Listed) -> None:
    wanted = [
        (
            credit["line"],
            credit["agency"],
            credit.get("creator") or credit.get("photographer"),
            credit["caption"],
        )
        for credit in listed.gold["photo_credits"]
    ]

    assert len(wanted) == 2
    assert [
        (photo["credit_line"], photo["agency"], photo["creator"], photo["caption"])
        for photo in listed.photos
    ] == wanted


def test_the_two_stories_are_told_apart(listed: Listed) -> None:
    first, second = listed.gold["articles"]

    for quotation in listed.quotations:
        story = first if quotation["start"] < first["end"] else second
        assert quotation["headline"] == story["headline"]


def test_each_person_is_one_record_with_their_roles(listed: Listed) -> None:
    people = {person["name"]: person for person in listed.people}

    for name in ("Alexander Lukashenko", "Svetlana Tikhanovskaya"):
        surname = name.rpartition(" ")[2]
        assert [known for known in people if surname in known] == [name]
        titles = {role["title"].casefold() for role in people[name]["roles"]}
        assert titles >= {title.casefold() for title in listed.gold["roles"][name]}


def _printed(*arguments: str | Path) -> str:
    """Run a command that succeeds and return what it printed."""
    out = StringIO()
    with redirect_stdout(out):
        code = run([str(argument) for argument in arguments])
    assert code == 0
    return out.getvalue()
