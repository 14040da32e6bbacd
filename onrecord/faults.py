"""What is said when the program itself fails on one piece of many."""

from __future__ import annotations

import logging

_log = logging.getLogger(__name__)


def own_fault(name: str, error: Exception) -> str:
    """Log an error that is ours, and return a sentence for whoever gave us the piece.

    For the edge of a task of many pieces only: one that we fail on must not stop a thousand.
    """
    _log.error("Failed on %s", name, exc_info=error)
    return (
        f"Cannot take in “{name}”: On Record itself failed on it "
        f"({type(error).__name__}: {error}). Please report this with the file."
    )
