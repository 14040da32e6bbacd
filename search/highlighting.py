"""The places in a text that a query means, for a view to mark."""

from __future__ import annotations

from extraction.findings import Span
from search.analysis import Word, words
from search.patterns import stands_at
from search.query import Field, Node, Words, leaves

_IN_TEXT = frozenset(
    {None, Field.SAID, Field.TEXT, Field.HEADLINE, Field.PHOTO, Field.CAPTION, Field.CREDIT}
)
"""Fields whose words stand in the texts that views show; who: and the like name something else."""


def highlights(node: Node, text: str) -> tuple[Span, ...]:
    """Return the spans of `text` that the words of a query find: in order, none touching another.

    What a query excludes is not marked; the words of a phrase are, only where the phrase stands.
    """
    present = list(words(text))
    found: set[Span] = set()
    for leaf, wanted in leaves(node):
        if wanted and isinstance(leaf, Words) and leaf.field in _IN_TEXT:
            found.update(
                Span(present[first].start, present[last].end) for first, last in runs(leaf, present)
            )
    return _merged(found)


def runs(leaf: Words, present: list[Word]) -> list[tuple[int, int]]:
    """Return where the words of `leaf` stand in `present`: places of the first and the last."""
    first, *rest = leaf.patterns
    found = [(place, place) for place, word in enumerate(present) if stands_at(first, word)]
    for pattern in rest:
        found = [
            (begin, place)
            for begin, end in found
            for place in range(end + 1, min(end + leaf.slop, len(present) - 1) + 1)
            if stands_at(pattern, present[place])
        ]
    return found


def _merged(spans: set[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
