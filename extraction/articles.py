"""A page parted into its stories.

A saved page may hold several stories one after the other with nothing between but the next
headline. A line opens a new story when it reads like a headline and the paragraph after it starts
over: it names in full somebody the page has named before.
"""

from __future__ import annotations

from collections.abc import Sequence

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
    named: set[str] = set()
    full_names = _full_names(segments, mentions)
    for number, span in enumerate(segments.paragraphs):
        following = number + 1
        if (
            number > 0
            and following < len(segments.paragraphs)
            and span.start - starts[-1][0] >= _SHORTEST_STORY
            and _reads_like_headline(segments, span)
            and _stands_alone(text, segments.paragraphs, number)
            and len(segments.tokens_in(segments.paragraphs[following])) >= _SHORTEST_LEAD
            and full_names.get(following, frozenset()) & named
        ):
            starts.append((span.start, span))
        named |= full_names.get(number, frozenset())
    return starts


def _full_names(segments: Segments, mentions: Sequence[Mention]) -> dict[int, frozenset[str]]:
    names: dict[int, set[str]] = {}
    for mention in mentions:
        if mention.kind is MentionKind.NAME:
            name = mention.head.of(segments.text)
            if " " in name:
                names.setdefault(segments.paragraph_at(mention.span.start), set()).add(name)
    return {paragraph: frozenset(found) for paragraph, found in names.items()}


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
