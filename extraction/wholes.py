"""Whole statements: quotations with the reporter's words that belong to the same saying.

In ‹Weiss said the quay was "not safe" and would close› two words are a quotation, the whole clause
is what Weiss said. Corpora of attributions (PARC, PolNeAR) count the clause; so does a reader who
asks what was said there. Words in marks stay a finding of their own, since they alone are verbatim.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from extraction.attributing import Spoken
from extraction.findings import Span
from extraction.reading import Reading

_TOUCHING = 2
"""Characters between two spans that are one: a mark and a space."""


@dataclass(slots=True)
class _Statement:
    around: tuple[Span, ...] | None
    paragraph: int
    source: int
    spans: list[Span] = field(default_factory=list)


def wholes(
    spoken: Sequence[Spoken], around: Mapping[int, tuple[Span, ...]], reading: Reading
) -> list[tuple[Span, ...]]:
    """Return for each finding all the words of its statement; those of one statement are equal.

    `around` gives the words around a quotation by its place, where they are known. Without them
    the quotations that one mention speaks in one paragraph are one statement.
    """
    statements: list[_Statement] = []
    last: _Statement | None = None
    for item in spoken:
        if item.place < 0:
            statements.append(_Statement(None, -1, item.source, list(item.content)))
            continue
        known = around.get(item.place)
        paragraph = reading.paragraph_at[item.place]
        if last is None or not _goes_on(last, known, paragraph, item.source):
            last = _Statement(known, paragraph, item.source, list(known or ()))
        last.spans.extend(item.content)
        statements.append(last)
    return [_joined(statement.spans) for statement in statements]


def _goes_on(
    last: _Statement, around: tuple[Span, ...] | None, paragraph: int, source: int
) -> bool:
    if around is not None:
        return around is last.around
    return source >= 0 and (last.paragraph, last.source) == (paragraph, source)


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Put spans in order and join those that overlap or touch."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end + _TOUCHING:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)
