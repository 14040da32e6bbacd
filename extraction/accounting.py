"""What became of every marked passage of a document: taken as a quotation, or left, and why.

A passage counts from four words on: fewer in quotation marks are seldom somebody's whole words.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from extraction.findings import Document, Findings, Kind, Omission, Span

LEAST_WORDS = 4

_WORD = re.compile(r"\w+(?:['’-]\w+)*")


@dataclass(frozen=True, slots=True)
class Omitted:
    """A passage that is no quotation; `span` is None for words that the text does not hold."""

    words: str
    reason: Omission
    span: Span | None


@dataclass(frozen=True, slots=True)
class Account:
    """The marked passages of a document, in reading order; those outside its text come last."""

    taken: tuple[Span, ...]
    omitted: tuple[Omitted, ...]

    @property
    def passages(self) -> int:
        """How many marked passages there are."""
        return len(self.taken) + len(self.omitted)

    @property
    def reasons(self) -> Counter[Omission]:
        """How many passages were left for which reason."""
        return Counter(omitted.reason for omitted in self.omitted)


NO_PASSAGES = Account((), ())


def is_passage(words: str) -> bool:
    """Whether words that stand in quotation marks are to be accounted for."""
    found = _WORD.finditer(words)
    return sum(1 for _, _ in zip(range(LEAST_WORDS), found, strict=False)) == LEAST_WORDS


def without_marks(words: str) -> str:
    """Return marked words without the marks around them."""
    return words.strip("\"'`“”„‟″«»‹›‘’‚‛「」『』 \n")


def account(document: Document, findings: Findings) -> Account:
    """Return what became of each marked passage of a document."""
    text = document.text
    spans = (
        span
        for attribution in findings.attributions
        if attribution.kind is not Kind.INDIRECT
        for span in attribution.content
    )
    inside = (
        Omitted(without_marks(passed.span.of(text)), passed.reason, passed.span)
        for passed in findings.passed_over
    )
    outside = (Omitted(left.words, left.reason, None) for left in document.left_out)
    return Account(
        tuple(sorted(span for span in spans if is_passage(span.of(text)))),
        tuple(o for some in (inside, outside) for o in some if is_passage(o.words)),
    )
