"""MIME: the parts of a mail or of a page saved as one file."""

from __future__ import annotations

import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.parser import BytesParser

from extraction.errors import UnreadableDocument
from extraction.readers.original import Original

_MOST_PARTS = 5_000
_MOST_BOUNDARIES = 20_000  # Python's parser takes about 10 CPU s for 100,000 parts.
_LONGEST_HEADER = 2_000


@dataclass(frozen=True, slots=True)
class Part:
    """One part with its bytes decoded. `name` is a bare file name, never a path."""

    media_type: str
    charset: str | None
    location: str | None
    content_id: str | None
    name: str | None
    is_attachment: bool
    data: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """The headers of a message and its parts, in the order of the file, containers left out."""

    headers: dict[str, str]
    parts: tuple[Part, ...]


def read_message(original: Original) -> Message:
    """Take a message apart; raises `UnreadableDocument` when that is not possible."""
    if original.data.count(b"\n--") > _MOST_BOUNDARIES:
        raise UnreadableDocument(
            original.name,
            f"it is made of more than {_MOST_BOUNDARIES:,} parts",
            "Open it in a mail program, save the message as plain text and import that.",
        )
    try:
        # compat32 takes headers as they come: a broken one must not lose the message.
        message = BytesParser(policy=email.policy.compat32).parsebytes(original.data)
        headers = {name.lower(): _decoded(value) for name, value in reversed(message.items())}
        parts = tuple(_parts(message))
    except (RecursionError, MessageError, LookupError, ValueError) as error:
        raise UnreadableDocument(
            original.name,
            "its parts are nested or broken in a way that no mail program writes",
            "Open it in a mail program or a browser, save it as plain text and import that.",
        ) from error
    return Message(headers, parts)


def _parts(message: email.message.Message) -> Iterator[Part]:
    """Yield the leaves; the walk holds its own stack, since senders decide how deep it goes."""
    waiting: list[email.message.Message] = [message]
    count = 0
    while waiting and count < _MOST_PARTS:
        part = waiting.pop()
        inner = part.get_payload()
        if isinstance(inner, list):
            waiting += [child for child in reversed(inner) if not isinstance(child, str)]
            continue
        count += 1
        payload = part.get_payload(decode=True)
        name = part.get_filename()
        yield Part(
            media_type=part.get_content_type(),
            charset=part.get_content_charset(),
            location=_one_line(part.get("Content-Location")),
            content_id=(_one_line(part.get("Content-ID")) or "").strip("<> ") or None,
            name=_decoded(name).replace("\\", "/").rsplit("/", 1)[-1] if name else None,
            is_attachment=part.get_content_disposition() == "attachment",
            data=payload if isinstance(payload, bytes) else b"",
        )


def _one_line(value: object) -> str | None:
    return "".join(str(value).split()) if value else None


def _decoded(value: object) -> str:
    """Decode the words of a header (RFC 2047); what cannot be decoded stays as it is."""
    text = str(value)[:_LONGEST_HEADER]
    pieces: list[str] = []
    try:
        for piece, charset in email.header.decode_header(text):
            if isinstance(piece, str):
                pieces.append(piece)
            else:
                pieces.append(piece.decode(charset or "utf-8", "replace"))
    except (MessageError, LookupError, ValueError):
        return " ".join(text.split())
    return " ".join("".join(pieces).split())
