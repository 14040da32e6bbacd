"""From a file to its text: one function for every kind of file.

What a file is, is decided by its bytes; a wrong or missing suffix changes nothing. A kind that can
be recognised but not read yet is refused by its own name, never as "unknown".
"""

from __future__ import annotations

from pathlib import Path

from extraction.errors import UnreadableDocument
from extraction.findings import Document
from extraction.readers.archive import Unpacked, members, write_members
from extraction.readers.original import Original
from extraction.readers.registry import is_archive as _is_archive
from extraction.readers.registry import library_of, reader_for

__all__ = ["MOST_CHARACTERS", "Unpacked", "is_archive", "read", "unpack"]

MOST_CHARACTERS = 8_000_000
"""Finding quotations takes about 130 bytes and 10 µs a character: a text of this size needs 1 GB
and over a minute. It is two Bibles; what is longer is a dump of many documents, not one.
"""


def read(path: Path) -> Document:
    """Read a file into a `Document`.

    Offsets into the document count code points of `Document.text`, in which every line ends in one
    newline whatever the file uses. Raises `UnreadableDocument`, whose message says what to do.
    """
    original = Original.open(path)
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


def is_archive(path: Path) -> bool:
    """Whether `unpack` can part the file into documents; raises `UnreadableDocument` like `read`.

    That is a zip archive, or a library of several entries that another program exported. `read`
    takes either as one document; unpacked, each part keeps its own date, outlet and address.
    """
    original = Original.open(path)
    if library := library_of(original):
        return len(library.parts(original)) > 1
    return _is_archive(original)


def unpack(path: Path, folder: Path) -> tuple[Unpacked, ...]:
    """Write each part of an archive or a library into `folder`, which must exist.

    Raises `UnreadableDocument` where a part cannot be had (protected, damaged, absurdly large);
    what was written before stays for the caller to remove.
    """
    original = Original.open(path)
    if library := library_of(original):
        return write_members(((p.name, p.data) for p in library.parts(original)), folder)
    return write_members(members(original), folder)
