"""From a document to its findings: the order in which the finders work."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from extraction.articles import first_headline, headlines_of_stories
from extraction.attributing import Attributor, Spoken
from extraction.coreference import cluster_names
from extraction.credits import find_credits
from extraction.cues import find_cues
from extraction.entities import EntityBook, Key
from extraction.findings import (
    Article,
    Attribution,
    Document,
    Entity,
    Findings,
    PassedOver,
    PhotoCredit,
    Span,
)
from extraction.known import NOTHING_KNOWN, Known
from extraction.languages import language_of, warning_of
from extraction.learned.scorers import judged
from extraction.marks import find_marked, outermost
from extraction.masthead import Masthead, read_masthead
from extraction.mentions import Mention, find_mentions
from extraction.offices import Offices
from extraction.quotes import Quotation, find_quotations
from extraction.reading import Reading
from extraction.reported import Statements, backings_of, find_reported, find_statements
from extraction.roles import find_roles
from extraction.segments import Segments, segment
from extraction.speakers import Weighing
from extraction.transcripts import find_turns, with_turns
from extraction.unclosed import cut_unclosed
from extraction.wholes import wholes

_LEAST_CHANCE = 0.5
_LEARNED_LANGUAGE = "en"


def extract(document: Document, known: Known = NOTHING_KNOWN) -> Findings:
    """Find who said what and whose photographs stand in a document.

    A pure function: the same document and the same knowledge give the same findings. Takes time
    and memory linear in the length of the text.
    """
    with _collector_at_rest():
        return _extract(document, known)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keep the garbage collector from walking the words of a book again and again as they grow.

    It took a tenth of the time and found nothing: no cycles are made here.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _extract(document: Document, known: Known) -> Findings:
    prepared = prepare(document, known)
    reading, quotations = prepared.reading, prepared.quotations
    masthead, photo_credits = prepared.masthead, prepared.photo_credits
    roles = find_roles(reading.segments, reading.mentions)
    book = EntityBook(document.text, reading.mentions, prepared.weighing.clusters, roles)
    offices = Offices(document.text, prepared.weighing.clusters, roles)
    attributor = Attributor(prepared.weighing, book, prepared.articles, offices)
    spoken_ones = [q for q in quotations if q.chance >= _LEAST_CHANCE]
    reported = find_reported(reading, spoken_ones, prepared.statements)
    spoken = attributor.attribute(spoken_ones, reported.findings)
    statements = wholes(spoken, reported.around, reading)
    entities = book.finish()
    return Findings(
        prepared.language,
        prepared.articles,
        tuple(entities.values()),
        tuple(
            _attribution(item, whole, book, entities)
            for item, whole in zip(spoken, statements, strict=True)
        ),
        tuple(
            PassedOver(q.span, q.omission, round(1 - q.chance, 3))
            for q in quotations
            if q.chance < _LEAST_CHANCE
        ),
        photo_credits,
        document.outlet or masthead.outlet,
        document.address or masthead.address,
        document.published_on or masthead.published_on,
        tuple(filter(None, (warning_of(prepared.language),))),
    )


@dataclass(frozen=True)
class Prepared:
    """A document read up to the point where quotations are given their speakers."""

    language: str
    masthead: Masthead
    photo_credits: tuple[PhotoCredit, ...]
    reading: Reading
    weighing: Weighing
    articles: tuple[Article, ...]
    statements: Statements
    quotations: tuple[Quotation, ...]


def prepare(document: Document, known: Known) -> Prepared:
    """Read a document: its words, names, stories and marked passages."""
    masthead = read_masthead(document.text)
    photo_credits = find_credits(document.text, Span(0, len(document.text)))
    # Who only made the picture or the page is nobody who speaks on it.
    makers = sorted((*(credit.line for credit in photo_credits), *masthead.lines))
    reading, language = _read(document, photo_credits, makers)
    clusters = cluster_names(reading.segments, reading.mentions, known)
    statements = find_statements(reading, language)
    backings = backings_of(reading, statements)
    quotations = find_quotations(reading, backings)
    return Prepared(
        language,
        masthead,
        photo_credits,
        reading,
        Weighing(reading, clusters, backings),
        _articles(document, masthead, reading),
        statements,
        # The model learned from English news; elsewhere the rules know as much.
        judged(quotations) if language == _LEARNED_LANGUAGE else quotations,
    )


def _read(
    document: Document, photo_credits: Sequence[PhotoCredit], makers: Sequence[Span]
) -> tuple[Reading, str]:
    # A credit glued to its caption hides where the caption's first word begins.
    cuts = [offset for credit in photo_credits for offset in (credit.line.start, credit.line.end)]
    segments = segment(document.text, cuts)
    language = (document.language or language_of(segments.tokens)).split("-")[0].lower()
    mentions = _outside(makers, find_mentions(segments, language))
    cues = find_cues(segments, language)
    marked = cut_unclosed(outermost(find_marked(segments)), segments, cues)
    return Reading(segments, with_turns(marked, find_turns(segments)), cues, mentions), language


def _outside(lines: Sequence[Span], mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Leave out the mentions that stand in one of `lines`, which are in reading order."""
    kept: list[Mention] = []
    number = 0
    for mention in mentions:
        while number < len(lines) and lines[number].end <= mention.span.start:
            number += 1
        if number == len(lines) or not lines[number].overlaps(mention.span):
            kept.append(mention)
    return tuple(kept)


def _articles(document: Document, masthead: Masthead, reading: Reading) -> tuple[Article, ...]:
    segments: Segments = reading.segments
    first = first_headline(document, segments, masthead.lines)
    starts = headlines_of_stories(segments, reading.mentions, first)
    ends = [start for start, _ in starts[1:]] + [len(document.text)]
    published = document.published_on or masthead.published_on
    return tuple(
        Article(
            Span(start, end),
            headline,
            (document.byline or masthead.byline) if start == 0 else None,
            published,
        )
        for (start, headline), end in zip(starts, ends, strict=True)
    )


def _attribution(
    spoken: Spoken, whole: tuple[Span, ...], book: EntityBook, entities: Mapping[Key, Entity]
) -> Attribution:
    key = spoken.key
    return Attribution(
        spoken.content,
        spoken.kind,
        spoken.cue,
        spoken.source_span,
        entities[key] if key is not None else None,
        book.role_at(key, spoken.content[0].start) if key is not None else None,
        spoken.told_to,
        spoken.said_on,
        spoken.confidence,
        spoken.evidence,
        whole,
    )
