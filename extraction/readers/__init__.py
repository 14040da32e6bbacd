"""From a file to its text: one function for every kind of file.

What a file is, is decided by its bytes; a wrong or missing suffix changes nothing. A kind that can
be recognised but not read yet is refused by its own name, never as "unknown".
"""

from __future__ import annotations

from pathlib import Path

from extraction.errors import UnreadableDocument
from extraction.findings import Document
from extraction.readers.original import Original
from extraction.readers.parting import Part, open_part, parts_of
from extraction.readers.registry import (
    is_archive_at,
    is_plain_text,
    reader_for,
)

__all__ = [
    "MOST_CHARACTERS",
    "Original",
    "Part",
    "is_archive_at",
    "is_plain_text",
    "open_part",
    "parts_of",
    "read",
    "read_original",
]

MOST_CHARACTERS = 8_000_000
"""Finding quotations takes about 130 bytes and 10 µs a character: a text of this size needs 1 GB
and over a minute. It is two Bibles; what is longer is a dump of many documents, not one.
"""


def read(path: Path) -> Document:
    """Read a file into a `Document`.

    Offsets into the document count code points of `Document.text`, in which every line ends in one
    newline whatever the file uses. Raises `UnreadableDocument`, whose message says what to do.
    """
    return read_original(Original.open(path))


def read_original(original: Original) -> Document:
    """Read what `read` reads, of bytes that are here already."""
    try:
        document = reader_for(original)(original)
    except MemoryError:
        raise UnreadableDocument(
            original.name,
            "it unfolds to more than the memory that reading one file is given",
            "Save its text as a plain text file and import that.",
        ) from None
    if len(document.text) > MOST_CHARACTERS:
        raise UnreadableDocument(
            original.name,
            f"it holds {len(document.text) / 1e6:.0f} million characters, and the most that can be "
            f"searched for quotations is {MOST_CHARACTERS / 1e6:.0f} million",
            "Split it into smaller files and import those.",
        )
    return document
