"""Words within a few edits of a word are found among all others, none too many and none too few."""

from __future__ import annotations

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from search.codec.similar import similar_terms
from search.codec.terms import TermTable

words = st.text("abcé", min_size=1, max_size=12)


@cache
def edits(one: str, other: str, swaps: bool) -> int:
    """Levenshtein's distance as it is defined; with `swaps`, optimal string alignment."""
    if not one or not other:
        return len(one) + len(other)
    best = min(
        edits(one[1:], other, swaps) + 1,
        edits(one, other[1:], swaps) + 1,
        edits(one[1:], other[1:], swaps) + (one[0] != other[0]),
    )
    if swaps and one[1:2] == other[0] and other[1:2] == one[0]:
        best = min(best, edits(one[2:], other[2:], swaps) + 1)
    return best


@st.composite
def neighbourhoods(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A word, and words made of it by a few edits, as chance never finds them."""
    word = draw(st.text("abcdefghé", min_size=1, max_size=14))
    made = []
    for _ in range(draw(st.integers(1, 12))):
        other = word
        for _ in range(draw(st.integers(0, 3))):
            at = draw(st.integers(0, len(other)))
            kept = draw(
                st.sampled_from([other[at:], other[at + 1 :], other[at:][1::-1] + other[at + 2 :]])
            )
            other = other[:at] + draw(st.sampled_from(["", "", "x", "a"])) + kept
        made.append(other)
    return word, [other for other in made if other]


@given(neighbourhoods() | st.tuples(words, st.lists(words)), st.integers(1, 2), st.booleans())
def test_exactly_the_words_within_the_distance_are_found(
    neighbourhood: tuple[str, list[str]], distance: int, swaps: bool
) -> None:
    word, others = neighbourhood
    terms = sorted({other.encode() for other in others})

    found = similar_terms(TermTable.of(terms), word, distance=distance, swaps=swaps)

    assert [terms[place].decode() for place in found.tolist()] == [
        term.decode() for term in terms if edits(word, term.decode(), swaps) <= distance
    ]
