"""The file as it lies on the disk: its bytes, and every reason for which there are none."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from extraction.errors import UnreadableDocument

MEBIBYTE = 1024 * 1024

LARGEST = 64 * MEBIBYTE
"""A text of this size takes 256 MiB in Python's widest form (one rare character is enough for four
bytes each); with the copy that normalising its lines makes, that is half of the memory that a
process which reads files is given. 64 MiB is fifteen Bibles: larger files are dumps, not articles.
"""


@dataclass(frozen=True, slots=True)
class Original:
    """A regular file, read whole. `name` is its file name, made printable.

    `path` is where it lies, None for what lies inside another file.
    """

    name: str
    data: bytes
    sha256: str
    path: Path | None = None

    @classmethod
    def open(cls, path: Path) -> Self:
        """Read the bytes of `path`; raises `UnreadableDocument`."""
        name = printable_name(path)
        try:
            status = path.stat()
        except OSError as error:
            raise refusal(name, error) from error
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableDocument(
                name,
                "it is a folder, not a file",
                "Import the files in it, or the folder as a whole.",
            )
        if not stat.S_ISREG(status.st_mode):
            # Opening a pipe or a device may wait for ever.
            raise UnreadableDocument(
                name, "it is a device or a pipe, not a file", "Save its contents to a file first."
            )
        if status.st_size > LARGEST:
            raise UnreadableDocument(
                name,
                f"it holds {status.st_size / MEBIBYTE:.0f} MiB, and the largest file that can be "
                f"read is {LARGEST // MEBIBYTE} MiB",
                "Split it into smaller files and import those.",
            )
        try:
            data = path.read_bytes()
        except OSError as error:
            raise refusal(name, error) from error
        if not data:
            raise UnreadableDocument(
                name, "it is empty", "Save the page again and import that file."
            )
        return cls(name, data, hashlib.sha256(data).hexdigest(), path)


def printable_name(path: Path) -> str:
    """Return the file's name as valid Unicode: bytes that no encoding explains become U+FFFD."""
    return os.fsencode(path.name or str(path)).decode("utf-8", "replace")


def refusal(name: str, error: OSError) -> UnreadableDocument:
    """Say why the system does not give the bytes of a file."""
    match error:
        case FileNotFoundError():
            return UnreadableDocument(
                name, "there is no such file", "Check the spelling, or whether it has been moved."
            )
        case PermissionError():
            return UnreadableDocument(
                name,
                "you have no right to open it",
                "Give yourself the right to read it and retry.",
            )
    reason = (error.strerror or type(error).__name__).lower()
    return UnreadableDocument(
        name, f"the disk refuses ({reason})", "Copy the file elsewhere and import the copy."
    )
