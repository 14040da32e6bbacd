"""What makes a quotation like another: its rarest words that other quotations share."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from search.analysis import ENGLISH, folded_words
from search.evaluate.segments import SegmentView
from search.patterns import Forms
from search.query import EVERYTHING, AnyOf, Node, Words
from search.records import Part
from search.suggesting import Vocabulary

_TELLING = 12
"""Words of a quotation by which others are found."""

_SHORTEST = 3

_COMMON = 0.1
"""A word in a larger share of all records tells nothing of what a quotation is about."""

ENOUGH = 0.25
"""The share of what a quotation scores against itself that another must reach to be like it."""


def like(text: str, segments: Sequence[SegmentView], languages: tuple[str, ...] = ENGLISH) -> Node:
    """Return the query that finds quotations with the words that tell what `text` is about.

    Without an index (no segments) the longest words are taken for the most telling.
    """
    vocabulary = Vocabulary(segments, (Part.SAID,))
    records = sum(segment.count for segment in segments)
    weights: dict[str, float] = {}
    for word, times in Counter(folded_words(text)).items():
        if len(word) < _SHORTEST:
            continue
        found = vocabulary.frequency(word)
        if not records:
            weights[word] = len(word)
        elif found <= max(2, _COMMON * records):
            weights[word] = times * math.log1p(records / (1 + found))
    telling = sorted(weights, key=lambda word: (-weights[word], word))[:_TELLING]
    if not telling:
        return EVERYTHING
    return AnyOf(tuple(Words((Forms(word, languages),)) for word in telling))
