"""Setting a dossier without the collector of reference cycles, which finds nothing to do in it.

A layout makes millions of objects and no cycles among them; looking through them again and again
took a sixth of the time of 10,000 quotations. Memory is freed as ever when nothing refers to it.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_within = 0
_was_on = False


@contextmanager
def no_collecting() -> Iterator[None]:
    """Keep the collector off; the last of several threads to leave puts it back as it was."""
    global _within, _was_on
    with _lock:
        if not _within:
            _was_on = gc.isenabled()
            gc.disable()
        _within += 1
    try:
        yield
    finally:
        with _lock:
            _within -= 1
            if not _within and _was_on:
                gc.enable()
