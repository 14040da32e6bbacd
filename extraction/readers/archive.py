"""Zip archives of documents: what is in them, and how they are read as one.

Archives in archives are not opened.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Iterator

from extraction.errors import UnreadableDocument
from extraction.findings import Document
from extraction.readers.bundle import bundle
from extraction.readers.original import MEBIBYTE, Original
from extraction.readers.package import Package, display_name

_MOST_READ = 50
_LARGEST_READ = 64 * MEBIBYTE
_LARGEST_UNPACKED = 2048 * MEBIBYTE
_MOST_DENSE = 50
"""How many times smaller text may be packed: prose is packed to a third, a page of code to a tenth.
"""
_UNPACK = "Unpack it and import the folder."

ReaderFor = Callable[[Original], Callable[[Original], Document]]


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


def members(package: Package, size: int) -> tuple[str, ...]:
    """Return the files in an archive of `size` bytes by the names that it gives them.

    Raises `UnreadableDocument` when its directory is that of a bomb: gigabytes that a file of a
    fraction of the size is said to unpack to.
    """
    files = tuple(_files(package))
    unpacked = sum(package.size(member) for member in files)
    if unpacked > max(_LARGEST_UNPACKED, _MOST_DENSE * size):
        raise UnreadableDocument(
            package.name,
            f"it says that it unpacks to {unpacked // MEBIBYTE:,} MiB, "
            f"more than {_MOST_DENSE} times its own size",
            "If you trust it, unpack it and import the folder.",
        )
    return files


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
