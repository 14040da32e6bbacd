"""What can go wrong with a catalogue, in words its owner can act on."""

from __future__ import annotations

from pathlib import Path

from extraction.errors import OnRecordError


class CatalogueError(OnRecordError):
    """A catalogue cannot do what was asked; the message says why and what to do."""


class NotACatalogue(CatalogueError):
    """The path is no catalogue: a file, a folder with other contents, or nothing at all."""

    def __init__(self, path: Path, reason: str, remedy: str = "") -> None:
        super().__init__(f"Cannot open “{path.name}” as a catalogue: {reason}. {remedy}".rstrip())
        self.path = path


class DamagedCatalogue(CatalogueError):
    """The catalogue's file does not hold together."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"The catalogue “{path.name}” is damaged: {reason}. "
            "Nothing was changed; its originals are still in the folder “originals”."
        )
        self.path = path


class ReadOnlyCatalogue(CatalogueError):
    """A change was asked of a catalogue that is open for reading only."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"This catalogue is open for reading only: {reason}.")


class UnknownRecord(CatalogueError):
    """An id names nothing in this catalogue (any more)."""


class OriginalChanged(CatalogueError):
    """A file's bytes changed between reading and keeping it; nothing was added."""


class BusyCatalogue(CatalogueError):
    """Another program kept the catalogue to itself for longer than we wait; nothing was changed."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Another window or program is writing to “{name}” just now. "
            "Nothing was changed; try again in a moment."
        )


class NoRoom(CatalogueError):
    """The disk is full; the change was taken back whole."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is no room left on the disk that holds “{name}”. "
            "Nothing was changed; make room there and try again."
        )


class UnwritableCatalogue(CatalogueError):
    """The disk refused to keep something; the change was taken back whole."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"Cannot write to the catalogue “{name}”: {reason}. "
            "Nothing was changed; check the disk and the folder's permissions."
        )


class CannotUndo(CatalogueError):
    """What was changed since stands in the way; the entry has left the undo list."""

    def __init__(self, label: str, *, verb: str) -> None:
        super().__init__(
            f"“{label}” can no longer be {verb}: the same records were imported or changed since. "
            "Nothing was changed."
        )


class UnusableName(CatalogueError):
    """A name that is empty or taken already."""
