"""The journal tells of everything that a search index has to hear of, whoever changed it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from db import Catalogue
from db.migrations import SCHEMA_VERSION
from db.models import Base
from tests.db.factories import Pictured, Said, make_page
from tests.db.older import turn_back


@pytest.fixture
def filled(catalogue: Catalogue, tmp_path: Path) -> Catalogue:
    make_page(
        tmp_path, Said(), Said("More", "Bo Falk", told_to="Reuters"), photos=(Pictured("AFP"),)
    ).add_to(catalogue)
    return catalogue


def told_since(catalogue: Catalogue, revision: int) -> set[tuple[str, int]]:
    return {(row.table, row.id) for row in catalogue.journal(revision)}


def test_an_import_is_told_once_for_each_record(filled: Catalogue) -> None:
    journal = filled.journal(0)

    assert {(row.table, row.id) for row in journal} == {
        ("article", 1),
        ("photo", 1),
        ("quotation", 1),
        ("quotation", 2),
    }
    assert [row.sequence for row in journal] == sorted({row.sequence for row in journal})
    assert filled.revision == journal[-1].sequence


def test_raw_sql_is_told_as_well(filled: Catalogue) -> None:
    before = filled.revision

    with sqlite3.connect(filled.folder / "catalogue.sqlite") as raw:
        raw.execute("UPDATE outlet SET name = 'The Herald' WHERE name = 'The Courier'")
    raw.close()

    told = told_since(filled, before)
    assert told == {("article", 1), ("photo", 1), ("quotation", 1), ("quotation", 2)}


def test_a_new_name_is_told_for_all_that_shows_it(filled: Catalogue) -> None:
    before = filled.revision

    for person in filled.people():
        filled.rename_person(person.id, f"{person.name} Senior")

    assert told_since(filled, before) == {("photo", 1), ("quotation", 1), ("quotation", 2)}


def test_tags_and_removals_and_their_undoing_are_told(filled: Catalogue) -> None:
    for change in (
        lambda: filled.tag([2], "harbour"),
        filled.undo,
        lambda: filled.remove_documents([1]),
        filled.undo,
    ):
        before = filled.revision

        change()

        assert ("quotation", 2) in told_since(filled, before)


def test_the_journal_keeps_one_line_a_record_however_often_it_changes(filled: Catalogue) -> None:
    for _ in range(20):
        filled.confirm([1])
        filled.reopen([1])

    assert len(filled.journal(0)) == 4
    assert [(row.table, row.id) for row in filled.journal(0)][-1] == ("quotation", 1)


def test_another_name_is_told_for_all_that_person_said(filled: Catalogue) -> None:
    ana, bo = (filled.find_person(name) for name in ("Ana Lind", "Bo Falk"))
    assert ana
    assert bo
    with sqlite3.connect(filled.folder / "catalogue.sqlite") as raw:
        raw.execute(
            "INSERT INTO alias (party_id, name, folded, by_hand) VALUES (?, 'A. L.', 'a. l.', 1)",
            (ana.id,),
        )
        for change in (f"UPDATE alias SET party_id = {bo.id}", "DELETE FROM alias"):
            raw.commit()
            before = filled.revision

            raw.execute(change)

            raw.commit()
            told = (
                {("quotation", 1), ("quotation", 2)} if "UPDATE" in change else {("quotation", 2)}
            )
            assert told_since(filled, before) == told
    raw.close()
    assert ("quotation", 1) in told_since(filled, 0)


def test_a_catalogue_of_the_first_schema_is_brought_up_to_date(filled: Catalogue) -> None:
    filled.close()
    turn_back(filled.folder, to=1)

    with Catalogue.open(filled.folder) as catalogue:
        before = catalogue.revision
        person = catalogue.find_person("Ana Lind")
        assert person
        with sqlite3.connect(catalogue.folder / "catalogue.sqlite") as raw:
            raw.execute(
                "INSERT INTO alias (party_id, name, folded, by_hand) VALUES (?, 'A', 'a', 1)",
                (person.id,),
            )
        raw.close()
        assert told_since(catalogue, before) == {("quotation", 1)}
        assert catalogue.check().problems == ()


def test_migrations_lead_to_the_schema_that_the_models_describe(catalogue: Catalogue) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    with catalogue._engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
        (version,) = connection.exec_driver_sql("SELECT version_num FROM alembic_version").one()

    scripts = ScriptDirectory(Path(__file__).resolve().parents[2] / "db" / "migrations")
    assert differences == []
    assert scripts.get_heads() == [version]
    assert int(version) == SCHEMA_VERSION
