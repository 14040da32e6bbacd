"""Boxes of a line put at their places: fragments of glyphs, ready to draw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dossier.fonts import EM, Typeface
from dossier.layout import bidi
from dossier.layout.boxes import Box
from dossier.layout.shaping import Shaper, Word
from dossier.layout.text import Align, Measure, Piece, Type

_HYPHEN = "-"
_SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class Fragment:
    """Glyphs of one look at one place of a line.

    `x` counts from the line's left end, `size` has any scaling in it, `text` is what is read;
    `array` and `says` are those of `shaping.Run`.
    """

    x: float
    width: float
    typeface: Typeface
    size: float
    colour: str
    rise: float
    link: str | None
    array: str
    text: str
    says: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line: fragments from left to right, and how far they reach to the right.

    `spaced` says that a space parts it from the next line, not the middle of a word.
    """

    fragments: tuple[Fragment, ...]
    width: float
    leading: float
    spaced: bool = False


class LineSetter:
    """Sets the lines of one paragraph. Fragments go from left to right, whatever the text does.

    So readers of PDF expect it: they put right-to-left text back into reading order themselves.
    """

    def __init__(
        self, shaper: Shaper, measure: Measure, *, right_to_left: bool, mixed: bool
    ) -> None:
        self._shaper = shaper
        self._measure = measure
        self._right_to_left = right_to_left
        self._mixed = mixed
        share = {Align.CENTRE: 0.5, Align.END: 1.0}.get(measure.align, 0.0)
        self._slack_before = 1.0 - share if right_to_left else share

    def set(self, boxes: Sequence[Box], *, first: bool, last: bool, spaced: bool) -> Line:
        """Set one line; one that is not the last and ends in a divided word shows a hyphen."""
        measure = self._measure
        indent = 0.0 if first else measure.hanging
        x, stretch = indent, 0.0
        if measure.align is not Align.START or self._right_to_left:
            natural = sum([box.gap + box.width for box in boxes]) - boxes[0].gap
            slack = measure.width - indent - natural
            gaps = sum(1 for box in boxes[1:] if box.gap)
            if measure.align is Align.JUSTIFIED and not last and gaps and slack > 0:
                stretch, slack = slack / gaps, 0.0
            x = (0.0 if self._right_to_left else indent) + slack * self._slack_before
        order = self._left_to_right(boxes) if self._mixed else None
        if order is None:
            fragments = self._in_order(boxes, x, stretch)
        else:
            fragments = list(self._in_visual_order(order, boxes, x, stretch))
        if boxes[-1].hyphen and not last:
            fragments.append(self._hyphen(boxes[-1], fragments[-1]))
        width = max([fragment.x + fragment.width for fragment in fragments])
        return Line(tuple(fragments), width, measure.leading, spaced)

    def with_hanging(self, line: Line, piece: Piece) -> Line:
        """Stand `piece` outside the measure, before the line's first letter."""
        word = self._shaper.word(piece.text, piece.type.typeface)
        width = word.width * piece.type.size / EM
        x = self._measure.width if self._right_to_left else line.fragments[0].x - width
        hung = tuple(_fragments(word, piece, x))
        fragments = line.fragments + hung if self._right_to_left else hung + line.fragments
        return Line(fragments, max(line.width, x + width), line.leading, line.spaced)

    def _in_order(self, boxes: Sequence[Box], x: float, stretch: float) -> list[Fragment]:
        """Set the boxes one after the other; plain neighbours of one piece become one fragment."""
        fragments: list[Fragment] = []
        start, count = 0, len(boxes)
        while start < count:
            box = boxes[start]
            piece = box.piece
            if box.word.plain is None:
                if start and box.gap:
                    # The space in the piece's own face, the word in whatever faces it needs.
                    fragments.append(self._space(piece, x, box.gap + stretch, stretch))
                    x += box.gap + stretch
                fragments.extend(_fragments(box.word, piece, x))
                x += box.width
                start += 1
                continue
            end = start + 1
            while end < count and boxes[end].piece is piece and boxes[end].word.plain is not None:
                end += 1
            fragment = self._joined(boxes[start:end], x, stretch, begins_line=start == 0)
            fragments.append(fragment)
            x += fragment.width
            start = end
        return fragments

    def _joined(
        self, boxes: Sequence[Box], x: float, stretch: float, *, begins_line: bool
    ) -> Fragment:
        """Set plain boxes of one piece as one fragment."""
        piece = boxes[0].piece
        kind = piece.type
        space = self._space_array(kind, stretch)
        array = "".join(
            [f"{space}{box.word.plain}" if box.gap else box.word.plain or "" for box in boxes]
        )
        text = "".join([f" {box.word.text}" if box.gap else box.word.text for box in boxes])
        width = sum([box.gap + box.width for box in boxes])
        if stretch:
            width += stretch * sum(1 for box in boxes if box.gap)
        if begins_line and boxes[0].gap:
            array, text = array[len(space) :], text[1:]
            width -= boxes[0].gap + stretch
        return Fragment(
            x, width, kind.typeface, kind.size, kind.colour, kind.rise, piece.link, array, text
        )

    def _in_visual_order(
        self, order: Sequence[tuple[int, bool]], boxes: Sequence[Box], x: float, stretch: float
    ) -> Iterator[Fragment]:
        for index, is_gap in order:
            box = boxes[index]
            if is_gap:
                yield self._space(box.piece, x, box.gap + stretch, stretch)
                x += box.gap + stretch
            else:
                yield from _fragments(box.word, box.piece, x)
                x += box.width

    def _left_to_right(self, boxes: Sequence[Box]) -> list[tuple[int, bool]] | None:
        """Return boxes and gaps from left to right; None if that is the text's own order."""
        elements: list[tuple[int, bool]] = []
        element_levels: list[int] = []
        for index, box in enumerate(boxes):
            if index and box.gap:
                elements.append((index, True))
                element_levels.append(box.gap_level)
            elements.append((index, False))
            element_levels.append(box.level)
        if not any(element_levels):
            return None
        return [elements[index] for index in bidi.visual_order(element_levels)]

    def _space(self, piece: Piece, x: float, width: float, stretch: float) -> Fragment:
        kind = piece.type
        array = self._space_array(kind, stretch)
        return Fragment(
            x, width, kind.typeface, kind.size, kind.colour, kind.rise, piece.link, array, " "
        )

    def _space_array(self, kind: Type, stretch: float) -> str:
        glyph = self._shaper.space(kind.typeface)[0]
        return f"{glyph}{round(-stretch * EM / kind.size)}" if stretch else glyph

    def _hyphen(self, box: Box, after: Fragment) -> Fragment:
        kind = box.piece.type
        word = self._shaper.word(_HYPHEN, kind.typeface)
        # A hyphen of ours is no letter of the text: a reader that copies it gets a soft hyphen.
        return Fragment(
            after.x + after.width, word.width * kind.size / EM, kind.typeface, kind.size,
            kind.colour, kind.rise, box.piece.link, word.runs[0].array,
            _SOFT_HYPHEN, says=_SOFT_HYPHEN,
        )  # fmt: skip


def _fragments(word: Word, piece: Piece, x: float) -> Iterator[Fragment]:
    kind = piece.type
    em = kind.size / EM
    for run in word.runs:
        width = run.width * em
        yield Fragment(
            x, width, run.typeface, kind.size * run.scale, kind.colour, kind.rise,
            piece.link, run.array, run.text, run.says,
        )  # fmt: skip
        x += width
