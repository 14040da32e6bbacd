"""When to stop: a deadline that has passed, or a newer keystroke."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter


class InterruptedSearchError(Exception):
    """A search was given up; there is no answer."""


class OverdueSearchError(InterruptedSearchError):
    """A search took longer than it may."""


@dataclass(frozen=True)
class Watch:
    """Looked at between the steps of an evaluation, each of which takes some milliseconds.

    `deadline` is in seconds of `time.perf_counter`; `cancelled` may be asked from the searching
    thread while another sets it.
    """

    deadline: float | None = None
    cancelled: Callable[[], bool] | None = None

    def look(self) -> None:
        """Raise InterruptedSearchError when the search is to end."""
        if self.cancelled is not None and self.cancelled():
            raise InterruptedSearchError("The search was cancelled.")
        if self.deadline is not None and perf_counter() > self.deadline:
            raise OverdueSearchError("The search took longer than it may.")
