"""An answer broken down: each count is the number of quotations one would be left with."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest

from db import Catalogue
from db.rows import PersonId, QuotationFilter, Status
from extraction.findings import Kind
from search import SearchService
from search.facets import Facet, Facets
from tests.db.factories import Said, make_page


def named(facets: Facets, facet: Facet) -> dict[str, int]:
    return {value.name: value.count for value in facets.get(facet, ())}


@pytest.mark.parametrize("has_index", [True, False])
def test_an_answer_is_broken_down_by_everything_it_may_be_narrowed_by(
    service: SearchService, without_index: SearchService, has_index: bool
) -> None:
    asked = service if has_index else without_index

    facets = asked.facets(asked.search("").ids)

    assert list(named(facets, Facet.SPEAKER).items()) == [
        ("Ana Lind", 2),
        ("Mara Lindqvist", 2),
        ("Petra Nowak", 2),
        ("Jörg Weiß", 1),
        ("Tomás Gómez", 1),
    ]
    assert named(facets, Facet.OUTLET) == {"Harbour Post": 3, "The Courier": 3}
    assert named(facets, Facet.YEAR) == {"2020": 3, "2021": 3}
    assert named(facets, Facet.KIND) == {"direct": 7, "mixed": 1, "indirect": 1}
    assert named(facets, Facet.STATUS) == {"unreviewed": 9}
    assert Facet.TAG not in facets


def test_counts_are_those_of_the_query(service: SearchService) -> None:
    facets = service.facets(service.search("tide").ids)

    assert named(facets, Facet.SPEAKER) == {"Ana Lind": 1, "Petra Nowak": 1}
    assert named(facets, Facet.KIND) == {"direct": 2}


def test_choosing_a_value_leaves_as_many_as_were_counted(service: SearchService) -> None:
    for value in service.facets(service.search("the").ids)[Facet.SPEAKER]:
        within = QuotationFilter(speaker=PersonId(int(value.key)))

        assert len(service.search("the", within=within)) == value.count


def test_only_the_most_frequent_are_told(service: SearchService) -> None:
    facets = service.facets(service.search("").ids, count=2)

    assert list(named(facets, Facet.SPEAKER)) == ["Ana Lind", "Mara Lindqvist"]


def test_what_the_index_has_not_read_yet_is_counted(
    own_service: SearchService, own_library: Catalogue, tmp_path: Path
) -> None:
    make_page(tmp_path, Said("Every lamp was lit", "Ana Lind"), name="lamp.txt").add_to(own_library)
    (mixed,) = own_service.search("kind:mixed").ids
    own_library.confirm([mixed])
    own_library.tag([mixed], "Inquiry")
    for _ in range(2):
        facets = own_service.facets(own_service.search("").ids)

        assert named(facets, Facet.SPEAKER)["Ana Lind"] == 3
        assert named(facets, Facet.STATUS) == {"unreviewed": 9, "confirmed": 1}
        assert named(facets, Facet.TAG) == {"Inquiry": 1}
        own_service.sync()


def test_nothing_is_broken_down_into_nothing(service: SearchService) -> None:
    assert service.facets(array("I")) == {}


def test_keys_are_what_a_filter_takes(service: SearchService) -> None:
    facets = service.facets(service.search("").ids)

    assert {value.key for value in facets[Facet.KIND]} == set(Kind)
    assert {value.key for value in facets[Facet.STATUS]} == {Status.UNREVIEWED}
    assert {value.key for value in facets[Facet.YEAR]} == {2020, 2021}
