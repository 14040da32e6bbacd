"""One record a person: by name across files, by hand where names differ."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from db import Catalogue
from db.errors import UnknownRecord, UnusableName
from db.rows import Correction, RoleRow, Status
from extraction.findings import EntityKind
from tests.db.factories import Pictured, Said, make_page


def names(catalogue: Catalogue) -> list[str]:
    return [person.name for person in catalogue.people()]


def test_the_same_person_in_two_files_is_one_record_letter_case_and_accents_aside(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    make_page(tmp_path, Said("One", "José Gómez", ("Gómez",)), name="a.txt").add_to(catalogue)
    make_page(tmp_path, Said("Two", "JOSE GOMEZ"), name="b.txt").add_to(catalogue)
    make_page(tmp_path, Said("Three", "J. Gomez", ("Jose Gomez",)), name="c.txt").add_to(catalogue)

    (person,) = catalogue.people()

    assert (person.name, person.quotations) == ("José Gómez", 3)
    assert person.aliases == ("Gómez", "J. Gomez")


def test_a_lone_surname_joins_nobody_until_a_person_says_so(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    make_page(tmp_path, Said("One", "Ana Lind", ("Lind",)), name="a.txt").add_to(catalogue)
    make_page(tmp_path, Said("Two", "Lind"), name="b.txt").add_to(catalogue)
    ana, lind = catalogue.people()
    assert (ana.name, lind.name) == ("Ana Lind", "Lind")
    assert catalogue.known().preferred("Lind") is None

    catalogue.merge_people([lind.id], into=ana.id)
    make_page(tmp_path, Said("Three", "Lind"), name="c.txt").add_to(catalogue)

    assert [(p.name, p.quotations) for p in catalogue.people()] == [("Ana Lind", 3)]
    assert catalogue.known().preferred("lind") == "Ana Lind"


def test_the_described_are_never_taken_for_one_another(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    spokesman = Said("One", "a spokesman", kind_of_speaker=EntityKind.UNNAMED)
    make_page(tmp_path, spokesman, name="a.txt").add_to(catalogue)
    make_page(tmp_path, spokesman, name="b.txt", headline="Another").add_to(catalogue)

    assert names(catalogue) == ["a spokesman", "a spokesman"]


def test_those_who_photograph_or_supply_pictures_are_people_too(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    page = make_page(tmp_path, Said(), photos=(Pictured("AFP", "Jo Berg"), Pictured("AFP")))
    page.add_to(catalogue)

    by_name = {person.name: person for person in catalogue.people()}

    assert {name: p.photos for name, p in by_name.items()} == {
        "AFP": 2,
        "Jo Berg": 1,
        "Ana Lind": 0,
    }
    assert by_name["AFP"].kind is EntityKind.ORGANIZATION
    assert len(catalogue.photos(agency=by_name["AFP"].id)) == 2
    (detail,) = catalogue.article_quotations(catalogue.photos()[0].article_id)
    assert [photo.creator for photo in detail.photos] == ["Jo Berg", None]


def test_an_outlet_that_publishes_and_is_told_things_is_one_outlet(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    page = make_page(tmp_path, Said(told_to="Guardian"), Said("More"), outlet="The Guardian")
    page.add_to(catalogue)

    (outlet,) = catalogue.outlets()

    assert (outlet.name, outlet.documents, outlet.quotations, outlet.told) == (
        "The Guardian",
        1,
        2,
        1,
    )


def test_a_role_stays_with_its_date(catalogue: Catalogue, tmp_path: Path) -> None:
    for name, role, on in (
        ("a.txt", "mayor", date(2020, 1, 1)),
        ("b.txt", "minister", date(2024, 1, 1)),
        ("c.txt", "mayor", date(2022, 1, 1)),
    ):
        page = make_page(tmp_path, Said(role, role=role), name=name, headline=name, published_on=on)
        page.add_to(catalogue)

    (ana,) = catalogue.people()

    assert ana.roles == (
        RoleRow("mayor", date(2020, 1, 1), date(2022, 1, 1), 2),
        RoleRow("minister", date(2024, 1, 1), date(2024, 1, 1), 1),
    )
    assert [q.role for q in catalogue.quotations([1, 2, 3])] == ["mayor", "minister", "mayor"]


def test_a_correction_keeps_what_the_program_had_found(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    make_page(tmp_path, Said(role="mayor")).add_to(catalogue)
    (id_,) = catalogue.quotation_ids()

    catalogue.correct([id_], Correction(speaker="Bo Falk", said_on=date(2024, 2, 1)))

    detail = catalogue.quotation(id_)
    assert (detail.row.speaker, detail.row.role) == ("Bo Falk", None)
    assert detail.row.shown_on == date(2024, 2, 1)
    assert detail.row.status is Status.CORRECTED
    assert detail.found_speaker == "Ana Lind"
    assert detail.verdict_by
    assert detail.verdict_at
    assert [evidence.words[0][1] for evidence in detail.evidence] == ["Ana Lind"]


def test_a_renamed_person_is_still_found_by_the_old_name(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    make_page(tmp_path, Said()).add_to(catalogue)
    (ana,) = catalogue.people()

    changes = catalogue.rename_person(ana.id, "Ana Lind-Falk")

    assert changes.quotations == set(catalogue.quotation_ids())
    found = catalogue.find_person("ana LIND")
    assert found is not None
    assert (found.name, found.aliases) == ("Ana Lind-Falk", ("Ana Lind",))
    assert catalogue.known().preferred("Ana Lind") == "Ana Lind-Falk"
    with pytest.raises(UnusableName):
        catalogue.rename_person(ana.id, "  ")


def test_a_person_merged_away_is_no_longer_there(catalogue: Catalogue, tmp_path: Path) -> None:
    make_page(tmp_path, Said(), Said("More", "Bo Falk")).add_to(catalogue)
    ana, bo = catalogue.people()

    catalogue.merge_people([ana.id, bo.id], into=bo.id)

    with pytest.raises(UnknownRecord, match="merged"):
        catalogue.person(ana.id)
