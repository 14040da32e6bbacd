"""Lines to paragraphs: joined across line ends, hyphens, columns and pages.

A line ends its paragraph when the next word would have fitted on it, when the next line is
indented, set larger or smaller, or farther below than lines are from each other. At the end of a
column or page only the words can tell: an open quotation mark, a missing full stop.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from extraction.readers.layout.columns import Line
from extraction.readers.layout.fragments import HYPHEN

_SENTENCE_END = re.compile(r"[.!?…:][\"”’»“')\]]*$")
_HYPHENATED = re.compile(r"\w[-\u00ad\u2010]$")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[-\u00ad\u2010]$")
_WORD_AFTER = re.compile(r"^([^\W\d_]+)")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SPACE = 0.2  # width of the narrowest space that printers set, in heights of letters
_LONG_COLUMN = 8  # lines
_FULL = 1.5  # points that a full line may miss
_SAME_EDGE = 4.0  # points by which the left edges of one column may differ from page to page
_LEAST_LAST_LINE = 7.0
"""Width, in heights of letters, of a line of running text; shorter ones are labels or headings."""

_OPENING = frozenset("“„«")
_CLOSING = frozenset("”»")


@dataclass(slots=True)
class _Text:
    """Text while it grows, the offsets at which pages begin, and the paragraph in hand."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    pages: list[int] = field(default_factory=list)
    paragraph: str = ""

    def append(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += len(piece)


def text_of(pages: Sequence[Sequence[Line]]) -> tuple[str, tuple[int, ...]]:
    """Return the text, a line a paragraph, and the offset at which each page's words begin.

    A page without words begins where the next one does.
    """
    _set_edges(pages)
    known = _words_of(pages)
    text = _Text()
    before: Line | None = None
    leading = _leading(pages)
    for page in pages:
        text.pages.append(text.length)
        for nth, line in enumerate(page):
            turned = nth == 0
            if before is None:
                text.append(line.text)
                text.paragraph = line.text
            elif _goes_on(before, line, text.paragraph, leading, turned=turned):
                _join(text, before, line, known)
            else:
                _end_hyphen(text)
                text.append("\n" + line.text)
                text.paragraph = line.text
            if turned:
                text.pages[-1] = text.length - len(line.text)
            before = line
    _end_hyphen(text)
    whole = "".join(text.pieces)
    return whole, tuple(min(start, len(whole)) for start in _pages_that_fit(text.pages))


def _set_edges(pages: Sequence[Sequence[Line]]) -> None:
    """Find the edges of each column; one of a few lines has the right edge of longer ones.

    Lines of a short column may all fall short of its edge, as the last ones of a text do.
    """
    columns: dict[tuple[int, int], list[Line]] = {}
    for number, page in enumerate(pages):
        for line in page:
            columns.setdefault((number, line.column), []).append(line)
    known: dict[int, list[float]] = {}
    for lines in columns.values():
        left, right = min(line.left for line in lines), max(line.right for line in lines)
        for line in lines:
            line.column_left, line.column_right = left, right
        if len(lines) >= _LONG_COLUMN:
            for line in lines:
                line.is_edge_known = True
            known.setdefault(round(left / _SAME_EDGE), []).append(right)
    for lines in columns.values():
        alike = known.get(round(lines[0].column_left / _SAME_EDGE))
        if alike and len(lines) < _LONG_COLUMN:
            for line in lines:
                line.column_right = max(line.column_right, median(alike))
                line.is_edge_known = True


def _pages_that_fit(starts: Sequence[int]) -> list[int]:
    """Give an empty page the start of the next, so that starts never go back."""
    fitting = list(starts)
    for at in range(len(fitting) - 2, -1, -1):
        fitting[at] = min(fitting[at], fitting[at + 1])
    return fitting


def _goes_on(before: Line, line: Line, paragraph: str, leading: float, *, turned: bool) -> bool:
    """Whether a line goes on with the paragraph of the one before it."""
    size = max(before.size, line.size, 1.0)
    if abs(before.size - line.size) > 0.2 * size:
        return False
    if before.text.endswith(HYPHEN):
        return True
    ended = bool(_SENTENCE_END.search(before.text))
    if turned or before.column != line.column or line.bottom > before.bottom:
        if _is_quotation_open(paragraph):
            return True
        is_long = before.right - before.left > _LEAST_LAST_LINE * size
        may_go_on = is_long and not _is_indented(line) and _is_full(before, line)
        # In justified text the last line of a paragraph is seldom full: one that is goes on.
        reaches_edge = before.is_edge_known and before.right > before.column_right - _FULL
        return may_go_on and (not ended or reaches_edge)
    if before.bottom - line.bottom > 1.35 * leading + 0.1 * size:
        return False
    if _is_indented(line) and not _is_indented(before):
        return False
    return _is_full(before, line)


def _is_full(line: Line, following: Line) -> bool:
    """Whether the next line's first word would not have fitted: only then the line had to end."""
    return line.right + _SPACE * line.size + following.opening > line.column_right


def _is_indented(line: Line) -> bool:
    return line.left > line.column_left + 0.7 * max(line.size, 1.0)


def _is_quotation_open(paragraph: str) -> bool:
    opened = closed = straight = 0
    for char in paragraph:
        opened += char in _OPENING
        closed += char in _CLOSING
        straight += char == '"'
    return opened > closed or straight % 2 == 1


def _join(text: _Text, before: Line, line: Line, known: frozenset[str]) -> None:
    """Add a line to its paragraph: with a space, or, after a hyphen, as the document writes it."""
    if not _HYPHENATED.search(before.text):
        text.append(" " + line.text)
        text.paragraph += " " + line.text
        return
    head, tail = _WORD_BEFORE.search(before.text), _WORD_AFTER.search(line.text)
    last = text.pieces.pop()
    text.length -= len(last)
    keeps_hyphen = head is None or tail is None or _is_compound(head[1], tail[1], known)
    text.append(last[:-1] + ("-" if keeps_hyphen else ""))
    text.append(line.text)
    text.paragraph += line.text


def _is_compound(head: str, tail: str, known: frozenset[str]) -> bool:
    """Whether a word broken at a hyphen is written with one: as elsewhere in the document."""
    if (head + tail).casefold() in known:
        return False
    if f"{head}-{tail}".casefold() in known:
        return True
    return tail[0].isupper()


def _end_hyphen(text: _Text) -> None:
    """Show a hyphen at the end of a line that nothing goes on from as the hyphen it is."""
    if text.pieces and text.pieces[-1].endswith(HYPHEN):
        text.pieces[-1] = text.pieces[-1][:-1] + "-"


def _words_of(pages: Sequence[Sequence[Line]]) -> frozenset[str]:
    return frozenset(
        word.casefold()
        for page in pages
        for line in page
        for word in _WORDS.findall(line.text.rstrip("-" + HYPHEN + "\u00ad"))
    )


def _leading(pages: Sequence[Sequence[Line]]) -> float:
    """Return the usual distance from line to line."""
    steps = [
        one.bottom - other.bottom
        for page in pages[:50]
        for one, other in pairwise(page)
        if one.column == other.column and 0 < one.bottom - other.bottom < 4 * max(one.size, 1.0)
    ]
    return median(steps) if steps else 12.0
