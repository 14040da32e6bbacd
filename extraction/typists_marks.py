"""Quotation marks typed as two apostrophes: ''We will stay,'' she said.

News agencies' wires and the text archives fed from them write marks so. What stands between them
is somebody's words; it is read as one sign when reported speech is sought, and listed as reported
speech, since the plain quotation marks of a text are what `extraction.marks` vouches for.
"""

from __future__ import annotations

import re

from extraction.findings import Span
from extraction.marks import Marked
from extraction.reading import Reading

_MARK = "''"
_MARKS = re.compile(_MARK)
_OPENING_AFTER = frozenset("([-–—")


def reread(reading: Reading) -> Reading:
    """Return the reading with what stands between such marks as passages; often the same one."""
    text = reading.segments.text
    if text.count(_MARK) < 2:
        return reading
    found = [
        Marked(
            Span(start, end), Span(start + 2, end - 2 if closed else end), 0, _MARK, closed, False
        )
        for paragraph in reading.segments.paragraphs
        for start, end, closed in _pairs(text, paragraph)
    ]
    found = _beside(found, [passage.span for passage in reading.passages])
    if not found:
        return reading
    passages = sorted([*reading.passages, *found], key=lambda passage: passage.span.start)
    return Reading(reading.segments, passages, reading.cues, reading.mentions)


def _pairs(text: str, paragraph: Span) -> list[tuple[int, int, bool]]:
    """Return where passages begin and end, and whether a mark ends them; they do not nest."""
    pairs: list[tuple[int, int, bool]] = []
    opened = -1
    for mark in _MARKS.finditer(text, paragraph.start, paragraph.end):
        start, end = mark.span()
        goes_on = end < paragraph.end and not text[end].isspace()
        free = start == paragraph.start or text[start - 1].isspace()
        opens = goes_on and (free or text[start - 1] in _OPENING_AFTER)
        if opened < 0:
            opened = start if opens else -1
        elif not opens:
            pairs.append((opened, end, True))
            opened = -1
    if opened >= 0:
        pairs.append((opened, paragraph.end, False))
    return pairs


def _beside(found: list[Marked], taken: list[Span]) -> list[Marked]:
    """Leave out what overlaps one of `taken`; both are in reading order."""
    kept: list[Marked] = []
    number = 0
    for passage in found:
        while number < len(taken) and taken[number].end <= passage.span.start:
            number += 1
        if number == len(taken) or not taken[number].overlaps(passage.span):
            kept.append(passage)
    return kept
