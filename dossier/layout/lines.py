"""Paragraphs broken into lines of positioned glyphs.

Text becomes boxes (words, parts of words), a choice of places becomes lines, and the boxes of each
line get their places. Words are divided only where undivided lines come out poor.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dossier.layout import bidi
from dossier.layout.boxes import Box, BoxMaker
from dossier.layout.breaking import Breakable, is_poor, line_ends
from dossier.layout.hyphenation import Hyphenator
from dossier.layout.setting import Line, LineSetter
from dossier.layout.shaping import Shaper
from dossier.layout.text import Measure, Piece


class LineBreaker:
    """Breaks the paragraphs of one document."""

    def __init__(self, shaper: Shaper, hyphenator: Hyphenator) -> None:
        self._shaper = shaper
        self._maker = BoxMaker(shaper, hyphenator)

    def lines(self, pieces: Sequence[Piece], measure: Measure) -> tuple[Line, ...]:
        """Set `pieces` as one paragraph. An empty one has no lines."""
        hanging = next((piece for piece in pieces if piece.hanging), None)
        running = [piece for piece in pieces if not piece.hanging and piece.text]
        text = "".join([piece.text for piece in running])
        mixed = bidi.is_mixed(text)
        right_to_left = mixed and measure.turning and bidi.runs_right_to_left(text)
        if mixed:
            boxes = self._maker.mixed_boxes(running, right_to_left=right_to_left)
        else:
            boxes = self._maker.boxes(running)
        if not boxes:
            return ()
        broken = self._broken(boxes, measure, mixed=mixed)
        setter = LineSetter(self._shaper, measure, right_to_left=right_to_left, mixed=mixed)
        last = len(broken) - 1
        lines = [
            setter.set(
                line,
                first=index == 0,
                last=index == last,
                spaced=index < last and broken[index + 1][0].gap > 0,
            )
            for index, line in enumerate(broken)
        ]
        if hanging is not None:
            lines[0] = setter.with_hanging(lines[0], hanging)
        return tuple(lines)

    def _broken(self, boxes: list[Box], measure: Measure, *, mixed: bool) -> list[Sequence[Box]]:
        """Choose the lines."""
        row = Breakable(boxes)
        if row.width <= measure.width:
            return [boxes]
        row = self._fitting(row, measure.width - measure.hanging)
        ends = line_ends(row, measure)
        if measure.hyphenate and not mixed and is_poor(row, ends, measure):
            row = Breakable(self._maker.divided(row.boxes)).with_hyphens()
            ends = line_ends(row, measure)
        places = [0, *(row.starts[end] for end in ends)]
        return [row.boxes[a:b] for a, b in pairwise(places)]

    def _fitting(self, row: Breakable, width: float) -> Breakable:
        """Cut what is wider than a line between its letters; nothing may stick out."""
        places = range(len(row.starts) - 1)
        wide = {place for place in places if row.width_of(place, place + 1) > width}
        if not wide:
            return row
        boxes: list[Box] = []
        for place in places:
            unit = row.boxes[row.starts[place] : row.starts[place + 1]]
            if place in wide:
                boxes.extend(part for box in unit for part in self._maker.cut(box, width))
            else:
                boxes.extend(unit)
        return Breakable(boxes)
