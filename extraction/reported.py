"""Reported speech: what somebody is said to have said, in the reporter's words.

In the language of the model, choices learned from annotated news say which words report, whose
they are and where they begin and end; the rules of `extraction.clauses` are among what they see. In
other languages, and where the model is missing, the rules stand alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extraction.backing import Backing, Backings
from extraction.clauses import Reported, find_clauses
from extraction.findings import Span
from extraction.learned.places import Places, is_point
from extraction.learned.reporting import Claim, Extent, claims, model_in_use
from extraction.quotes import Quotation
from extraction.reading import Reading
from extraction.typists_marks import reread

__all__ = [
    "Reported",
    "ReportedSpeech",
    "Statements",
    "backings_of",
    "find_reported",
    "find_statements",
    "places_of",
]

_LANGUAGE = "en"
_LEAST = 0.4
"""The confidence from which a learned finding is listed: three in five of those were right."""

Words = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ReportedSpeech:
    """The reported speech of a text.

    `findings`, in reading order, hold no quotation; one may lie in another ("Weiss said Demir had
    promised to pay"). `around` gives for the place of a quotation all the words of the statement
    that it is part of; quotations of one statement share the same value.
    """

    findings: tuple[Reported, ...]
    around: Mapping[int, Words]


@dataclass(frozen=True, slots=True)
class _Statement:
    claim: Claim
    extents: tuple[Extent, ...]


@dataclass(frozen=True)
class Statements:
    """What is stated in a text, in marks or not, before it is known which marks hold quotations.

    Learned statements come with the `places` they were found in, ruled ones without.
    """

    places: Places | None
    learned: tuple[_Statement, ...]
    ruled: tuple[Reported, ...]


def find_statements(reading: Reading, language: str) -> Statements:
    """Return what is stated in a text in `language`."""
    model = model_in_use() if language == _LANGUAGE else None
    if model is None:
        return Statements(None, (), find_clauses(reading))
    places = places_of(reading)
    return Statements(places, tuple(_widened(places, c) for c in claims(places, model)), ())


def backings_of(reading: Reading, statements: Statements) -> Backings:
    """Return which statements the marked passages of a text are part of, and who makes them."""
    behind: dict[int, list[Backing]] = {}
    stating: dict[int, float] = {}
    for source, confidence, extents in _sourced(reading, statements):
        stating[source] = max(confidence, stating.get(source, 0.0))
        for first, after in extents:
            for place in reading.passages_in(first, after):
                alone = after - first == 1
                behind.setdefault(place, []).append(Backing(confidence, source, alone))
    return Backings(behind, stating)


def _sourced(
    reading: Reading, statements: Statements
) -> Iterator[tuple[int, float, Sequence[Extent]]]:
    """Yield each statement's source, confidence and extents, as mention and places of `reading`."""
    token_at, place_of = reading.segments.token_at, reading.place_of_token
    for ruled in statements.ruled:
        spans = [(token_at(s.start), token_at(s.end)) for s in ruled.content]
        extents = [(place_of[a], place_of[b - 1] + 1) for a, b in spans if a < b]
        yield ruled.mention, ruled.confidence, extents
    places = statements.places
    if places is None:
        return
    tokens = places.reading.token_at
    for statement in statements.learned:
        claim = statement.claim
        source = places.outside[claim.source] if claim.source >= 0 else -1
        extents = [
            (place_of[tokens[first]], place_of[tokens[after - 1]] + 1)
            for first, after in statement.extents
        ]
        yield source, claim.confidence, extents


def find_reported(
    reading: Reading, quotations: Sequence[Quotation], statements: Statements
) -> ReportedSpeech:
    """Return the reported speech of a text in which `quotations` were found."""
    if statements.places is None:
        return _by_rules(statements.ruled, quotations)
    return _parted(reading, statements.places, statements.learned, quotations)


def places_of(reading: Reading) -> Places:
    """Return what the learned choices see of a text."""
    return Places(reread(reading))


def _by_rules(clauses: Iterable[Reported], quotations: Sequence[Quotation]) -> ReportedSpeech:
    findings: list[Reported] = []
    around: dict[int, Words] = {}
    number = 0
    for item in clauses:
        start, end = item.content[0].start, item.content[-1].end
        while number < len(quotations) and quotations[number].span.end <= start:
            number += 1
        if number == len(quotations) or quotations[number].span.start >= end:
            findings.append(item)
        while number < len(quotations) and quotations[number].span.start < end:
            around[quotations[number].place] = item.content
            number += 1
    return ReportedSpeech(tuple(findings), around)


def _widened(places: Places, claim: Claim) -> _Statement:
    """Add the sentences behind a claim that are passages in marks and nothing else."""
    reading = places.reading
    extents = list(claim.extents)
    if not any(reading.passages_in(first, after) for first, after in extents):
        return _Statement(claim, tuple(extents))
    start = int(places.sentence_end[claim.cue])
    paragraph = reading.paragraph_at[claim.cue]
    while start < places.count and reading.paragraph_at[start] == paragraph:
        end = int(places.sentence_end[start])
        if not _is_all_marked(reading, start, end):
            break
        extents.append((start, end))
        start = end
    return _Statement(claim, tuple(extents))


def _is_all_marked(reading: Reading, first: int, after: int) -> bool:
    return bool(reading.passages_in(first, after)) and all(
        reading.quote_at[at] >= 0 or is_point(reading.signs[at]) for at in range(first, after)
    )


def _parted(
    reading: Reading,
    places: Places,
    statements: Iterable[_Statement],
    quotations: Sequence[Quotation],
) -> ReportedSpeech:
    """Part the statements that hold quotations from those in the reporter's words alone."""
    token_at = reading.segments.token_at
    place_of = places.reading.place_of_token
    quotation_at = {place_of[token_at(q.span.start)]: q.place for q in quotations}
    findings: dict[Words, Reported] = {}
    around: dict[int, Words] = {}
    # The surest come first: of two that report the same words one is kept.
    for statement in sorted(statements, key=lambda statement: -statement.claim.confidence):
        claim = statement.claim
        quoted = [
            quotation_at[at]
            for first, after in statement.extents
            for at in places.reading.passages_in(first, after)
            if at in quotation_at
        ]
        spans = (_span(places.reading, extent) for extent in statement.extents)
        words = tuple(span for span in spans if span.start < span.end)  # marks may hold nothing
        if not words:
            continue
        for place in quoted:
            around.setdefault(place, words)
        if not quoted and claim.source >= 0 and claim.confidence >= _LEAST:
            findings.setdefault(words, _reported(reading, places, claim, words))
    return ReportedSpeech(tuple(sorted(findings.values(), key=_start)), around)


def _reported(reading: Reading, places: Places, claim: Claim, words: Words) -> Reported:
    token = places.reading.token_at[claim.cue]
    place = reading.place_of_token[token]
    known = reading.cue_at[place]
    cue = known.span if known is not None else reading.segments.tokens[token].span
    number = places.outside[claim.source]
    side = "before" if places.first[claim.source] < claim.cue else "behind"
    return Reported(
        words,
        cue,
        place,
        reading.mentions[number].span,
        number,
        round(claim.confidence, 3),
        f"named {side} “{cue.of(reading.segments.text)}”, which reports the words",
    )


def _start(item: Reported) -> tuple[int, int]:
    return item.content[0].start, -item.content[-1].end


def _span(reading: Reading, extent: Extent) -> Span:
    """Return the words at some places, without the punctuation at their ends."""
    first, after = extent
    signs, tokens = reading.signs, reading.segments.tokens
    while first < after - 1 and is_point(signs[first]):
        first += 1
    while after - 1 > first and is_point(signs[after - 1]):
        after -= 1
    quote = reading.quote_at[after - 1]
    if quote >= 0 and first == after - 1:
        return reading.passages[quote].content
    start, last = tokens[reading.token_at[first]].start, tokens[reading.token_at[after - 1]]
    return Span(start, reading.passages[quote].span.end if quote >= 0 else last.end)
