"""What can go wrong that a user can understand and act on.

    OnRecordError
    ├── UnreadableDocument     a file cannot be read as what it claims to be
    └── db.errors.CatalogueError, search.errors.QueryError, dossier.errors.DossierError

Anything that is not an OnRecordError is a bug, and shows as one.
"""

from __future__ import annotations


class OnRecordError(Exception):
    """One sentence a user can act on: what happened, to which thing, what to do."""


class UnreadableDocument(OnRecordError):
    """A file cannot be read as what it claims to be.

    The message names the file, the `reason` (a clause: "it is empty") and, as `remedy`, what the
    user can do about it (a whole sentence).
    """

    def __init__(self, name: str, reason: str, remedy: str = "") -> None:
        super().__init__(f"Cannot read “{name}”: {reason}. {remedy}".rstrip())
        self.name = name
        self.reason = reason
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[UnreadableDocument], tuple[str, str, str]]:
        return type(self), (self.name, self.reason, self.remedy)
