"""One entry of a library: what the other program knows of a page, and the words kept from it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import unescape

from extraction.errors import UnreadableDocument
from extraction.findings import Document, Statement, StatementField
from extraction.readers.characters import cleared
from extraction.readers.dates import date_in
from extraction.readers.original import Original
from extraction.readers.page import markup
from extraction.readers.page.blocks import lines_of, render


@dataclass(frozen=True, slots=True)
class Record:
    """An entry as its program states it.

    `source` is the entry alone in the form in which its program exports entries, so that it can be
    kept, and read again, as a file of its own. `passages` are abstract, highlights and notes, each
    a paragraph or more. `where` names for each statement the field it was taken from.
    """

    title: str
    source: bytes
    passages: tuple[str, ...]
    statements: tuple[Statement, ...]

    def stated(self, field: StatementField) -> str | None:
        return next((said.value for said in self.statements if said.field is field), None)


def statements(*said: tuple[StatementField, object, str]) -> tuple[Statement, ...]:
    """Return what an entry states: a field is left out where its value is no text or is empty.

    A date is brought to ISO 8601; one that names no day is left out.
    """
    found: list[Statement] = []
    for field, value, where in said:
        if not isinstance(value, str) or not (text := " ".join(cleared(value)[0].split())):
            continue
        if field is StatementField.PUBLISHED_ON:
            day = date_in(text)
            if day is None:
                continue
            text = day.isoformat()
        found.append(Statement(field, text, where))
    return tuple(found)


def document_of(record: Record, original: Original, media_type: str) -> Document:
    """Return an entry as a document: its title, then its passages."""
    pieces = [piece for piece in (record.title, *record.passages) if piece.strip()]
    if not pieces:
        raise UnreadableDocument(
            original.name,
            "the entry has neither a title nor words",
            "Save its page and import that.",
        )
    day = record.stated(StatementField.PUBLISHED_ON)
    return Document(
        name=original.name,
        text="\n\n".join(pieces) + "\n",
        sha256=original.sha256,
        media_type=media_type,
        encoding="utf-8",
        language=record.stated(StatementField.LANGUAGE),
        published_on=date_in(day) if day else None,
        outlet=record.stated(StatementField.OUTLET),
        address=record.stated(StatementField.ADDRESS),
        byline=record.stated(StatementField.BYLINE),
        headline=record.title or None,
        statements=record.statements,
    )


def prose(written: object) -> str:
    """Return the words of a note or an abstract, which may be written as HTML."""
    if not isinstance(written, str):
        return ""
    text, _ = cleared(written.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n"))
    if "<" not in text:
        return unescape(text).strip()
    if markup.is_too_large(text):
        return markup.stripped(text).strip()
    root = markup.parse(text)
    return "" if root is None else lines_of(render(root).blocks).strip()


def line(written: object) -> str:
    """Return a title or a name on one line, without the marks of HTML."""
    return " ".join(prose(written).split())


def as_json(entry: object) -> bytes:
    """Return an entry as a file of JSON that people can read; half surrogates stay escaped."""
    return json.dumps(entry, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")
