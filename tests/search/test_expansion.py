"""A pattern expands to the words that it matches, no more and no fewer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.codec.terms import TermTable
from search.expansion import expand
from search.patterns import Begins, Exactly, Forms, Pattern, Similar, Typed, Wildcard

letters = st.text("abeings", min_size=1, max_size=8)
patterns = st.one_of(
    letters.map(Exactly),
    letters.map(Begins),
    letters.map(Forms),
    letters.map(Typed),
    st.builds(Similar, letters, st.sampled_from([1, 2])),
    st.builds(
        lambda word, place: Wildcard(f"{word[:place]}*{word[place:]}"), letters, st.integers(0, 4)
    ),
    letters.map(lambda word: Wildcard(f"{word}?")),
)


def assert_expands(pattern: Pattern, words: set[str]) -> None:
    ordered = sorted(words, key=str.encode)

    found = expand(pattern, TermTable.of(word.encode() for word in ordered))

    matching = {word for word in words if pattern.matches(word)}
    close = {word for word in matching if pattern.is_close(word)}
    assert {ordered[place] for place in found.close.tolist()} == close
    assert {ordered[place] for place in found.others.tolist()} == matching - close
    assert found.others.tolist() == sorted(found.others.tolist())


@given(patterns, st.sets(letters, min_size=1, max_size=80))
@settings(max_examples=400, deadline=None)
def test_a_pattern_expands_to_what_it_matches(pattern: Pattern, words: set[str]) -> None:
    assert_expands(pattern, words)


@pytest.mark.parametrize("word", ["harbuor", "harbor", "arbour", "harbours", "hrabour", "habruor"])
def test_one_edit_is_a_letter_or_a_swap(word: str) -> None:
    assert_expands(Similar("harbour", 1), {word, "harbour", "other"})
    assert_expands(Similar("harbour", 2), {word, "harbour", "other"})
