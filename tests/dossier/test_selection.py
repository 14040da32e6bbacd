"""A catalogue's quotations become contents: grouped, ordered, sourced, and nothing rejected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import seeds
from db import Catalogue
from db.rows import Correction
from dossier.contents import Contents
from dossier.names import person_name
from dossier.selection import contents_of
from extraction import extract, read
from tests.dossier.reading import plain, printed


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    folder = tmp_path_factory.mktemp("sample") / "Sample.onrecord"
    with Catalogue.create(folder) as catalogue:
        for path in seeds.sample_documents():
            document = read(path)
            catalogue.add(document, extract(document, catalogue.known()), original=path)
        yield catalogue


def test_chapters_follow_surnames_and_quotations_their_days(sample: Catalogue) -> None:
    contents = _gathered(sample)

    people = [chapter for chapter in contents.chapters if "," in chapter.index_as]
    surnames = [chapter.index_as.casefold() for chapter in people]
    assert len(surnames) > 3
    assert surnames == sorted(surnames)
    for chapter in contents.chapters:
        days = [
            entry.said_on or contents.sources[entry.source].published_on or date.max
            for entry in chapter.quotations
        ]
        assert days == sorted(days)


def test_sources_are_numbered_as_they_are_first_cited(sample: Catalogue) -> None:
    contents = _gathered(sample)

    cited = [entry.source for chapter in contents.chapters for entry in chapter.quotations]
    cited += [photo.source for photo in contents.photos]
    assert list(dict.fromkeys(cited)) == list(range(len(contents.sources)))
    assert contents.photos


def test_evidence_shows_the_quotation_in_its_sentence(sample: Catalogue) -> None:
    contents = _gathered(sample)

    entries = [entry for chapter in contents.chapters for entry in chapter.quotations]
    in_context = [plain(entry.text) in plain(entry.context) for entry in entries]
    # Only an interrupted quotation does not stand in one piece.
    assert sum(in_context) > 0.8 * len(entries)
    assert all(entry.found_because for entry in entries if entry.speaker)


def test_a_rejected_quotation_is_not_printed_and_a_correction_says_so(sample: Catalogue) -> None:
    ids = sample.quotation_ids()
    rejected, corrected = ids[0], ids[1]
    text = sample.quotations([rejected])[0].text
    sample.reject([rejected])
    sample.correct([corrected], Correction(speaker="Jo Quist"))

    contents = _gathered(sample, [rejected, corrected, 999_999])

    ((entry,),) = [chapter.quotations for chapter in contents.chapters]
    assert entry.text != text
    assert (entry.speaker, entry.confirmed) == ("Jo Quist", True)
    assert "set by a person" in entry.found_because
    sample.undo()
    sample.undo()


def test_the_sample_prints_every_quotation_it_holds(sample: Catalogue, tmp_path: Path) -> None:
    contents = _gathered(sample)

    words = plain("".join(page.text for page in printed(contents, tmp_path)))

    for chapter in contents.chapters:
        assert plain(chapter.title) in words
        assert all(plain(entry.text) in words for entry in chapter.quotations)


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Svetlana Tikhanovskaya", "Tikhanovskaya, Svetlana"),
        ("Ursula von der Leyen", "von der Leyen, Ursula"),
        ("Martin Luther King Jr.", "King, Martin Luther, Jr."),
        ("Voltaire", "Voltaire"),
        ("", ""),
    ],
)
def test_an_index_puts_surnames_first(name: str, listed: str) -> None:
    assert person_name(name).inverted == listed


def _gathered(catalogue: Catalogue, ids: list[int] | None = None) -> Contents:
    chosen = list(catalogue.quotation_ids()) if ids is None else ids
    return contents_of(
        catalogue, chosen, title="Sample", selection="everything", compiled_on=date(2026, 11, 22)
    )
