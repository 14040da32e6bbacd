"""Saved web pages (HTML)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

from extraction.errors import UnreadableDocument
from extraction.findings import Document, Picture
from extraction.readers.encoding import Decoded, decode
from extraction.readers.original import Original
from extraction.readers.page.document import Source, document_of
from extraction.readers.page.enclosed import beside, file_beside

_DECLARED = re.compile(
    rb"""<meta\b[^>]{0,300}?charset\s*=\s*["']?\s*([a-zA-Z0-9_:.-]{2,40})"""
    rb"""|<\?xml[^>]{0,100}?encoding\s*=\s*["']([a-zA-Z0-9_:.-]{2,40})""",
    re.IGNORECASE,
)
_HEAD = 16 * 1024  # Browsers look at the first kilobyte; some sites put scripts before it.


def read_html(original: Original) -> Document:
    """Read the article of a saved page, its captions and credits in reading order.

    Raises `UnreadableDocument` for a page without words.
    """
    decoded = decode_page(original.data)
    if decoded is None:
        raise UnreadableDocument(
            original.name,
            "it begins like a web page and goes on in binary data",
            "Save the page again and import that file.",
        )
    source = Source(original, decoded.text, "text/html", decoded.encoding, decoded.warnings)
    if original.path is None:
        return document_of(source)
    document = document_of(replace(source, pictures=beside(original.path)))
    pictures = tuple(_filed(picture, original.path) for picture in document.pictures)
    return replace(document, pictures=pictures)


def _filed(picture: Picture, page: Path) -> Picture:
    """Say of a picture in which file beside the page it lies."""
    file = file_beside(page, picture.address)
    if file is None:
        return picture
    return replace(picture, file=file, sha256=hashlib.sha256(file.read_bytes()).hexdigest())


def decode_page(data: bytes, *, declared: str | None = None) -> Decoded | None:
    """Decode a page; `declared` is what its transport says, which counts before its own words."""
    if declared is None and (found := _DECLARED.search(data[:_HEAD])):
        declared = (found[1] or found[2]).decode("ascii")
    return decode(data, declared=declared)
