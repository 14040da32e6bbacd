"""Web pages saved as one file (MHTML): the page and the pictures that came with it."""

from __future__ import annotations

from extraction.errors import UnreadableDocument
from extraction.findings import Document
from extraction.readers.html import decode_page
from extraction.readers.mime import Part, read_message
from extraction.readers.original import Original
from extraction.readers.page.document import Source, document_of
from extraction.readers.page.enclosed import Pictures, by_name

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
            pictures=_pictures(message.parts),
        )
    )


def _pictures(parts: tuple[Part, ...]) -> Pictures:
    """Give the pictures by every name under which a page shows them."""
    found: dict[str, bytes] = {}
    for part in parts:
        if part.media_type.startswith("image/"):
            if part.location:
                found[part.location] = part.data
            if part.content_id:
                found[f"cid:{part.content_id}"] = part.data
    return by_name(found)
