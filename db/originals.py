"""The originals: every imported file, unchanged, under the SHA-256 of its bytes.

A file lies at `originals/ab/abcdef...`. It gets this name only when its bytes are on the disk and
have been checked, so whatever has such a name is whole, whenever the power went. Originals are
never removed here: a removed document can come back by Undo.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from db.errors import NoRoom, OriginalChanged, UnwritableCatalogue
from extraction.findings import Document

_CHUNK: Final = 1 << 20
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_ABANDONED_AFTER: Final = 3600.0
"""Seconds after which a partial file cannot belong to an import that is still running."""


class Originals:
    """The folder of originals of one catalogue."""

    def __init__(self, catalogue: Path) -> None:
        self._catalogue = catalogue
        self._folder = catalogue / "originals"
        self._lasting: set[Path] = set()

    def path(self, sha256: str) -> Path:
        """Return where the original with this hash lies, or would."""
        return self._folder / sha256[:2] / sha256

    def size(self, sha256: str) -> int:
        """Return how many bytes an original has; raises FileNotFoundError for one not kept."""
        return self.path(sha256).stat().st_size

    def keep(self, source: Path, sha256: str) -> None:
        """Keep the bytes of a file, on the disk for good.

        Raises OriginalChanged if they are not those that `sha256` names, NoRoom or
        UnwritableCatalogue if they cannot be kept; then nothing is left behind.
        """
        try:
            original = source.open("rb")
        except OSError as error:
            raise _unreadable(source, error) from error
        with original, self._settling(sha256) as copy:
            digest = hashlib.sha256()
            for chunk in _chunks(original, source):
                digest.update(chunk)
                copy.write(chunk)
            if digest.hexdigest() != sha256:
                raise OriginalChanged(
                    f"“{source.name}” changed while it was being imported. "
                    "Nothing was added; import it again."
                )

    def keep_bytes(self, data: bytes, sha256: str) -> None:
        """Keep bytes that were read already and that `sha256` names; raises as `keep` does."""
        with self._settling(sha256) as copy:
            copy.write(data)

    def keep_pictures(self, document: Document) -> None:
        """Keep the pictures that lie in files of their own beside a document; raises as `keep`."""
        for picture in document.pictures:
            if picture.file and picture.sha256:
                self.keep(picture.file, picture.sha256)

    @contextlib.contextmanager
    def _settling(self, sha256: str) -> Iterator[BinaryIO]:
        """Open a file that is on the disk under its final name when the block ends well."""
        target = self.path(sha256)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".part-", dir=self._folder)
        except OSError as error:
            raise self._in_words(error) from error
        partial = Path(name)
        try:
            with os.fdopen(handle, "wb") as copy:
                yield copy
            settle(partial, target)
            if target.parent not in self._lasting:
                # The folder's own entry has to last as well, whoever has just made it.
                sync_folder(self._folder)
                self._lasting.add(target.parent)
        except OSError as error:
            raise self._in_words(error) from error
        finally:
            partial.unlink(missing_ok=True)

    def problem(self, sha256: str, name: str) -> str | None:
        """Say what is wrong with an original, None if its bytes are what they were."""
        digest = hashlib.sha256()
        try:
            with self.path(sha256).open("rb") as kept:
                while chunk := kept.read(_CHUNK):
                    digest.update(chunk)
        except FileNotFoundError:
            return f"The original of “{name}” is missing."
        except OSError as error:
            return f"The original of “{name}” cannot be read: {error.strerror}."
        if digest.hexdigest() != sha256:
            return f"The original of “{name}” is not what was imported: its bytes have changed."
        return None

    def clear_abandoned(self) -> None:
        """Remove what imports that were killed have left half copied."""
        with contextlib.suppress(OSError):
            for partial in self._folder.glob(".part-*"):
                if time.time() - partial.stat().st_mtime > _ABANDONED_AFTER:
                    partial.unlink(missing_ok=True)

    def _in_words(self, error: OSError) -> NoRoom | UnwritableCatalogue:
        if error.errno in _FULL:
            return NoRoom(self._catalogue.name)
        return UnwritableCatalogue(
            self._catalogue.name, f"its folder of originals says “{error.strerror}”"
        )


def _chunks(original: BinaryIO, source: Path) -> Iterator[bytes]:
    try:
        while chunk := original.read(_CHUNK):
            yield chunk
    except OSError as error:
        raise _unreadable(source, error) from error


def _unreadable(source: Path, error: OSError) -> OriginalChanged:
    return OriginalChanged(
        f"“{source.name}” cannot be read any more: {error.strerror}. "
        "Nothing was added; import it again."
    )


def settle(partial: Path, target: Path) -> None:
    """Give a finished file its final name, so that neither its bytes nor its name can be lost."""
    with partial.open("rb+") as finished:
        os.fsync(finished.fileno())
    partial.replace(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows keeps names by itself and opens no folders.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
