"""The files that a user means by naming files and folders."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from extraction import OnRecordError

_WORTH_WORKERS = 300_000
"""Bytes of files from which worker processes pay: starting one costs about half a second."""


_PAGES = frozenset((".html", ".htm", ".xhtml"))
_SAVED_WITH_PAGES = (
    "_files",
    ".files",
    "-Dateien",
    "_fichiers",
    "_archivos",
    "_ficheiros",
    "_bestanden",
    "-filer",
    "_file",
    "_elemei",
    "_pliki",
    "_soubory",
)
"""How browsers name the folder with a page's pictures, after the page; by their language."""


class NothingThere(OnRecordError):
    """A path that was given names nothing that can be looked into."""


def files_in(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files that `paths` name, folders looked through in order of name, each file once.

    Hidden files and folders (a name that begins with a dot) are skipped unless named themselves,
    and so are the folders that browsers save beside a page: its pictures are read with it.
    A folder deep inside that may not be listed is returned as if it were a file, so that the report
    accounts for it; raises NothingThere for a path that does not exist or may not be listed itself.
    """
    found: dict[Path, None] = {}
    for path in paths:
        try:
            found.update(dict.fromkeys(_walk(path)))
        except PermissionError as error:
            raise NothingThere(
                f"Cannot look into “{path}”: you have no right to read it. "
                "Change its permissions and try again."
            ) from error
        except OSError as error:
            raise NothingThere(f"There is no file or folder “{path}” ({clause(error)}).") from error
    return tuple(found)


def _walk(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        path.stat()  # raises for what is not there, before anything is imported
        yield path
        return
    entries = sorted(path.iterdir())
    pages = {entry.stem for entry in entries if entry.suffix.lower() in _PAGES}
    for entry in entries:
        if entry.name.startswith(".") or _belongs_to_a_page(entry, pages):
            continue
        if not entry.is_dir():
            yield entry
        elif not entry.is_symlink():  # a link to a folder may lead round in a circle
            try:
                yield from list(_walk(entry))
            except OSError:
                yield entry


def _belongs_to_a_page(folder: Path, pages: Collection[str]) -> bool:
    """Whether a browser made this folder for the pictures and scripts of a page beside it."""
    name = folder.name
    return (
        any(
            name.endswith(ending) and name.removesuffix(ending) in pages
            for ending in _SAVED_WITH_PAGES
        )
        and folder.is_dir()
    )


def is_worth_workers(files: Iterable[Path]) -> bool:
    """Whether these files are more work than starting worker processes is."""
    size = 0
    for file in files:
        size += size_of(file)
        if size >= _WORTH_WORKERS:
            return True
    return False


def size_of(path: Path) -> int:
    """Return a file's size in bytes; 0 where whoever reads it will say what is wrong with it."""
    with suppress(OSError):
        return path.stat().st_size
    return 0


def printable(name: str) -> str:
    """Return a file's name as valid Unicode: bytes that no encoding explains become U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")


def clause(error: OSError) -> str:
    """Return what the system says is wrong, to stand in a sentence."""
    return (error.strerror or type(error).__name__).lower()
