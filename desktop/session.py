"""An open catalogue as the window uses it: asked and changed off the GUI thread.

One lane writes, one reads, one searches, and one lets the search index follow: while an index is
built the catalogue itself is searched, and a search never waits for it. Every change comes back as
`Changes`, which `changed` passes to the views; each asks whether that concerns it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from db.rows import Changes
from desktop.tasks import Lane, Task

if TYPE_CHECKING:
    from db import Catalogue
    from search import SearchService

T = TypeVar("T")

_MOMENT = 0.005
_MOMENTS = 200


@dataclass(frozen=True, slots=True)
class Undoable:
    """What Undo and Redo would do now, in words; None where there is nothing."""

    undo: str | None = None
    redo: str | None = None


class Session(QObject):
    """A catalogue, its search and the threads that work on them. Lives on the GUI thread."""

    changed = Signal(object)
    """`Changes`, after each change of this window or of an import it started."""
    announced = Signal(str)
    """What was just done, in words, for the status bar."""
    failed = Signal(object)
    """An exception that nobody else took."""
    busy = Signal(bool)
    indexing = Signal(int, int)
    """Done and total while the index catches up; equal when it has."""
    indexed = Signal()
    """The index has caught up: what was answered without it can be asked again."""
    _index_missed = Signal()

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.catalogue = catalogue
        self.undoable = Undoable()
        self.saved_at = _last_written(catalogue.folder)
        self._writing = Lane("writer", self.failed.emit, self)
        self._reading = Lane("reader", self.failed.emit, self)
        self._searching = Lane("searcher", self.failed.emit, self)
        self._following = Lane("indexer", self.failed.emit, self)
        self._is_behind = False
        for lane in self._awaited:
            lane.late.connect(self._tell_busy)
        self._service: SearchService | None = None
        self._follower: SearchService | None = None
        self._index_missed.connect(self._follow_journal)
        self._closing = False
        self._note_undoable()
        self._follow_journal()

    @property
    def read_only(self) -> str | None:
        """Why nothing can be changed, as a clause, or None."""
        return self.catalogue.read_only

    @property
    def idle(self) -> bool:
        """Whether every lane has done and delivered all that it was given."""
        return all(lane.idle for lane in self._lanes)

    def ask(
        self,
        question: Callable[[Catalogue], T],
        then: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> Task[T]:
        """Read on the reading lane."""
        return self._reading.do(lambda: question(self.catalogue), then, failed)

    def search(
        self,
        question: Callable[[SearchService, Catalogue], T],
        then: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        *,
        seconds: float | None = None,
    ) -> Task[T]:
        """Search on the searching lane; a question that is not wanted any more is broken off.

        So is one that takes longer than `seconds`, see `SearchService.interruptible`.
        """
        asked: list[Task[T]] = []

        def job() -> T:
            with self._open_service().interruptible(
                lambda: self._closing or (bool(asked) and asked[0].is_cancelled()),
                seconds=seconds,
            ) as service:
                answer = question(service, self.catalogue)
            if service.lacks_index:
                self._index_missed.emit()
            return answer

        asked.append(self._searching.do(job, then, failed))
        return asked[0]

    def change(
        self,
        edit: Callable[[Catalogue], Changes | None],
        then: Callable[[Changes], None] | None = None,
    ) -> None:
        """Change the catalogue on the writing lane; views hear of it through `changed`."""

        def job() -> tuple[Changes, Undoable]:
            changes = edit(self.catalogue) or Changes()
            return changes, _undoable(self.catalogue)

        def done(outcome: tuple[Changes, Undoable]) -> None:
            changes, self.undoable = outcome
            self.saved_at = datetime.now()
            self._follow_journal()
            self.changed.emit(changes)
            if changes.label:
                self.announced.emit(changes.label)
            if then is not None:
                then(changes)

        self._writing.do(job, done)

    def absorb(self, changes: Changes) -> None:
        """Pass on what another process changed in this catalogue."""
        self.saved_at = datetime.now()
        self._note_undoable()
        self._follow_journal()
        self.changed.emit(changes)

    def close(self) -> None:
        """Finish what is being written, then close the index and the catalogue."""
        self._closing = True
        for lane in self._lanes:
            lane.close()
        for service in (self._service, self._follower):
            if service is not None:
                service.close()
        self.catalogue.close()

    def _open_service(self) -> SearchService:
        if self._service is None:
            from search import SearchService

            self._service = SearchService(self.catalogue)
        return self._service

    @property
    def _lanes(self) -> tuple[Lane, ...]:
        return *self._awaited, self._following

    @property
    def _awaited(self) -> tuple[Lane, ...]:
        """The lanes that somebody waits for; the index follows by itself and tells how far."""
        return self._writing, self._reading, self._searching

    def _follow_journal(self) -> None:
        """Let the index follow; what is asked for while it does so is done once, afterwards."""
        if not self._following.idle:
            self._is_behind = True
            return

        def job() -> int:
            if self._follower is None:
                from search import SearchService

                self._follower = SearchService(self.catalogue)
            return self._follower.sync(progress=self.indexing.emit, cancelled=self._gives_way)

        def done(consumed: int) -> None:
            if consumed:
                self.indexed.emit()
            if self._is_behind:
                self._is_behind = False
                self._follow_journal()

        self._following.do(job, done)

    def _gives_way(self) -> bool:
        """Let a search under way end first, for a second at most; whether to stop altogether.

        Asked by the follower between two pages: both share one interpreter, and somebody waits for
        the search.
        """
        for _ in range(_MOMENTS):
            if self._closing or self._searching.idle:
                break
            sleep(_MOMENT)
        return self._closing

    def _note_undoable(self) -> None:
        def note(undoable: Undoable) -> None:
            self.undoable = undoable
            self.changed.emit(Changes())

        self.ask(_undoable, note)

    def _tell_busy(self) -> None:
        self.busy.emit(any(lane.is_late for lane in self._awaited))


def _undoable(catalogue: Catalogue) -> Undoable:
    return Undoable(catalogue.undo_label, catalogue.redo_label)


def _last_written(folder: Path) -> datetime | None:
    times = [path.stat().st_mtime for path in folder.glob("catalogue.sqlite*")]
    return datetime.fromtimestamp(max(times)) if times else None
