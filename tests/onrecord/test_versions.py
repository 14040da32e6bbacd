"""The command line tells what a document is like, and what changed between versions of a page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.onrecord.conftest import OnRecord

PAGE = """<html><head><link rel="canonical" href="https://tidewater.example/port"></head><body>
<article><h1>Harbour stays closed</h1>{paragraphs}</article></body></html>"""
KEPT = "“We have lost eleven days of work and nobody knows why,” said Ruth Okafor of the union."
FIRST = "“The cranes will not move before the inquiry ends,” said Ada Lindqvist, harbour master."
LATER = "“The cranes will not move before the whole inquiry ends,” said Ada Lindqvist."
GONE = "“The mayor was asked twice and did not answer,” Lindqvist said."


@pytest.fixture
def port(onrecord: OnRecord, tmp_path: Path) -> Path:
    """A catalogue with two versions of one page."""
    catalogue = tmp_path / "Port.onrecord"
    onrecord("new", catalogue)
    for name, lines in (("first.html", (FIRST, KEPT, GONE)), ("second.html", (LATER, KEPT))):
        page = tmp_path / name
        body = "".join(f"<p>{line}</p>" for line in lines)
        page.write_text(PAGE.format(paragraphs=body), encoding="utf-8")
        assert onrecord("import", catalogue, page).code == 0
    return catalogue


def test_the_list_of_documents_says_what_each_is_like(onrecord: OnRecord, port: Path) -> None:
    ran = onrecord("list", "documents", port)

    assert ran.out.splitlines()[-1] == "    a new version of “first.html”"
    assert onrecord("list", "documents", port, "--query", "second").out.startswith("second.html")


def test_versions_are_told_from_each_to_the_next(onrecord: OnRecord, port: Path) -> None:
    ran = onrecord("versions", port, "first.html")

    assert ran.code == 0
    assert "1 stayed, 1 changed, 0 came, 1 went" in ran.out
    assert "  + Ada Lindqvist: The cranes will not move before the whole inquiry ends" in ran.out
    assert "  went: Ada Lindqvist: The mayor was asked twice and did not answer" in ran.out


def test_versions_can_be_read_by_a_program(onrecord: OnRecord, port: Path) -> None:
    (step,) = (
        json.loads(line) for line in onrecord("versions", port, "2", "--json").out.splitlines()
    )

    assert (step["before"]["name"], step["after"]["name"]) == ("first.html", "second.html")
    assert (step["stayed"], len(step["changed"]), step["came"]) == (1, 1, [])
    assert step["went"][0]["speaker"] == "Ada Lindqvist"


def test_an_import_tells_of_a_new_version_at_once(onrecord: OnRecord, port: Path) -> None:
    third = port.parent / "third.html"
    third.write_text(PAGE.format(paragraphs=f"<p>{KEPT}</p><p>{GONE}</p>"), encoding="utf-8")

    (event,) = (
        event
        for event in map(json.loads, onrecord("import", port, third, "--json").out.splitlines())
        if event["event"] == "file"
    )

    assert event["like"]["kind"] == "version"
    assert event["like"]["sentence"] == (
        "A new version of “second.html”: 1 stayed, 0 changed, 1 came, 1 went."
    )
    assert event["like"]["changes"]["went"][0]["text"].startswith("The cranes will not move")


def test_the_same_words_saved_twice_are_told_by_the_import(
    onrecord: OnRecord, harbour: Path, page: Path
) -> None:
    copy = page.with_name("copy.txt")
    copy.write_text(page.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")

    ran = onrecord("import", harbour, copy)

    assert "The same text as “gates.txt”." in ran.out


def test_a_page_saved_once_says_so(onrecord: OnRecord, harbour: Path) -> None:
    assert "saved once" in onrecord("versions", harbour, "gates.txt").out


def test_an_unknown_document_is_one_sentence(onrecord: OnRecord, harbour: Path) -> None:
    ran = onrecord("versions", harbour, "nothing.html")

    assert ran.code == 2
    assert ran.err.strip() == (
        "There is no document “nothing.html” in this catalogue. "
        "See onrecord list documents Harbour."
    )
