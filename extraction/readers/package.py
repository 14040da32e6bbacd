"""Zip files, looked into without ever writing one of their members to the disk.

The directory of the archive is read first: how many members, how large they say they are. What is
read is bounded again, since a directory may lie. A member's name is used to find it in the archive
and to show it, nothing else.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from lxml import etree

from extraction.errors import UnreadableDocument
from extraction.readers.original import MEBIBYTE, Original, printable_name

MOST_MEMBERS = 20_000
LARGEST_MEMBER = 32 * MEBIBYTE
"""A tree of XML takes about ten times the bytes of its text; a novel of 900 KB is 2 MB of XML."""

MOST_TAGS = 1_500_000
"""Tags in one part of XML: some 250,000 paragraphs."""

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)
_ENCRYPTED = 0x1
_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)))
)


class Package:
    """An archive whose directory was found to be sound."""

    def __init__(self, where: Original | Path) -> None:
        """Open an archive, read already or where it lies, of whatever size.

        Raises `UnreadableDocument` when its directory is damaged or absurd.
        """
        file: Path | io.BytesIO
        if isinstance(where, Original):
            self.name, file = where.name, io.BytesIO(where.data)
        else:
            self.name, file = printable_name(where), where
        try:
            self._archive = zipfile.ZipFile(file)
        except _BROKEN as error:
            raise self._damaged() from error
        self._members = {member.filename: member for member in self._archive.infolist()}
        if len(self._members) > MOST_MEMBERS:
            raise UnreadableDocument(
                self.name,
                f"it holds {len(self._members):,} files, and at most {MOST_MEMBERS:,} are read",
                "Unpack it and import the files in it.",
            )

    def __contains__(self, member: str) -> bool:
        return member in self._members

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the members that are files, in the order of the directory."""
        return (name for name, member in self._members.items() if not member.is_dir())

    def size(self, member: str) -> int:
        """Return how many bytes the directory says that a member has."""
        return self._members[member].file_size

    def mode(self, member: str) -> int:
        """Return the Unix mode of a member, which tells links from files; 0 when not recorded."""
        return self._members[member].external_attr >> 16

    def read(self, member: str, *, largest: int = LARGEST_MEMBER) -> bytes:
        """Return the bytes of a member; raises `UnreadableDocument`."""
        try:
            entry = self._members[member]
        except KeyError:
            raise UnreadableDocument(
                self.name,
                f"its part “{member}” is missing",
                "Open it in the program it was made with, save it again and import that.",
            ) from None
        if entry.flag_bits & _ENCRYPTED:
            raise UnreadableDocument(
                self.name,
                "it is protected by a password",
                "Save an unprotected copy and import that.",
            )
        if entry.file_size > largest:
            raise self._too_large(entry.file_size)
        try:
            with self._archive.open(entry) as file:
                data = file.read(largest + 1)
        except _BROKEN as error:
            raise self._damaged() from error
        except RuntimeError as error:  # zipfile's word for a compression that is not built in
            raise self._damaged() from error
        if len(data) > largest:
            raise self._too_large(len(data))
        return data

    def _damaged(self) -> UnreadableDocument:
        return UnreadableDocument(
            self.name, "it is damaged or cut short", "Copy or download it again and import that."
        )

    def _too_large(self, size: int) -> UnreadableDocument:
        return UnreadableDocument(
            self.name,
            f"a part of it unpacks to {size / MEBIBYTE:.0f} MiB or more, which no text needs",
            "If you trust it, unpack it and import the files in it.",
        )


def display_path(member: str) -> str:
    r"""Return a member's name with its folders, each as `display_name` gives it.

    >>> display_path("2024/may/page.html"), display_path("../../page.html")
    ('2024/may/page.html', 'page.html')
    """
    *folders, _ = PurePosixPath(member.replace("\\", "/")).parts or ("",)
    shown = [display_name(folder) for folder in folders if folder.strip("./ ")]
    return "/".join((*shown, display_name(member)))


def display_name(member: str) -> str:
    r"""Return a member's own name, without folders, drives and what no file may be called.

    >>> display_name(r"..\..\C:\nul.txt"), display_name("/etc/passwd")
    ('_nul.txt', 'passwd')
    """
    last = PurePosixPath(member.replace("\\", "/")).name
    last = "".join(char for char in last if char.isprintable() and char not in ':*?"<>|').strip(
        ". "
    )
    if last.split(".", 1)[0].lower() in _DEVICES:
        last = f"_{last}"
    return last[:200] or "unnamed"


def parse_xml(data: bytes, name: str) -> etree._Element:
    """Parse a part; expands no entity, loads no DTD, fetches nothing.

    Raises `UnreadableDocument`, under the archive's `name`, for what is not well-formed.
    """
    if data.count(b"<") > MOST_TAGS:
        raise UnreadableDocument(
            name,
            f"a part of it holds more than {MOST_TAGS:,} elements, which no text needs",
            "Split it in the program it was made with and import its parts.",
        )
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument(
            name,
            "a part of it is not well-formed XML, or is nested deeper than any program writes it",
            "Open it in the program it was made with, save it again and import that.",
        ) from error
