"""Quotations that nobody said, as many as a benchmark wants: the same in every run.

Words, speakers and outlets are as unequally frequent as in any language (Zipf's law).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

import numpy as np

SEED = 20261122
VOCABULARY = 60_000
_ONSETS = "b c d f g h j k l m n p r s t v w z br dr gr pl pr st tr th sh ch"
_FUNCTION_WORDS = """the of to and in a is that for it on was with he be at by i this had not are
    but from or have"""


@dataclass(frozen=True)
class Quotation:
    number: int
    text: str
    speaker: str
    outlet: str
    day: date


class Corpus:
    """Made-up quotations; the first thousand are the same in every size."""

    def __init__(self, count: int) -> None:
        self.count = count
        chance = random.Random(SEED)
        self.words = np.array(_vocabulary(chance), dtype=object)
        self.names = [_name(chance, self.words) for _ in range(20_000)]
        self.outlets = [f"{_name(chance, self.words)} Times" for _ in range(500)]

    def __iter__(self) -> Iterator[Quotation]:
        step = 10_000
        first, last = date(1990, 1, 1).toordinal(), date(2026, 12, 31).toordinal()
        for begin in range(0, self.count, step):
            dice = np.random.default_rng(SEED + begin)
            lengths = dice.integers(8, 46, step)
            words = self.words[_zipf(dice, VOCABULARY, 1.02, int(lengths.sum()))]
            speakers = _zipf(dice, len(self.names), 1.0, step)
            outlets = _zipf(dice, len(self.outlets), 1.0, step)
            days = first + ((last - first) * dice.beta(2.2, 1.0, step)).astype(int)
            ends = np.cumsum(lengths)
            for place in range(min(step, self.count - begin)):
                said = words[ends[place] - lengths[place] : ends[place]]
                yield Quotation(
                    begin + place,
                    " ".join(said).capitalize() + ".",
                    self.names[speakers[place]],
                    self.outlets[outlets[place]],
                    date.fromordinal(int(days[place])),
                )


def _vocabulary(chance: random.Random) -> list[str]:
    onsets = _ONSETS.split()
    nuclei = ["a", "e", "i", "o", "u", "ai", "ea", "ou", "io", "é", "ü"]
    codas = ["", "", "n", "r", "s", "t", "l", "nd", "nt", "st", "ng"]
    words = dict.fromkeys(_FUNCTION_WORDS.split())
    while len(words) < VOCABULARY:
        syllables = chance.choice((1, 2, 2, 2, 3, 3, 4))
        word = "".join(
            chance.choice(onsets) + chance.choice(nuclei) + chance.choice(codas)
            for _ in range(syllables)
        )
        words[word + chance.choice(["", "", "", "ing", "ed", "s", "ly"])] = None
    return list(words)


def _name(chance: random.Random, words: Any) -> str:
    return " ".join(words[chance.randrange(200, VOCABULARY)].capitalize() for _ in range(2))


def _zipf(dice: np.random.Generator, count: int, exponent: float, size: int) -> Any:
    shares = np.cumsum(1 / np.arange(1, count + 1) ** exponent)
    return np.searchsorted(shares / shares[-1], dice.random(size))


def first(corpus: Corpus, count: int) -> list[Quotation]:
    """Return the first quotations: the same in a corpus of any size."""
    return list(islice(corpus, count))
