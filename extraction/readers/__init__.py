"""From a file to its text: one function for every kind of file.

What a file is, is decided by its bytes; a wrong or missing suffix changes nothing. A kind that can
be recognised but not read yet is refused by its own name, never as "unknown".
"""

from __future__ import annotations

from pathlib import Path

from extraction.errors import UnreadableDocument
from extraction.findings import Document
from extraction.readers.archive import Unpacked, unpack
from extraction.readers.original import Original
from extraction.readers.registry import is_archive as _is_archive
from extraction.readers.registry import reader_for

__all__ = ["Unpacked", "is_archive", "read", "unpack"]


def read(path: Path) -> Document:
    """Read a file into a `Document`.

    Offsets into the document count code points of `Document.text`, in which every line ends in one
    newline whatever the file uses. Raises `UnreadableDocument`, whose message says what to do.
    """
    original = Original.open(path)
    try:
        return reader_for(original)(original)
    except MemoryError:
        raise UnreadableDocument(
            original.name,
            "it unfolds to more than the memory that reading one file is given",
            "Save its text as a plain text file and import that.",
        ) from None


def is_archive(path: Path) -> bool:
    """Whether `unpack` can part the file into documents; raises `UnreadableDocument` like `read`.

    `read` takes an archive as one document; unpacked, each member keeps its own date and outlet.
    """
    return _is_archive(Original.open(path))
