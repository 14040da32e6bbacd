"""Lists hold what was asked for, in the order asked for, and stay quick when they are long."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.dialects import sqlite

from db import Catalogue
from db.names import fold
from db.queries import _stretches
from db.rows import ALL, Heading, QuotationFilter, QuotationId, QuotationRow, Remark, Sort, Status
from extraction.findings import Kind
from tests.db.factories import Pictured, Said, make_page

SAID = st.builds(
    Said,
    words=st.sampled_from(("We will stay", "No", "Perhaps")),
    by=st.sampled_from((None, "Ana Lind", "Bo Falk", "Étienne Roy", "Zoe Adams")),
    on=st.sampled_from((None, date(2020, 5, 1), date(2024, 5, 1))),
    kind=st.sampled_from(Kind),
    confidence=st.sampled_from((0.2, 0.5, 0.9)),
)
PAGES = st.lists(
    st.tuples(
        st.lists(SAID, min_size=1, max_size=4),
        st.sampled_from((None, date(2021, 1, 1), date(2024, 5, 1))),
        st.booleans(),
    ),
    min_size=1,
    max_size=3,
)
LAST = date.max


def _key(sort: Sort, row: QuotationRow) -> tuple[object, ...]:
    match sort:
        case Sort.READING_ORDER:
            return row.document_id, row.start, row.id
        case Sort.NEWEST:
            return row.shown_on is None, -(row.shown_on or LAST).toordinal(), row.id
        case Sort.OLDEST:
            return row.shown_on is None, row.shown_on or LAST, row.id
        case Sort.PUBLISHED:
            day = (row.published_on or LAST).toordinal()
            return row.published_on is None, -day, row.article_id, row.id
        case Sort.SPEAKER:
            return row.speaker is None, fold(row.speaker or ""), row.id
        case Sort.LEAST_CERTAIN:
            return row.confidence, row.id


FILTERS: dict[str, tuple[QuotationFilter, Callable[[QuotationRow], bool]]] = {
    "all": (ALL, lambda row: row.status is not Status.REJECTED),
    "rejected": (
        QuotationFilter(statuses=frozenset({Status.REJECTED})),
        lambda row: row.status is Status.REJECTED,
    ),
    "direct and mixed": (
        QuotationFilter(kinds=frozenset({Kind.DIRECT, Kind.MIXED})),
        lambda row: row.status is not Status.REJECTED and row.kind is not Kind.INDIRECT,
    ),
    "a year": (
        QuotationFilter(said_from=date(2024, 1, 1), said_until=date(2024, 12, 31)),
        lambda row: (
            row.status is not Status.REJECTED
            and row.shown_on is not None
            and row.shown_on.year == 2024
        ),
    ),
}


@settings(max_examples=10, deadline=None)
@given(pages=PAGES, rejected=st.sets(st.integers(1, 12)))
def test_every_filter_and_order_agrees_with_the_same_list_sorted_by_hand(
    pages: list[tuple[list[Said], date | None, bool]], rejected: set[int]
) -> None:
    with (
        tempfile.TemporaryDirectory() as home,
        Catalogue.create(Path(home) / "Lists.onrecord") as catalogue,
    ):
        for number, (said, published_on, pictured) in enumerate(pages):
            make_page(
                Path(home),
                *said,
                headline=f"Page {number}",
                published_on=published_on,
                photos=(Pictured(),) if pictured else (),
            ).add_to(catalogue)
        catalogue.reject(rejected)
        rows = catalogue.quotations(range(1, 100))
        for which, belongs in FILTERS.values():
            for sort in Sort:
                expected = sorted(filter(belongs, rows), key=lambda row: _key(sort, row))

                ids = catalogue.quotation_ids(which, sort)

                assert list(ids) == [row.id for row in expected]
                assert ids.typecode == "I"
                assert catalogue.quotation_ids(which, sort, limit=2) == ids[:2]
            assert catalogue.counts(which).quotations == len(ids)


def test_each_place_and_gathering_can_be_listed(catalogue: Catalogue, tmp_path: Path) -> None:
    make_page(
        tmp_path, Said("One"), Said("Two", "Bo Falk"), name="a.txt", photos=(Pictured(),)
    ).add_to(catalogue)
    make_page(tmp_path, Said("Three"), name="b.txt", outlet="The Wire").add_to(catalogue)
    one, two, three = catalogue.quotation_ids()
    catalogue.tag([one, three], "Harbour")
    catalogue.create_collection("Later")
    catalogue.collect(catalogue.collections()[0].id, [three])
    catalogue.create_dossier("For print")
    catalogue.add_to_dossier(catalogue.dossiers()[0].id, [two, one])
    ana = catalogue.find_person("Ana Lind")
    wire = next(outlet for outlet in catalogue.outlets() if outlet.name == "The Wire")
    last = catalogue.quotations([three])[0]
    assert ana

    for which, expected in (
        (QuotationFilter(speaker=ana.id), [one, three]),
        (QuotationFilter(outlet=wire.id), [three]),
        (QuotationFilter(document=last.document_id), [three]),
        (QuotationFilter(article=last.article_id), [three]),
        (QuotationFilter(tag="harbour"), [one, three]),
        (QuotationFilter(collection=catalogue.collections()[0].id), [three]),
        (QuotationFilter(dossier=catalogue.dossiers()[0].id), [one, two]),
        (QuotationFilter(has_photo=True), [one, two]),
        (QuotationFilter(has_photo=False, speaker=ana.id), [three]),
    ):
        assert list(catalogue.quotation_ids(which)) == expected
        assert catalogue.counts(which).quotations == len(expected)

    assert catalogue.dossiers()[0].quotations == (two, one)
    assert [row.tags for row in catalogue.quotations([three, two])] == [("Harbour",), ()]


def test_a_dossier_keeps_its_order_and_its_makers_own_words(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    make_page(tmp_path, Said("One"), Said("Two"), Said("Three")).add_to(catalogue)
    one, two, three = (QuotationId(id_) for id_ in catalogue.quotation_ids())
    catalogue.create_dossier("For print")
    dossier = catalogue.dossiers()[0].id
    catalogue.add_to_dossier(dossier, [one, two])

    items = (Heading("First", "a subtitle"), two, Remark("She said more."), one, Heading("Last"))
    catalogue.arrange_dossier(dossier, items)
    catalogue.add_to_dossier(dossier, [three])
    assert catalogue.dossiers()[0].items == (*items, three)
    assert catalogue.dossiers()[0].quotations == (two, one, three)

    catalogue.arrange_dossier(dossier, [three, three, Remark("Only this.")])
    assert catalogue.dossiers()[0].items == (three, Remark("Only this."))
    catalogue.undo()
    assert catalogue.dossiers()[0].items == (*items, three)
    catalogue.remove_documents([catalogue.documents()[0].id])
    assert catalogue.dossiers()[0].items == (items[0], items[2], items[4])


def test_rows_come_in_the_order_asked_for_without_those_that_are_gone(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    make_page(tmp_path, *(Said(f"Words {n}") for n in range(700))).add_to(catalogue)
    asked = [699, 5, 100_000, 3, 500, *range(1, 600)]

    rows = catalogue.quotations(asked)

    assert [row.id for row in rows] == [id_ for id_ in asked if id_ != 100_000]


@pytest.mark.parametrize("sort", Sort)
def test_no_order_of_the_whole_list_has_to_sort(catalogue: Catalogue, sort: Sort) -> None:
    for stretch in _stretches(ALL, sort):
        sql = stretch.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
        with catalogue._engine.connect() as connection:
            plan = [row.detail for row in connection.execute(text(f"EXPLAIN QUERY PLAN {sql}"))]

        assert plan
        assert not [step for step in plan if "TEMP B-TREE" in step]
        assert all("COVERING INDEX" in step or "party" in step for step in plan)
