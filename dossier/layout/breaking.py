"""Where lines end: each as full as it goes, or all of a paragraph together for an even edge.

The even way is the total fit of Knuth and Plass ("Breaking Paragraphs into Lines", 1981) with the
square of a ragged line's slack as its badness.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from operator import add, sub

from dossier.layout.text import Breaking, Measure

_POOR = 0.22
"""Slack, as a share of the measure, from which a line is poor and words may be divided."""
_SHORTEST = 0.5
"""A line less full than this is tried only where nothing else will do."""
_FULL = 0.75
"""Where all lines can be as full as this, the best choice is most often among such lines."""
_LINE_COST = 0.12
_HYPHEN_COST = 0.05
_LONELY_WORD_COST = 0.04
_LONELY = 0.85
_HYPHEN_WIDTH = 0.35
"""Of an em, at the most: what a hyphen adds to a line."""
_ROUNDING = 0.001


class Breakable:
    """Boxes in a row, with where each ends and where a line may begin.

    Lines are given by the numbers of those places: line `a` to `b` holds the boxes from
    `starts[a]` up to `starts[b]`.
    """

    __slots__ = ("at", "begins", "gaps", "hyphens", "starts")

    def __init__(
        self, widths: Sequence[float], gaps: Sequence[float], starts: Sequence[int]
    ) -> None:
        """Take boxes by their widths and the gaps before them; `starts` may leave out the first."""
        ends: list[float] = [0.0, *accumulate(map(add, gaps, widths))]
        if starts and starts[0] == 0:
            self.starts = [*starts, len(widths)]
        else:
            self.starts = [0, *starts, len(widths)]
        self.gaps = list(map(gaps.__getitem__, self.starts[:-1]))
        self.at: list[float] = list(map(ends.__getitem__, self.starts))
        """How far the boxes reach, in points, up to each start."""
        self.begins: list[float] = list(map(add, self.at, self.gaps))
        """The same with the gap that a line does not begin with."""
        self.hyphens = [0.0] * len(self.starts)
        """What a hyphen adds to a line that ends before each start."""

    def width_of(self, first: int, last: int) -> float:
        """Return the width of a line, a hyphen at its end included."""
        return self.at[last] - self.begins[first] + self.hyphens[last]

    def fits(self, width: float) -> bool:
        """Whether a line of this width can hold each stretch that is not to be divided."""
        longest: float = max(map(sub, self.at[1:], self.begins), default=0.0)
        return longest <= width

    def too_wide(self, width: float) -> set[int]:
        """Return the places from which a line could not reach the next one within `width`."""
        stretches = map(sub, self.at[1:], self.begins)
        return {place for place, stretch in enumerate(stretches) if stretch > width}

    def add_hyphens(self, sizes: Mapping[int, float]) -> None:
        """Count the hyphens that lines may end with: by the box each follows, and its size."""
        for place, start in enumerate(self.starts[1:-1], 1):
            size = sizes.get(start - 1)
            if size is not None:
                self.hyphens[place] = _HYPHEN_WIDTH * size


def line_ends(row: Breakable, measure: Measure) -> list[int]:
    """Return the number of the place where each line ends."""
    if measure.breaking is Breaking.GREEDY:
        return _greedily(row, measure)
    if measure.breaking is Breaking.EVEN:
        ends, cost = _evenly(row, measure, _FULL)
        # Whatever has another line costs as much at the least, so it need not be looked at.
        if cost < len(_greedily(row, measure)) * _LINE_COST + (1 - _FULL) ** 2:
            return ends
    return _evenly(row, measure, _SHORTEST)[0] or _evenly(row, measure, 0.0)[0]


def is_poor(row: Breakable, ends: Sequence[int], measure: Measure) -> bool:
    """Whether a line but the last leaves so much room that words should be divided."""
    lines = zip([0, *ends], ends[:-1], strict=False)
    return any(
        row.width_of(first, last) < (1 - _POOR) * _room(measure, first) for first, last in lines
    )


def _room(measure: Measure, first: int) -> float:
    return measure.width - (measure.hanging if first else 0.0)


def _greedily(row: Breakable, measure: Measure) -> list[int]:
    ends: list[int] = []
    first, count = 0, len(row.at) - 1
    while first < count:
        room = _room(measure, first) + _ROUNDING
        last = bisect_right(row.at, row.begins[first] + room) - 1
        while last > first + 1 and row.width_of(first, last) > room:
            last -= 1
        first = max(last, first + 1)
        ends.append(first)
    return ends


def _evenly(row: Breakable, measure: Measure, shortest: float) -> tuple[list[int], float]:
    """Return the best ends of lines that are `shortest` full at the least, and what they cost.

    Where there are none, the list is empty and the cost infinite.
    """
    at, begins, hyphens = row.at, row.begins, row.hyphens
    count = len(begins)
    rest = measure.width - measure.hanging
    rooms = [measure.width] + [rest] * count
    least = [0.0] + [float("inf")] * count
    came_from = [0] * (count + 1)
    for end in range(1, count + 1):
        reach = at[end] + hyphens[end]
        # Gaps only make a line shorter: what is too long without its gap is looked at and passed.
        earliest = bisect_left(at, reach - measure.width - measure.leading, 0, end)
        is_last = end == count
        latest = end if is_last else bisect_right(at, reach - shortest * rest, 0, end)
        is_free = is_last and measure.breaking is not Breaking.BALANCED
        best = float("inf")
        for start in range(earliest, max(latest, min(earliest + 1, end))):
            room = rooms[start]
            slack = (room - reach + begins[start]) / room
            if slack < -_ROUNDING and start < end - 1:
                continue
            if is_free:
                cost = least[start] + (_LONELY_WORD_COST if slack > _LONELY else 0.0)
            else:
                cost = least[start] + slack * slack
            if cost < best:
                best = cost
                came_from[end] = start
        least[end] = best + _LINE_COST + (_HYPHEN_COST if hyphens[end] else 0.0)
    if least[count] == float("inf"):
        return [], least[count]
    ends = [count]
    while came_from[ends[-1]]:
        ends.append(came_from[ends[-1]])
    return ends[::-1], least[count]
