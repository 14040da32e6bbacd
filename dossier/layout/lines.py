"""Paragraphs broken into lines of positioned glyphs.

Text becomes boxes (words, parts of words), a choice of places becomes lines, and the boxes of each
line get their places. Words are divided only where undivided lines come out poor.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from dossier.layout import bidi
from dossier.layout.boxes import Box, BoxMaker
from dossier.layout.breaking import Breakable, is_poor, line_ends
from dossier.layout.hyphenation import Hyphenator
from dossier.layout.plain import PlainTextMaker
from dossier.layout.setting import Line, LineSetter
from dossier.layout.shaping import Shaper
from dossier.layout.text import Measure, Piece


class LineBreaker:
    """Breaks the paragraphs of one document."""

    def __init__(self, shaper: Shaper, hyphenator: Hyphenator) -> None:
        self._shaper = shaper
        self._maker = BoxMaker(shaper, hyphenator)
        self._plain = PlainTextMaker(shaper, hyphenator)

    def lines(self, pieces: Sequence[Piece], measure: Measure) -> tuple[Line, ...]:
        """Set `pieces` as one paragraph. An empty one has no lines."""
        hanging = pieces[0] if pieces and pieces[0].hanging else None
        running = [piece for piece in pieces if piece.text and piece is not hanging]
        setter = LineSetter(self._shaper, measure)
        lines = self._plain_lines(running, setter, measure)
        if lines is None:
            text = "".join([piece.text for piece in running])
            mixed = bidi.is_mixed(text)
            right_to_left = mixed and measure.turning and bidi.runs_right_to_left(text)
            setter = LineSetter(self._shaper, measure, right_to_left=right_to_left)
            boxes = self._maker.boxes(
                running, mixed=mixed, right_to_left=right_to_left, apart=not measure.turning
            )
            lines = self._box_lines(boxes, setter, measure, mixed=mixed)
        if hanging is not None and lines:
            lines[0] = setter.with_hanging(lines[0], hanging)
        return tuple(lines)

    def _plain_lines(
        self, pieces: Sequence[Piece], setter: LineSetter, measure: Measure
    ) -> list[Line] | None:
        """Set text whose words are plain and fit a line each; None for any other."""
        placed = self._plain.placed(pieces)
        if placed is None:
            return None
        if not placed:
            return []
        line = setter.set_whole(placed)
        if line is not None:
            return [line]
        text = self._plain.text(placed)
        row = Breakable(text.widths, text.gaps, text.starts)
        if not row.fits(measure.width - measure.hanging):
            return None
        ends = line_ends(row, measure)
        if measure.hyphenate and is_poor(row, ends, measure):
            text = self._plain.divided(text)
            row = Breakable(text.widths, text.gaps, text.starts)
            row.add_hyphens(text.hyphens)
            ends = line_ends(row, measure)
        last = ends[-1]
        lines = []
        for first, end in zip([0, *ends], ends, strict=False):
            spaced = end != last and row.gaps[end] > 0
            lines.append(
                setter.set_plain(
                    text, row.starts[first], row.starts[end],
                    first=not first, last=end == last, spaced=spaced,
                )
            )  # fmt: skip
        return lines

    def _box_lines(
        self, boxes: list[Box], setter: LineSetter, measure: Measure, *, mixed: bool
    ) -> list[Line]:
        if not boxes:
            return []
        broken = self._broken(boxes, measure, mixed=mixed)
        last = len(broken) - 1
        return [
            setter.set(
                line,
                first=index == 0,
                last=index == last,
                spaced=index < last and broken[index + 1][0].gap > 0,
            )
            for index, line in enumerate(broken)
        ]

    def _broken(self, boxes: list[Box], measure: Measure, *, mixed: bool) -> list[list[Box]]:
        """Choose the lines."""
        row = _breakable(boxes)
        if row.width_of(0, len(row.gaps)) <= measure.width:
            return [boxes]
        wide = row.too_wide(measure.width - measure.hanging)
        if wide:
            boxes = list(self._cut(boxes, row, wide, measure.width - measure.hanging))
            row = _breakable(boxes)
        ends = line_ends(row, measure)
        if measure.hyphenate and not mixed and is_poor(row, ends, measure):
            boxes = self._maker.divided(boxes)
            row = _breakable(boxes)
            row.add_hyphens(
                {place: box.piece.type.size for place, box in enumerate(boxes) if box.hyphen}
            )
            ends = line_ends(row, measure)
        places = [0, *(row.starts[end] for end in ends)]
        return [boxes[a:b] for a, b in pairwise(places)]

    def _cut(
        self, boxes: Sequence[Box], row: Breakable, wide: Set[int], width: float
    ) -> Iterator[Box]:
        """Cut what is wider than a line between its letters; nothing may stick out."""
        for place, (start, end) in enumerate(pairwise(row.starts)):
            for order, box in enumerate(boxes[start:end]):
                if place in wide:
                    box.may_begin_line = box.may_begin_line or order > 0
                    yield from self._maker.cut(box, width)
                else:
                    yield box


def _breakable(boxes: Sequence[Box]) -> Breakable:
    return Breakable(
        [box.width for box in boxes],
        [box.gap for box in boxes],
        [place for place, box in enumerate(boxes) if box.may_begin_line],
    )
