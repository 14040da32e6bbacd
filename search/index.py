"""The index of one catalogue: used only when whole, of this catalogue and of this program.

    PLACE/lock             held by the one process that writes
    PLACE/current.json     which index counts, and what it is of
    PLACE/<random name>/   an index (`search.codec.store`); a new one is built beside the old one

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
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from whoosh.query import Query
from whoosh.util.filelock import FileLock

from search.build.growing import Growing
from search.codec.files import DamagedIndexError
from search.codec.store import MANIFEST, Facts, Store
from search.columns import columns_of
from search.evaluate.evaluation import Evaluation
from search.evaluate.scores import Scores
from search.evaluate.segments import SegmentView
from search.evaluate.watch import Watch
from search.facets import QuotationTable
from search.records import Key, Record, Sort
from search.schema import FORMAT, ID_COLUMN, document, schema

_log = logging.getLogger(__name__)

_CURRENT = "current.json"
_LOCK = "lock"
_FOLDER = "folder"
_SEQUENCE = "sequence"

Ids = NDArray[np.uint32]
Stamp = tuple[int, int]


class Unusable(Exception):
    """The index is missing, damaged, or another one than it should be. It can be built anew."""


class Index:
    """One catalogue's index. Reading needs nobody's leave, writing the lock."""

    def __init__(self, place: Path, catalogue_id: str) -> None:
        self._place = place
        self._catalogue_id = catalogue_id
        self._schema = schema()
        self._store: Store | None = None
        self._growing: Growing | None = None
        self._evaluation: Evaluation | None = None
        self._quotations: QuotationTable | None = None
        self._opened: Stamp | None = None
        self._damaged: Stamp | None = None

    @property
    def is_open(self) -> bool:
        return self._store is not None

    @property
    def sequence(self) -> int:
        """The last journal entry that the index, as it is open here, has consumed."""
        return 0 if self._store is None else int(self._store.facts[_SEQUENCE])

    @property
    def has_moved_on(self) -> bool:
        """Whether another index or a newer state counts than the one that is open here."""
        return self._stamp() != self._opened

    def open(self, *, newest: int) -> None:
        """Open the index that counts, in its newest state; Unusable if there is none.

        `newest` is the catalogue's last journal entry: an index that has consumed more is of
        another state of the catalogue, as after a restored backup.
        """
        before = self._store
        self.close()
        self._opened = self._stamp()
        if self._opened is not None and self._opened == self._damaged:
            raise Unusable("it was found to be damaged")
        current = self._current()
        name = self._named()
        if current is None or name is None:
            raise Unusable("there is none, or its description is damaged")
        if not current.items() >= self._identity().items():
            raise Unusable("it is of another catalogue or another version of the program")
        try:
            if before is not None and before.folder != self._place / name:
                before = None
            store = Store(self._place / name, self._schema, before=before)
        except DamagedIndexError as error:
            raise Unusable(str(error)) from error
        if not store.facts.items() >= self._identity().items():
            raise Unusable("it is of another catalogue or another version of the program")
        if int(store.facts[_SEQUENCE]) > newest:
            raise Unusable("it is ahead of the catalogue")
        self._use(store)

    def close(self) -> None:
        self._store = self._growing = self._evaluation = self._quotations = None

    def found(
        self,
        query: Query,
        *,
        within: Query | None = None,
        count: int | None = None,
        watch: Watch | None = None,
    ) -> tuple[Ids, Scores]:
        """Return the ids and scores of what a query finds, or of the `count` best of them.

        Unusable for a damaged index.
        """
        evaluation = self._evaluating()
        try:
            if count is None:
                hits = evaluation.hits(query, within=within, watch=watch)
            else:
                hits = evaluation.top(query, count, within=within, watch=watch)
            ids = evaluation.column(ID_COLUMN, hits.documents)
        except DamagedIndexError as error:
            raise self._distrusted(error) from error
        return ids.astype(np.uint32), hits.scores

    def quotations(self) -> QuotationTable:
        """Return the numbers of all quotations; Unusable for a damaged index."""
        if self._quotations is None:
            try:
                self._quotations = QuotationTable(self._evaluating().segments)
            except DamagedIndexError as error:
                raise self._distrusted(error) from error
        return self._quotations

    @property
    def segments(self) -> Sequence[SegmentView]:
        """The segments of the index as it is open here; none while it is closed."""
        return () if self._evaluation is None else self._evaluation.segments

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
        named = self._named()
        for folder in self._place.iterdir():
            if folder.is_dir() and folder.name != named:
                shutil.rmtree(folder, ignore_errors=True)
        folder = self._place / secrets.token_hex(8)
        folder.mkdir(mode=0o700)
        self._use(Store.create(folder, self._schema, self._facts(0)))

    def apply(self, gone: Sequence[Key], records: Iterable[Record], sequence: int) -> None:
        """Take out `gone`, put in `records`, and note how far that goes, in one commit.

        A record that is put in must be among those taken out, in case it is there already; doing
        the same twice changes nothing. An exception out of `records` leaves the index as it was.
        Needs the lock.
        """
        assert self._growing is not None
        try:
            self._growing.commit(self._facts(sequence), map(document, records), self._places(gone))
        except DamagedIndexError as error:
            raise self._distrusted(error) from error
        self._evaluate(self._growing.store)

    def adopt(self) -> None:
        """Make the index as it is open here the one that counts. Needs the lock."""
        assert self._store is not None
        if self._named() != self._store.folder.name:
            handle, name = tempfile.mkstemp(dir=self._place, prefix=_CURRENT)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump({**self._identity(), _FOLDER: self._store.folder.name}, file)
                file.flush()
                os.fsync(handle)
            Path(name).replace(self._place / _CURRENT)
        self._opened = self._stamp()

    def _distrusted(self, error: DamagedIndexError) -> Unusable:
        """Close the index for good: damage shows late, when a block of it is first touched.

        Others who have it open, in this process or another, learn it from the missing description.
        """
        self._damaged = self._opened
        self.close()
        with suppress(OSError):
            (self._place / _CURRENT).unlink()
        return Unusable(str(error))

    def _places(self, keys: Sequence[Key]) -> NDArray[np.int64]:
        """Return the numbers of the records in the whole index, of those that are there."""
        evaluation = self._evaluating()
        found = [np.empty(0, dtype=np.int64)]
        for sort in Sort:
            wanted = np.array([key.id for key in keys if key.sort is sort], dtype=np.uint32)
            if not len(wanted):
                continue
            for segment in evaluation.segments:
                columns = columns_of(segment)
                here = np.isin(columns.ids, wanted) & columns.of(sort)
                found.append(np.flatnonzero(here) + segment.first)
        return np.concatenate(found)

    def _evaluating(self) -> Evaluation:
        assert self._evaluation is not None
        return self._evaluation

    def _use(self, store: Store) -> None:
        self._store = store
        self._growing = Growing(store, self._schema)
        self._evaluate(store)

    def _evaluate(self, store: Store) -> None:
        self._evaluation = Evaluation(store.searcher)
        self._quotations = None

    def _facts(self, sequence: int) -> Facts:
        return {**self._identity(), _SEQUENCE: sequence}

    def _identity(self) -> Facts:
        return {"format": FORMAT, "catalogue": self._catalogue_id}

    def _named(self) -> str | None:
        """Return the folder of the index that counts; None if there is none."""
        name = (self._current() or {}).get(_FOLDER)
        return name if isinstance(name, str) and name.isalnum() else None

    def _current(self) -> Facts | None:
        """Return the description of the index that counts; None for one that is none."""
        try:
            current = json.loads((self._place / _CURRENT).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return current if isinstance(current, dict) else None

    def _stamp(self) -> Stamp | None:
        """Return what tells one state of the index from the next; None without one."""
        name = self._named()
        if name is None:
            return None
        try:
            status = (self._place / name / MANIFEST).stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino
