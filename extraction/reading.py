"""A text as a reader hears it: the reporter's own words, each quotation one sign among them.

"A long speech," she said → ◆ she said . In this order of signs the word that reports a quotation
and the one who speaks stand close together however long the quotation is, and no word inside a
quotation can be mistaken for the reporter's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extraction.cues import Cue
from extraction.findings import Span
from extraction.marks import Marked
from extraction.mentions import Mention
from extraction.segments import Segments

QUOTE = "◆"


@dataclass(eq=False)
class Reading:
    """The signs of one text. A *place* is a position among the signs.

    A sign is a word or punctuation outside marks in lower case, or QUOTE for a whole passage.
    """

    segments: Segments
    passages: Sequence[Marked]
    cues: Sequence[Cue]
    mentions: Sequence[Mention]
    signs: list[str] = field(default_factory=list)
    token_at: list[int] = field(default_factory=list)
    """The token of each place; for a passage its first token."""
    quote_at: list[int] = field(default_factory=list)
    """The number of the passage at each place, -1 for words."""
    cue_at: list[Cue | None] = field(default_factory=list)
    sentence_at: list[int] = field(default_factory=list)
    """Numbers sentences of the reporter's: a passage belongs to the sentence it begins in."""
    paragraph_at: list[int] = field(default_factory=list)
    place_of_token: list[int] = field(default_factory=list)
    """The place of each token; tokens inside a passage have the place of the passage."""
    place_of_quote: list[int] = field(default_factory=list)
    outside: list[bool] = field(default_factory=list)
    """For each mention whether it stands outside all passages."""

    def __post_init__(self) -> None:
        self._lay_out()
        for cue in self.cues:
            place = self.place_of_token[cue.token]
            if self.quote_at[place] < 0:
                self.cue_at[place] = cue
        self.outside = [
            self.quote_at[self.place_of_token[mention.first]] < 0 for mention in self.mentions
        ]

    def _lay_out(self) -> None:
        segments = self.segments
        sentence_starts = {span.start for span in segments.sentences}
        passages, tokens = self.passages, segments.tokens
        passage, sentence, inside_until = 0, 0, -1
        paragraph, paragraphs = 0, segments.paragraphs
        for number, token in enumerate(tokens):
            while (
                paragraph + 1 < len(paragraphs) and paragraphs[paragraph + 1].start <= token.start
            ):
                paragraph += 1
            if token.start < inside_until:
                self.place_of_token.append(len(self.signs) - 1)
                continue
            opens = passage < len(passages) and passages[passage].span.start <= token.start
            if token.start in sentence_starts:
                sentence += 1
            self.place_of_token.append(len(self.signs))
            if opens:
                self.place_of_quote.append(len(self.signs))
                self._put(QUOTE, number, passage, sentence, paragraph)
                inside_until = passages[passage].span.end
                passage += 1
            else:
                self._put(token.lower, number, -1, sentence, paragraph)

    def _put(self, sign: str, token: int, quote: int, sentence: int, paragraph: int) -> None:
        self.signs.append(sign)
        self.token_at.append(token)
        self.quote_at.append(quote)
        self.cue_at.append(None)
        self.sentence_at.append(sentence)
        self.paragraph_at.append(paragraph)

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

    def stretches(self, first: int, last: int) -> list[tuple[int, int]]:
        """Return the offsets of the text at the places from `first` to before `last`, marks out."""
        tokens = self.segments.tokens
        found: list[tuple[int, int]] = []
        open_at = -1
        for place in range(first, last):
            token = tokens[self.token_at[place]]
            if self.quote_at[place] >= 0:
                open_at = -1
            elif open_at < 0:
                open_at = token.start
                found.append((open_at, token.end))
            else:
                found[-1] = (open_at, token.end)
        return found

    def place_of(self, mention: Mention) -> int:
        """Return the place of the first word of a mention."""
        return self.place_of_token[mention.first]

    def place_after(self, mention: Mention) -> int:
        """Return the place after the last word of a mention."""
        return self.place_of_token[mention.last - 1] + 1

    def words_at(self, place: int) -> Span:
        """Return the span of the word at `place`."""
        return self.segments.tokens[self.token_at[place]].span
