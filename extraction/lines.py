"""Findings as JSON: one object a document, in the form that quotation scorers read.

Offsets are half-open code points of the text. A quotation that its reporting clause interrupts is
written once for each stretch in marks, as corpora of quotations count them; whole statements, as
corpora of attributions count them, are written once, with the reporter's words that belong to them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from extraction.engine import extract
from extraction.errors import OnRecordError
from extraction.findings import (
    Article,
    Attribution,
    Document,
    Findings,
    Kind,
    PhotoCredit,
    Span,
)
from extraction.known import NOTHING_KNOWN, Known
from extraction.transcripts import COLON

Json = dict[str, Any]  # JSON objects of unlike values: nothing narrower describes them


_MARKS_OF_ONE = 4
_COLON_AND_SPACE = 3
_TURN = "turn"
"""The type of what a transcript gives somebody without marks: corpora of marked words hold none."""


class UnusableRecord(OnRecordError):
    """A line of a JSON lines file is not a document."""


def line_of(
    identity: str,
    document: Document,
    findings: Findings,
    *,
    with_text: bool,
    whole: bool = False,
) -> Json:
    """Return the object that `onrecord extract` writes for one document.

    With `whole` its "quotes" are whole statements instead of stretches in marks.
    """
    text = document.text
    line: Json = {"id": identity}
    if with_text:
        line["text"] = text
    line["language"] = findings.language
    line["articles"] = [_article(article, text) for article in findings.articles]
    line["quotes"] = quotes_of(findings, text, whole=whole)
    line["credits"] = [_credit(credit, text) for credit in findings.credits]
    return line


def extract_records(
    records: Iterable[Mapping[str, Any]], known: Known = NOTHING_KNOWN
) -> Iterator[Json]:
    """Extract records {"id", "text", "lang"?, "published"?}, one object out for each in.

    Raises `UnusableRecord` for a record without text or with a date that is none.
    """
    for number, record in enumerate(records, start=1):
        document = document_of(record, number)
        findings = extract(document, known)
        yield line_of(document.name, document, findings, with_text=False)


def document_of(record: Mapping[str, Any], number: int) -> Document:
    """Return the document that a record describes; `number` counts records from 1 for messages."""
    text = record.get("text")
    if not isinstance(text, str):
        raise UnusableRecord(f"Cannot extract line {number}: it has no “text”. Give each line one.")
    published = record.get("published")
    try:
        published_on = date.fromisoformat(str(published)) if published else None
    except ValueError:
        raise UnusableRecord(
            f"Cannot extract line {number}: “{published}” is no date. Write it as 2020-08-22."
        ) from None
    return Document(
        str(record.get("id", number)),
        text,
        hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        "text/plain",
        language=record.get("lang"),
        published_on=published_on,
    )


def quotes_of(findings: Findings, text: str, *, whole: bool) -> list[Json]:
    """Return the findings in the scorer's form: stretches in marks, or `whole` statements."""
    if not whole:
        return [
            quote for attribution in findings.attributions for quote in _quotes(attribution, text)
        ]
    statements: dict[tuple[Span, ...], list[Attribution]] = {}
    for attribution in findings.attributions:
        statements.setdefault(attribution.whole or attribution.content, []).append(attribution)
    return [_statement(content, parts, text) for content, parts in statements.items()]


def _article(article: Article, text: str) -> Json:
    return {
        "start": article.span.start,
        "end": article.span.end,
        "headline": article.headline.of(text) if article.headline else None,
    }


def _quotes(attribution: Attribution, text: str) -> list[Json]:
    if attribution.kind is Kind.INDIRECT:
        return [_quote(attribution, attribution.content, text)]
    return [_quote(attribution, (span,), text) for span in attribution.content]


def _statement(content: tuple[Span, ...], parts: Sequence[Attribution], text: str) -> Json:
    """Return a whole statement; the part that comes first tells who made it."""
    quote = _quote(parts[0], content, text)
    marked = sum(len(span) for part in parts for span in part.content)
    if quote["type"] != Kind.INDIRECT.value:
        # Beside the words in marks a comma or a mark of its own is left of a direct quotation.
        direct = sum(map(len, content)) - marked <= _MARKS_OF_ONE * len(parts)
        quote["type"] = (Kind.DIRECT if direct else Kind.MIXED).value
    return quote


def _quote(attribution: Attribution, content: tuple[Span, ...], text: str) -> Json:
    return {
        "start": content[0].start,
        "end": content[-1].end,
        "spans": [[span.start, span.end] for span in content],
        "text": " ".join(span.of(text) for span in content),
        "type": _TURN if _is_turn(attribution, text) else attribution.kind.value,
        "speaker": _speaker(attribution, text),
        "cue": attribution.cue.of(text) if attribution.cue else None,
        "told_to": attribution.told_to.name if attribution.told_to else None,
        "confidence": attribution.confidence,
    }


def _is_turn(attribution: Attribution, text: str) -> bool:
    """Whether the words are a turn of a transcript: a colon leads them, and no mark."""
    start = attribution.start
    led = text[max(0, start - _COLON_AND_SPACE) : start].rstrip()
    return attribution.kind is not Kind.INDIRECT and led.endswith(COLON)


def _speaker(attribution: Attribution, text: str) -> Json | None:
    source, speaker = attribution.source, attribution.speaker
    if source is None and speaker is None:
        return None
    mention = source.of(text) if source else None
    return {
        "start": source.start if source else None,
        "end": source.end if source else None,
        "text": mention,
        "name": speaker.name if speaker else mention,
    }


def _credit(credit: PhotoCredit, text: str) -> Json:
    return {
        "start": credit.line.start,
        "end": credit.line.end,
        "line": credit.line.of(text),
        "agency": credit.agency,
        "creator": credit.creator,
        "distributor": credit.distributor,
        "flags": list(credit.flags),
        "licence": credit.licence,
        "caption": credit.caption.of(text) if credit.caption else None,
    }
