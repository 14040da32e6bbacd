"""A few processes that each do one thing at a time; the answers come in the order of the questions.

A worker that dies takes nothing with it but the item in its hands, and the answer says so.
`concurrent.futures` would declare the whole pool broken and could not say which item did it.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import connection, get_context
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 4
"""Answers that may wait, for each worker, until an earlier one is taken: bounds the memory."""

_FAREWELL = 5.0
"""Seconds that an idle worker gets to leave by itself."""

# Spawned, never forked: the caller may hold threads and an open catalogue.
_context = get_context("spawn")


@dataclass(frozen=True, slots=True)
class Died:
    """The answer for an item whose worker ended before it was done."""

    exit_code: int | None

    @property
    def ending(self) -> str:
        """How it ended, as a clause."""
        if self.exit_code is not None and self.exit_code < 0:
            return f"signal {-self.exit_code}"
        return f"exit code {self.exit_code}"


class _Worker(Generic[Item, Result]):
    """One process and the place, in the order of questions, of the item it works on."""

    def __init__(self, function: Callable[[Item], Result]) -> None:
        self.pipe, theirs = _context.Pipe()
        self.process = _context.Process(target=_serve, args=(function, theirs), daemon=True)
        self.process.start()
        # With our copy closed, the end of the process is the end of the pipe.
        theirs.close()
        self.place: int | None = None

    def give(self, place: int, item: Item) -> None:
        self.place = place
        # A worker that is already gone is noticed when its answer is taken.
        with suppress(OSError):
            self.pipe.send(item)

    def take(self) -> Result | Died:
        self.place = None
        try:
            result: Result = self.pipe.recv()
        except (EOFError, OSError):
            self.process.join(_FAREWELL)
            return Died(self.process.exitcode)
        return result

    def dismiss(self, *, patiently: bool) -> None:
        self.pipe.close()
        if patiently:
            self.process.join(_FAREWELL)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()


def worker_count(*, spare: int = 0) -> int:
    """How many workers suit this machine: four are enough; `spare` processors are left alone."""
    return max(1, min(4, (os.cpu_count() or 1) - spare))


def in_order(
    function: Callable[[Item], Result], items: Iterable[Item], *, processes: int
) -> Iterator[Result | Died]:
    """Yield `function(item)` for each item, worked out in `processes` processes.

    `function` must be importable by name, items and results picklable; it answers for its own
    errors, since an exception that leaves it ends the worker. `items` is taken from only as fast as
    answers are. Closing the iterator ends the workers at once.
    """
    questions = enumerate(items)
    workers: list[_Worker[Item, Result]] = []
    answers: dict[int, Result | Died] = {}
    wanted = asked = 0
    more = True
    try:
        while True:
            while more and asked - wanted < processes * _AHEAD:
                idle = next((worker for worker in workers if worker.place is None), None)
                if idle is None and len(workers) == processes:
                    break
                question = next(questions, None)
                if question is None:
                    more = False
                    break
                if idle is None:
                    workers.append(idle := _Worker(function))
                idle.give(*question)
                asked += 1
            if wanted == asked:
                return
            while wanted not in answers:
                _gather(workers, answers)
            yield answers.pop(wanted)
            wanted += 1
    finally:
        for worker in workers:
            worker.dismiss(patiently=worker.place is None)


def _gather(workers: list[_Worker[Item, Result]], answers: dict[int, Result | Died]) -> None:
    """Wait for at least one busy worker and take its answer; a dead one leaves the list."""
    ready = connection.wait([worker.pipe for worker in workers if worker.place is not None])
    for worker in [worker for worker in workers if worker.pipe in ready]:
        place = worker.place
        if place is None:
            continue
        answers[place] = answer = worker.take()
        if isinstance(answer, Died):
            workers.remove(worker)
            worker.dismiss(patiently=False)


def _serve(function: Callable[[Item], Result], pipe: connection.Connection[Result, Item]) -> None:
    """Answer in the process until the pipe ends, as it also does when the caller is killed."""
    # Ctrl+C reaches every process of the terminal; the caller decides when to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            item = pipe.recv()
        except EOFError:
            return
        answer = function(item)
        try:
            pipe.send(answer)
        except BrokenPipeError:
            return
