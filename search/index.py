"""The Whoosh index on the disk, used only when whole, of this catalogue and of this program.

    PLACE/lock             held by the one process that writes
    PLACE/current.json     which index counts, and the checksum of each of its files
    PLACE/<random name>/   an index; a new one is built beside the old one, then named there

A commit carries the number of the last journal entry it has consumed, so what was done and how far
cannot disagree. Everything here can be thrown away at any time.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import shutil
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import whoosh
from whoosh import index as whoosh_index
from whoosh.query import Query
from whoosh.util.filelock import FileLock

from search.columns import Columns
from search.compiling import found_in
from search.records import Key, Record
from search.schema import (
    FORMAT,
    KEY,
    SEQUENCE,
    SEQUENCE_KEY,
    SORT_COLUMN,
    document,
    schema,
)

# Any in this module: Whoosh has no types. Its indexes, searchers and writers are meant.

_log = logging.getLogger(__name__)

_CURRENT = "current.json"
_LOCK = "lock"


class Unusable(Exception):
    """The index is missing, damaged, or another one than it should be. It can be built anew."""


class Index:
    """One catalogue's index. Reading needs nobody's leave, writing the lock."""

    def __init__(self, place: Path, catalogue_id: str) -> None:
        self._place = place
        self._catalogue_id = catalogue_id
        self._index: Any = None
        self._searcher: Any = None
        self._opened: tuple[int, int] | None = None
        self.sequence = 0
        """The last journal entry that the index, as it is open here, has consumed."""

    @property
    def is_open(self) -> bool:
        return self._searcher is not None

    @property
    def has_moved_on(self) -> bool:
        """Whether another index or a newer state counts than the one that is open here."""
        return self._stamp() != self._opened

    def open(self, *, newest: int) -> None:
        """Open the index that counts, in its newest state; Unusable if there is none.

        `newest` is the catalogue's last journal entry: an index that has consumed more is of
        another state of the catalogue, as after a restored backup.
        """
        self.close()
        self._opened = self._stamp()
        try:
            self._open(self._current_folder(), newest)
        except Unusable:
            self.close()
            raise
        except Exception as error:
            # Damage shows as whatever the damaged bytes lead Whoosh to: struct.error, KeyError,
            # UnpicklingError and a dozen more. All of them mean the same.
            self.close()
            raise Unusable(f"it cannot be read ({type(error).__name__}: {error})") from error

    def close(self) -> None:
        for thing in (self._searcher, self._index):
            if thing is not None:
                with suppress(Exception):  # a damaged index may not even close
                    thing.close()
        self._searcher = self._index = None
        self.sequence = 0

    def found(self, query: Query) -> Iterator[tuple[Columns, int, float]]:
        """Yield what a query finds; Unusable if the index turns out to be damaged."""
        try:
            yield from found_in(self._searcher, query)
        except Exception as error:
            _log.warning("Reading the search index failed", exc_info=True)
            self.close()
            raise Unusable(f"it cannot be read ({type(error).__name__}: {error})") from error

    @contextmanager
    def writing(self) -> Iterator[bool]:
        """Hold the lock for the block; False (and nothing held) while another process has it."""
        try:
            self._place.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = FileLock(str(self._place / _LOCK))
            held = lock.acquire(blocking=False)
        except OSError:
            held = False  # a cache folder that cannot be written: read-only, or the disk is full
        if not held:
            yield False
            return
        try:
            yield True
        finally:
            lock.release()

    def start_anew(self) -> None:
        """Begin an empty index beside the one that counts until `adopt`. Needs the lock."""
        self.close()
        for folder in self._place.iterdir():
            if folder.is_dir() and folder.name != self._named_folder():
                shutil.rmtree(folder, ignore_errors=True)
        folder = self._place / secrets.token_hex(8)
        folder.mkdir(mode=0o700)
        self._index = whoosh_index.create_in(str(folder), schema())
        self._searcher = self._index.searcher()

    def apply(self, gone: Sequence[Key], records: Iterable[Record], sequence: int) -> None:
        """Take out `gone`, put in `records`, and note how far that goes, in one commit.

        A record that is put in must be among those taken out, in case it is there already; doing
        the same twice changes nothing. An exception out of `records` leaves the index as it was.
        Needs the lock.
        """
        writer = self._index.writer(limitmb=256)
        try:
            reader = self._searcher.reader()
            for key in (*gone, SEQUENCE_KEY):
                term = (KEY, str(key).encode())
                if term in reader:
                    for number in reader.postings(*term).all_ids():
                        writer.delete_document(number)
            writer.add_document(**{KEY: SEQUENCE_KEY, SORT_COLUMN: 0, SEQUENCE: sequence})
            for record in records:
                writer.add_document(**document(record))
        except BaseException:
            writer.cancel()
            raise
        writer.commit()
        # Not `searcher.refresh()`: it may keep a reader that does not know of the deletions.
        self._searcher.close()
        self._index = self._index.refresh()
        self._searcher = self._index.searcher()
        self.sequence = sequence

    def adopt(self) -> None:
        """Make the index as it is open here the one that counts. Needs the lock."""
        folder = self._folder()
        files = {file.name: _checksum(file) for file in _files_of(folder)}
        self._write_current({**self._identity(), "folder": folder.name, "files": files})
        self._opened = self._stamp()

    def _open(self, folder: Path, newest: int) -> None:
        self._index = whoosh_index.open_dir(str(folder))
        self._searcher = self._index.searcher()
        reader = self._searcher.reader()
        (number,) = reader.postings(KEY, SEQUENCE_KEY.encode()).all_ids()
        self.sequence = int(reader.stored_fields(number)[SEQUENCE])
        if self.sequence > newest:
            raise Unusable("it is ahead of the catalogue")

    def _current_folder(self) -> Path:
        current = self._read_current()
        if {name: current.get(name) for name in self._identity()} != self._identity():
            raise Unusable("it is of another catalogue or another version of the program")
        folder = self._place / str(current["folder"])
        checksums = current["files"]
        for file in _files_of(folder):
            # Files that are not listed come from a commit whose process was killed before it could
            # list them. Their commit is whole or does not count, which Whoosh sees to.
            if checksums.get(file.name, -1) not in (-1, _checksum(file)):
                raise Unusable(f"its file {file.name} is damaged")
        return folder

    def _identity(self) -> dict[str, object]:
        return {
            "format": FORMAT,
            "whoosh": whoosh.versionstring(),
            "catalogue": self._catalogue_id,
        }

    def _folder(self) -> Path:
        return Path(self._index.storage.folder)

    def _named_folder(self) -> str | None:
        try:
            return str(self._read_current()["folder"])
        except Unusable:
            return None

    def _stamp(self) -> tuple[int, int] | None:
        """Return what tells one writing of the description from the next; None without one."""
        try:
            status = (self._place / _CURRENT).stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino

    def _read_current(self) -> dict[str, Any]:  # Any: as wide as JSON
        try:
            current = json.loads((self._place / _CURRENT).read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise Unusable("there is none yet") from error
        except (OSError, ValueError) as error:
            raise Unusable("its description cannot be read") from error
        if not isinstance(current, dict) or not {"folder", "files"} <= current.keys():
            raise Unusable("its description is damaged")
        return current

    def _write_current(self, current: dict[str, object]) -> None:
        handle, name = tempfile.mkstemp(dir=self._place, prefix=_CURRENT)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(current, file)
            file.flush()
            os.fsync(handle)
        Path(name).replace(self._place / _CURRENT)


def _files_of(folder: Path) -> list[Path]:
    """Return the files that hold an index: not Whoosh's lock, nor what it writes on the way."""
    return sorted(file for file in folder.iterdir() if file.suffix in {".toc", ".seg"})


def _checksum(file: Path) -> int:
    checksum = 0
    with file.open("rb") as content:
        while chunk := content.read(1 << 20):
            checksum = zlib.crc32(chunk, checksum)
    return checksum
