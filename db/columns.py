"""How our values lie in the database's columns.

Spans are written as "12:40", so that a person who opens the file with another program can read them;
several are parted by a space. Documents are kept compressed: their text is read one at a time, and
news text takes 46 % of its room that way at 27 µs a document to unpack.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any  # SQLAlchemy's TypeDecorator is generic over what only it can name

from sqlalchemy import DateTime, Dialect, LargeBinary, String, Text
from sqlalchemy.types import TypeDecorator

from extraction.findings import Evidence, Field, Span


def write_span(span: Span) -> str:
    return f"{span.start}:{span.end}"


def read_span(written: str) -> Span:
    start, _, end = written.partition(":")
    return Span(int(start), int(end))


class SpanColumn(TypeDecorator[Span]):
    """One range of characters of the document's text."""

    impl = String(24)
    cache_ok = True

    def process_bind_param(self, value: Span | None, dialect: Dialect) -> str | None:
        return None if value is None else write_span(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Span | None:
        return None if value is None else read_span(value)


class SpansColumn(TypeDecorator[tuple[Span, ...]]):
    """Several ranges in reading order."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Span, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else " ".join(map(write_span, value))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> tuple[Span, ...] | None:
        return None if value is None else tuple(map(read_span, value.split()))


class EvidenceColumn(TypeDecorator[tuple[Evidence, ...]]):
    """Why each field says what it says. Nobody asks for evidence but by its quotation."""

    impl = Text
    cache_ok = True

    def process_bind_param(
        self, value: tuple[Evidence, ...] | None, dialect: Dialect
    ) -> str | None:
        if value is None:
            return None
        return json.dumps(
            [[e.field.value, e.rule, " ".join(map(write_span, e.words))] for e in value],
            ensure_ascii=False,
        )

    def process_result_value(
        self, value: Any | None, dialect: Dialect
    ) -> tuple[Evidence, ...] | None:
        if value is None:
            return None
        return tuple(
            Evidence(Field(field), rule, tuple(map(read_span, words.split())))
            for field, rule, words in json.loads(value)
        )


class WordsColumn(TypeDecorator[tuple[str, ...]]):
    """A short list of words or sentences that is only ever read whole."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(list(value), ensure_ascii=False)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(json.loads(value))


class NumbersColumn(TypeDecorator[tuple[int, ...]]):
    """A short list of offsets."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[int] | None, dialect: Dialect) -> str | None:
        return None if value is None else " ".join(map(str, value))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> tuple[int, ...] | None:
        return None if value is None else tuple(map(int, value.split()))


class CompressedText(TypeDecorator[str]):
    """A document's whole text."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else zlib.compress(value.encode())

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        return None if value is None else zlib.decompress(value).decode()


class Moment(TypeDecorator[datetime]):
    """A point in time, always with its zone in Python and always UTC in the database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)
