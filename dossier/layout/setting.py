"""Boxes of a line put at their places: operators of PDF, ready to be drawn anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from dossier.fonts import Typeface
from dossier.layout import bidi
from dossier.layout.boxes import Box
from dossier.layout.plain import Placed, PlainText
from dossier.layout.shaping import Shaper, Word
from dossier.layout.text import Align, Measure, Piece, Type

_HYPHEN = "-"
_SOFT_HYPHEN = "\u00ad"


class Part(NamedTuple):
    """A stretch of a line: what draws it in its type, from where the one before it ends.

    `left` and `right` count from where the line counts. The type has any scaling in its size.
    """

    type: Type
    drawn: str
    left: float
    right: float
    link: str | None


class Line(NamedTuple):
    """One line: parts from left to right, and how far they reach to the right.

    `spaced` says that a space parts it from the next line, not the middle of a word; `space` draws
    one in the type of its `end`.
    """

    parts: tuple[Part, ...]
    width: float
    leading: float
    spaced: bool
    end: Type
    space: str
    linked: bool = False
    """Whether a part of it leads somewhere."""


class LineSetter:
    """Sets the lines of one paragraph. Parts go from left to right, whatever the text does.

    So readers of PDF expect it: they put right-to-left text back into reading order themselves.
    """

    __slots__ = ("_measure", "_right_to_left", "_shaper", "_share")

    def __init__(self, shaper: Shaper, measure: Measure, *, right_to_left: bool = False) -> None:
        self._shaper = shaper
        self._measure = measure
        self._right_to_left = right_to_left
        share = _SHARES.get(measure.align, 0.0)
        self._share = 1.0 - share if right_to_left else share

    def set_whole(self, placed: Sequence[Placed]) -> Line | None:
        """Set a paragraph on one line; None if it is too wide for it.

        Neighbours that look alike and lead to the same place become one part.
        """
        measure = self._measure
        parts: list[Part] = []
        x = left = 0.0
        kind, link, drawn = placed[0][0].type, placed[0][0].link, ""
        for piece, stretch, spaced in placed:
            if piece.type is not kind or piece.link != link:
                parts.append(Part(kind, _shown(kind, f"({drawn})"), left, x, link))
                kind, link, drawn, left = piece.type, piece.link, "", x
            if spaced and x:
                drawn += stretch.space
                x += stretch.space_width * kind.em
            drawn += stretch.drawn
            x += stretch.width * kind.em
            if x > measure.width:
                return None
        parts.append(Part(kind, _shown(kind, f"({drawn})"), left, x, link))
        linked = any(part.link for part in parts)
        if measure.align is not Align.START:
            moved, _ = self._placed(0.0, x, 0, last=True)
            parts = [
                part._replace(left=part.left + moved, right=part.right + moved) for part in parts
            ]
            x += moved
        space = f"[({stretch.space})] TJ"
        return Line(tuple(parts), x, measure.leading, False, kind, space, linked)

    def set_plain(
        self, text: PlainText, begin: int, end: int, *, first: bool, last: bool, spaced: bool
    ) -> Line:
        """Set the words from `begin` to `end` as one line."""
        measure = self._measure
        x, stretch = (0.0 if first else measure.hanging), 0.0
        if measure.align is not Align.START:
            natural = sum(text.widths[begin:end]) + sum(text.gaps[begin + 1 : end])
            gaps = sum(1 for gap in text.gaps[begin + 1 : end] if gap)
            x, stretch = self._placed(x, natural, gaps, last=last)
        parts: list[Part] = []
        start = 0
        for piece, stop in zip(text.pieces, text.ends, strict=True):
            if stop > begin:
                left, right = max(start, begin), min(stop, end)
                part = self._plain_part(text, piece, left, right, x, stretch, begin=begin)
                parts.append(part)
                x = part.right
                if stop >= end:
                    break
            start = stop
        if not last and end - 1 in text.hyphens:
            parts.append(self._hyphen(piece, x))
            x = parts[-1].right
        space = f"[({self._shaper.space(piece.type.typeface)[0]})] TJ"
        linked = any(part.link for part in parts)
        return Line(tuple(parts), x, measure.leading, spaced, piece.type, space, linked)

    def _plain_part(
        self,
        text: PlainText,
        piece: Piece,
        left: int,
        right: int,
        x: float,
        stretch: float,
        *,
        begin: int,
    ) -> Part:
        kind = piece.type
        space = self._shaper.space(kind.typeface)[0]
        if stretch:
            space = f"{space}){round(-stretch / kind.em)}("
        words, gaps = text.words[left:right], text.gaps[left:right]
        if left == begin:
            gaps[0] = 0.0
        if 0.0 in gaps[1:]:
            both = zip(words, gaps, strict=True)
            drawn = "".join([f"{space if gap else ''}{word.plain}" for word, gap in both])
        else:
            drawn = space.join([word.plain or "" for word in words])
            if gaps[0]:
                drawn = f"{space}{drawn}"
        width = sum(text.widths[left:right]) + sum(gaps)
        if stretch:
            width += stretch * sum([1 for gap in gaps if gap])
        return Part(kind, _shown(kind, f"({drawn})"), x, x + width, piece.link)

    def set(self, boxes: Sequence[Box], *, first: bool, last: bool, spaced: bool) -> Line:
        """Set one line; one that is not the last and ends in a divided word shows a hyphen."""
        measure = self._measure
        indent = 0.0 if first else measure.hanging
        x, stretch = indent, 0.0
        if measure.align is not Align.START or self._right_to_left:
            natural = sum([box.gap + box.width for box in boxes]) - boxes[0].gap
            gaps = sum(1 for box in boxes[1:] if box.gap)
            x, stretch = self._placed(indent, natural, gaps, last=last)
        parts: list[Part] = []
        for index, is_gap in _left_to_right(boxes):
            box = boxes[index]
            if is_gap:
                parts.append(self._space(box.piece, x, box.gap + stretch, stretch))
            else:
                parts.extend(_parts(box.word, box.piece, x))
            x = parts[-1].right
        if boxes[-1].hyphen and not last:
            parts.append(self._hyphen(boxes[-1].piece, x))
        end = boxes[-1].piece.type
        space = f"[({self._shaper.space(end.typeface)[0]})] TJ"
        linked = any(part.link for part in parts)
        return Line(tuple(parts), parts[-1].right, measure.leading, spaced, end, space, linked)

    def with_hanging(self, line: Line, piece: Piece) -> Line:
        """Stand `piece` outside the measure, before the line's first letter."""
        word = self._shaper.word(piece.text, piece.type.typeface)
        width = word.width * piece.type.em
        x = self._measure.width if self._right_to_left else line.parts[0].left - width
        hung = tuple(_parts(word, piece, x))
        parts = line.parts + hung if self._right_to_left else hung + line.parts
        return line._replace(parts=parts, width=max(line.width, x + width))

    def _placed(
        self, indent: float, natural: float, gaps: int, *, last: bool
    ) -> tuple[float, float]:
        """Return where a line of this width begins, and what is added to each of its gaps."""
        slack, stretch = self._measure.width - indent - natural, 0.0
        if self._measure.align is Align.JUSTIFIED and not last and gaps and slack > 0:
            slack, stretch = 0.0, slack / gaps
        return (0.0 if self._right_to_left else indent) + slack * self._share, stretch

    def _space(self, piece: Piece, x: float, width: float, stretch: float) -> Part:
        kind = piece.type
        array = f"({self._shaper.space(kind.typeface)[0]})"
        if stretch:
            array += str(round(-stretch / kind.em))
        return Part(kind, _shown(kind, array), x, x + width, piece.link)

    def _hyphen(self, piece: Piece, x: float) -> Part:
        kind = piece.type
        word = self._shaper.word(_HYPHEN, kind.typeface)
        # A hyphen of ours is no letter of the text: a reader that copies it gets a soft hyphen.
        drawn = _saying(_SOFT_HYPHEN, _shown(kind, f"({word.plain})"))
        right = x + word.width * kind.em
        return Part(kind, drawn, x, right, piece.link)


def _shown(kind: Type, array: str) -> str:
    """Return what draws the inside of a TJ array at the rise of a type."""
    return f"{kind.rise:.4g} Ts [{array}] TJ 0 Ts" if kind.rise else f"[{array}] TJ"


def _saying(text: str, operators: str) -> str:
    """Tell readers what glyphs stand for that do not say so themselves."""
    said = text.encode("utf-16-be", "replace").hex().upper()
    return f"/Span <</ActualText <FEFF{said}>>> BDC {operators} EMC"


def _parts(word: Word, piece: Piece, x: float) -> Iterator[Part]:
    kind = piece.type
    for run in word.runs:
        right = x + run.width * kind.em
        look = kind
        if run.typeface is not kind.typeface or run.scale != 1.0:
            look = _in_face(kind, run.typeface, run.scale)
        drawn = _shown(look, run.array)
        if run.says is not None:
            drawn = _saying(run.says, drawn)
        yield Part(look, drawn, x, right, piece.link)
        x = right


@cache
def _in_face(kind: Type, typeface: Typeface, scale: float) -> Type:
    """Return the type in another face, for letters that its own face lacks."""
    return replace(kind, typeface=typeface, size=kind.size * scale)


_SHARES = {Align.CENTRE: 0.5, Align.END: 1.0}


def _left_to_right(boxes: Sequence[Box]) -> list[tuple[int, bool]]:
    """Return boxes and the gaps before them (True) from left to right."""
    elements: list[tuple[int, bool]] = []
    element_levels: list[int] = []
    for index, box in enumerate(boxes):
        if index and box.gap:
            elements.append((index, True))
            element_levels.append(box.gap_level)
        elements.append((index, False))
        element_levels.append(box.level)
    if not any(element_levels):
        return elements
    return [elements[index] for index in bidi.visual_order(element_levels)]
