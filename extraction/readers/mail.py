"""E-mails (EML): the message as its sender wrote it, with sender, subject and date."""

from __future__ import annotations

import re
from email.utils import parseaddr

from extraction.errors import UnreadableDocument
from extraction.findings import Document, Picture, Statement, StatementField
from extraction.pictures import embedded_credit
from extraction.readers.characters import cleared
from extraction.readers.dates import date_in
from extraction.readers.encoding import decode
from extraction.readers.html import decode_page
from extraction.readers.mime import Message, Part, read_message
from extraction.readers.original import Original
from extraction.readers.page import markup
from extraction.readers.page.blocks import lines_of, render

_LEAST_WRAPPED, _MOST_WRAPPED = 50, 100
_LIST_OR_QUOTE = re.compile(r"\s*(?:[>*•–-]|\d+[.)])\s?")


def read_mail(original: Original) -> Document:
    """Read the text of a message; attachments are named, not read.

    The formatted text is preferred where a message has both: plain text is broken into lines at a
    fixed width. Raises `UnreadableDocument` when the message has no text.
    """
    message = read_message(original)
    body = [part for part in message.parts if not part.is_attachment]
    text = encoding = ""
    warnings: list[str] = []
    for media_type, reader in (("text/html", _of_html), ("text/plain", _of_plain)):
        pieces = [reader(part) for part in body if part.media_type == media_type]
        text = "\n\n".join(piece for piece, _, _ in pieces if piece.strip())
        if text:
            encoding = pieces[0][1]
            warnings += [warning for _, _, warned in pieces for warning in warned]
            break
    if not text:
        raise UnreadableDocument(
            original.name,
            "the message has no text of its own",
            "Save its attachments as files and import those.",
        )
    unread = [part.name for part in message.parts if part.is_attachment and part.name]
    if unread:
        warnings.append(
            f"Attachments are not read with a message: {', '.join(unread[:10])}. "
            "Save them as files and import those."
        )
    statements = _statements(message)
    best = {said.field: said.value for said in reversed(statements)}
    return Document(
        name=original.name,
        text=text.strip("\n") + "\n",
        sha256=original.sha256,
        media_type="message/rfc822",
        encoding=encoding,
        published_on=date_in(best.get(StatementField.PUBLISHED_ON, "")),
        byline=best.get(StatementField.BYLINE),
        headline=best.get(StatementField.HEADLINE),
        warnings=tuple(dict.fromkeys(warnings)),
        statements=statements,
        pictures=_pictures(message),
    )


def _of_html(part: Part) -> tuple[str, str, tuple[str, ...]]:
    decoded = decode_page(part.data, declared=part.charset)
    if decoded is None:
        return "", "", ()
    text, _ = cleared(decoded.text.replace("\f", "\n"))
    if markup.is_too_large(text):
        return markup.stripped(text), decoded.encoding, decoded.warnings
    root = markup.parse(text)
    lines = "" if root is None else lines_of(render(root).blocks)
    return lines, decoded.encoding, decoded.warnings


def _of_plain(part: Part) -> tuple[str, str, tuple[str, ...]]:
    decoded = decode(part.data, declared=part.charset)
    if decoded is None:
        return "", "", ()
    text, _ = cleared(decoded.text.replace("\f", "\n"))
    return unwrapped(text), decoded.encoding, decoded.warnings


def unwrapped(text: str) -> str:
    """Join lines that were broken at a fixed width, so that a line is a paragraph again.

    A block is joined when all its lines but the last are as long as such lines are, and none begins
    like an item of a list or a quoted line. A trailing space ("format=flowed") is one space.
    """
    blocks = re.split(r"\n[ \t]*\n", text)
    return "\n\n".join(map(_joined, blocks))


def _joined(block: str) -> str:
    lines = block.strip("\n").split("\n")
    if len(lines) < 2 or any(
        not _LEAST_WRAPPED <= len(line.rstrip()) <= _MOST_WRAPPED for line in lines[:-1]
    ):
        return block.strip("\n")
    if any(_LIST_OR_QUOTE.match(line) for line in lines):
        return block.strip("\n")
    return " ".join(line.strip() for line in lines)


def _statements(message: Message) -> tuple[Statement, ...]:
    headers = message.headers
    name, address = parseaddr(headers.get("from", ""))
    day = date_in(headers.get("date", ""))
    said = (
        (StatementField.HEADLINE, headers.get("subject", ""), "header Subject"),
        (StatementField.BYLINE, name or address, "header From"),
        (StatementField.PUBLISHED_ON, day.isoformat() if day else "", "header Date"),
    )
    return tuple(Statement(field, value, where) for field, value, where in said if value)


def _pictures(message: Message) -> tuple[Picture, ...]:
    return tuple(
        Picture(part.name or part.content_id or "picture", embedded=embedded)
        for part in message.parts
        if part.media_type.startswith("image/") and (embedded := embedded_credit(part.data))
    )
