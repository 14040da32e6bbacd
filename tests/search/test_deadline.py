"""A search ends in time: with the best few first, with what it has, or with a sentence."""

from __future__ import annotations

from itertools import count

import pytest

from db import Catalogue
from db.rows import QuotationId
from search import Scope, SearchService, SlowSearch


@pytest.mark.parametrize(
    "query", ["the", "t", "leav", "who:lind", '"the tide"', "=The", "the OR a"]
)
@pytest.mark.parametrize("scope", Scope)
def test_the_best_few_are_the_first_of_all(
    service: SearchService, query: str, scope: Scope
) -> None:
    everything = service.search(query, scope=scope).ids

    for few in (1, 2, 5):
        assert service.search(query, scope=scope, count=few).ids == everything[:few]


def test_the_best_few_know_what_the_index_has_not_read(
    own_service: SearchService, own_library: Catalogue
) -> None:
    best = own_service.search("the").ids[:2]

    own_library.reject([QuotationId(best[0])])

    assert list(own_service.search("the", count=1).ids) == [best[1]]
    assert best[0] not in own_service.search("the").ids


def test_while_there_is_no_index_what_was_found_by_the_deadline_is_shown(
    without_index: SearchService, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = without_index.search("the ").ids
    monkeypatch.setattr("search.finding.AT_ONCE", 2)
    monkeypatch.setattr("search.service.perf_counter", lambda: 0)
    monkeypatch.setattr("search.evaluate.watch.perf_counter", count(1).__next__)

    with without_index.interruptible(lambda: False, seconds=2.5) as service:
        answer = service.search("the ")

    assert "4 of 9 quotations" in answer.note
    assert 0 < len(answer) < len(everything)
    assert set(answer.ids) < set(everything)


def test_a_search_that_takes_too_long_says_what_to_do(service: SearchService) -> None:
    with (
        pytest.raises(SlowSearch, match=r"given up after 0 seconds: .* narrow the list"),
        service.interruptible(lambda: False, seconds=0),
    ):
        service.search("the OR of")

    assert len(service.search("the")) > 0
