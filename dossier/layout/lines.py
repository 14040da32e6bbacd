"""Paragraphs broken into lines of positioned glyphs.

Text becomes boxes (words, parts of words), boxes become units that no line end may divide, and
units become lines: either greedily, or all together so that the edge is even (the total-fit idea of
Knuth and Plass, with ragged lines' slack as badness). Words are divided only when the undivided
lines come out poor. A line that holds right-to-left text is put in visual order at the end:
its fragments go from left to right, as readers of PDF expect that put them back into reading order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dossier.fonts import EM, Typeface
from dossier.layout import bidi
from dossier.layout.hyphenation import Hyphenator
from dossier.layout.shaping import Shaper, Word, clusters
from dossier.layout.text import Align, Breaking, Measure, Piece, Type

_SPACES = re.compile(r"[^\S\u00a0\u202f\u2007]+|\u200b")
_MAY_BREAK_AFTER = re.compile(r"(?<=[\w.,;:!?)\]}”’»][-–—…/\\])(?=[\w“‘«(])|(?<=[—…])(?=[^\W_])")
# An address breaks before or after its punctuation, never silently with a hyphen of ours.
_ADDRESS = re.compile(r"(?<=[/?&=_~.%#@+:;,-])(?=[^/?&=_~.%#@+:;,-])")
_LONG = 24
_HYPHEN = "-"

_POOR = 0.22
"""Slack, as a share of the measure, from which a line is poor and words may be divided."""
_LINE_COST = 0.12
_HYPHEN_COST = 0.05
_LONELY_WORD_COST = 0.04


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
    """One line: fragments from left to right, and how far they reach to the right."""

    fragments: tuple[Fragment, ...]
    width: float
    leading: float


@dataclass(slots=True)
class _Box:
    """A word or part of one. `gap` is its own type's space, when one goes before it."""

    word: Word
    piece: Piece
    width: float
    gap: float
    may_begin_line: bool
    hyphen: bool = False
    """Whether a line that ends here shows a hyphen."""
    level: int = 0
    gap_level: int = 0


class LineBreaker:
    """Breaks the paragraphs of one document."""

    def __init__(self, shaper: Shaper, hyphenator: Hyphenator) -> None:
        self._shaper = shaper
        self._hyphenator = hyphenator
        self._tokens: dict[Typeface, dict[str, tuple[Word, ...]]] = {}

    def lines(self, pieces: Sequence[Piece], measure: Measure) -> tuple[Line, ...]:
        """Set `pieces` as one paragraph. An empty one has no lines."""
        hanging = next((piece for piece in pieces if piece.hanging), None)
        running = [piece for piece in pieces if not piece.hanging and piece.text]
        text = "".join(piece.text for piece in running)
        mixed = bidi.is_mixed(text)
        right_to_left = mixed and measure.turning and bidi.runs_right_to_left(text)
        boxes = self._boxes(running, right_to_left=right_to_left, mixed=mixed)
        if not boxes:
            return ()
        lines = self._broken(boxes, measure, mixed=mixed)
        setter = _LineSetter(self._shaper, measure, right_to_left=right_to_left, mixed=mixed)
        done = [
            setter.set(line, first=index == 0, last=index == len(lines) - 1)
            for index, line in enumerate(lines)
        ]
        if hanging is not None:
            done[0] = setter.with_hanging(done[0], hanging)
        return tuple(done)

    def width(self, pieces: Sequence[Piece]) -> float:
        """Return how wide `pieces` are on one line."""
        return sum(line.width for line in self.lines(pieces, Measure(1e6, 1.0)))

    def _broken(
        self, boxes: list[_Box], measure: Measure, *, mixed: bool
    ) -> list[tuple[list[_Box], bool]]:
        """Choose the lines; with each goes whether it ends in a divided word."""
        units = _units(boxes)
        if _natural_width(units) <= measure.width:
            return [(boxes, False)]
        units = self._fitting(units, measure.width - measure.hanging)
        choose = _evenly if measure.breaking is Breaking.EVEN else _greedily
        ends = choose(units, measure)
        if measure.hyphenate and not mixed and _is_poor(units, ends, measure):
            units = self._divided(units)
            ends = choose(units, measure)
        lines = []
        start = 0
        for end in ends:
            line = [box for unit in units[start:end] for box in unit.boxes]
            lines.append((line, end < len(units) and line[-1].hyphen))
            start = end
        return lines

    def _boxes(self, pieces: list[Piece], *, right_to_left: bool, mixed: bool) -> list[_Box]:
        if mixed:
            return self._mixed_boxes(pieces, right_to_left=right_to_left)
        boxes: list[_Box] = []
        spaced = False
        for piece in pieces:
            kind = piece.type
            em = kind.size / EM
            gap = self._shaper.space(kind.typeface)[1] * em
            known = self._tokens.setdefault(kind.typeface, {})
            begins_word = not piece.attached
            for index, token in enumerate(_SPACES.split(piece.text)):
                spaced |= index > 0
                if not token:
                    continue
                words = known.get(token)
                if words is None:
                    shaped = (self._shaper.word(part, kind.typeface) for part in _parts(token))
                    # A word of invisible characters leaves nothing to put anywhere.
                    words = known[token] = tuple(word for word in shaped if word.runs)
                if not words:
                    continue
                free = spaced and begins_word
                for word in words:
                    boxes.append(_Box(word, piece, word.width * em, gap if spaced else 0.0, free))
                    spaced, free = False, True
                begins_word = True
        return boxes

    def _mixed_boxes(self, pieces: list[Piece], *, right_to_left: bool) -> list[_Box]:
        text = "".join(piece.text for piece in pieces)
        levels = bidi.levels(text, right_to_left=right_to_left)
        boxes: list[_Box] = []
        spaced, gap_level, place = False, int(right_to_left), 0
        for piece in pieces:
            kind = piece.type
            em = kind.size / EM
            begins_word = not piece.attached
            for token, is_space in _tokens(piece.text):
                end = place + len(token)
                if is_space:
                    spaced, gap_level = True, levels[place]
                    place = end
                    continue
                gap = self._shaper.space(kind.typeface)[1] * em if spaced else 0.0
                free, spaced = spaced and begins_word, False
                for part in _parts(token):
                    for stretch, level in _by_level(part, levels[place : place + len(part)]):
                        word = self._shaper.word(
                            stretch, kind.typeface, right_to_left=bool(level % 2)
                        )
                        if not word.runs:
                            continue
                        boxes.append(
                            _Box(word, piece, word.width * em, gap, free, False, level, gap_level)
                        )
                        gap, free = 0.0, False
                    place += len(part)
                    free = True
                place = end
                begins_word = True
        return boxes

    def _fitting(self, units: list[_Unit], width: float) -> list[_Unit]:
        """Cut what is wider than a line into characters; nothing may stick out."""
        if all(unit.width <= width for unit in units):
            return units
        cut: list[_Unit] = []
        for unit in units:
            if unit.width <= width:
                cut.append(unit)
            else:
                cut.extend(_units([part for box in unit.boxes for part in self._cut(box)]))
        return cut

    def _cut(self, box: _Box) -> Iterator[_Box]:
        gap, free = box.gap, box.may_begin_line
        em = box.piece.type.size / EM
        for cluster in clusters(box.word.text):
            word = self._shaper.word(
                cluster, box.piece.type.typeface, right_to_left=bool(box.level % 2)
            )
            if not word.runs:
                continue
            yield _Box(word, box.piece, word.width * em, gap, free, False, box.level, box.gap_level)
            gap, free = 0.0, True

    def _divided(self, units: list[_Unit]) -> list[_Unit]:
        divided: list[_Box] = []
        for unit in units:
            for box in unit.boxes:
                parts = self._hyphenator.parts(box.word.text)
                if len(parts) == 1 or box.piece.link is not None:
                    divided.append(box)
                    continue
                gap, free = box.gap, box.may_begin_line
                em = box.piece.type.size / EM
                for index, part in enumerate(parts):
                    word = self._shaper.word(part, box.piece.type.typeface)
                    hyphen = index < len(parts) - 1
                    divided.append(_Box(word, box.piece, word.width * em, gap, free, hyphen))
                    gap, free = 0.0, True
        return _units(divided)


@dataclass(slots=True)
class _Unit:
    """Boxes that stay on one line. `gap` is the space before it, `hyphen` the hyphen's width."""

    boxes: list[_Box]
    width: float
    gap: float
    hyphen: bool


def _tokens(text: str) -> Iterator[tuple[str, bool]]:
    """Split into words and spaces, with whether each is a space; nothing is lost."""
    place = 0
    for space in _SPACES.finditer(text):
        if space.start() > place:
            yield text[place : space.start()], False
        yield space.group(), True
        place = space.end()
    if place < len(text):
        yield text[place:], False


def _parts(token: str) -> Sequence[str]:
    """Split a word where a line may end without a hyphen."""
    if token.isalnum():
        return (token,)
    if len(token) > _LONG and ("/" in token or "." in token or "_" in token or "=" in token):
        return _ADDRESS.split(token)
    return _MAY_BREAK_AFTER.split(token)


def _by_level(text: str, levels: Sequence[int]) -> Iterator[tuple[str, int]]:
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or levels[place] != levels[start]:
            yield text[start:place], levels[start]
            start = place


def _units(boxes: list[_Box]) -> list[_Unit]:
    units: list[_Unit] = []
    for box in boxes:
        if box.may_begin_line or not units:
            units.append(_Unit([box], box.width, box.gap, box.hyphen))
        else:
            unit = units[-1]
            unit.boxes.append(box)
            unit.width += box.gap + box.width
            unit.hyphen = box.hyphen
    return units


def _natural_width(units: list[_Unit]) -> float:
    return sum(unit.gap + unit.width for unit in units) - units[0].gap


def _room(measure: Measure, start: int) -> float:
    return measure.width - (measure.hanging if start else 0.0)


def _hyphen_width(unit: _Unit) -> float:
    return 0.35 * unit.boxes[-1].piece.type.size if unit.hyphen else 0.0


def _greedily(units: list[_Unit], measure: Measure) -> list[int]:
    """Return the index after the last unit of each line, each line as full as it goes."""
    ends: list[int] = []
    start, width = 0, 0.0
    room = _room(measure, 0)
    for index, unit in enumerate(units):
        needed = unit.width + (width + unit.gap if index > start else 0.0)
        if index > start and needed + _hyphen_width(unit) > room:
            ends.append(index)
            start, room = index, _room(measure, index)
            needed = unit.width
        width = needed
    return [*ends, len(units)]


def _evenly(units: list[_Unit], measure: Measure) -> list[int]:
    """Return the line ends whose lines together leave the least uneven edge."""
    count = len(units)
    widths = [unit.width for unit in units]
    gaps = [unit.gap for unit in units]
    hyphens = [_hyphen_width(unit) for unit in units]
    rest = measure.width - measure.hanging
    least = [0.0] + [float("inf")] * count
    came_from = [0] * (count + 1)
    for end in range(1, count + 1):
        length = hyphens[end - 1] if end < count else 0.0
        extra = _LINE_COST + (_HYPHEN_COST if length else 0.0)
        for start in range(end - 1, -1, -1):
            length += widths[start]
            room = rest if start else measure.width
            if length > room and start < end - 1:
                break
            slack = (room - length) / room
            if end < count:
                cost = least[start] + extra + slack * slack
            else:
                cost = least[start] + (_LONELY_WORD_COST if slack > 0.85 else 0.0)
            if cost < least[end]:
                least[end] = cost
                came_from[end] = start
            length += gaps[start]
    ends: list[int] = []
    end = count
    while end:
        ends.append(end)
        end = came_from[end]
    return ends[::-1]


def _is_poor(units: list[_Unit], ends: list[int], measure: Measure) -> bool:
    start = 0
    for end in ends[:-1]:
        room = _room(measure, start)
        if room - _natural_width(units[start:end]) > _POOR * room:
            return True
        start = end
    return False


class _LineSetter:
    """Puts the boxes of a line at their places."""

    def __init__(
        self, shaper: Shaper, measure: Measure, *, right_to_left: bool, mixed: bool
    ) -> None:
        self._shaper = shaper
        self._measure = measure
        self._right_to_left = right_to_left
        self._mixed = mixed

    def set(self, line: tuple[list[_Box], bool], *, first: bool, last: bool) -> Line:
        boxes, divided = line
        measure = self._measure
        indent = 0.0 if first else measure.hanging
        natural = sum(box.gap + box.width for box in boxes) - boxes[0].gap
        slack = measure.width - indent - natural
        gaps = sum(1 for box in boxes[1:] if box.gap)
        stretch = 0.0
        if measure.align is Align.JUSTIFIED and not last and gaps and slack > 0:
            stretch = slack / gaps
            slack = 0.0
        match measure.align:
            case Align.CENTRE:
                x = indent + slack / 2
            case Align.END:
                x = indent + (0.0 if self._right_to_left else slack)
            case _:
                x = slack if self._right_to_left else indent
        order = self._left_to_right(boxes) if self._mixed else None
        if order is None:
            fragments = self._placed_in_order(boxes, x, stretch)
        else:
            fragments = self._placed_by(order, boxes, x, stretch)
        if divided:
            fragments.append(self._hyphen(boxes[-1], fragments[-1]))
        width = max(fragment.x + fragment.width for fragment in fragments)
        return Line(tuple(fragments), width, measure.leading)

    def with_hanging(self, line: Line, piece: Piece) -> Line:
        """Stand `piece` outside the measure, before the line's first letter."""
        word = self._shaper.word(piece.text, piece.type.typeface)
        width = word.width * piece.type.size / EM
        x = self._measure.width if self._right_to_left else line.fragments[0].x - width
        hung = tuple(_fragments(word, piece, x))
        fragments = line.fragments + hung if self._right_to_left else hung + line.fragments
        return Line(fragments, max(line.width, x + width), line.leading)

    def _placed_in_order(self, boxes: list[_Box], x: float, stretch: float) -> list[Fragment]:
        """Set the boxes one after the other; plain neighbours of one piece become one fragment."""
        fragments: list[Fragment] = []
        arrays: list[str] = []
        texts: list[str] = []
        piece, start = boxes[0].piece, x

        def flush() -> None:
            if arrays:
                kind = piece.type
                fragments.append(
                    Fragment(
                        start, x - start, kind.typeface, kind.size, kind.colour, kind.rise,
                        piece.link, "".join(arrays), "".join(texts),
                    )
                )  # fmt: skip
                arrays.clear()
                texts.clear()

        for index, box in enumerate(boxes):
            if box.piece is not piece:
                flush()
                piece, start = box.piece, x
            if index and box.gap:
                arrays.append(self._space_array(piece.type, stretch))
                texts.append(" ")
                x += box.gap + stretch
            if box.word.plain is not None:
                arrays.append(box.word.plain)
                texts.append(box.word.text)
                x += box.width
            else:
                flush()
                fragments.extend(_fragments(box.word, piece, x))
                x += box.width
                start = x
        flush()
        return fragments

    def _placed_by(
        self, order: list[tuple[int, bool]], boxes: list[_Box], x: float, stretch: float
    ) -> list[Fragment]:
        fragments: list[Fragment] = []
        for index, is_gap in order:
            box = boxes[index]
            if is_gap:
                fragments.append(self._space(box.piece, x, box.gap, stretch))
                x += box.gap + stretch
            else:
                fragments.extend(_fragments(box.word, box.piece, x))
                x += box.width
        return fragments

    def _left_to_right(self, boxes: list[_Box]) -> list[tuple[int, bool]] | None:
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

    def _space(self, piece: Piece, x: float, gap: float, stretch: float) -> Fragment:
        kind = piece.type
        return Fragment(
            x, gap + stretch, kind.typeface, kind.size, kind.colour, kind.rise,
            piece.link, self._space_array(kind, stretch), " ",
        )  # fmt: skip

    def _space_array(self, kind: Type, stretch: float) -> str:
        glyph = self._shaper.space(kind.typeface)[0]
        return f"{glyph}{round(-stretch * EM / kind.size)}" if stretch else glyph

    def _hyphen(self, box: _Box, after: Fragment) -> Fragment:
        word = self._shaper.word(_HYPHEN, box.piece.type.typeface)
        (hyphen,) = _fragments(word, box.piece, after.x + after.width)
        # A hyphen of ours is no letter of the text: a reader that copies it gets a soft hyphen.
        return Fragment(
            hyphen.x, hyphen.width, hyphen.typeface, hyphen.size, hyphen.colour, hyphen.rise,
            hyphen.link, hyphen.array, "\u00ad", says="\u00ad",
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
