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
