"""What can stop a dossier, in words its maker can act on."""

from __future__ import annotations

from extraction.errors import OnRecordError


class DossierError(OnRecordError):
    """A dossier cannot be made; the message says why and what to do. No file was left behind."""


class Cancelled(DossierError):
    """The user asked for the work to stop; nothing was written under the final name."""

    def __init__(self) -> None:
        super().__init__("The dossier was cancelled. No file was written.")
