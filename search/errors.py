"""What can be wrong with a query."""

from __future__ import annotations

from extraction.errors import OnRecordError


class SlowSearch(OnRecordError):
    """A search was given up because it took longer than `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"This search was given up after {seconds:g} seconds: write more of its words, or "
            "narrow the list first."
        )


class QueryError(OnRecordError):
    """A query that cannot be read; `position` is the offset in the query at which it fails."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position
