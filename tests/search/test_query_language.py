"""What each form of the query language finds: from the index, and without one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import Catalogue
from db.rows import QuotationFilter, Sort, Status
from extraction.findings import Kind
from search import Order, Scope, SearchService
from tests.db.factories import Said, make_page

GATES = "We will leave the gates open"
LEAVING = "leaving was a mistake"
LEDGER = "The ledger was counted twice"
NOBODY = "Nobody leaves before the tide turns"
CRANES = "the cranes are not for sale"
WOOD = "Wood and wind, that is all we have"
TIDE = "The tide does not wait for a mistake to be mended"
SELL = "don’t sell what you cannot count"
HAFEN = "Ein Hafen ohne Kräne"

EXAMPLES = {
    # words: in any form, any case, with or without accents, whole or begun at the very end
    "leave": {GATES, LEAVING, NOBODY},
    "LEAVING ": {GATES, LEAVING, NOBODY},
    "krane": {HAFEN},
    "Kräne ": {HAFEN},
    "led": {LEDGER},
    "led ": set(),
    "=leave": {GATES},
    "=We": {GATES},
    "=we": {WOOD},
    "=Kräne": {HAFEN},
    "=Krane": set(),
    "=kräne": set(),
    '="the gates"': {GATES},
    '="The gates"': set(),
    "who:=Gómez": {LEDGER},
    "who:=Gomez": set(),
    "tide NOT =The": {NOBODY},
    "NOT =we NOT =The": {GATES, LEAVING, NOBODY, CRANES, SELL, HAFEN},
    "(=we OR =Krane) wind": {WOOD},
    "=leav": set(),
    "lindqvist": {GATES, LEAVING},
    "gomez": {LEDGER},
    "don't": {SELL},
    "tide mistake": {TIDE},
    "tide AND mistake": {TIDE},
    "tide OR ledger": {TIDE, NOBODY, LEDGER},
    "mistake NOT tide": {LEAVING},
    "mistake -tide": {LEAVING},
    "(tide OR cranes) not": {TIDE, CRANES},
    "NOT (tide OR mistake OR leave)": {LEDGER, CRANES, WOOD, SELL, HAFEN},
    # phrases
    '"leave the gates"': {GATES},
    '"gates the leave"': set(),
    '"the tide tur': {NOBODY},
    '"tide wait"': set(),
    '"tide wait"~3': {TIDE},
    "“the ledger was”": {LEDGER},
    # words with gaps, and words like others
    "w*": {GATES, LEAVING, LEDGER, WOOD, TIDE, SELL, HAFEN},
    "wo?d ": {WOOD},
    "wi*d ": {WOOD},
    "*nes ": {CRANES},
    "legder~1": {LEDGER},
    "legder~": {LEDGER},
    "ldgr~1": set(),
    "ldgr~2": {LEDGER},
    # fields
    'who:"mara lindqvist"': {GATES, LEAVING},
    "who:master": {GATES},
    "who:(lindqvist OR nowak)": {GATES, LEAVING, WOOD, TIDE},
    "told:reuters": {LEDGER},
    "said:lindqvist": set(),
    "said:leave who:ana": {NOBODY},
    'in:"harbour post"': {GATES, LEAVING, LEDGER},
    "in:courier leave": {NOBODY},
    "headline:cranes": {NOBODY, CRANES, WOOD},
    "text:twice": {GATES, LEAVING, LEDGER},
    'text:"tide tables" mistake': {TIDE},
    'said:"tide tables"': set(),
    "caption:dusk who:nowak": {WOOD},
    "caption:sputnik": set(),
    "credit:sputnik": {GATES, LEAVING, LEDGER, NOBODY, CRANES, WOOD},
    "credit:tolochko": {GATES, LEAVING, LEDGER},
    "photo:dusk who:nowak": {WOOD},
    "NOT credit:sputnik": {TIDE, SELL, HAFEN},
    "kind:mixed": {LEAVING},
    "kind:indirect OR kind:mixed": {CRANES, LEAVING},
    "kind:reported": {CRANES},
    "status:unreviewed tide": {NOBODY, TIDE},
    # days: said where known, else published
    "when:2020": {GATES, LEAVING, LEDGER},
    "when:2021-02": {NOBODY, CRANES, WOOD},
    "when:2021-02-03": {NOBODY},
    "published:2021-02-06": {NOBODY, CRANES, WOOD},
    "when:[2020-08 TO 2021-02-03]": {GATES, LEAVING, LEDGER, NOBODY},
    "when:2020..2020-08": {GATES, LEAVING, LEDGER},
    "said-after:2021-02-04": {CRANES, WOOD},
    "said-before:2021": {GATES, LEAVING, LEDGER},
    "NOT when:2020": {NOBODY, CRANES, WOOD, TIDE, SELL, HAFEN},
}


def texts(catalogue: Catalogue, ids: Sequence[int]) -> list[str]:
    return [row.text for row in catalogue.quotations(ids)]


@pytest.mark.parametrize("query", EXAMPLES)
def test_a_query_finds_what_it_says(service: SearchService, library: Catalogue, query: str) -> None:
    answer = service.search(query)

    assert set(texts(library, answer.ids)) == EXAMPLES[query]
    assert answer.note == ""


@pytest.mark.parametrize("query", EXAMPLES)
def test_without_an_index_a_query_finds_the_same(
    without_index: SearchService, library: Catalogue, query: str
) -> None:
    answer = without_index.search(query)

    assert set(texts(library, answer.ids)) == EXAMPLES[query]
    assert "catalogue itself is searched" in answer.note


_LEAVES = st.sampled_from(
    [query for query in EXAMPLES if not {"AND", "OR", "NOT", "("} & set(query.split())]
)
_QUERIES = st.recursive(
    _LEAVES,
    lambda part: st.one_of(
        st.tuples(part, part).map(" ".join),
        st.tuples(part, part).map(" OR ".join),
        part.map("({})".format),
        part.map("NOT ({})".format),
    ),
    max_leaves=5,
)


@settings(deadline=None, max_examples=80)
@given(_QUERIES, st.sampled_from(Scope))
def test_index_and_catalogue_agree_on_any_query(
    service: SearchService, without_index: SearchService, query: str, scope: Scope
) -> None:
    assert service.search(query, scope=scope, order=Order.OLDEST).ids == (
        without_index.search(query, scope=scope, order=Order.OLDEST).ids
    )
    assert sorted(service.photos(query)) == sorted(without_index.photos(query))


@pytest.mark.parametrize("scope", Scope)
def test_an_empty_query_lists_everything_in_reading_order(
    service: SearchService, library: Catalogue, scope: Scope
) -> None:
    answer = service.search("  ", scope=scope)

    assert answer.ids == library.quotation_ids()
    assert answer.explanation == "All quotations"


def test_searching_everything_also_looks_around_the_quotations(
    service: SearchService, library: Catalogue
) -> None:
    # "sold" stands in a headline only, "dusk" only in captions.
    assert texts(library, service.search("sold ").ids) == []
    everything = service.search("sold ", scope=Scope.EVERYTHING)
    assert set(texts(library, everything.ids)) == {NOBODY, CRANES, WOOD}
    everything = service.search("dusk fedosenko", scope=Scope.EVERYTHING)
    assert set(texts(library, everything.ids)) == {NOBODY, CRANES, WOOD}


def test_what_was_said_comes_before_what_stands_around_it(
    service: SearchService, library: Catalogue
) -> None:
    answer = service.search("cranes", scope=Scope.EVERYTHING)

    first, *rest = texts(library, answer.ids)
    assert first == CRANES
    assert set(rest) == {NOBODY, WOOD}


def test_the_word_that_was_typed_comes_before_words_that_begin_so(
    service: SearchService, library: Catalogue
) -> None:
    answer = service.search("leave")

    assert answer.explanation == "Quotations with “leave…”"
    assert len(answer) == 3


@pytest.mark.parametrize(
    ("order", "sort"),
    [
        (Order.NEWEST, Sort.NEWEST),
        (Order.OLDEST, Sort.OLDEST),
        (Order.PUBLISHED, Sort.PUBLISHED),
        (Order.SPEAKER, Sort.SPEAKER),
    ],
)
def test_orders_are_those_of_the_catalogues_lists(
    service: SearchService, library: Catalogue, order: Order, sort: Sort
) -> None:
    found = set(service.search("the").ids)

    answer = service.search("the", order=order)

    assert list(answer.ids) == [id_ for id_ in library.quotation_ids(sort=sort) if id_ in found]


def test_equal_scores_are_ordered_by_id(service: SearchService) -> None:
    ids = list(service.search("kind:direct").ids)

    assert ids == sorted(ids)


def test_a_filter_narrows_the_answer(service: SearchService, library: Catalogue) -> None:
    within = QuotationFilter(kinds=frozenset({Kind.DIRECT}), said_from=date(2021, 1, 1))

    answer = service.search("leave", within=within)

    assert texts(library, answer.ids) == [NOBODY]


def test_rejected_quotations_are_found_only_when_asked_for(
    own_service: SearchService, own_library: Catalogue
) -> None:
    (gates,) = own_service.search('"the gates open"').ids
    own_library.reject([gates])
    own_service.sync()

    assert gates not in own_service.search("leave").ids
    assert list(own_service.search("leave status:rejected").ids) == [gates]
    only_rejected = QuotationFilter(statuses=frozenset({Status.REJECTED}))
    assert list(own_service.search("leave", within=only_rejected).ids) == [gates]


def test_tags_are_found_as_soon_as_they_are_given(
    own_service: SearchService, own_library: Catalogue
) -> None:
    (gates,) = own_service.search('"the gates open"').ids
    own_library.tag([gates], "Harbour inquiry")

    assert list(own_service.search('tag:"harbour inquiry"').ids) == [gates]
    own_service.sync()
    assert list(own_service.search("tag:inq").ids) == [gates]
    own_library.untag([gates], "Harbour inquiry")
    assert list(own_service.search("tag:inq").ids) == []


def test_a_tag_is_no_phrase_with_the_next_one(
    own_service: SearchService, own_library: Catalogue
) -> None:
    ids = own_service.search('"the gates open"').ids
    own_library.tag(ids, "harbour")
    own_library.tag(ids, "inquiry")
    own_service.sync()

    assert list(own_service.search('tag:"harbour inquiry"~100').ids) == []


def test_photographs_are_found_by_credit_caption_and_neighbours(
    service: SearchService, library: Catalogue
) -> None:
    def creators(query: str) -> set[str | None]:
        return {photo.creator for photo in library.photos(ids=service.photos(query))}

    assert creators("tolochko") == {"Viktor Tolochko"}
    assert creators("dusk") == {"Viktor Tolochko", "Vasily Fedosenko", None}
    assert creators("who:lindqvist") == {"Viktor Tolochko"}
    assert creators("kind:indirect credit:reuters") == {"Vasily Fedosenko"}
    assert creators("NOT in:courier") == {"Viktor Tolochko"}
    assert len(service.photos("")) == 3


def test_scripts_without_spaces_are_found_by_any_part(
    own_service: SearchService, own_library: Catalogue, tmp_path: Path
) -> None:
    make_page(tmp_path, Said("我们不会离开港口", "Li Wei"), name="zh.txt").add_to(own_library)

    for _ in range(2):
        assert texts(own_library, own_service.search("离开").ids) == ["我们不会离开港口"]
        assert texts(own_library, own_service.search("开离").ids) == []
        own_service.sync()
