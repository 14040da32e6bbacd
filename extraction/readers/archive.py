"""Zip archives of documents: read as one, or unpacked so that each becomes a document of its own.

Unpacking writes under names of our own making: what an archive calls its members decides nothing
about where they come to lie. Archives in archives are not opened.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extraction.errors import UnreadableDocument
from extraction.findings import Document
from extraction.readers.bundle import bundle
from extraction.readers.original import LARGEST, MEBIBYTE, Original
from extraction.readers.package import Package, display_name

_MOST_READ = 50
_LARGEST_READ = 64 * MEBIBYTE
_LARGEST_UNPACKED = 2048 * MEBIBYTE
_UNPACK = "Unpack it and import the folder."

ReaderFor = Callable[[Original], Callable[[Original], Document]]


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A member as a file: `path` where it lies now, `member` what the archive calls it."""

    path: Path
    member: str


def archive_reader(
    reader_for: ReaderFor, is_archive: Callable[[Original], bool]
) -> Callable[[Original], Document]:
    """Return the reader of archives, given who reads their members."""

    def read_archive(original: Original) -> Document:
        package = Package(original)
        documents: list[Document] = []
        warnings: list[str] = []
        for member in _originals(package, warnings):
            if is_archive(member):
                warnings.append(f"“{member.name}” is an archive in the archive and was not opened.")
                continue
            try:
                documents.append(reader_for(member)(member))
            except UnreadableDocument as error:
                warnings.append(str(error))
        if not documents:
            reason = f" ({warnings[0].rstrip('.')})" if warnings else ""
            raise UnreadableDocument(
                original.name, f"nothing in the archive could be read{reason}", _UNPACK
            )
        return bundle(original, documents, "application/zip", warnings)

    return read_archive


def members(original: Original) -> Iterator[tuple[str, bytes]]:
    """Yield what each member of a zip archive is called, and its bytes.

    Members that cannot be unpacked (protected, damaged, absurdly large) raise `UnreadableDocument`.
    """
    package = Package(original)
    room = _LARGEST_UNPACKED
    for member in _files(package):
        room -= package.size(member)
        if room < 0:
            raise UnreadableDocument(
                package.name,
                f"it unpacks to more than {_LARGEST_UNPACKED // MEBIBYTE} MiB",
                _UNPACK,
            )
        yield member, package.read(member, largest=LARGEST)


def write_members(members: Iterable[tuple[str, bytes]], folder: Path) -> tuple[Unpacked, ...]:
    """Write files into `folder`, which must exist, under safe names.

    When `members` raises, what was written before stays for the caller to remove.
    """
    written: list[Unpacked] = []
    for number, (member, data) in enumerate(members, start=1):
        target = folder / f"{number:05}" / display_name(member)
        target.parent.mkdir()
        target.write_bytes(data)
        written.append(Unpacked(target, member))
    return tuple(written)


def _originals(package: Package, warnings: list[str]) -> Iterator[Original]:
    room = _LARGEST_READ
    for number, member in enumerate(_files(package)):
        room -= package.size(member)
        if number == _MOST_READ or room < 0:
            raise UnreadableDocument(
                package.name,
                f"it holds more than {_MOST_READ} files or {_LARGEST_READ // MEBIBYTE} MiB",
                _UNPACK,
            )
        try:
            data = package.read(member)
        except UnreadableDocument as error:
            warnings.append(f"“{display_name(member)}” was not read: {error.reason}.")
            continue
        if data:
            yield Original(display_name(member), data, hashlib.sha256(data).hexdigest())


def _files(package: Package) -> Iterator[str]:
    """Yield the members that are files someone put there: no links, nothing that systems add."""
    for member in package:
        name = display_name(member)
        is_added = member.startswith("__MACOSX/") or name in (
            "DS_Store",
            "Thumbs.db",
            "desktop.ini",
        )
        if not is_added and not stat.S_ISLNK(package.mode(member)):
            yield member
