"""The reading order of a page: down one column, then down the next; a headline above both.

A gutter is a vertical line that few runs cross, with lines of text on both sides of it at the same
height. Runs that cross it (headlines, pictures' captions) part the page into bands.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extraction.readers.layout.fragments import Fragment

_LEAST_LINES = 3
"""Lines that a column has beside its neighbour; fewer are a broken line of text."""

_LEAST_WIDTH = 5.0
"""Width of a column's lines, in heights of their letters; narrower ones are cells of a table."""


@dataclass(slots=True)
class Line:
    """A line of a column: its words and where they stand.

    `opening` is the width of its first word. The edges of the column are known when running heads,
    which may stick out of it, are gone: `paragraphs` sets them. The right edge of a column of a few
    lines is only the end of its longest line.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    opening: float
    column: int
    column_left: float = 0.0
    column_right: float = 0.0
    is_edge_known: bool = False

    @property
    def size(self) -> float:
        return self.top - self.bottom


def lines_in_order(fragments: Sequence[Fragment], gutters: Sequence[float]) -> list[Line]:
    """Return the lines of a page in reading order; `column` counts the columns from 0."""
    lines: list[Line] = []
    for number, column in enumerate(_columns(list(fragments), tuple(gutters))):
        lines += _lines(column, number)
    return lines


def _columns(fragments: list[Fragment], gutters: tuple[float, ...]) -> list[list[Fragment]]:
    """Part runs at the gutter that fewest of them cross; each side may hold further gutters."""
    if not fragments:
        return []
    crossings = [(sum(run.left < at < run.right for run in fragments), at) for at in gutters]
    for _, at in sorted(crossings):
        rest = tuple(other for other in gutters if other != at)
        parted = _parted(fragments, at, rest)
        if len(parted) > 1:
            return parted
    return [_downwards(fragments)]


def _parted(
    fragments: list[Fragment], at: float, gutters: tuple[float, ...]
) -> list[list[Fragment]]:
    """Return the columns that a gutter makes; runs across it part the page into bands."""
    columns: list[list[Fragment]] = []
    across: list[Fragment] = []
    for band, crossing in _bands(fragments, at):
        left = [run for run in band if run.middle_x < at]
        right = [run for run in band if run.middle_x >= at]
        if _are_columns(left, right):
            columns += _columns(across, gutters)
            across = []
            columns += _columns(left, gutters) + _columns(right, gutters)
        else:
            across += band
        across += crossing
    return columns + _columns(across, gutters)


def _bands(fragments: Sequence[Fragment], at: float) -> list[tuple[list[Fragment], list[Fragment]]]:
    """Part runs by those that cross the gutter: each band with the crossing run that ends it."""
    crossing = sorted(
        (run for run in fragments if run.left < at < run.right), key=lambda run: -run.middle
    )
    heights = [-run.middle for run in crossing]
    bands: list[tuple[list[Fragment], list[Fragment]]]
    bands = [*(([], [run]) for run in crossing), ([], [])]
    for run in fragments:
        if not run.left < at < run.right:
            bands[bisect_left(heights, -run.middle)][0].append(run)
    return bands


def _are_columns(left: Sequence[Fragment], right: Sequence[Fragment]) -> bool:
    return (
        min(len(left), len(right)) >= _LEAST_LINES
        and _is_text(left)
        and _is_text(right)
        and _stand_side_by_side(left, right)
    )


def _is_text(fragments: Sequence[Fragment]) -> bool:
    size = median(run.size for run in fragments) or 1.0
    return median(run.width for run in fragments) >= _LEAST_WIDTH * size


def _stand_side_by_side(left: Sequence[Fragment], right: Sequence[Fragment]) -> bool:
    tops = (max(run.top for run in left), max(run.top for run in right))
    bottoms = (min(run.bottom for run in left), min(run.bottom for run in right))
    shared = min(tops) - max(bottoms)
    smaller = min(tops[0] - bottoms[0], tops[1] - bottoms[1])
    return shared > 0.5 * smaller


def _downwards(fragments: list[Fragment]) -> list[Fragment]:
    """Keep the order of the file where it goes down the page, else sort by height."""
    upwards = sum(
        1
        for one, other in pairwise(fragments)
        if other.middle > one.middle + 0.5 * max(one.size, 1.0)
    )
    if upwards <= 0.05 * len(fragments):
        return fragments
    return sorted(fragments, key=lambda run: (-round(run.middle / 3), run.left))


def _lines(column: Sequence[Fragment], number: int) -> list[Line]:
    lines: list[Line] = []
    for run in column:
        line = lines[-1] if lines else None
        if line and _is_on(line, run):
            line.text = f"{line.text} {run.text}"
            line.left, line.right = min(line.left, run.left), max(line.right, run.right)
            line.bottom, line.top = min(line.bottom, run.bottom), max(line.top, run.top)
        else:
            lines.append(
                Line(run.text, run.left, run.bottom, run.right, run.top, run.opening, number)
            )
    return lines


def _is_on(line: Line, run: Fragment) -> bool:
    height = max(min(line.size, run.size), 1.0)
    return (
        abs((line.top + line.bottom) / 2 - run.middle) < 0.4 * height
        and run.left >= line.right - height
    )
