"""The quick way for most text: it runs from left to right, in the face that was asked for.

What a dossier says again (a name, a date, a quotation in its evidence) is taken apart once. A
paragraph that fits one line is put together from such stretches; only a longer one is looked at by
its words, which are lists of numbers side by side instead of an object each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dossier.fonts import Typeface
from dossier.layout import bidi
from dossier.layout.boxes import NEVER_FIRST, SPACES, parts_of
from dossier.layout.hyphenation import Hyphenator
from dossier.layout.shaping import Shaper, Word
from dossier.layout.text import Piece

_NOTHING: frozenset[int] = frozenset()


@dataclass(slots=True)
class Stretch:
    """A piece of text shaped in one face. Widths are in thousandths of an em.

    `inner` are the words that join the one before them, `held` those that begin no line. `opens`
    and `closes` say that a space stands at its beginning and end; `width` and `drawn` are those of
    all of it without these two. `space` is the glyph of a space.
    """

    words: tuple[Word, ...]
    inner: tuple[int, ...]
    held: frozenset[int]
    opens: bool
    closes: bool
    space: str
    space_width: int
    width: float
    _drawn: str = ""

    @property
    def drawn(self) -> str:
        """The glyphs as `Word.plain` has them; put together when a line is made of it."""
        if not self._drawn:
            joined = {0, *self.inner}
            if len(joined) == 1:
                self._drawn = self.space.join([word.plain or "" for word in self.words])
            else:
                self._drawn = "".join(
                    [
                        f"{'' if place in joined else self.space}{word.plain}"
                        for place, word in enumerate(self.words)
                    ]
                )
        return self._drawn


Placed = tuple[Piece, Stretch, bool]
"""A stretch in its paragraph, and whether a space goes before it."""


@dataclass(slots=True)
class PlainText:
    """Words in a row: width and the gap before each, in points.

    `starts` are the words with which a line may begin, `ends` says for each piece which word
    follows its last, `hyphens` gives the size of the type where a line may end with a hyphen.
    """

    pieces: list[Piece] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)
    gaps: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    hyphens: dict[int, float] = field(default_factory=dict)


class PlainTextMaker:
    """Takes the paragraphs of one document apart; a word is looked at once."""

    def __init__(self, shaper: Shaper, hyphenator: Hyphenator) -> None:
        self._shaper = shaper
        self._hyphenator = hyphenator
        self._words: dict[Typeface, dict[str, Word]] = {face: {} for face in Typeface}
        self._stretches: dict[Typeface, dict[str, Stretch | None]] = {face: {} for face in Typeface}

    def placed(self, pieces: Sequence[Piece]) -> list[Placed] | None:
        """Return text as stretches; None where it runs to the left, or needs a second face."""
        placed: list[Placed] = []
        spaced = False
        for piece in pieces:
            known = self._stretches[piece.type.typeface]
            text = piece.text
            stretch = known.get(text)
            if stretch is None:
                if text in known:
                    return None
                stretch = known[text] = self._stretch(text, piece.type.typeface)
                if stretch is None:
                    return None
            if not stretch.words:
                spaced = True
                continue
            placed.append((piece, stretch, spaced or stretch.opens))
            spaced = stretch.closes
        return placed

    def text(self, placed: Sequence[Placed]) -> PlainText:
        """Return stretches as words, to be broken into lines."""
        text = PlainText()
        for piece, stretch, spaced in placed:
            words = stretch.words
            first, count = len(text.words), len(words)
            em = piece.type.em
            gaps = [stretch.space_width * em] * count
            if not spaced:
                gaps[0] = 0.0
            for place in stretch.inner:
                gaps[place] = 0.0
            if spaced and not piece.attached:
                text.starts.append(first)
            if not piece.glued:
                starts = range(first + 1, first + count)
                held = stretch.held
                text.starts += [p for p in starts if p - first not in held] if held else starts
            else:
                text.starts += [first + place for place in stretch.inner]
            text.pieces.append(piece)
            text.words += words
            text.widths += [word.width * em for word in words]
            text.gaps += gaps
            text.ends.append(first + count)
        return text

    def divided(self, text: PlainText) -> PlainText:
        """Divide words where their language allows a hyphen; never an address."""
        divided = PlainText(pieces=text.pieces)
        begin, starts = 0, set(text.starts)
        for piece, end in zip(text.pieces, text.ends, strict=True):
            em = piece.type.em
            for place in range(begin, end):
                word = text.words[place]
                at = len(divided.words)
                if place in starts:
                    divided.starts.append(at)
                parts = self._hyphenator.parts(word.text) if piece.link is None else (word.text,)
                words = [word] if len(parts) == 1 else self._parts(parts, piece.type.typeface)
                divided.words += words
                divided.widths += [part.width * em for part in words]
                divided.gaps += [text.gaps[place], *[0.0] * (len(words) - 1)]
                for inner in range(at + 1, at + len(words)):
                    divided.starts.append(inner)
                    divided.hyphens[inner - 1] = piece.type.size
            divided.ends.append(len(divided.words))
            begin = end
        return divided

    def _stretch(self, text: str, typeface: Typeface) -> Stretch | None:
        if text.isascii():
            tokens = text.split()
        elif bidi.is_mixed(text):
            return None
        else:
            tokens = [token for token in SPACES.split(text) if token]
        known = self._words[typeface]
        inner: list[int] = []
        try:
            words = [known[token] for token in tokens]
        except KeyError:
            words = []
            for token in tokens:
                word = known.get(token)
                if word is not None:
                    words.append(word)
                    continue
                parts = self._parts(parts_of(token), typeface)
                if any(part.plain is None for part in parts):
                    return None
                if len(parts) == 1:
                    known[token] = parts[0]
                inner += range(len(words) + 1, len(words) + len(parts))
                words += parts
        space, space_width = self._shaper.space(typeface)
        opens = bool(tokens) and not text.startswith(tokens[0])
        closes = bool(tokens) and not text.endswith(tokens[-1])
        width = sum([word.width for word in words])
        width += space_width * max(len(words) - 1 - len(inner), 0)
        held = _NOTHING
        if not NEVER_FIRST.isdisjoint(tokens):
            held = frozenset(place for place, word in enumerate(words) if word.text in NEVER_FIRST)
        return Stretch(tuple(words), tuple(inner), held, opens, closes, space, space_width, width)

    def _parts(self, parts: Sequence[str], typeface: Typeface) -> list[Word]:
        return [self._shaper.word(part, typeface) for part in parts]
