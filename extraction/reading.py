"""A text as a reader hears it: the reporter's own words, each quotation one sign among them.

"A long speech," she said → ◆ she said . In this order of signs the word that reports a quotation
and the one who speaks stand close together however long the quotation is, and no word inside a
quotation can be mistaken for the reporter's.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from itertools import compress, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from extraction.cues import Cue
from extraction.findings import Span
from extraction.marks import Marked
from extraction.mentions import Mention
from extraction.segments import Segments

QUOTE = "◆"


class Reading:
    """The signs of one text. A *place* is a position among the signs.

    A sign is a word or punctuation outside marks in lower case, or QUOTE for a whole passage.
    """

    signs: list[str]
    token_at: Sequence[int]
    """The token of each place; for a passage its first token."""
    quote_at: Sequence[int]
    """The number of the passage at each place, -1 for words."""
    cue_at: list[Cue | None]
    sentence_at: Sequence[int]
    """Numbers sentences of the reporter's: a passage belongs to the sentence it begins in."""
    sentence_first: Sequence[int]
    """For each place the first place of its sentence."""
    sentence_after: Sequence[int]
    """For each place the place behind its sentence."""
    paragraph_at: Sequence[int]
    place_of_token: Sequence[int]
    """The place of each token; tokens inside a passage have the place of the passage."""
    place_of_quote: list[int]
    outside: list[bool]
    """For each mention whether it stands outside all passages."""

    def __init__(
        self,
        segments: Segments,
        passages: Sequence[Marked],
        cues: Sequence[Cue],
        mentions: Sequence[Mention],
    ) -> None:
        self.segments = segments
        self.passages = passages
        self.cues = cues
        self.mentions = mentions
        self._lay_out()
        self._number()
        self.cue_at = [None] * len(self.signs)
        for cue in cues:
            place = self.place_of_token[cue.token]
            if self.quote_at[place] < 0:
                self.cue_at[place] = cue
        self.outside = [
            self.quote_at[self.place_of_token[mention.first]] < 0 for mention in mentions
        ]

    def _lay_out(self) -> None:
        """Put the signs in order: the tokens outside passages, and one sign for each passage."""
        segments, lowers = self.segments, self.segments.lowers
        is_sign = np.ones(len(lowers), dtype=np.bool_)
        firsts: list[int] = []
        behind = 0
        for passage in self.passages:
            first = max(behind, segments.token_at(passage.span.start))
            if first == len(lowers):
                break
            behind = max(first + 1, segments.token_at(passage.span.end))
            is_sign[first + 1 : behind] = False
            firsts.append(first)
        places = is_sign.cumsum(dtype=np.intc) - 1
        self.signs = list(compress(lowers, is_sign.tolist()))
        self.place_of_quote = places[np.array(firsts, dtype=np.intp)].tolist()
        quote_at = np.full(len(self.signs), -1, dtype=np.intc)
        quote_at[self.place_of_quote] = range(len(firsts))
        for place in self.place_of_quote:
            self.signs[place] = QUOTE
        self.token_at = _held(is_sign.nonzero()[0])
        self.quote_at, self.place_of_token = _held(quote_at), _held(places)

    def _number(self) -> None:
        """Number the sentences and paragraphs that the signs stand in."""
        segments, token_at = self.segments, np.asarray(self.token_at)
        paragraphs = [segments.token_at(span.start) for span in segments.paragraphs]
        # A sentence that begins inside a passage is not the reporter's: it is not counted.
        numbers = _begins(segments.sentence_tokens, len(segments.tokens))[token_at].cumsum(
            dtype=np.intc
        )
        firsts = _changes(numbers).nonzero()[0]
        lengths = np.append(firsts[1:], len(numbers)) - firsts
        paragraph_of_token = _begins(paragraphs, len(segments.tokens)).cumsum(dtype=np.intc) - 1
        self.sentence_at = _held(numbers)
        self.sentence_first = _held(firsts.repeat(lengths))
        self.sentence_after = _held((firsts + lengths).repeat(lengths))
        self.paragraph_at = _held(paragraph_of_token[token_at])

    def sign(self, place: int) -> str:
        """Return the sign at `place`, "" beyond either end."""
        return self.signs[place] if 0 <= place < len(self.signs) else ""

    def same_sentence(self, place: int, other: int) -> bool:
        """Whether both places lie in the text and in one sentence."""
        count = len(self.signs)
        return (
            0 <= place < count
            and 0 <= other < count
            and self.sentence_at[place] == self.sentence_at[other]
        )

    def passages_in(self, first: int, last: int) -> list[int]:
        """Return the places of the passages from `first` to before `last`."""
        quotes = self.place_of_quote
        return quotes[bisect_left(quotes, first) : bisect_left(quotes, last)]

    def stretches(self, first: int, last: int) -> list[tuple[int, int]]:
        """Return the offsets of the text at the places from `first` to before `last`, marks out."""
        tokens, token_at = self.segments.tokens, self.token_at
        bounds = (first - 1, *self.passages_in(first, last), last)
        return [
            (tokens[token_at[before + 1]].start, tokens[token_at[after - 1]].end)
            for before, after in pairwise(bounds)
            if after - before > 1
        ]

    def place_of(self, mention: Mention) -> int:
        """Return the place of the first word of a mention."""
        return self.place_of_token[mention.first]

    def place_after(self, mention: Mention) -> int:
        """Return the place after the last word of a mention."""
        return self.place_of_token[mention.last - 1] + 1

    def words_at(self, place: int) -> Span:
        """Return the span of the word at `place`."""
        return self.segments.tokens[self.token_at[place]].span


def _begins(tokens: Sequence[int], count: int) -> npt.NDArray[np.bool_]:
    """Say of each of `count` tokens whether it is one of `tokens`."""
    begins = np.zeros(count, dtype=np.bool_)
    begins[tokens] = True
    return begins


def _changes(numbers: npt.NDArray[np.intc]) -> npt.NDArray[np.bool_]:
    """Say of each number whether it differs from the one before."""
    changes = np.ones(len(numbers), dtype=np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=changes[1:])
    return changes


def _held(numbers: npt.NDArray[np.integer[Any]]) -> array[int]:
    """Return numbers as an array that gives plain ones, quickly one by one."""
    return array("i", numbers.astype(np.intc).tobytes())
