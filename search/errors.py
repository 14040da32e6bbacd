"""What can be wrong with a query."""

from __future__ import annotations

from extraction.errors import OnRecordError


class QueryError(OnRecordError):
    """A query that cannot be read; `position` is the offset in the query at which it fails."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position
