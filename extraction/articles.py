"""A page parted into its stories.

A saved page may hold several stories one after the other with nothing between but the next
headline. A line opens a new story when it reads like a headline and the paragraph after it starts
over: it names in full somebody the page has named before.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from extraction.findings import Document, Span
from extraction.mentions import Mention, MentionKind
from extraction.segments import Segments

_SHORTEST_HEADLINE = 6
_LONGEST_HEADLINE = 22
_SHORTEST_LEAD = 18
_SHORTEST_STORY = 400
_MASTHEAD_LINES = 12


def headlines_of_stories(
    segments: Segments, mentions: Sequence[Mention], first: Span | None
) -> list[tuple[int, Span | None]]:
    """Return where each story begins and its headline; the first story begins at 0.

    `first` is the headline of the first story where the document or its masthead gives one.
    """
    text = segments.text
    starts: list[tuple[int, Span | None]] = [(0, first)]
    names = _FullNames(segments, mentions)
    for number, span in enumerate(segments.paragraphs):
        following = number + 1
        if (
            number > 0
            and following < len(segments.paragraphs)
            and span.start - starts[-1][0] >= _SHORTEST_STORY
            and _reads_like_headline(segments, span)
            and _stands_alone(text, segments.paragraphs, number)
            and len(segments.tokens_in(segments.paragraphs[following])) >= _SHORTEST_LEAD
            and names.begin_over(following, before=number)
        ):
            starts.append((span.start, span))
    return starts


class _FullNames:
    """In which paragraphs people and bodies are named in full; few pages need to ask."""

    def __init__(self, segments: Segments, mentions: Sequence[Mention]) -> None:
        self._segments = segments
        self._mentions = mentions

    @cached_property
    def _paragraphs(self) -> dict[str, list[int]]:
        """The paragraphs that hold each name, in order."""
        found: dict[str, list[int]] = {}
        for mention in self._mentions:
            if mention.kind is MentionKind.NAME:
                name = mention.head.of(self._segments.text)
                if " " in name:
                    paragraph = self._segments.paragraph_at(mention.span.start)
                    found.setdefault(name, []).append(paragraph)
        return found

    @cached_property
    def _first(self) -> dict[int, int]:
        """The first paragraph that shares a name with each one."""
        first: dict[int, int] = {}
        for paragraphs in self._paragraphs.values():
            for paragraph in paragraphs:
                first[paragraph] = min(first.get(paragraph, paragraph), paragraphs[0])
        return first

    def begin_over(self, paragraph: int, *, before: int) -> bool:
        """Whether a paragraph names somebody in full who is so named `before` another one."""
        return self._first.get(paragraph, before) < before


def _reads_like_headline(segments: Segments, span: Span) -> bool:
    words = [token for token in segments.tokens_in(span) if token.is_word]
    text = segments.text
    return (
        _SHORTEST_HEADLINE <= len(words) <= _LONGEST_HEADLINE
        and text[span.end - 1] not in ".!?:;,…"
        and text[span.start].isalnum()
        and words[0].text[0].isupper()
        and sum(token.is_capitalised for token in words) >= 2
    )


def _stands_alone(text: str, paragraphs: Sequence[Span], number: int) -> bool:
    """Whether blank lines part the line from its neighbours, and the paragraph before had ended."""
    before, span, after = paragraphs[number - 1], paragraphs[number], paragraphs[number + 1]
    return (
        text.count("\n", before.end, span.start) > 1
        and text.count("\n", span.end, after.start) > 1
        and text[before.end - 1] in '.!?…"”’»“)'
    )


def first_headline(document: Document, segments: Segments, masthead: Sequence[Span]) -> Span | None:
    """Return the headline of the first story, if the document or its first line gives one.

    The lines of the `masthead` (outlet, byline, date) are none; but where there are such lines, a
    line that stands alone among or below them is one, however plain.
    """
    text = segments.text
    if document.headline:
        at = text.find(document.headline)
        if at >= 0:
            return Span(at, at + len(document.headline))
    lines = [
        span
        for span in segments.paragraphs[:_MASTHEAD_LINES]
        if not any(line.overlaps(span) for line in masthead)
    ]
    if len(lines) < 2:
        return None
    is_headline = _reads_like_headline(segments, lines[0]) or (
        bool(masthead) and _is_short_line_apart(segments, lines[0], lines[1])
    )
    return lines[0] if is_headline else None


def _is_short_line_apart(segments: Segments, line: Span, following: Span) -> bool:
    text = segments.text
    words = sum(token.is_word for token in segments.tokens_in(line))
    return (
        0 < words <= _LONGEST_HEADLINE
        and text[line.end - 1] not in ".:;,…"
        and text.count("\n", line.end, following.start) > 1
    )
