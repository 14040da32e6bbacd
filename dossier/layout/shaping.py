"""From characters to glyphs: faces chosen by what they have, kerning, ligatures, joined scripts.

A word is shaped once for each face and kept (a text repeats its words). Characters that no face
has become a small mark with their code point, "U+4F60", and are remembered in `missing`; invisible
format characters leave nothing. Directional overrides that a text carries are ignored, so that no
text can show its letters in another order than it holds them.
"""

# uharfbuzz is compiled: mypy sees none of its names.
# mypy: disable-error-code="attr-defined,name-defined"

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

import uharfbuzz

from dossier.fonts import STAND_INS, Face, Typeface, face

_MARK_SCALE = 0.62
_MARK_MARGIN = 130
"""Space on either side of a code point mark, in thousandths of an em."""

# Inter's contextual alternates turn "->" into an arrow; a quotation is shown as it was written.
_SANS_FEATURES = {"calt": False}
_FEATURES: dict[Typeface, dict[str, bool]] = {
    typeface: _SANS_FEATURES for typeface in Typeface if typeface.name.startswith("SANS")
}
_FLAGS = uharfbuzz.BufferFlags.REMOVE_DEFAULT_IGNORABLES
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_REGIONAL = range(0x1F1E6, 0x1F200)
_ESCAPES = {ord("("): "\\(", ord(")"): "\\)", ord("\\"): "\\\\", ord("\r"): "\\r"}
"""What PDF would take for the end of a string, or change (PDF 32000-1, 7.3.4.2)."""
_ZERO_WIDTH_JOINER = "\u200d"
_REPLACEMENT = "\ufffd"


class Composite(NamedTuple):
    """A glyph of our own: others put together, each moved by x and y, as one letter is made.

    Lengths in thousandths of an em.
    """

    parts: tuple[tuple[int, int, int], ...]
    advance: int


@dataclass(slots=True)
class UsedGlyphs:
    """What a document uses of a face: glyphs with the text that each stands for.

    A letter that a font makes of several glyphs (an Arabic letter and its dots), and a glyph that
    stands for a second text, become composites, numbered after the font's own glyphs. So one glyph
    is one letter with one meaning, and readers of PDF find what was written.
    """

    face: Face
    texts: dict[int, str] = field(default_factory=dict)
    composites: dict[int, Composite] = field(default_factory=dict)
    _made: dict[tuple[str, Composite], int] = field(default_factory=dict)

    def put_together(self, composite: Composite, text: str) -> int:
        """Return the number of the composite that stands for `text`."""
        number = self._made.get((text, composite))
        if number is None:
            number = self.face.glyph_count + len(self._made)
            self._made[text, composite] = number
            self.composites[number] = composite
            self.texts[number] = text
        return number

    def advance(self, glyph: int) -> int:
        """Return the width of a glyph or composite, kerning apart."""
        composite = self.composites.get(glyph)
        return composite.advance if composite is not None else self.face.advance(glyph)


class Run(NamedTuple):
    """Glyphs of one face, at `scale` times the text's size.

    `array` is the inside of PDF's TJ array; it counts in thousandths of the em. `width` has the
    scale in it. `says` is the text where the glyphs do not tell it: the PDF must (ActualText).
    """

    typeface: Typeface
    scale: float
    width: float
    array: str
    says: str | None = None


@dataclass(slots=True)
class Word:
    """A stretch of text with no space in it, shaped. `width` in thousandths of an em.

    `plain` says it all where one TJ array in the face that was asked for does, else it is None: the
    inside of that array, without the mark that opens its first string and closes its last. So the
    words of a line are joined by nothing but the glyph of a space.
    """

    text: str
    width: float
    plain: str | None
    typeface: Typeface
    _runs: tuple[Run, ...] = ()
    """Left out where they would only repeat `plain`."""

    @property
    def runs(self) -> tuple[Run, ...]:
        """The glyphs from left to right; none where there is nothing to see."""
        if self.plain and not self._runs:
            return (Run(self.typeface, 1.0, self.width, f"({self.plain})"),)
        return self._runs


class _Steps(NamedTuple):
    """How a face goes from a letter to the next one, "" at a word's end.

    `drawn` is the letter's glyph with what kerning moves behind it, as `Word.plain` has them.
    """

    drawn: dict[tuple[str, str], str]
    widths: dict[tuple[str, str], int]


class Shaper:
    """Shapes the words of one document and remembers which glyphs and marks it used."""

    def __init__(self) -> None:
        self.used: dict[Typeface, UsedGlyphs] = {}
        """What the document's fonts must hold."""
        self.missing: set[str] = set()
        """The characters that no face has."""
        self._words: dict[tuple[Typeface, bool, str], Word] = {}
        self._letters: dict[Typeface, set[str]] = {t: set() for t in Typeface}
        """The letters that stand for themselves in any word."""
        self._steps: dict[Typeface, _Steps] = {t: _Steps({}, {}) for t in Typeface}
        self._spaces: dict[Typeface, tuple[str, int]] = {}

    def word(self, text: str, typeface: Typeface, *, right_to_left: bool = False) -> Word:
        """Return `text` as glyphs of `typeface` and of its stand-ins."""
        key = (typeface, right_to_left, text)
        word = self._words.get(key)
        if word is None and not right_to_left:
            word = self._kerned(text, typeface)
            if word is not None:
                self._words[key] = word
        if word is None:
            shaped = self._runs(text, typeface, right_to_left=right_to_left)
            runs = tuple(run for run in shaped if run.array)
            width = sum(run.width for run in runs)
            word = self._words[key] = Word(text, width, _plain(runs, typeface), typeface, runs)
        return word

    def space(self, typeface: Typeface) -> tuple[str, int]:
        """Return the space of a face: its glyph as `Word.plain` has it, and its width."""
        known = self._spaces.get(typeface)
        if known is None:
            glyph = face(typeface).glyph(" ")
            self._used_of(typeface).texts[glyph] = " "
            known = self._spaces[typeface] = (coded(glyph), face(typeface).advance(glyph))
        return known

    def _kerned(self, text: str, typeface: Typeface) -> Word | None:
        """Shape by what every pair of letters needs; None where that does not say it all.

        HarfBuzz tells a pair's kerning once, and the words of Europe's scripts are their pairs.
        """
        if not text:
            return None
        drawn, widths = self._steps[typeface]
        last = (text[-1], "")
        try:
            plain = "".join(map(drawn.__getitem__, pairwise(text))) + drawn[last]
        except KeyError:
            if not self._learn(text, typeface):
                return None
            plain = "".join(map(drawn.__getitem__, pairwise(text))) + drawn[last]
        width = sum(map(widths.__getitem__, pairwise(text)), widths[last])
        return Word(text, width, plain, typeface)

    def _learn(self, text: str, typeface: Typeface) -> bool:
        """Find the steps of a word; whether there are such for all its letters."""
        known = self._letters[typeface]
        if not all(letter in known or self._learn_letter(letter, typeface) for letter in text):
            return False
        font = face(typeface)
        drawn, widths = self._steps[typeface]
        for pair in pairwise(text):
            if pair in drawn:
                continue
            if pair not in font.pairs:
                font.pairs[pair] = _kerning(pair, typeface)
            move = font.pairs[pair]
            if move is None:
                return False
            alone = (pair[0], "")
            drawn[pair] = f"{drawn[alone]}){-move}(" if move else drawn[alone]
            widths[pair] = widths[alone] + move
        return True

    def _learn_letter(self, letter: str, typeface: Typeface) -> bool:
        """Find the glyph and width of a letter; whether it stands for itself in any word."""
        font = face(typeface)
        if not _stands_alone(letter) or ord(letter) not in font.characters:
            return False
        glyph = font.glyph(letter)
        if self._used_of(typeface).texts.setdefault(glyph, letter) != letter:
            return False
        steps = self._steps[typeface]
        steps.drawn[letter, ""] = coded(glyph)
        steps.widths[letter, ""] = font.advance(glyph)
        self._letters[typeface].add(letter)
        return True

    def _runs(self, text: str, typeface: Typeface, *, right_to_left: bool) -> Iterator[Run]:
        characters = face(typeface).characters
        if all(ord(character) in characters for character in text):
            yield self._run(text, typeface, right_to_left=right_to_left)
            return
        stretches = list(_by_face(text, typeface))
        for chosen, stretch in reversed(stretches) if right_to_left else stretches:
            if chosen is None:
                yield from (self._mark(character) for character in stretch)
            else:
                yield self._run(stretch, chosen, right_to_left=right_to_left)

    def _run(self, text: str, typeface: Typeface, *, right_to_left: bool) -> Run:
        buffer = _shaped(text, typeface, right_to_left=right_to_left)
        writer = _ArrayWriter(self._used_of(typeface))
        for letter, placed in _letters(buffer, text):
            writer.add(letter, placed)
        return Run(typeface, 1.0, writer.width, writer.array())

    def _mark(self, character: str) -> Run:
        self.missing.add(character)
        code = self._run(f"U+{ord(character):04X}", Typeface.SANS, right_to_left=False)
        said = character if character.isprintable() else _REPLACEMENT
        return Run(
            Typeface.SANS,
            _MARK_SCALE,
            (code.width + 2 * _MARK_MARGIN) * _MARK_SCALE,
            f"-{_MARK_MARGIN}{code.array}-{_MARK_MARGIN}",
            says=said,
        )

    def _used_of(self, typeface: Typeface) -> UsedGlyphs:
        used = self.used.get(typeface)
        if used is None:
            used = self.used[typeface] = UsedGlyphs(face(typeface))
        return used


_ALONE = range(0x21, 0x530), range(0x2010, 0x2028), range(0x202F, 0x205F), range(0x20A0, 0x20D0)


def _stands_alone(letter: str) -> bool:
    """Whether a letter is of a script whose letters do not change beside others, marks apart."""
    code = ord(letter)
    return any(code in block for block in _ALONE) and unicodedata.category(letter)[0] not in "MC"


def _kerning(pair: tuple[str, str], typeface: Typeface) -> int | None:
    """Return how far kerning moves two letters, in thousandths; None where they change or join."""
    font = face(typeface)
    buffer = _shaped("".join(pair), typeface)
    first, second = font.glyph(pair[0]), font.glyph(pair[1])
    if [info.codepoint for info in buffer.glyph_infos] != [first, second]:
        return None
    (x, y, advance, _), last = (place.position for place in buffer.glyph_positions)
    if x or y or last != (0, 0, font.advance(second), 0):
        return None
    return int(advance) - font.advance(first)


def _shaped(text: str, typeface: Typeface, *, right_to_left: bool = False) -> uharfbuzz.Buffer:
    buffer = uharfbuzz.Buffer()
    buffer.flags = _FLAGS
    buffer.add_str(text)
    if right_to_left:
        buffer.direction = "rtl"
    buffer.guess_segment_properties()
    uharfbuzz.shape(face(typeface).hb_font, buffer, _FEATURES.get(typeface))
    return buffer


_Placed = tuple[int, tuple[int, int, int, int]]
"""A glyph as HarfBuzz places it: its number; x, y, advance (and a vertical one, always 0)."""


def _letters(buffer: uharfbuzz.Buffer, text: str) -> Iterator[tuple[str, list[_Placed]]]:
    """Yield each cluster from left to right: its characters, and the glyphs that show it."""
    clusters_of = [info.cluster for info in buffer.glyph_infos]
    glyphs = [
        (info.codepoint, position.position)
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    ]
    if clusters_of == list(range(len(text))):
        for letter, glyph in zip(text, glyphs, strict=True):
            yield letter, [glyph]
        return
    starts = sorted(set(clusters_of))
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=False))
    both = zip(clusters_of, glyphs, strict=True)
    for cluster, group in groupby(both, key=itemgetter(0)):
        yield text[cluster : ends[cluster]], [glyph for _, glyph in group]


def _composite(placed: list[_Placed]) -> Composite:
    pen = 0
    parts = []
    for glyph, (x, y, advance, _) in placed:
        parts.append((glyph, pen + x, y))
        pen += advance
    return Composite(tuple(parts), pen)


class _ArrayWriter:
    """Writes letters into a TJ array, with what kerning moves between them."""

    def __init__(self, used: UsedGlyphs) -> None:
        self.width = 0
        self._used = used
        self._parts: list[str] = []
        self._in_string = False

    def add(self, letter: str, placed: list[_Placed]) -> None:
        glyph, (x, y, advance, _) = placed[0]
        if len(placed) > 1 or y or self._used.texts.setdefault(glyph, letter) != letter:
            composite = _composite(placed)
            glyph, x = self._used.put_together(composite, letter), 0
            advance = own = composite.advance
        else:
            own = self._used.face.advance(glyph)
        if x:
            self._move(x)
        if not self._in_string:
            self._parts.append("(")
            self._in_string = True
        self._parts.append(coded(glyph))
        self.width += advance
        if advance != own + x:
            self._move(advance - own - x)

    def array(self) -> str:
        self._close()
        return "".join(self._parts)

    def _move(self, distance: int) -> None:
        self._close()
        self._parts.append(str(-distance))

    def _close(self) -> None:
        if self._in_string:
            self._parts.append(")")
            self._in_string = False
        elif self._parts:
            self._parts.append(" ")


def coded(glyph: int) -> str:
    """Return a glyph's number as it stands in a string of PDF: two bytes, each as one character."""
    return "".join([_ESCAPES.get(byte, chr(byte)) for byte in glyph.to_bytes(2)])


def _plain(runs: tuple[Run, ...], typeface: Typeface) -> str | None:
    if len(runs) != 1 or runs[0].typeface is not typeface or runs[0].says is not None:
        return None
    array = runs[0].array
    opening = "" if array[0] == "(" else ")"
    closing = "" if array[-1] == ")" else "("
    return f"{opening}{array}{closing}".removeprefix("(").removesuffix(")")


def _by_face(text: str, typeface: Typeface) -> Iterator[tuple[Typeface | None, str]]:
    """Split `text` where the face must change; None stands for characters that no face has."""
    chosen: Typeface | None = None
    gathered = ""
    for cluster in clusters(text):
        if all(is_invisible(character) for character in cluster):
            continue
        for part in (cluster,) if _face_for(cluster, typeface) else cluster:
            if part != cluster and is_invisible(part):
                continue
            part_face = _face_for(part, typeface)
            if gathered and part_face is not chosen:
                yield chosen, gathered
                gathered = ""
            chosen = part_face
            gathered += part
    if gathered:
        yield chosen, gathered


def _face_for(cluster: str, typeface: Typeface) -> Typeface | None:
    needed = [ord(character) for character in cluster if not is_invisible(character)]
    emoji_first = "\ufe0f" in cluster or _ZERO_WIDTH_JOINER in cluster[1:]
    candidates = (typeface, *STAND_INS[typeface])
    for candidate in reversed(candidates) if emoji_first else candidates:
        if face(candidate).characters.issuperset(needed):
            return candidate
    return None


def clusters(text: str) -> Iterator[str]:
    """Split `text` into what a reader sees as one character each (UAX #29, as far as fonts care).

    >>> list(clusters("e\u0301a"))
    ['é', 'a']
    """
    gathered = ""
    for character in text:
        if gathered and not _joins(gathered, character):
            yield gathered
            gathered = ""
        gathered += character
    if gathered:
        yield gathered


def _joins(before: str, character: str) -> bool:
    if before[-1] == _ZERO_WIDTH_JOINER or is_invisible(character):
        return True
    if ord(character) in _REGIONAL:
        return len(before) == 1 and ord(before) in _REGIONAL
    return unicodedata.category(character)[0] == "M" or ord(character) in _SKIN_TONES


def is_invisible(character: str) -> bool:
    """Whether a character is made to leave no trace: joiners, selectors, direction marks."""
    code = ord(character)
    if code < 0xAD:
        return False
    return (
        unicodedata.category(character) == "Cf"
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0100 <= code <= 0xE01EF
        or code == 0x034F
    )
