"""Text cut into boxes: words and parts of words, shaped, with where a line may begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dossier.fonts import EM
from dossier.layout import bidi
from dossier.layout.hyphenation import Hyphenator
from dossier.layout.shaping import Shaper, Word, clusters
from dossier.layout.text import Piece

SPACES = re.compile(r"[^\S\u00a0\u202f\u2007]+|\u200b")
# A digit stays with the mark before it: SHA-256, COVID-19, 24/7.
_MAY_BREAK_AFTER = re.compile(
    r"(?<=[\w.,;:!?)\]}”’»][-–—…/\\])(?=[^\W\d]|[“‘«(])|(?<=[—…])(?=[^\W_])"
)
# An address breaks after its punctuation, never with a hyphen of ours.
_ADDRESS = re.compile(r"(?<=[/?&=_~.%#@+:;,-])(?=[^/?&=_~.%#@+:;,-])")
_ADDRESS_LENGTH = 24
NEVER_FIRST = frozenset("%‰°–—…")
"""Signs between spaces that stay with the word before them: 3,5 %."""
_UNSPACED = re.compile(
    "[\u2e80-\u2fdf\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]"
)
"""Scripts that write no spaces: a line may end after any of their characters."""


@dataclass(slots=True)
class Box:
    """A word or part of one. `gap` is its own type's space, when one goes before it.

    `level` and `gap_level` are the bidirectional levels of the word and of the space.
    """

    word: Word
    piece: Piece
    width: float
    gap: float
    may_begin_line: bool
    hyphen: bool = False
    """Whether a line that ends here shows a hyphen."""
    level: int = 0
    gap_level: int = 0


class BoxMaker:
    """Makes the boxes of paragraphs that need more than one face, or run from right to left."""

    def __init__(self, shaper: Shaper, hyphenator: Hyphenator) -> None:
        self._shaper = shaper
        self._hyphenator = hyphenator

    def boxes(
        self, pieces: Sequence[Piece], *, mixed: bool, right_to_left: bool, apart: bool = False
    ) -> list[Box]:
        """Cut text into boxes. In `mixed` text some runs from right to left; a box runs one way.

        Pieces that are `apart` do not turn each other: a day behind an Arabic headline stays there.
        Attached ones never do: the number of a note stands behind the mark that closes, whatever
        the quotation ends with.
        """
        texts = [piece.text for piece in pieces]
        if not mixed:
            levels = [0] * len("".join(texts))
        elif apart:
            levels = bidi.levels_apart(texts)
        else:
            begins = [place for place, piece in enumerate(pieces) if piece.attached]
            groups = ["".join(texts[a:b]) for a, b in pairwise([0, *begins, len(texts)])]
            levels = bidi.levels_apart(groups, right_to_left=right_to_left)
        boxes: list[Box] = []
        spaced, gap_level, place = False, int(right_to_left), 0
        for piece in pieces:
            space = self._shaper.space(piece.type.typeface)[1] * piece.type.size / EM
            begins_word = not piece.attached
            for token, is_space in _tokens(piece.text):
                if is_space:
                    spaced, gap_level = True, levels[place]
                    place += len(token)
                    continue
                gap = space if spaced else 0.0
                free = spaced and begins_word and token not in NEVER_FIRST
                for part in parts_of(token):
                    for stretch, level in _by_level(part, levels[place : place + len(part)]):
                        box = self._directed(stretch, piece, level)
                        if box.word.runs:
                            box.gap, box.gap_level, box.may_begin_line = gap, gap_level, free
                            boxes.append(box)
                            gap, free = 0.0, False
                    place += len(part)
                    free = True
                spaced, begins_word = False, not piece.glued
        return boxes

    def cut(self, box: Box, width: float) -> Iterator[Box]:
        """Cut a box that is wider than `width` between its letters."""
        gap, free = box.gap, box.may_begin_line
        for cluster in clusters(box.word.text):
            whole = self._directed(cluster, box.piece, box.level)
            parts = [whole]
            if whole.width > width:  # A heap of accents, each shown as its code point.
                parts = [self._directed(letter, box.piece, box.level) for letter in cluster]
            for part in parts:
                if part.word.runs:
                    part.gap, part.gap_level, part.may_begin_line = gap, box.gap_level, free
                    yield part
                    gap, free = 0.0, True

    def divided(self, boxes: Sequence[Box]) -> list[Box]:
        """Divide words where their language allows a hyphen."""
        divided: list[Box] = []
        for box in boxes:
            parts = self._hyphenator.parts(box.word.text)
            if len(parts) == 1 or box.piece.link is not None:
                divided.append(box)
                continue
            kind = box.piece.type
            gap, free = box.gap, box.may_begin_line
            for index, part in enumerate(parts):
                word = self._shaper.word(part, kind.typeface)
                width = word.width * kind.size / EM
                divided.append(Box(word, box.piece, width, gap, free, index < len(parts) - 1))
                gap, free = 0.0, True
        return divided

    def _directed(self, text: str, piece: Piece, level: int) -> Box:
        word = self._shaper.word(text, piece.type.typeface, right_to_left=bool(level % 2))
        return Box(word, piece, word.width * piece.type.size / EM, 0.0, True, level=level)


def _tokens(text: str) -> Iterator[tuple[str, bool]]:
    """Split into words and spaces, with whether each is a space; nothing is lost."""
    place = 0
    for space in SPACES.finditer(text):
        if space.start() > place:
            yield text[place : space.start()], False
        yield space.group(), True
        place = space.end()
    if place < len(text):
        yield text[place:], False


def parts_of(token: str) -> Sequence[str]:
    """Split a word where a line may end without a hyphen."""
    if token.isascii() and token.isalnum():
        return (token,)
    if _UNSPACED.search(token):
        return list(clusters(token))
    if len(token) > _ADDRESS_LENGTH and any(mark in token for mark in "/._="):
        return _ADDRESS.split(token)
    return _MAY_BREAK_AFTER.split(token)


def _by_level(text: str, levels: Sequence[int]) -> Iterator[tuple[str, int]]:
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or levels[place] != levels[start]:
            yield text[start:place], levels[start]
            start = place
