"""Undo takes back exactly what was done, and redo does exactly that again, restarts between."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from db import Catalogue
from db.errors import CannotUndo
from db.rows import ALL, Changes, Correction, Heading, QuotationFilter, Remark, Status
from extraction.findings import EntityKind, Kind
from tests.db.factories import Pictured, Said, make_page

Dump = Counter[tuple[object, ...]]

NAMES = ("Ana Lind", "Bo Falk", "Cy Moor", "Ana Lind-Falk")
PICKS = st.sets(st.integers(0, 40), min_size=1, max_size=4)


def dump(catalogue: Catalogue) -> Dump:
    """Every row that people and imports can change, each with the table it stands in."""
    with sqlite3.connect(catalogue.folder / "catalogue.sqlite") as connection:
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name not in {"change", "journal", "sqlite_sequence"}
        ]
        rows = Counter(
            (table, *row)
            for table in tables
            for row in connection.execute(f"SELECT * FROM {table}")
        )
    connection.close()
    return rows


class Curating(RuleBasedStateMachine):
    """A person at work on a catalogue, while imports go on."""

    @initialize()
    def begin(self) -> None:
        self.home = Path(tempfile.mkdtemp())
        self.catalogue = Catalogue.create(self.home / "Work.onrecord")
        self.states = [dump(self.catalogue)]
        self.now = 0
        self.imported = 0
        self.revision = 0

    def teardown(self) -> None:
        assert self.catalogue.check().problems == ()
        self.catalogue.close()
        shutil.rmtree(self.home)

    def _change(self, change: Callable[[], Changes]) -> None:
        before = self.catalogue.revision
        changes = change()
        after = dump(self.catalogue)
        if not changes:
            self._assert_present_state()
            return
        assert changes.label == self.catalogue.undo_label
        assert self.catalogue.redo_label is None
        self._assert_told(self.states[self.now], after, changes, before)
        self.states[self.now + 1 :] = [after]
        self.now += 1

    def _assert_present_state(self) -> None:
        found, expected = dump(self.catalogue), self.states[self.now]
        assert not found - expected, "rows that should not be there"
        assert not expected - found, "rows that are missing"

    def _assert_told(self, old: Dump, new: Dump, changes: Changes, since: int) -> None:
        differing = {row[1] for row in (old - new) + (new - old) if row[0] == "quotation"}
        journal = self.catalogue.journal(since, limit=100_000)
        assert differing <= {row.id for row in journal if row.table == "quotation"}
        assert differing <= changes.quotations

    def _quotations(self, picks: set[int]) -> list[int]:
        every = QuotationFilter(statuses=frozenset(Status))
        ids = self.catalogue.quotation_ids(every)
        return sorted({ids[pick % len(ids)] for pick in picks}) if ids else []

    # What redo does with a record that an import has come to need has a test of its own below.
    @precondition(lambda self: self.now == len(self.states) - 1)
    @rule(names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=3), told=st.booleans())
    def import_a_page(self, names: list[str], told: bool) -> None:
        self.imported += 1
        words = f"Number {self.imported}"
        page = make_page(
            self.home,
            *(
                Said(
                    f"{words} by {n}",
                    name,
                    (name.split()[-1],),
                    role="mayor",
                    told_to="Reuters" if told else None,
                )
                for n, name in enumerate(names)
            ),
            photos=(Pictured("AFP", names[0]),),
            scare="experts",
        )
        before = dump(self.catalogue)

        page.add_to(self.catalogue)

        after = dump(self.catalogue)
        assert not before - after, "an import only inserts"
        self.states = [state + (after - before) for state in self.states]

    @rule(picks=PICKS, what=st.sampled_from(("confirm", "reject", "reopen")))
    def decide(self, picks: set[int], what: str) -> None:
        self._change(lambda: getattr(self.catalogue, what)(self._quotations(picks)))

    @rule(
        picks=PICKS,
        correction=st.one_of(
            st.builds(
                Correction,
                speaker=st.sampled_from((None, "Di Rask", "Ed Vik")),
                speaker_kind=st.sampled_from((EntityKind.PERSON, EntityKind.ORGANIZATION)),
            ),
            st.builds(Correction, told_to=st.sampled_from((None, "Wire", "Radio One"))),
            st.builds(Correction, said_on=st.sampled_from((None, date(2020, 1, 2)))),
            st.builds(Correction, kind=st.sampled_from(Kind)),
        ),
    )
    def correct(self, picks: set[int], correction: Correction) -> None:
        self._change(lambda: self.catalogue.correct(self._quotations(picks), correction))

    @rule(picks=PICKS)
    def merge(self, picks: set[int]) -> None:
        people = self.catalogue.people()
        if people:
            ids = sorted({people[pick % len(people)].id for pick in picks})
            self._change(lambda: self.catalogue.merge_people(ids, into=ids[0]))

    @rule(pick=st.integers(0, 9), name=st.sampled_from(("Ana Lund", "A. L. Falk", "Ana Lind")))
    def rename(self, pick: int, name: str) -> None:
        people = self.catalogue.people()
        if people:
            self._change(lambda: self.catalogue.rename_person(people[pick % len(people)].id, name))

    @rule(picks=PICKS, name=st.sampled_from(("harbour", "later")), on=st.booleans())
    def tag(self, picks: set[int], name: str, on: bool) -> None:
        tag = self.catalogue.tag if on else self.catalogue.untag
        self._change(lambda: tag(self._quotations(picks), name))

    @rule(picks=PICKS, what=st.sampled_from(("make", "rename", "fill", "empty", "delete")))
    def gather_in_a_collection(self, picks: set[int], what: str) -> None:
        collections = self.catalogue.collections()
        ids = self._quotations(picks)
        if what == "make" or not collections:
            name = f"Collection {self.now}.{len(collections)}.{min(picks)}"
            if name not in {collection.name for collection in collections}:
                self._change(lambda: self.catalogue.create_collection(name))
            return
        id_ = collections[min(picks) % len(collections)].id
        self._change(
            {
                "rename": lambda: self.catalogue.rename_collection(id_, f"Renamed {id_}"),
                "fill": lambda: self.catalogue.collect(id_, ids),
                "empty": lambda: self.catalogue.uncollect(id_, ids),
                "delete": lambda: self.catalogue.delete_collection(id_),
            }[what]
        )

    @rule(picks=PICKS, what=st.sampled_from(("begin", "add", "remove", "arrange")))
    def compose_a_dossier(self, picks: set[int], what: str) -> None:
        dossiers = self.catalogue.dossiers()
        if what == "begin" or not dossiers:
            self._change(lambda: self.catalogue.create_dossier("For print"))
            return
        dossier, ids = dossiers[-1], self._quotations(picks)
        self._change(
            {
                "add": lambda: self.catalogue.add_to_dossier(dossier.id, ids),
                "remove": lambda: self.catalogue.remove_from_dossier(dossier.id, ids),
                "arrange": lambda: self.catalogue.arrange_dossier(
                    dossier.id, [Heading("Then"), *dossier.items[::-1], *ids, Remark("So far.")]
                ),
            }[what]
        )

    @rule(query=st.sampled_from(("boats", "who:lind")), keep=st.booleans())
    def search(self, query: str, keep: bool) -> None:
        saved = self.catalogue.saved_searches()
        if keep or not saved:
            self._change(lambda: self.catalogue.save_search("Mine", query))
        else:
            self._change(lambda: self.catalogue.delete_search(saved[0].id))

    @rule(pick=st.integers(0, 9))
    def remove_a_document(self, pick: int) -> None:
        documents = self.catalogue.documents()
        if documents:
            id_ = documents[pick % len(documents)].id
            self._change(lambda: self.catalogue.remove_documents([id_]))

    @rule(steps=st.integers(1, 5))
    def undo(self, steps: int) -> None:
        for _ in range(steps):
            label = self.catalogue.undo_label

            undone = self.catalogue.undo()

            assert (undone is None) == (label is None) == (self.now == 0)
            if undone:
                self.now -= 1
                assert undone.label == label == self.catalogue.redo_label
            self._assert_present_state()

    @rule(steps=st.integers(1, 5))
    def redo(self, steps: int) -> None:
        for _ in range(steps):
            redone = self.catalogue.redo()

            assert (redone is None) == (self.now == len(self.states) - 1)
            self.now += redone is not None
            self._assert_present_state()

    @rule()
    def close_and_open(self) -> None:
        labels = self.catalogue.undo_label, self.catalogue.redo_label
        self.catalogue.close()

        self.catalogue = Catalogue.open(self.home / "Work.onrecord")

        self._assert_present_state()
        assert labels == (self.catalogue.undo_label, self.catalogue.redo_label)

    @invariant()
    def revisions_only_grow(self) -> None:
        if hasattr(self, "catalogue"):
            assert self.catalogue.revision >= self.revision
            self.revision = self.catalogue.revision


TestCurating = Curating.TestCase
TestCurating.settings = settings(max_examples=12, stateful_step_count=20, deadline=None)


def test_a_label_says_what_was_done_with_the_right_plural(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    make_page(tmp_path, Said("One"), Said("Two"), Said("Three", "Bo Falk")).add_to(catalogue)
    one, two, three = catalogue.quotation_ids()
    ana, bo = catalogue.people()

    labels = [
        catalogue.confirm([one]).label,
        catalogue.reject([two, three]).label,
        catalogue.correct([one, two], Correction(speaker="Cy Moor")).label,
        catalogue.rename_person(ana.id, "Ana Lund").label,
        catalogue.merge_people([ana.id, bo.id], into=bo.id).label,
        catalogue.remove_documents([d.id for d in catalogue.documents()]).label,
    ]

    assert labels == [
        "Confirm 1 quotation",
        "Reject 2 quotations",
        "Correct the speaker of 2 quotations",
        "Rename Ana Lind to Ana Lund",
        "Merge 2 people into Bo Falk",
        "Remove “page.txt”",
    ]


def test_importing_is_not_in_the_undo_list(catalogue: Catalogue, tmp_path: Path) -> None:
    make_page(tmp_path, Said()).add_to(catalogue)

    assert catalogue.undo_label is None
    assert catalogue.undo() is None


def test_a_removal_that_an_import_has_overtaken_says_so_and_leaves_the_list(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    page = make_page(tmp_path, Said())
    page.add_to(catalogue)
    catalogue.create_dossier("For print")
    catalogue.remove_documents([catalogue.documents()[0].id])
    page.add_to(catalogue)

    with pytest.raises(CannotUndo, match="can no longer be undone"):
        catalogue.undo()

    assert catalogue.undo_label == "Begin the dossier “For print”"
    assert catalogue.counts(ALL).quotations == 1


def test_a_person_whom_an_import_has_come_to_need_outlives_the_undo(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    make_page(tmp_path, Said(by=None)).add_to(catalogue)
    catalogue.correct(catalogue.quotation_ids(), Correction(speaker="Ana Lind"))
    make_page(tmp_path, Said("We will see", "Ana Lind"), name="b.txt").add_to(catalogue)

    catalogue.undo()
    assert [row.speaker for row in catalogue.quotations([1, 2])] == [None, "Ana Lind"]
    catalogue.redo()

    assert [row.speaker for row in catalogue.quotations([1, 2])] == ["Ana Lind", "Ana Lind"]
    assert len(catalogue.people()) == 1


def test_a_merge_made_again_keeps_a_record_that_an_import_has_come_to_need(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    make_page(tmp_path, Said(), Said("More", "Bo Falk")).add_to(catalogue)
    ana, bo = catalogue.people()
    catalogue.merge_people([ana.id], into=bo.id)
    catalogue.undo()
    make_page(tmp_path, Said("We will see"), name="b.txt").add_to(catalogue)

    catalogue.redo()

    rows = catalogue.quotations(catalogue.quotation_ids())
    assert [row.speaker for row in rows] == ["Bo Falk", "Bo Falk", "Ana Lind"]
    assert catalogue.check().problems == ()
