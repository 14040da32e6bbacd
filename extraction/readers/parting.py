"""Files that hold several documents, taken apart so that each is one of its own.

That is a zip archive, or the library that another program exported. A part is read where it lies:
nothing is written anywhere, least of all under a name that an archive gives.
"""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from extraction.errors import UnreadableDocument
from extraction.readers.archive import members
from extraction.readers.original import LARGEST, Original, printable_name, refusal
from extraction.readers.package import Package, display_path
from extraction.readers.registry import is_archive, is_archive_at, library_of


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a file: the `key` by which it is found again, and its name for people."""

    key: str
    name: str


def parts_of(path: Path) -> tuple[Part, ...]:
    """Return the parts of an archive or of a library of several entries; none for other files.

    Raises `UnreadableDocument` for an archive that cannot be taken apart, and why.
    """
    try:
        if is_archive_at(path):
            files = members(_package(path), path.stat().st_size)
            if not files:
                raise UnreadableDocument(
                    printable_name(path),
                    "there is no file in the archive",
                    "Check how it was made.",
                )
            return tuple(Part(member, display_path(member)) for member in files)
        entries = _entries(path)
    except OSError as error:
        raise refusal(printable_name(path), error) from error
    if len(entries) < 2:
        return ()
    return tuple(Part(str(number), entry.name) for number, entry in enumerate(entries))


def open_part(path: Path, key: str) -> Original:
    """Read one part. Its name tells both: “press.zip › one.html”. Raises `UnreadableDocument`."""
    if not is_archive_at(path):
        entry = _entries(path)[int(key)]
        return dataclasses.replace(entry, name=f"{printable_name(path)} › {entry.name}")
    package = _package(path)
    name = f"{package.name} › {display_path(key)}"
    try:
        data = package.read(key, largest=LARGEST)
    except UnreadableDocument as error:
        raise UnreadableDocument(name, error.reason, error.remedy) from error
    if not data:
        raise UnreadableDocument(name, "it is empty", "Save the page again and import that file.")
    part = Original(name, data, hashlib.sha256(data).hexdigest())
    if is_archive(part):
        raise UnreadableDocument(
            name, "it is an archive in an archive", "Unpack it and import the files in it."
        )
    return part


def _package(path: Path) -> Package:
    status = path.stat()
    return _opened(path, status.st_mtime_ns, status.st_size)


def _entries(path: Path) -> list[Original]:
    status = path.stat()
    return _parted(path, status.st_mtime_ns, status.st_size)


# What is taken apart stays open while its parts are read one after the other.


@lru_cache(maxsize=1)
def _opened(path: Path, _changed: int, _size: int) -> Package:
    return Package(path)


@lru_cache(maxsize=1)
def _parted(path: Path, _changed: int, _size: int) -> list[Original]:
    original = Original.open(path)
    library = library_of(original)
    return library.parts(original) if library else []
