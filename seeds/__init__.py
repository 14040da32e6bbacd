"""The sample: made-up documents that a newcomer's first catalogue is filled with."""

from __future__ import annotations

from pathlib import Path

_DOCUMENTS = Path(__file__).resolve().parent / "documents"


def sample_documents() -> tuple[Path, ...]:
    """Return the sample's files in the order in which they should be imported."""
    return tuple(sorted(_DOCUMENTS.glob("*.txt")))
