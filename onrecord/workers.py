"""A few processes that each do one thing at a time; the answers come in the order of the questions.

A worker that dies takes nothing with it but the item in its hands, and the answer says so.
`concurrent.futures` would declare the whole pool broken and could not say which item did it. What
one item may cost is limited (`extraction.limits`), so the pool never waits for ever.

On Linux workers are forked from a server, a process of its own that has loaded once what they all
need (`onrecord.groundwork`); elsewhere each is started from nothing and loads it for itself.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import connection, forkserver, get_context
from multiprocessing.context import ForkServerContext, SpawnContext
from typing import Generic, TypeVar

from extraction.limits import (
    OUT_OF_MEMORY,
    ended_by_limit,
    limit_memory,
    limit_seconds,
)

Item = TypeVar("Item")
Result = TypeVar("Result")

_MOST_GIVEN = 32
"""Items given to a worker before its answers are taken, so that it need not wait for the caller."""

_LIGHT = 64 * 1024
"""Weight up to which a worker is given more than one item; a pipe holds more than that."""

_LEAST = 2 * 1024
"""What an item weighs at least."""

_MOST_AHEAD = 8 * 1024 * 1024
"""Weight of the items, for each worker, whose answers may wait for an earlier one."""

_LINGER = 0.2
"""Seconds for which more answers are awaited, so that they can be dealt with together."""

_MOST_TOGETHER = 64

_PATIENCE = 300.0
"""Seconds of the clock that one item may take, waiting for a disk or a network drive included."""

_FAREWELL = 5.0
"""Seconds that an idle worker gets to leave by itself."""

# The launcher comes first: it lets the rooms of the house be found.
_GROUNDWORK = ["onrecord.__main__", "onrecord.groundwork"]


def _starting() -> ForkServerContext | SpawnContext:
    # Never forked from the caller: it may hold threads and an open catalogue.
    if sys.platform != "linux":
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(_GROUNDWORK)
    return context


_context = _starting()


def call_up() -> None:
    """Let what workers need be loaded from now on, while the caller does other things.

    Where each worker loads it for itself, nothing happens.
    """
    if sys.platform == "linux":
        forkserver.ensure_running()


@dataclass(frozen=True, slots=True)
class Died:
    """The answer for an item whose worker ended before it was done."""

    exit_code: int | None
    was_too_slow: bool = False
    """Whether it was ended because of the clock: it may have waited rather than worked."""

    @property
    def is_by_limit(self) -> bool:
        """Whether the item took more of the processor or of the memory than one may."""
        return not self.was_too_slow and ended_by_limit(self.exit_code)

    @property
    def ending(self) -> str:
        """How it ended, as a clause."""
        if self.was_too_slow:
            return "it gave no answer in time"
        if self.exit_code is not None and self.exit_code < 0:
            return f"signal {-self.exit_code}"
        return f"exit code {self.exit_code}"


@dataclass(frozen=True, slots=True)
class _Task(Generic[Item]):
    """An item, its place in the order of questions, and how much work it is."""

    place: int
    item: Item
    weight: int


class _Worker(Generic[Item, Result]):
    """One process and the items given to it, the one in its hands first."""

    def __init__(
        self, function: Callable[[Item], Result], prepare: Callable[[], object] | None
    ) -> None:
        self.pipe, theirs = _context.Pipe()
        self.process = _context.Process(
            target=_serve, args=(function, prepare, theirs), daemon=True
        )
        self.process.start()
        # With our copy closed, the end of the process is the end of the pipe.
        theirs.close()
        self.given: deque[_Task[Item]] = deque()
        self.since = time.monotonic()
        """When it began with the item in its hands."""

    def takes(self, weight: int) -> bool:
        """Whether it can be given one more item of this weight."""
        if not self.given:
            return True
        load = weight + sum(task.weight for task in self.given)
        return load <= _LIGHT and len(self.given) < _MOST_GIVEN

    def give(self, task: _Task[Item]) -> None:
        if not self.given:
            self.since = time.monotonic()
        self.given.append(task)
        # A worker that is already gone is noticed when its answer is taken.
        with suppress(OSError):
            self.pipe.send(task.item)

    def take(self) -> tuple[int, Result | Died]:
        """Return the place of the item in its hands and the answer, which must have come."""
        place = self.given.popleft().place
        self.since = time.monotonic()
        try:
            result: Result = self.pipe.recv()
        except (EOFError, OSError):
            self.process.join(_FAREWELL)
            return place, Died(self.process.exitcode)
        return place, result

    def dismiss(self, *, patiently: bool) -> None:
        self.pipe.close()
        if patiently:
            self.process.join(_FAREWELL)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()


def worker_count() -> int:
    """How many workers suit this machine: one more than it has processors, at most four.

    Each waits now and then for the disk to have an original, and for the caller to take answers.
    """
    return min(4, (os.cpu_count() or 1) + 1)


def in_order(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    processes: int,
    prepare: Callable[[], object] | None = None,
    weight: Callable[[Item], int] = lambda _item: _LIGHT,
    patience: float = _PATIENCE,
) -> Generator[list[Result | Died], None, None]:
    """Yield the answers for all items, in order, as many together as have come meanwhile.

    Each answer is `function(item)`, worked out in one of `processes` processes. `function` must be
    importable by name, items and results picklable; it answers for its own errors, since an
    exception that leaves it ends the worker. `prepare` is called in each process before the memory
    that items take is limited. `weight` says in bytes how much work an item is; several light ones
    are given to a worker at once. `items` is taken from only as fast as answers are. Closing the
    iterator ends the workers at once.
    """
    tasks = (_Task(place, item, max(_LEAST, weight(item))) for place, item in enumerate(items))
    pool = _Pool(function, prepare, tasks, processes, patience)
    try:
        while pool.feed():
            yield pool.answers()
    finally:
        pool.close()


class _Pool(Generic[Item, Result]):
    """The workers of one job, what they have been asked, and what they have answered."""

    def __init__(
        self,
        function: Callable[[Item], Result],
        prepare: Callable[[], object] | None,
        tasks: Iterator[_Task[Item]],
        processes: int,
        patience: float,
    ) -> None:
        self._function = function
        self._prepare = prepare
        self._tasks = tasks
        self._processes = processes
        self._patience = patience
        self._workers: list[_Worker[Item, Result]] = []
        self._left_over: deque[_Task[Item]] = deque()
        """What was given to workers that died with another item in their hands."""
        self._answered: dict[int, Result | Died] = {}
        self._weights: dict[int, int] = {}
        """Of the items whose answers have not been yielded, by place."""
        self._weight = 0
        self._wanted = 0

    def feed(self) -> bool:
        """Give the workers what they can take; return whether there is anything to wait for."""
        while self._left_over or self._weight < _MOST_AHEAD * self._processes:
            task = self._left_over.popleft() if self._left_over else next(self._tasks, None)
            if task is None:
                break
            if task.place not in self._weights:
                self._weights[task.place] = task.weight
                self._weight += task.weight
            worker = self._worker_for(task)
            if worker is None:
                self._left_over.appendleft(task)
                break
            worker.give(task)
        return bool(self._weights)

    def _worker_for(self, task: _Task[Item]) -> _Worker[Item, Result] | None:
        """Return the least busy worker if it can take the task; a new one where that is better."""
        least = min(self._workers, key=lambda worker: len(worker.given), default=None)
        if least is not None and not least.given:
            return least
        if len(self._workers) < self._processes:
            self._workers.append(_Worker(self._function, self._prepare))
            return self._workers[-1]
        return least if least is not None and least.takes(task.weight) else None

    def answers(self) -> list[Result | Died]:
        """Wait for the next answer in order, and return it with those that come soon after it."""
        while self._wanted not in self._answered:
            self._gather(None)
            self.feed()
        until = time.monotonic() + _LINGER
        while len(self._answered) < min(_MOST_TOGETHER, len(self._weights)):
            left = until - time.monotonic()
            if left <= 0:
                break
            self._gather(left)
            self.feed()
        found: list[Result | Died] = []
        while self._wanted in self._answered:
            found.append(self._answered.pop(self._wanted))
            self._weight -= self._weights.pop(self._wanted)
            self._wanted += 1
        return found

    def _gather(self, timeout: float | None) -> None:
        """Take the answers that have come, waiting for one as long as `timeout` says."""
        busy = [worker for worker in self._workers if worker.given]
        if timeout is None:
            deadline = min(worker.since for worker in busy) + self._patience
            timeout = max(0.0, deadline - time.monotonic())
        ready = connection.wait([worker.pipe for worker in busy], timeout)
        for worker in busy:
            if worker.pipe in ready:
                while worker.given and worker.pipe.poll():
                    place, answer = worker.take()
                    self._answered[place] = answer
                    if isinstance(answer, Died):
                        self._part_with(worker)
                        break
            elif time.monotonic() - worker.since > self._patience:
                self._answered[worker.given.popleft().place] = Died(None, was_too_slow=True)
                self._part_with(worker)

    def _part_with(self, worker: _Worker[Item, Result]) -> None:
        self._workers.remove(worker)
        self._left_over.extend(worker.given)
        worker.dismiss(patiently=False)

    def close(self) -> None:
        for worker in self._workers:
            worker.dismiss(patiently=not worker.given)


def _serve(
    function: Callable[[Item], Result],
    prepare: Callable[[], object] | None,
    pipe: connection.Connection[Result, Item],
) -> None:
    """Answer in the process until the pipe ends, as it also does when the caller is killed."""
    # Ctrl+C reaches every process of the terminal; the caller decides when to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if prepare is not None:
        prepare()
    limit_memory()
    while True:
        try:
            item = pipe.recv()
        except EOFError:
            return
        limit_seconds()
        try:
            pipe.send(function(item))
        except BrokenPipeError:
            return
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
