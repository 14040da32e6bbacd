"""Transcripts: who speaks stands before a colon, and no marks stand around what is said.

    PETER MORA: Is the quay safe?

    MARA LINDQVIST: It is not.

One such line may be anything ("PHOTO: ..."); three in a row, by people who take turns, are a
conversation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from extraction.findings import Span
from extraction.marks import Marked
from extraction.segments import Segments

COLON = ":"
"""The sign that opens a turn, as a mark opens a quotation."""

_LABEL = re.compile(
    r"(?P<who>[QA]|[^\W\d_a-zß-ÿ][^\W\d_a-zß-ÿ.'’-]+(?:\s[^\W\d_a-zß-ÿ.'’-]+){0,4}"
    r"|[^\W\d_a-zß-ÿ][^\W\d_.]*\.?(?:\s[^\W\d_a-zß-ÿ][\w'’.-]*){1,3})\s?:\s+(?=\S)"
)
_FEWEST_TURNS = 3


def find_turns(segments: Segments) -> list[Marked]:
    """Return the turns of the conversations in a text, each a passage of its paragraph."""
    text = segments.text
    labels = [_LABEL.match(text, span.start, span.end) for span in segments.paragraphs]
    found: list[Marked] = []
    for labelled, run in groupby(enumerate(labels), key=lambda pair: pair[1] is not None):
        turns = [(number, label) for number, label in run if label is not None]
        if labelled and _take_turns([label["who"] for _, label in turns]):
            for number, label in turns:
                said = Span(label.end(), segments.paragraphs[number].end)
                found.append(Marked(said, said, 0, COLON, closed=True, reopens=False))
    return found


def _take_turns(labels: Sequence[str]) -> bool:
    """Whether the labels are people's who talk: each answers another, and one speaks again."""
    return len(labels) >= _FEWEST_TURNS and 1 < len(set(labels)) < len(labels)


def with_turns(passages: Sequence[Marked], turns: Sequence[Marked]) -> tuple[Marked, ...]:
    """Join both in reading order; what stands in marks inside a turn is part of it."""
    if not turns:
        return tuple(passages)
    kept: list[Marked] = []
    behind = 0
    for passage in sorted((*turns, *passages), key=lambda p: (p.span.start, p.opener != COLON)):
        if passage.span.start >= behind or passage.opener == COLON:
            while kept and kept[-1].span.end > passage.span.start:
                kept.pop()
            kept.append(passage)
            behind = passage.span.end
    return tuple(kept)
