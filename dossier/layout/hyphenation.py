"""Where a word may be divided at the end of a line, by the patterns of its language.

The patterns are those of pyphen's dictionaries, and divide as pyphen does (F. M. Liang, "Word
Hy-phen-a-tion by Com-put-er", 1983). A dictionary holds up to a hundred thousand of them, of which
a dossier meets some hundreds: so each is taken apart when a word first holds its letters.
"""

# pyphen is untyped.
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pyphen

_SHORTEST = 6
"""Words of fewer letters stay whole."""
_BEFORE, _AFTER = 2, 3
"""A divided word leaves so many letters on its line at the least, and takes so many to the next."""
_LETTERS = re.compile(r"[^\W\d_]+")
_WEIGHTS = re.compile(r"(\d?)\D?")
_DIGITS = b"0123456789"


class Patterns:
    """The patterns of one language, by their letters."""

    def __init__(self, path: Path) -> None:
        encoding, _, rest = path.read_bytes().partition(b"\n")
        # Digits are one byte in every encoding that the dictionaries use.
        letters, lines = (
            [line.strip() for line in written.decode(encoding.decode("ascii").strip()).split("\n")]
            for written in (rest.translate(None, _DIGITS), rest)
        )
        # A line without a number says nothing, and most comments are such lines.
        self._written = {key: line for key, line in zip(letters, lines, strict=True) if key != line}
        if b"=" in rest:
            changing = [line for line in lines if "/" in line and "=" in line]
            self._written |= {_letters_of(line): line for line in changing}
        self._weights: dict[str, list[int]] = {}
        """Those taken apart: what each says of the places around its letters."""
        self._longest = max(map(len, self._written))

    def places(self, word: str) -> list[int]:
        """Return the places between letters where the word may be divided."""
        dotted = f".{word.lower()}."
        if len(dotted) != len(word) + 2:
            return []  # A few capitals are two letters when they are small.
        found = [0] * (len(dotted) + 1)
        written, known = self._written, self._weights
        for start in range(len(dotted) - 1):
            for end in range(start + 1, min(start + self._longest, len(dotted)) + 1):
                letters = dotted[start:end]
                if letters not in written:
                    continue
                weights = known.get(letters)
                if weights is None:
                    weights = known[letters] = _weights_of(written[letters], len(letters))
                for place, weight in enumerate(weights, start):
                    if weight > found[place]:
                        found[place] = weight
        last = len(word) - _AFTER
        return [
            place
            for place, weight in enumerate(found[1:])
            if weight % 2 and _BEFORE <= place <= last
        ]


def _letters_of(pattern: str) -> str:
    return "".join([letter for letter in pattern.partition("/")[0] if not letter.isdigit()])


def _weights_of(pattern: str, length: int) -> list[int]:
    """Return the numbers of a pattern of so many letters, the odd ones where it would divide.

    Where dividing changes letters ("asszony", "asz-szony"), which a dossier may not do to a
    quotation, an odd number becomes the even one above it: that forbids the place.
    """
    letters, _, changes = pattern.partition("/") if "=" in pattern else (pattern, "", "")
    weights = [int(digit or "0") for digit in _WEIGHTS.findall(letters)][: length + 1]
    return [weight + weight % 2 for weight in weights] if changes else weights


@cache
def patterns(language: str) -> Patterns | None:
    """Return the patterns for a language tag; None where there are none."""
    known = pyphen.language_fallback(language.replace("-", "_"))
    return Patterns(Path(str(pyphen.LANGUAGES[known]))) if known else None


class Hyphenator:
    """Divides the words of one document; a word is looked up once."""

    def __init__(self, language: str) -> None:
        self._patterns = patterns(language)
        self._divided: dict[str, tuple[str, ...]] = {}

    def parts(self, word: str) -> tuple[str, ...]:
        """Return the word in the parts between which a hyphen may be added; at least one.

        Only a word of one run of letters, with marks around it or not, is divided.
        """
        parts = self._divided.get(word)
        if parts is None:
            parts = self._divided[word] = tuple(self._divide(word))
        return parts

    def _divide(self, word: str) -> list[str]:
        letters = _LETTERS.findall(word)
        if self._patterns is None or len(letters) != 1 or len(letters[0]) < _SHORTEST:
            return [word]
        if letters[0].isupper():
            return [word]  # An acronym's letters are not syllables.
        start = word.index(letters[0])
        cuts = [start + place for place in self._patterns.places(letters[0])]
        return [word[a:b] for a, b in zip([0, *cuts], [*cuts, len(word)], strict=True)]
