"""Which words of a vocabulary a word of a query stands for.

A pattern answers for one folded word at a time, so the same pattern expands over the index's
vocabulary, scans a text and finds what to highlight.
"""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Protocol

from search.analysis import ENGLISH, Word, fold, stem


class Pattern(Protocol):
    """Stands for some words. Values are equal when they stand for the same."""

    @property
    def beginnings(self) -> tuple[str, ...]:
        """Every word it matches begins with one of these; the empty string begins any word."""
        ...

    @property
    def shown(self) -> str:
        """The pattern in a plain sentence, with its quotation marks."""
        ...

    def matches(self, word: str) -> bool: ...

    def is_close(self, word: str) -> bool:
        """Whether a match on `word` is what was asked for, not merely something like it."""
        ...


@dataclass(frozen=True)
class Exactly:
    """This word, as in a phrase."""

    text: str

    @property
    def beginnings(self) -> tuple[str, ...]:
        return (self.text,)

    @property
    def shown(self) -> str:
        return f"“{self.text}”"

    def matches(self, word: str) -> bool:
        return word == self.text

    is_close = matches


@dataclass(frozen=True)
class Written:
    """A word as it is written, letter case and accents too: `=Gómez`.

    Indexes know folded words only. To them it is the folded word; whether a record holds the word
    itself is told from its text (`stands_at`).
    """

    text: str

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @property
    def beginnings(self) -> tuple[str, ...]:
        return (self.folded,)

    @property
    def shown(self) -> str:
        return f"exactly “{self.text}”"

    def matches(self, word: str) -> bool:
        return word == self.folded

    is_close = matches


def stands_at(pattern: Pattern, word: Word) -> bool:
    """Whether a pattern stands for a word of a text."""
    if isinstance(pattern, Written):
        return word.written == pattern.text
    return pattern.matches(word.text)


@dataclass(frozen=True)
class Forms:
    """A word in all its forms: "leave" stands for "leaves" and "leaving" too.

    The forms are those of `languages`, all of which the searched texts may be in.
    """

    text: str
    languages: tuple[str, ...] = ENGLISH

    @cached_property
    def _stems(self) -> tuple[tuple[str, str], ...]:
        return tuple((language, stem(self.text, language)) for language in self.languages)

    @cached_property
    def beginnings(self) -> tuple[str, ...]:
        # The end of a stem may be respelt ("happi" for "happy", "happier"; French "évident" for
        # "évidemment"), its beginning never is.
        shared = {
            stemmed[: max(1, len(stemmed) - (1 if language == "en" else 3))]
            for language, stemmed in self._stems
        }
        if not self.text.startswith(tuple(shared)):
            shared.add(self.text)
        return tuple(
            sorted(
                one
                for one in shared
                if not any(one != other and one.startswith(other) for other in shared)
            )
        )

    @property
    def shown(self) -> str:
        return f"“{self.text}”"

    def matches(self, word: str) -> bool:
        return word == self.text or any(
            stem(word, language) == stemmed for language, stemmed in self._stems
        )

    is_close = matches


@dataclass(frozen=True)
class Begins:
    """Any word that begins so: `word*`."""

    text: str

    @property
    def beginnings(self) -> tuple[str, ...]:
        return (self.text,)

    @property
    def shown(self) -> str:
        return f"“{self.text}…”" if self.text else "any word"

    def matches(self, word: str) -> bool:
        return word.startswith(self.text)

    def is_close(self, word: str) -> bool:
        return word == self.text


@dataclass(frozen=True)
class Typed:
    """The word at the cursor: it may be whole, in any form, or only begun."""

    text: str
    languages: tuple[str, ...] = ENGLISH

    @cached_property
    def _forms(self) -> Forms:
        return Forms(self.text, self.languages)

    @property
    def beginnings(self) -> tuple[str, ...]:
        return self._forms.beginnings

    @property
    def shown(self) -> str:
        return f"“{self.text}…”"

    def matches(self, word: str) -> bool:
        return word.startswith(self.text) or self.is_close(word)

    def is_close(self, word: str) -> bool:
        # One or two letters are hardly a word, and begin thousands that would be stemmed for it.
        return word == self.text or (len(self.text) > 2 and self._forms.matches(word))


@dataclass(frozen=True)
class Wildcard:
    """A word with gaps: `?` is one letter, `*` any number of them."""

    text: str

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        return re.compile(fnmatch.translate(re.sub(r"\*+", "*", self.text)))

    @property
    def beginnings(self) -> tuple[str, ...]:
        return (re.split(r"[*?]", self.text, maxsplit=1)[0],)

    @property
    def shown(self) -> str:
        return f"“{self.text}”"

    def matches(self, word: str) -> bool:
        return self._expression.match(word) is not None

    def is_close(self, word: str) -> bool:
        return word == self.text


@dataclass(frozen=True)
class Similar:
    """A word within so many edits: a letter added, left out or changed, two neighbours swapped."""

    text: str
    edits: int

    @property
    def beginnings(self) -> tuple[str, ...]:
        return ("",)

    @property
    def shown(self) -> str:
        return f"something like “{self.text}”"

    @cached_property
    def _pieces(self) -> tuple[str, ...]:
        # Each edit spoils at most one of edits + 1 pieces (a swap can spoil two that meet, so one
        # piece more is cut); a word without any of them is further away.
        count = 2 * self.edits + 1
        bounds = [len(self.text) * piece // count for piece in range(count + 1)]
        return tuple(self.text[begin:end] for begin, end in pairwise(bounds) if begin < end)

    def matches(self, word: str) -> bool:
        if abs(len(word) - len(self.text)) > self.edits:
            return False
        # A text shorter than the number of its pieces may lose all of them.
        if len(self._pieces) > 2 * self.edits and not any(piece in word for piece in self._pieces):
            return False
        return _distance(self.text, word) <= self.edits

    def is_close(self, word: str) -> bool:
        return word == self.text


@lru_cache(maxsize=10_000)
def _distance(one: str, other: str) -> int:
    """Return the optimal string alignment distance (Levenshtein's, with swaps of neighbours)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, against in enumerate(other, start=1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
