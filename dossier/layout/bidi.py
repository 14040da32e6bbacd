"""Right-to-left text: which way each character runs, and in what order a line shows its words.

The levels are those of the Unicode bidirectional algorithm (UAX #9) as python-bidi resolves them.
Its embedding and override characters are not obeyed: see `shaping`.
"""

# python-bidi is untyped.
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bidi import algorithm

STRONG = r"\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
"""The letters that run from right to left, as a class of a regular expression holds them."""
_RIGHT_TO_LEFT = re.compile(f"[{STRONG}]")
_ANY_STRONG = re.compile(rf"([{STRONG}])|[^\W\d_]")
_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NEUTRAL = "\u2060"
_MARKS = ("\u200e", "\u200f")
_UNFIT = frozenset({"", "B"})
"""Unassigned characters have no class; separators of paragraphs would part one of ours."""


def is_mixed(text: str) -> bool:
    """Whether any of `text` runs from right to left."""
    return _RIGHT_TO_LEFT.search(text) is not None


def runs_right_to_left(text: str) -> bool:
    """Whether a paragraph of `text` begins at the right: most letters decide, else the first.

    The first alone (rule P2) would set a Hebrew sentence that begins with "Reuters" from the left;
    rule HL1 lets those who know better say so.
    """
    if not is_mixed(text):
        return False
    strong = [bool(right) for right in _ANY_STRONG.findall(text)]
    excess = 2 * sum(strong) - len(strong)
    return excess > 0 or (excess == 0 and strong[:1] == [True])


def levels(text: str, *, right_to_left: bool) -> list[int]:
    """Return the embedding level of each character; odd levels run from right to left."""
    base = int(right_to_left)
    storage = algorithm.get_empty_storage()
    storage["base_level"] = base
    storage["base_dir"] = "LR"[base]
    algorithm.get_embedding_levels(_tame(text), storage)
    for place, character in enumerate(storage["chars"]):
        character["place"] = place
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, debug=False)
    algorithm.resolve_implicit_levels(storage, debug=False)
    found: list[int | None] = [None] * len(text)
    for character in storage["chars"]:
        found[character["place"]] = character["level"]
    return _with_gaps_filled(found, base)


def levels_apart(texts: Sequence[str], *, right_to_left: bool = False) -> list[int]:
    """Return the level of each character of texts that stand side by side from where lines begin.

    A mark of direction between them does what isolates would do (rule X5c).
    """
    mark = _MARKS[right_to_left]
    joined = levels(mark.join(texts), right_to_left=right_to_left)
    found: list[int] = []
    start = 0
    for text in texts:
        found += joined[start : start + len(text)]
        start += len(text) + len(mark)
    return found


def _tame(text: str) -> str:
    """Replace what the algorithm must not obey, and what python-bidi has no class for."""
    if _CONTROLS.search(text):
        text = _CONTROLS.sub(_NEUTRAL, text)
    return "".join(
        character if unicodedata.bidirectional(character) not in _UNFIT else " "
        for character in text
    )


def _with_gaps_filled(found: Sequence[int | None], base: int) -> list[int]:
    """Give the characters that the algorithm leaves out (rule X9) the level before them."""
    filled: list[int] = []
    for level in found:
        filled.append(level if level is not None else (filled[-1] if filled else base))
    return filled


def visual_order(line_levels: Sequence[int]) -> list[int]:
    """Return the indexes of a line's elements from left to right (rule L2).

    >>> visual_order([0, 1, 1, 0])
    [0, 2, 1, 3]
    """
    order = list(range(len(line_levels)))
    odd = [level for level in line_levels if level % 2]
    if not odd:
        return order
    for level in range(max(line_levels), min(odd) - 1, -1):
        start = 0
        while start < len(order):
            if line_levels[order[start]] < level:
                start += 1
                continue
            end = start
            while end < len(order) and line_levels[order[end]] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = end
    return order
