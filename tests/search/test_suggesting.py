"""Words of the catalogue are offered for words that it does not hold."""

from __future__ import annotations

import pytest

from search import SearchService


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("misteak", "mistake"),
        ("ledgr gates", "ledger gates"),
        ('who:lindqivst "the tide"', 'who:lindqvist "the tide"'),
        ("(cranes OR harbuor) -gates", None),  # nothing that was said is like it
        ("NOT ledgr", None),
        ("ledg", None),  # the beginning of a word that is there
        ("leaving the gates", None),
        ("when:never", None),
    ],
)
def test_a_misspelt_word_is_replaced_and_nothing_else(
    service: SearchService, typed: str, meant: str | None
) -> None:
    assert service.did_you_mean(typed) == meant


def test_a_word_is_completed_by_the_most_frequent_first(service: SearchService) -> None:
    assert service.completions("the ti") == ("tide",)
    assert service.completions("lin") == ("lind", "lindqvist")
    assert service.completions("t", count=2) == ("the", "tide")
    assert service.completions("") == ()
