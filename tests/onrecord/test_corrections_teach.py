"""What a person corrects in the catalogue, the next import knows, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db import Catalogue
from db.rows import Correction, QuotationDetail
from onrecord.importing import State, import_pieces
from onrecord.pieces import Piece


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Catalogue]:
    """A catalogue that people correct on 3 March 2026."""
    monkeypatch.setattr("db.people.now", lambda: datetime(2026, 3, 3, 12, tzinfo=UTC))
    with Catalogue.create(tmp_path / "Port.onrecord") as made:
        yield made


def imported(catalogue: Catalogue, name: str, text: str) -> QuotationDetail:
    """Import a text; return its last quotation."""
    path = catalogue.folder.parent / name
    path.write_text(text, encoding="utf-8")
    (report,) = import_pieces(catalogue, [Piece(path, path.name)])
    assert report.state is State.IMPORTED, report.reason
    return catalogue.quotation(max(catalogue.quotation_ids()))


def reasons(detail: QuotationDetail) -> list[tuple[str, tuple[str, ...]]]:
    """Return the evidence for the speaker but the first, which tells where the name stands."""
    return [
        (evidence.rule, tuple(words for _, words in evidence.words))
        for evidence in detail.evidence
        if evidence.field == "speaker"
    ][1:]


CORRECTED = [("the name means Anna Lee: corrected by you on 3 March 2026", ("Lee",))]


def test_a_renamed_person_is_met_again_by_the_old_name(catalogue: Catalogue) -> None:
    first = imported(catalogue, "a.txt", "“The quay is shut,” Lee said on the pier.")
    assert (first.row.speaker, reasons(first)) == ("Lee", [])
    (lee,) = catalogue.people()
    catalogue.rename_person(lee.id, "Anna Lee")

    second = imported(catalogue, "b.txt", "“The cranes stand still,” Lee said a week later.")

    assert second.row.speaker == "Anna Lee"
    assert reasons(second) == CORRECTED
    (anna,) = catalogue.people()
    assert (anna.id, anna.quotations) == (lee.id, 2)


def test_people_merged_are_one_in_the_next_article(catalogue: Catalogue) -> None:
    imported(catalogue, "a.txt", "“The quay is shut,” Lee said on the pier.")
    imported(catalogue, "b.txt", "“We were never asked,” Anna Lee said.")
    anna, lee = catalogue.people()
    catalogue.merge_people([lee.id], into=anna.id)

    third = imported(catalogue, "c.txt", "“The cranes stand still,” Lee said a week later.")

    assert third.row.speaker == "Anna Lee"
    assert reasons(third) == CORRECTED


def test_a_corrected_speaker_is_known_by_the_short_name(catalogue: Catalogue) -> None:
    first = imported(catalogue, "a.txt", "“The quay is shut,” Lee said on the pier.")
    catalogue.correct([first.row.id], Correction(speaker="Anna Lee"))

    second = imported(catalogue, "b.txt", "“The cranes stand still,” Lee said a week later.")

    assert second.row.speaker == "Anna Lee"
    assert reasons(second) == CORRECTED


def test_what_was_undone_is_no_longer_known(catalogue: Catalogue) -> None:
    first = imported(catalogue, "a.txt", "“The quay is shut,” Lee said on the pier.")
    catalogue.correct([first.row.id], Correction(speaker="Anna Lee"))
    catalogue.undo()

    second = imported(catalogue, "b.txt", "“The cranes stand still,” Lee said a week later.")

    assert second.row.speaker == "Lee"


def test_another_speaker_is_no_other_name(catalogue: Catalogue) -> None:
    first = imported(catalogue, "a.txt", "“The quay is shut,” Bo Lee said on the pier.")
    catalogue.correct([first.row.id], Correction(speaker="Anna Lee"))

    second = imported(catalogue, "b.txt", "“The cranes stand still,” Bo Lee said a week later.")

    assert second.row.speaker == "Bo Lee"


def test_the_names_in_the_article_go_before_those_of_the_catalogue(catalogue: Catalogue) -> None:
    first = imported(catalogue, "a.txt", "“The quay is shut,” Lee said on the pier.")
    catalogue.correct([first.row.id], Correction(speaker="Anna Lee"))

    second = imported(
        catalogue, "b.txt", "Bo Lee came to the port. “The cranes stand still,” Lee said."
    )

    assert (second.row.speaker, reasons(second)) == ("Bo Lee", [])


def test_who_was_confirmed_to_be_she_is_never_he_in_the_next_article(catalogue: Catalogue) -> None:
    first = imported(catalogue, "a.txt", "Tarn Vesk came to the port. “It is shut,” she said.")
    assert first.row.speaker == "Tarn Vesk"
    catalogue.confirm([first.row.id])

    second = imported(
        catalogue,
        "b.txt",
        "Ruud Molk wrote to the port. Tarn Vesk answered.\n\n“The cranes stand still,” he said.",
    )

    assert second.row.speaker == "Ruud Molk"
