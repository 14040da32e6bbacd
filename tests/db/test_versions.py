"""A page saved again, the same words under another name, an article printed twice: all are told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import Catalogue
from db.rows import DocumentId, Likeness, QuotationFilter
from db.traces import fold_address, resemblance, traces
from extraction import extract, read
from tests.db.older import turn_back

PAGE = """<html><head><title>Harbour</title>
<link rel="canonical" href="{address}"></head><body><article><h1>Harbour stays closed</h1>
{paragraphs}</article></body></html>"""

FIRST = (
    "“The cranes will not move before the inquiry ends,” said Ada Lindqvist, the harbour master.",
    "“We have lost eleven days of work and nobody has told us why,” said Ruth Okafor of the union.",
    "“The mayor was asked and did not answer us,” Lindqvist said on the quay in the evening.",
)
REVISED = (
    "“The cranes will not move before the whole inquiry ends,” said Ada Lindqvist of the harbour.",
    "“We have lost eleven days of work and nobody has told us why,” said Ruth Okafor of the union.",
    "“The port belongs to the city and to no one else,” said Mayor Tom Brandt at noon.",
)


def saved(folder: Path, name: str, address: str, paragraphs: tuple[str, ...]) -> Path:
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    path = folder / name
    path.write_text(PAGE.format(address=address, paragraphs=body), encoding="utf-8")
    return path


def added(catalogue: Catalogue, path: Path) -> DocumentId:
    document = read(path)
    (id_,) = catalogue.add(document, extract(document), original=path).documents
    return id_


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue.create(tmp_path / "Port.onrecord")


def test_a_page_saved_again_is_a_version_and_what_was_said_is_compared(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    first = added(
        catalogue,
        saved(tmp_path, "a.html", "https://www.tidewater.example/port?utm_source=x", FIRST),
    )
    second = added(
        catalogue, saved(tmp_path, "b.html", "http://tidewater.example/port/#live", REVISED)
    )

    like = catalogue.likeness(second)
    compared = catalogue.compare(first, second)

    assert like is not None
    assert (like.kind, like.document, like.name) == (Likeness.VERSION, first, "a.html")
    assert [row.id for row in catalogue.versions(first)] == [first, second]
    assert [pair.after.speaker for pair in compared.stayed] == ["Ruth Okafor"]
    ((changed),) = compared.changed
    assert "whole inquiry" in changed.after.text
    assert "whole" not in changed.before.text
    assert [row.speaker for row in compared.came] == ["Tom Brandt"]
    assert [row.text for row in compared.went] == ["The mayor was asked and did not answer us,"]


def test_a_corrected_speaker_counts_as_a_change(catalogue: Catalogue, tmp_path: Path) -> None:
    other = tuple(line.replace("Ruth Okafor", "Ivo Brandt") for line in FIRST)
    first = added(catalogue, saved(tmp_path, "a.html", "https://t.example/port", FIRST))
    second = added(catalogue, saved(tmp_path, "b.html", "https://t.example/port", other))
    (changed,) = catalogue.compare(first, second).changed
    assert (changed.before.speaker, changed.after.speaker) == ("Ruth Okafor", "Ivo Brandt")


def test_the_same_words_in_another_file_are_told(catalogue: Catalogue, tmp_path: Path) -> None:
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_text("\n\n".join(FIRST), encoding="utf-8")
    two.write_text("\r\n\r\n".join(FIRST).upper() + "\r\n", encoding="utf-16")
    first, second = added(catalogue, one), added(catalogue, two)
    like = catalogue.likeness(second)
    assert like is not None
    assert (like.kind, like.document, like.resemblance) == (Likeness.SAME_TEXT, first, 1.0)
    assert catalogue.likeness(first) is None


def test_an_article_printed_elsewhere_with_changes_is_nearly_the_same(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    first = added(catalogue, saved(tmp_path, "a.html", "https://one.example/1", FIRST))
    added(catalogue, saved(tmp_path, "b.html", "https://two.example/2", REVISED[2:] * 4))
    reprint = (*FIRST, "This article first appeared elsewhere.")
    third = added(catalogue, saved(tmp_path, "c.html", "https://three.example/3", reprint))
    like = catalogue.likeness(third)
    assert like is not None
    assert (like.kind, like.document) == (Likeness.NEARLY, first)
    assert 0.6 <= like.resemblance < 1


def test_a_document_taken_out_is_no_longer_told_and_comes_back_by_undo(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    first = added(catalogue, saved(tmp_path, "a.html", "https://t.example/port", FIRST))
    second = added(catalogue, saved(tmp_path, "b.html", "https://t.example/port", REVISED))
    before = catalogue.likeness(second)
    catalogue.remove_documents([first])
    assert catalogue.likeness(second) is None
    catalogue.undo()
    assert catalogue.likeness(second) == before


def test_a_document_compared_with_itself_has_only_what_stayed(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    first = added(catalogue, saved(tmp_path, "a.html", "https://t.example/port", FIRST))
    compared = catalogue.compare(first, first)
    everything = catalogue.quotation_ids(QuotationFilter(document=first))
    assert [pair.before.id for pair in compared.stayed] == list(everything)
    assert (compared.changed, compared.came, compared.went) == ((), (), ())


def test_documents_of_an_older_program_are_found_alike_after_the_upgrade(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    first = added(catalogue, saved(tmp_path, "a.html", "https://t.example/port", FIRST))
    second = added(catalogue, saved(tmp_path, "b.html", "https://t.example/port", REVISED))
    before = catalogue.likeness(second)
    catalogue.close()
    turn_back(catalogue.folder, to=2)

    with Catalogue.open(catalogue.folder) as reopened:
        assert reopened.likeness(second) == before
        assert reopened.likeness(first) is None


@pytest.mark.parametrize(
    "other",
    [
        "http://example.org/a/b",
        "https://m.example.org/a/b/",
        "https://www.example.org/a/b/amp",
        "https://EXAMPLE.org:443/a/b/index.html?utm_medium=social&fbclid=1#comments",
    ],
)
def test_addresses_of_one_page_are_the_same(other: str) -> None:
    assert fold_address(other) == fold_address("https://www.example.org/a/b")


@pytest.mark.parametrize("other", ["https://example.org/a/c", "https://example.org/a/b?id=2"])
def test_addresses_of_two_pages_differ(other: str) -> None:
    assert fold_address(other) != fold_address("https://www.example.org/a/b")


@given(st.text())
def test_any_address_can_be_folded_and_folding_twice_changes_nothing(address: str) -> None:
    folded = fold_address(f"https://example.org/{address}")
    assert fold_address(f"https://{folded}") == folded or not folded.startswith("example.org")
    fold_address(address)


@given(st.lists(st.sampled_from(["harbour", "crane", "union", "mayor", "quay"]), min_size=60))
def test_a_text_resembles_itself_whole_and_shares_its_traces(words: list[str]) -> None:
    text = " ".join(words)
    shouted = "  ".join(words).upper() + "!"
    assert resemblance(text, shouted) == 1.0
    assert traces(text, None) == traces(shouted, None)
