"""Web pages saved as one file (MHTML): the page and the pictures that came with it."""

from __future__ import annotations

from extraction.errors import UnreadableDocument
from extraction.findings import Document, EmbeddedCredit
from extraction.pictures import embedded_credit
from extraction.readers.html import decode_page
from extraction.readers.mime import Part, read_message
from extraction.readers.original import Original
from extraction.readers.page.document import Source, document_of, picture_name

_PAGES = ("text/html", "application/xhtml+xml")


def read_mhtml(original: Original) -> Document:
    """Read the page of an MHTML file; raises `UnreadableDocument` when it holds none."""
    message = read_message(original)
    page = next((part for part in message.parts if part.media_type in _PAGES), None)
    decoded = decode_page(page.data, declared=page.charset) if page else None
    if page is None or decoded is None:
        raise UnreadableDocument(
            original.name,
            "it holds no web page",
            "Open the page in a browser, save it again and import that file.",
        )
    return document_of(
        Source(
            original,
            decoded.text,
            "multipart/related",
            decoded.encoding,
            decoded.warnings,
            location=message.headers.get("snapshot-content-location") or page.location,
            parts=_pictures(message.parts),
        )
    )


def _pictures(parts: tuple[Part, ...]) -> dict[str, EmbeddedCredit]:
    """Return the credits that the pictures carry, by every name under which a page shows them."""
    found: dict[str, EmbeddedCredit] = {}
    for part in parts:
        if not part.media_type.startswith("image/"):
            continue
        embedded = embedded_credit(part.data)
        if embedded is None:
            continue
        if part.location:
            found[part.location] = embedded
            found.setdefault(picture_name(part.location), embedded)
        if part.content_id:
            found[f"cid:{part.content_id}"] = embedded
    return found
