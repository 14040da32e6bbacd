"""Twice the text is twice the work, whatever its marks: counted in calls, not timed."""

from __future__ import annotations

import sys
from itertools import pairwise
from types import FrameType

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extraction import Document, Findings, extract

MARKS = "\"“”„‟″«»‹›‘’‚‛'`「」『』"
SIZE = 3_000


def found_in(text: str) -> Findings:
    return extract(Document("page.txt", text, "0" * 64, "text/plain"))


def calls(text: str) -> int:
    """Return how many calls of functions it takes to find what a text holds."""
    counted = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        found_in(text)
    finally:
        sys.setprofile(before)
    return counted


@pytest.mark.parametrize(
    "unit",
    [
        "“a ‘b “c” d’ e” ",
        "“‘",
        "\"'",
        "«»‹›",
        "“a\n\n",
        "a”\n",
        "Lees' 'a' ",
        "&ldquo;a&quot; ",
        "LEE: a\n\nBO: b\n\n",
        "Anna Lee, the ",
        "“A,” said Lee. ",
        "said that said that ",
        "© Lee / ",
        MARKS,
    ],
)
def test_twice_the_text_is_twice_the_work(unit: str) -> None:
    found_in(unit * 3)  # what is read at first use is no part of the work

    once, twice = calls(unit * (SIZE // len(unit))), calls(unit * (2 * SIZE // len(unit)))

    assert twice < 2.4 * once


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*MARKS, "``", "''", "&ldquo;", "â€œ", " ", "\n\n", "a", "."])))
@example(["''", "''"])
def test_no_marks_lead_findings_out_of_the_text(pieces: list[str]) -> None:
    text = "Anna Lee said: " + "".join(pieces)

    findings = found_in(text)

    for attribution in findings.attributions:
        spans = attribution.content
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(one.end <= other.start for one, other in pairwise(spans))
