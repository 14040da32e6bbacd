"""Words are divided where pyphen divides them, and no division changes a letter."""

from __future__ import annotations

from functools import cache

import pyphen
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.layout.hyphenation import Hyphenator, patterns

_LANGUAGES = ("en", "de", "fr", "ru", "pl", "sv", "it", "nl", "el")


@cache
def _pyphen(language: str) -> tuple[pyphen.Pyphen, list[str]]:
    theirs = pyphen.Pyphen(lang=pyphen.language_fallback(language), left=2, right=3)
    return theirs, sorted(theirs.hd.patterns)


@settings(deadline=None)  # A dictionary is read when its language first comes up.
@given(language=st.sampled_from(_LANGUAGES), data=st.data())
def test_places_are_those_of_pyphen(language: str, data: st.DataObject) -> None:
    theirs, known = _pyphen(language)
    pieces = st.lists(st.sampled_from(known), min_size=1, max_size=4)
    word = "".join(data.draw(pieces)).replace(".", "")

    ours = patterns(language)

    assert ours is not None
    assert ours.places(word) == theirs.positions(word)


@pytest.mark.parametrize("word", ["asszonyokkal", "İstanbulluların"])
def test_a_division_changes_no_letter(word: str) -> None:
    parts = Hyphenator("hu").parts(word)

    assert "".join(parts) == word
    assert not {"as", "asz"} & set(parts)


def test_a_language_without_patterns_divides_nothing() -> None:
    assert Hyphenator("tlh").parts("unverantwortlicherweise") == ("unverantwortlicherweise",)
