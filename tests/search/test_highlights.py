"""What is marked in a text is what the query means, and nothing else."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import SearchService
from search.analysis import words
from search.highlighting import highlights
from search.parsing import parse

TEXT = "“We will leave,” she said. “Leaving the gates open was Gómez’s mistake.”"


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("leave ", ["leave", "Leaving"]),
        ("lea", ["leave", "Leaving"]),
        ('"the gates open"', ["the gates open"]),
        ('"gates was"~2', ["gates open was"]),
        ("gomez ", ["Gómez"]),
        ("gates NOT leave", ["gates"]),
        ("who:gomez gates ", ["gates"]),
        ("mis*e ", ["mistake"]),
        ("gtaes~1", ["gates"]),
        ("said:open kind:direct", ["open"]),
        ("will leave gates", ["will", "leave", "Leaving", "gates"]),
        ("colour:red", []),
        ("", []),
    ],
)
def test_the_words_a_query_means_are_marked(
    service: SearchService, query: str, marked: list[str]
) -> None:
    assert [span.of(TEXT) for span in service.highlights(query, TEXT)] == marked


@given(st.text())
def test_words_lie_in_their_text_in_order(text: str) -> None:
    end = 0
    for word in words(text):
        assert end <= word.start < word.end <= len(text)
        end = word.end


@given(st.text(alphabet="ab é港“.\u0301", max_size=40), st.sampled_from(["a", "b*", '"a b"', "港"]))
def test_highlights_lie_in_the_text_and_never_touch(text: str, query: str) -> None:
    spans = highlights(parse(query), text)

    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end < other.start for one, other in pairwise(spans))
