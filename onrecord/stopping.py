"""Stopping between two pieces of work, not in the middle of one, when somebody asks."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stop:
    """Whether a stop was asked for, and by which signal. Calling it answers the first question."""

    def __init__(self) -> None:
        self.signal: signal.Signals | None = None

    def __call__(self) -> bool:
        return self.signal is not None

    @property
    def exit_code(self) -> int:
        """What a shell expects of a program that a signal ended; 0 if none did."""
        return 0 if self.signal is None else 128 + self.signal


@contextmanager
def stop_when_asked() -> Iterator[Stop]:
    """Turn Ctrl+C and SIGTERM into a wish that the block can ask for. Main thread only.

    The first Ctrl+C lets the work in hand finish; a second one breaks off as usual.
    """
    stop = Stop()

    def note(number: int, _frame: FrameType | None) -> None:
        stop.signal = signal.Signals(number)
        signal.signal(number, before[number])

    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {int(number): signal.getsignal(number) for number in numbers}
    for number in numbers:
        signal.signal(number, note)
    try:
        yield stop
    finally:
        for number in numbers:
            signal.signal(number, before[number])
