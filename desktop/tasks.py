"""Work off the GUI thread: lanes, each one thread that does one job after another.

A job runs on its lane and touches no widget. What it returns or raises is delivered on the thread
that made the lane, which is the GUI thread. A task that was cancelled or superseded delivers
nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

T = TypeVar("T")

SHOW_AFTER_MS = 300
"""How long work may take before the window says that it is being done."""


class Task(Generic[T]):
    """One job under way. Made by `Lane.do`; lives on the GUI thread."""

    def __init__(
        self,
        job: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._job = job
        self._then = then
        self._failed = failed
        self._cancelled = Event()
        self._result: list[T] = []
        self._error: Exception | None = None

    def cancel(self) -> None:
        """Deliver nothing any more; a job that has not begun never begins. From any thread."""
        self._cancelled.set()

    def is_cancelled(self) -> bool:
        """Whether the answer is still wanted; long jobs ask this while they work."""
        return self._cancelled.is_set()

    def work(self) -> None:
        """Do the job, on the lane's thread."""
        if self.is_cancelled():
            return
        try:
            self._result.append(self._job())
        except Exception as error:
            self._error = error

    def deliver(self) -> None:
        """Hand over what came of it, on the GUI thread."""
        if self.is_cancelled():
            return
        if self._error is not None:
            self._failed(self._error)
        elif self._result:
            self._then(self._result[0])


class Lane(QObject):
    """A thread with a queue."""

    late = Signal()
    """`is_late` has changed."""
    _done = Signal(object)

    def __init__(
        self, name: str, failed: Callable[[Exception], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._failed = failed
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._open = 0
        self.is_late = False
        """Whether work has taken long enough to be mentioned, and still goes on."""
        self._patience = QTimer(self, singleShot=True, interval=SHOW_AFTER_MS)
        self._patience.timeout.connect(lambda: self._tell(late=True))
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def do(
        self,
        job: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> Task[T]:
        """Queue a job; `then` or `failed` (else the lane's own) is called with its outcome."""
        task = Task(job, then, failed or self._failed)
        self._open += 1
        if not self._patience.isActive():
            self._patience.start()
        self._executor.submit(self._run, task)
        return task

    @property
    def idle(self) -> bool:
        """Whether nothing is queued, under way or waiting to be delivered."""
        return self._open == 0

    def close(self) -> None:
        """Finish the job in hand, drop the others, deliver nothing any more."""
        self._stop(drop=True)

    def finish(self) -> None:
        """Finish all jobs, deliver nothing any more."""
        self._stop(drop=False)

    def _stop(self, *, drop: bool) -> None:
        self._done.disconnect(self._deliver)
        self._patience.stop()
        self._executor.shutdown(wait=True, cancel_futures=drop)

    def _run(self, task: Task[T]) -> None:
        task.work()
        self._done.emit(task)

    @Slot(object)
    def _deliver(self, task: Task[object]) -> None:
        self._open -= 1
        if self.idle:
            self._patience.stop()
            self._tell(late=False)
        task.deliver()

    def _tell(self, *, late: bool) -> None:
        if late != self.is_late:
            self.is_late = late
            self.late.emit()


class Latest:
    """Holds the newest of several tasks that answer the same question; the older are cancelled."""

    def __init__(self) -> None:
        self._task: Task[object] | None = None

    def hold(self, task: Task[T]) -> None:
        self.drop()
        self._task = task  # type: ignore[assignment]  # a Task[T] is only ever cancelled here

    def drop(self) -> None:
        """Cancel what is under way."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
