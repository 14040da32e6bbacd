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


def completed(service: SearchService, query: str) -> list[tuple[str, str]]:
    return [(one.text, one.query) for one in service.completions(query)]


def test_the_last_word_is_completed_from_names_and_from_words(service: SearchService) -> None:
    assert completed(service, "the ti") == [("tide", "the tide ")]
    assert completed(service, "lin") == [
        ("Ana Lind", 'who:"Ana Lind" '),
        ("Mara Lindqvist", 'who:"Mara Lindqvist" '),
        ("lind", "lind "),
        ("lindqvist", "lindqvist "),
    ]
    assert completed(service, "tide gom") == [
        ("Tomás Gómez", 'tide who:"Tomás Gómez" '),
        ("gomez", "tide gomez "),
    ]
    assert completed(service, "cour")[0] == ("The Courier", 'in:"The Courier" ')


def test_a_name_that_was_chosen_finds_what_belongs_to_it(service: SearchService) -> None:
    for completion in service.completions("lin"):
        assert len(service.search(completion.query)) > 0


def test_behind_a_field_only_what_belongs_there_is_offered(service: SearchService) -> None:
    assert completed(service, "who:lin") == [
        ("Ana Lind", 'who:"Ana Lind" '),
        ("Mara Lindqvist", 'who:"Mara Lindqvist" '),
    ]
    assert completed(service, "in:lin") == []
    assert completed(service, "said:tid") == [("tide", "said:tide ")]


@pytest.mark.parametrize("query", ["", "t", "tide ", "kind:di", "nothing:ti", "tide", '"'])
def test_where_nothing_new_can_follow_nothing_is_offered(
    service: SearchService, query: str
) -> None:
    assert completed(service, query) == []
