"""A text parted into paragraphs, sentences and words: the coordinates that every finder shares.

A line is a paragraph, as news sites save them, except in texts whose lines were broken at a fixed
width (books, mails), where blank lines part the paragraphs. All of it is one pass over the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain, compress, count, islice, pairwise
from operator import add, attrgetter
from typing import NamedTuple

from extraction.findings import Span
from extraction.lexicons import words

# An apostrophe or hyphen belongs to a word only between letters: "Sinn's", "vice-president".
_TOKEN = re.compile(
    r"[A-Za-z]{2,}(?=[ ,.;:!?\n\"”])"  # most words, found sooner
    r"|\d+(?:[.,:]\d+)*"
    r"|(?:[^\W\d_]\.){2,}"  # initials
    r"|[^\W\d_][^\W_]*(?:['’‑-][^\W_]+)*"
    r"|\S"
)
_LINE = re.compile(r"[^\n\r\u2028\u2029]*\S[^\n\r\u2028\u2029]*")
_BLOCK = re.compile(r"\S[^\n\r]*(?:(?:\r\n|[\n\r])[^\S\n\r]*\S[^\n\r]*)*")

_SENTENCE_END = re.compile(r"[.!?…。！？]+[\"”’»“')\]]*(?=\s|$)")
_ABBREVIATIONS = words("words", "abbreviations")
_MAY_END_A_SENTENCE = words("words", "sentence_ends")
_SENTENCE_OPENERS = words("words", "sentence_openers")
_CLOSERS = frozenset("\"”’»“')]")
_MOST_KNOWN = 30_000
_TOGETHER = 4_000
"""Tokens that are made in one go: each step is one of C's, and the matches take little memory."""


class Token(NamedTuple):
    """A word, a number or one character of punctuation."""

    start: int
    end: int
    text: str
    lower: str
    is_word: bool
    is_capitalised: bool

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class _Vocabulary(dict[str, tuple[str, str, bool, bool]]):
    """What a token is whatever its place: texts are made of the same words."""

    def __missing__(self, printed: str) -> tuple[str, str, bool, bool]:
        is_word = printed[0].isalnum() and not printed[0].isdecimal()
        known = (printed, printed.lower(), is_word, is_word and printed[0].isupper())
        if len(self) < _MOST_KNOWN:
            self[printed] = known
        return known


_VOCABULARY = _Vocabulary()
_new_token = partial(tuple.__new__, Token)


@dataclass(frozen=True)
class Segments:
    """The paragraphs, sentences and tokens of one text, each in reading order.

    Sentences do not cross paragraphs. Spans of paragraphs and sentences are trimmed of white space,
    so together they do not cover the text; `paragraph_at` and `sentence_at` still answer for every
    offset (the last one that begins at or before it, the first one before all).
    """

    text: str
    paragraphs: tuple[Span, ...]
    sentences: tuple[Span, ...]
    tokens: tuple[Token, ...]

    @cached_property
    def lowers(self) -> tuple[str, ...]:
        """The tokens in lower case, in which word lists are looked up."""
        return tuple(map(attrgetter("lower"), self.tokens))

    @cached_property
    def capitals(self) -> list[int]:
        """The numbers of the tokens that are written with a capital."""
        return list(compress(count(), map(attrgetter("is_capitalised"), self.tokens)))

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [span.start for span in self.paragraphs]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [span.start for span in self.sentences]

    @cached_property
    def _token_starts(self) -> list[int]:
        return list(map(attrgetter("start"), self.tokens))

    @cached_property
    def sentence_tokens(self) -> list[int]:
        """The number of the first token of each sentence."""
        return [bisect_left(self._token_starts, start) for start in self._sentence_starts]

    def paragraph_at(self, offset: int) -> int:
        """Return the number of the paragraph that holds `offset`."""
        return max(0, bisect_right(self._paragraph_starts, offset) - 1)

    def sentence_at(self, offset: int) -> int:
        """Return the number of the sentence that holds `offset`."""
        return max(0, bisect_right(self._sentence_starts, offset) - 1)

    def token_at(self, offset: int) -> int:
        """Return the number of the first token that begins at or after `offset`."""
        return bisect_left(self._token_starts, offset)

    def tokens_in(self, span: Span) -> Sequence[Token]:
        """Return the tokens that begin inside `span`."""
        return self.tokens[self.token_at(span.start) : self.token_at(span.end)]


def segment(text: str, cuts: Sequence[int] = ()) -> Segments:
    """Part `text` into paragraphs, sentences and tokens.

    `cuts` are offsets at which a paragraph ends though nothing shows it: where a photo credit is
    glued to its caption.
    """
    paragraphs = _cut(text, _paragraphs(text), cuts)
    sentences = tuple(sentence for span in paragraphs for sentence in _sentences(text, span))
    return Segments(text, paragraphs, sentences, _tokens(text, cuts))


def _tokens(text: str, cuts: Sequence[int]) -> tuple[Token, ...]:
    bounds = [0, *sorted(cuts), len(text)]
    matches = chain.from_iterable(_TOKEN.finditer(text, *pair) for pair in pairwise(bounds))
    tokens: list[Token] = []
    while found := list(islice(matches, _TOGETHER)):
        spans = [match.span() for match in found]
        known = map(_VOCABULARY.__getitem__, [match[0] for match in found])
        tokens.extend(map(_new_token, map(add, spans, known)))
    return tuple(tokens)


def _cut(text: str, paragraphs: tuple[Span, ...], cuts: Sequence[int]) -> tuple[Span, ...]:
    if not cuts:
        return paragraphs
    inner = sorted(set(cuts))
    parts: list[Span] = []
    for span in paragraphs:
        start = span.start
        while inner and inner[0] < span.end:
            cut = inner.pop(0)
            if cut > start:
                parts.append(_trimmed(text, start, cut))
                start = cut
        parts.append(_trimmed(text, start, span.end))
    return tuple(part for part in parts if part.end > part.start)


def _paragraphs(text: str) -> tuple[Span, ...]:
    pattern = _BLOCK if has_hard_line_breaks(text) else _LINE
    return tuple(_trimmed(text, m.start(), m.end()) for m in pattern.finditer(text))


def has_hard_line_breaks(text: str) -> bool:
    """Whether the lines were broken at a fixed width, so that a line is no paragraph.

    Judged by the first 400 lines that another line follows at once: they are alike in length,
    longer than a headline, and mostly end in the middle of a sentence.
    """
    lengths: list[int] = []
    unfinished = 0
    previous = ""
    for line in _first_lines(text, 800):
        stripped = line.strip()
        if previous and stripped:
            lengths.append(len(previous))
            unfinished += previous[-1] not in '.!?…:;"”’»“'
        previous = stripped
        if len(lengths) == 400:
            break
    if len(lengths) < 8:
        return False
    lengths.sort()
    middle, longest = lengths[len(lengths) // 2], lengths[len(lengths) * 95 // 100]
    return middle >= 45 and longest <= 120 and unfinished > 0.7 * len(lengths)


def _first_lines(text: str, limit: int) -> list[str]:
    lines: list[str] = []
    start = 0
    while start < len(text) and len(lines) < limit:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        lines.append(text[start : min(end, start + 200)])
        start = end + 1
    return lines


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _sentences(text: str, paragraph: Span) -> list[Span]:
    sentences: list[Span] = []
    start = paragraph.start
    for m in _SENTENCE_END.finditer(text, paragraph.start, paragraph.end):
        if m.end() >= paragraph.end or not _ends_sentence(text, m.start(), m.end(), paragraph.end):
            continue
        sentences.append(_trimmed(text, start, m.end()))
        start = m.end()
    if start < paragraph.end:
        sentences.append(_trimmed(text, start, paragraph.end))
    return sentences


def _ends_sentence(text: str, mark: int, after: int, end: int) -> bool:
    following = after
    while following < end and text[following].isspace():
        following += 1
    opener = text[following : following + 1]
    if opener.islower():
        return False
    if text[mark] != "." or text[mark + 1 : mark + 2] in _CLOSERS:
        return True
    begin = mark
    while begin > 0 and mark - begin < 12 and (text[begin - 1].isalpha() or text[begin - 1] == "."):
        begin -= 1
    word = text[begin:mark].lower()
    if len(word) == 1 and text[begin].isupper():
        return False
    if word in _MAY_END_A_SENTENCE:
        return text[following : following + 6].split(" ", 1)[0].lower() in _SENTENCE_OPENERS
    return word not in _ABBREVIATIONS
