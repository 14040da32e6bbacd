"""From characters to glyphs: faces chosen by what they have, kerning, ligatures, joined scripts.

A word is shaped once for each face and kept (a text repeats its words). Characters that no face
has become a small mark with their code point, "U+4F60", and are remembered in `missing`; invisible
format characters leave nothing. Directional overrides that a text carries are ignored, so that no
text can show its letters in another order than it holds them.
"""

# uharfbuzz is compiled: mypy sees none of its names.
# mypy: disable-error-code="attr-defined"

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

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
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_REGIONAL = range(0x1F1E6, 0x1F200)
_ZERO_WIDTH_JOINER = "\u200d"
_REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs of one face, as PDF wants them.

    `arrays` pairs a rise with the inside of a TJ array; both count in thousandths of the em of
    `typeface` at `scale` times the text's size. `width` has the scale in it. `verbatim` says that
    the glyphs alone do not tell the text, which must then be written beside them (ActualText).
    """

    typeface: Typeface
    scale: float
    width: float
    arrays: tuple[tuple[int, str], ...]
    text: str
    verbatim: bool


@dataclass(frozen=True, slots=True)
class Word:
    """A stretch of text with no space in it, shaped. `width` in thousandths of an em.

    `plain` is the TJ array where one says it all, in the face that was asked for; else None.
    """

    runs: tuple[Run, ...]
    width: float
    text: str
    plain: str | None


class Shaper:
    """Shapes the words of one document and remembers which glyphs and marks it used."""

    def __init__(self) -> None:
        self.glyph_texts: dict[Typeface, dict[int, str]] = {}
        """The characters that each used glyph stands for: what is embedded, and its ToUnicode."""
        self.missing: set[str] = set()
        """The characters that no face has."""
        self._words: dict[tuple[Typeface, bool, str], Word] = {}
        self._spaces: dict[Typeface, tuple[str, int]] = {}

    def word(self, text: str, typeface: Typeface, *, right_to_left: bool = False) -> Word:
        """Return `text` as glyphs of `typeface` and of its stand-ins."""
        key = (typeface, right_to_left, text)
        word = self._words.get(key)
        if word is None:
            runs = tuple(self._runs(text, typeface, right_to_left=right_to_left))
            width = sum(run.width for run in runs)
            word = self._words[key] = Word(runs, width, text, _plain(runs, typeface))
        return word

    def space(self, typeface: Typeface) -> tuple[str, int]:
        """Return the space of a face: its glyph as PDF writes it, and its width."""
        known = self._spaces.get(typeface)
        if known is None:
            glyph = face(typeface).glyph(" ")
            self.glyph_texts.setdefault(typeface, {})[glyph] = " "
            known = self._spaces[typeface] = (f"<{glyph:04X}>", face(typeface).advance(glyph))
        return known

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
        buffer = uharfbuzz.Buffer()
        buffer.flags = uharfbuzz.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        buffer.add_str(text)
        if right_to_left:
            buffer.direction = "rtl"
        buffer.guess_segment_properties()
        used = face(typeface)
        uharfbuzz.shape(used.hb_font, buffer, _FEATURES.get(typeface))
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        ends = _cluster_ends([info.cluster for info in infos], len(text))
        texts = self.glyph_texts.setdefault(typeface, {})
        writer = _ArrayWriter(used)
        # An extractor reads glyphs from left to right; only the text beside them tells the order.
        verbatim = right_to_left
        last_cluster = -1
        for info, position in zip(infos, positions, strict=True):
            glyph, cluster = info.codepoint, info.cluster
            meaning = text[cluster : ends[cluster]]
            if cluster == last_cluster:
                meaning = ""
            last_cluster = cluster
            # A glyph means one text in the whole document; where it means another, say so there.
            verbatim |= texts.setdefault(glyph, meaning or _REPLACEMENT) != meaning
            writer.add(glyph, position.x_advance, position.x_offset, position.y_offset)
        return Run(typeface, 1.0, writer.width, writer.arrays(), text, verbatim)

    def _mark(self, character: str) -> Run:
        self.missing.add(character)
        code = self._run(f"U+{ord(character):04X}", Typeface.SANS, right_to_left=False)
        ((_, array),) = code.arrays
        return Run(
            Typeface.SANS,
            _MARK_SCALE,
            (code.width + 2 * _MARK_MARGIN) * _MARK_SCALE,
            ((0, f"-{_MARK_MARGIN}{array}-{_MARK_MARGIN}"),),
            character if character.isprintable() else _REPLACEMENT,
            verbatim=True,
        )


class _ArrayWriter:
    """Writes glyphs into TJ arrays; a glyph raised or lowered begins an array of its own."""

    def __init__(self, used: Face) -> None:
        self.width = 0
        self._face = used
        self._rise = 0
        self._parts: list[str] = []
        self._done: list[tuple[int, str]] = []
        self._in_string = False

    def add(self, glyph: int, advance: int, x_offset: int, y_offset: int) -> None:
        if y_offset != self._rise:
            self._finish()
            self._rise = y_offset
        if x_offset:
            self._move(x_offset)
        if not self._in_string:
            self._parts.append("<")
            self._in_string = True
        self._parts.append(f"{glyph:04X}")
        self.width += advance
        self._move(advance - self._face.advance(glyph) - x_offset)

    def arrays(self) -> tuple[tuple[int, str], ...]:
        self._finish()
        return tuple(self._done)

    def _move(self, distance: int) -> None:
        if distance:
            self._close()
            self._parts.append(str(-distance))

    def _close(self) -> None:
        if self._in_string:
            self._parts.append(">")
            self._in_string = False
        elif self._parts:
            self._parts.append(" ")

    def _finish(self) -> None:
        self._close()
        if self._parts:
            self._done.append((self._rise, "".join(self._parts)))
            self._parts = []


def _plain(runs: tuple[Run, ...], typeface: Typeface) -> str | None:
    if len(runs) != 1 or runs[0].verbatim or runs[0].typeface is not typeface:
        return None
    arrays = runs[0].arrays
    return arrays[0][1] if len(arrays) == 1 and not arrays[0][0] else None


def _cluster_ends(clusters: list[int], length: int) -> dict[int, int]:
    """Map the start of each cluster to its end, both in characters."""
    starts = sorted(set(clusters))
    return dict(zip(starts, [*starts[1:], length], strict=True))


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
