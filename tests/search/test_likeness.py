"""More like this: quotations that speak of the same, and not the one that was asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import Catalogue
from db.rows import QuotationId
from search import SearchService
from tests.db.factories import Said, make_page

HARBOUR = (
    "The dredging of the harbour mouth was paid for by the fisheries grant",
    "Nobody asked why the fisheries grant paid for dredging",
    "The grant paid for dredging the mouth of the harbour, and for nothing else",
    "We sang until the lamps went out",
    "Bread is cheaper in winter than it was in spring",
)


@pytest.fixture
def told(own_library: Catalogue, tmp_path: Path) -> Catalogue:
    make_page(tmp_path, *(Said(words, f"Speaker {n}") for n, words in enumerate(HARBOUR))).add_to(
        own_library
    )
    return own_library


@pytest.mark.parametrize("indexed", [True, False])
def test_the_most_alike_come_first_and_others_not_at_all(told: Catalogue, indexed: bool) -> None:
    with SearchService(told) as service:
        if indexed:
            service.sync()
        (asked,) = service.search('"dredging of the harbour mouth"').ids

        answer = service.more_like(QuotationId(asked))

        assert [row.text for row in told.quotations(answer.ids)] == [HARBOUR[2], HARBOUR[1]]


def test_a_quotation_that_nothing_is_like_has_no_likes(told: Catalogue) -> None:
    with SearchService(told) as service:
        service.sync()
        (asked,) = service.search("lamps").ids

        assert len(service.more_like(QuotationId(asked))) == 0
