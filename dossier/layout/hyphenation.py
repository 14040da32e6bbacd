"""Where a word may be divided at the end of a line, by the patterns of its language."""

# pyphen is untyped.
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

import re
from functools import cache

import pyphen

_SHORTEST = 6
"""Words of fewer letters stay whole."""
_LETTERS = re.compile(r"[^\W\d_]+")


@cache
def _dictionary(language: str) -> pyphen.Pyphen | None:
    known = pyphen.language_fallback(language)
    return pyphen.Pyphen(lang=known, left=2, right=3) if known else None


class Hyphenator:
    """Divides the words of one document; a word is looked up once."""

    def __init__(self, language: str) -> None:
        self._dictionary = _dictionary(language.replace("-", "_"))
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
        if self._dictionary is None or len(letters) != 1 or len(letters[0]) < _SHORTEST:
            return [word]
        if letters[0].isupper():
            return [word]  # An acronym's letters are not syllables.
        start = word.index(letters[0])
        cuts = [start + int(place) for place in self._dictionary.positions(letters[0])]
        return [word[a:b] for a, b in zip([0, *cuts], [*cuts, len(word)], strict=True)]
