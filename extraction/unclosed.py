"""Where words in marks end whose closing mark was forgotten: “The quay is shut, said Lee.

Nothing closes them before their paragraph ends, yet the reporter's own words begin at a comma with
a cue and whoever speaks behind it. Only there is a passage cut; what follows is the reporter's.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import zip_longest

from extraction.cues import Cue, Form, Frame
from extraction.findings import Span
from extraction.lexicons import words
from extraction.marks import Marked
from extraction.segments import Segments, Token

_SURE = 0.8
_LONGEST_NAME = 4
_ENDS_WORDS = frozenset((",", "?", "!"))
_ENDS_CLAUSE = frozenset((".", ",", ":"))
_SPEAKERS = words("words", "pronouns_m") | words("words", "pronouns_f") | {"they", "the"}


def cut_unclosed(
    passages: Sequence[Marked], segments: Segments, cues: Sequence[Cue]
) -> tuple[Marked, ...]:
    """Return the passages, those that nothing closes ended before the clause that reports them.

    A passage that the next paragraph opens anew is not forgotten: its speaker goes on.
    """
    starts = [cue.span.start for cue in cues]
    kept: list[Marked] = []
    for passage, following in zip_longest(passages, passages[1:]):
        goes_on = following is not None and following.reopens
        if not passage.closed and not goes_on:
            low = bisect_left(starts, passage.content.start)
            high = bisect_left(starts, passage.content.end)
            passage = _cut(passage, segments, cues[low:high])
        kept.append(passage)
    return tuple(kept)


def _cut(passage: Marked, segments: Segments, cues: Sequence[Cue]) -> Marked:
    for cue in cues:
        if cue.strength >= _SURE and cue.form is Form.FINITE and cue.frame is not Frame.QUOTE:
            end = _end_before(segments.tokens, cue.token)
            if end > passage.content.start:
                return passage._replace(
                    span=Span(passage.span.start, end),
                    content=Span(passage.content.start, end),
                )
    return passage


def _end_before(tokens: Sequence[Token], cue: int) -> int:
    """Return where the words end that the clause of a cue reports, -1 where it reports none."""
    before = tokens[cue - 1]
    after = tokens[cue + 1] if cue + 1 < len(tokens) else None
    if before.text in _ENDS_WORDS:
        return before.end if after is not None and _may_speak(after) else -1
    if after is not None and after.text not in _ENDS_CLAUSE:
        return -1
    first = cue - 1
    while first > 0 and cue - first < _LONGEST_NAME and tokens[first - 1].text not in _ENDS_WORDS:
        first -= 1
    led = first > 0 and tokens[first - 1].text in _ENDS_WORDS
    return tokens[first - 1].end if led and _may_speak(tokens[first]) else -1


def _may_speak(token: Token) -> bool:
    return token.is_capitalised or token.lower in _SPEAKERS
