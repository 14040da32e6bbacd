"""Plain text: decoded, its lines ended alike, and cleared of characters that no page shows."""

from __future__ import annotations

import re

from extraction.errors import UnreadableDocument
from extraction.findings import Document
from extraction.readers.characters import cleared
from extraction.readers.encoding import decode
from extraction.readers.original import Original


def read_text(original: Original) -> Document:
    """Read plain text in whatever encoding it is.

    Every end of line becomes one newline; a control character becomes a space; a form feed ends its
    line and begins a page. Nothing else of the text is changed.
    """
    decoded = decode(original.data)
    if decoded is None:
        raise UnreadableDocument(
            original.name,
            "it holds binary data, not text",
            "Open it in the program it was made with, save it as plain text and import that.",
        )
    warnings = list(decoded.warnings)
    text, controls = cleared(decoded.text)
    if controls:
        warnings.append(f"{controls} control character(s) in the file were replaced with spaces.")
    if not text.strip():
        raise UnreadableDocument(
            original.name,
            "it holds nothing but white space",
            "Save the page again and import that.",
        )
    pages = _page_starts(text)
    return Document(
        name=original.name,
        text=text.replace("\f", "\n"),
        sha256=original.sha256,
        media_type="text/plain",
        encoding=decoded.encoding,
        pages=pages,
        warnings=tuple(warnings),
    )


def _page_starts(text: str) -> tuple[int, ...]:
    """Pages as programs that print text part them: by form feeds, one often after the last page."""
    feeds = [at.start() for at in re.finditer("\f", text)]
    begun = [0, *(at + 1 for at in feeds if at + 1 < len(text))]
    return tuple(begun) if len(begun) > 1 else ()
