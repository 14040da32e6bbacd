"""What changed between two versions of a page: quotations that stayed, changed, came and went.

Quotations are paired by their words: first those whose words are the same (case, spacing and
punctuation aside), in reading order; then, of the rest, the most alike first.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher

from db.names import fold
from db.rows import Comparison, QuotationRow, RevisedQuotation

_SAME = 0.6
"""The share of words in common, in order, from which two quotations are one that was reworded."""

_WORD = re.compile(r"\w+")


def compare(before: Sequence[QuotationRow], after: Sequence[QuotationRow]) -> Comparison:
    """Compare the quotations of two versions, each in reading order."""
    old, new = [_words(row) for row in before], [_words(row) for row in after]
    pairs = _same(old, new)
    pairs |= _reworded(
        {place: words for place, words in enumerate(old) if place not in pairs},
        {place: words for place, words in enumerate(new) if place not in pairs.values()},
    )
    arrived = set(range(len(after))) - set(pairs.values())
    stayed: list[RevisedQuotation] = []
    changed: list[RevisedQuotation] = []
    for place in sorted(pairs):
        pair = RevisedQuotation(before[place], after[pairs[place]])
        same_words = old[place] == new[pairs[place]]
        (stayed if same_words and _same_speaker(pair) else changed).append(pair)
    return Comparison(
        stayed=tuple(stayed),
        changed=tuple(changed),
        came=tuple(after[place] for place in sorted(arrived)),
        went=tuple(row for place, row in enumerate(before) if place not in pairs),
    )


def _words(row: QuotationRow) -> tuple[str, ...]:
    return tuple(_WORD.findall(row.text.casefold()))


def _same_speaker(pair: RevisedQuotation) -> bool:
    return fold(pair.before.speaker or "") == fold(pair.after.speaker or "")


def _same(old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]]) -> dict[int, int]:
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, words in reversed(list(enumerate(new))):
        places[words].append(place)
    return {place: places[words].pop() for place, words in enumerate(old) if places.get(words)}


def _reworded(old: dict[int, tuple[str, ...]], new: dict[int, tuple[str, ...]]) -> dict[int, int]:
    """Pair what is left; only quotations that share enough words are compared in order."""
    holding: dict[str, list[int]] = defaultdict(list)
    for place, words in new.items():
        for word in set(words):
            holding[word].append(place)
    likely: list[tuple[float, int, int]] = []
    for place, words in old.items():
        shared = Counter(other for word in set(words) for other in holding[word])
        for other, count in shared.items():
            if 2 * count < _SAME * (len(set(words)) + len(set(new[other]))):
                continue
            matcher = SequenceMatcher(None, words, new[other], autojunk=False)
            if (ratio := matcher.ratio()) >= _SAME:
                likely.append((-ratio, place, other))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, place, other in sorted(likely):
        if place not in pairs and other not in taken:
            pairs[place] = other
            taken.add(other)
    return pairs
