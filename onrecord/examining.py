"""One piece of an import, read, searched for quotations and its original kept.

This runs in a worker. The original is on the disk before the answer is given, so that the catalogue
can name it; everything else happens where the catalogue is open. The readers are imported where
they are used: the process with the catalogue has no need of them.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from db.errors import CatalogueError, OriginalChanged
from db.originals import Originals
from extraction import Document, Findings, OnRecordError, UnreadableDocument
from extraction.known import Known
from extraction.limits import allow_for_length
from onrecord.faults import own_fault
from onrecord.files import clause
from onrecord.pieces import Piece

if TYPE_CHECKING:
    from extraction.readers import Original


@dataclass(frozen=True, slots=True)
class Job:
    """What all pieces of an import have in common."""

    originals: Originals
    known: Known
    published_on: date | None
    here: frozenset[bytes]
    """SHA-256 of the documents that the catalogue holds."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A piece as read and searched, on its way to the catalogue, which has its original."""

    document: Document
    findings: Findings


@dataclass(frozen=True, slots=True)
class Already:
    """A piece whose bytes are in the catalogue."""

    sha256: str


@dataclass(frozen=True, slots=True)
class Halt:
    """The reason, a sentence, for which nothing more can be imported."""

    reason: str


_EXAMPLE = """Gates stay shut

“We counted the ledgers twice,” Mayor Mara Lindqvist told reporters on Monday. She said that the
harbour would stay open, according to the mayor's office.

© Northern Wire / Anna Weiss
"""
"""A text that needs the readers' and finders' models, so that reading it loads them."""

Answer = Examined | Already | Halt | str
"""A sentence is the reason for which a piece is set aside."""


def examine(piece: Piece, job: Job) -> Answer:
    """Read a piece and find what it holds, or say in a sentence why that cannot be done."""
    from extraction.engine import extract
    from extraction.readers import read_original

    try:
        original = _original(piece)
        if bytes.fromhex(original.sha256) in job.here:
            return Already(original.sha256)
        document = read_original(original)
        if job.published_on is not None and document.published_on is None:
            document = dataclasses.replace(document, published_on=job.published_on)
        allow_for_length(len(document.text))
        found = Examined(document, extract(document, job.known))
    except OnRecordError as error:
        return str(error)
    except OSError as error:
        return str(UnreadableDocument(piece.name, clause(error)))
    except MemoryError:
        raise
    except Exception as error:
        return own_fault(piece.name, error)
    try:
        job.originals.keep_bytes(original.data, original.sha256)
        job.originals.keep_pictures(document)
    except OriginalChanged as error:
        return str(error)
    except CatalogueError as error:
        return Halt(str(error))
    return found


def load_readers() -> None:
    """Load what `examine` needs, models and lists of words included, ahead of the first piece."""
    from extraction.engine import extract
    from extraction.readers import Original, read_original

    data = _EXAMPLE.encode()
    extract(read_original(Original("example.txt", data, sha256(data).hexdigest())))


def _original(piece: Piece) -> Original:
    from extraction.readers import Original, is_archive_at, open_part, parts_of

    if piece.part is not None:
        return open_part(piece.path, piece.part)
    if piece.path.is_file() and is_archive_at(piece.path):
        parts_of(piece.path)  # says why it was not taken apart
    return Original.open(piece.path)
