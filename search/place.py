"""Where an index lies: in the user's cache folder, never in the catalogue.

An index says which records a query finds, and its files are believed once their checksums agree. A
catalogue comes from strangers, the user's cache folder does not: what a stranger plants beside his
catalogue is never read.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import platformdirs


def index_place(catalogue: Path, catalogue_id: str) -> Path:
    """Return the folder for the index of a catalogue, which may not be there yet.

    The place of the catalogue counts too: a copy of it has the same id and a journal of its own.
    """
    where = hashlib.sha256(os.fsencode(catalogue.resolve())).hexdigest()[:16]
    which = hashlib.sha256(catalogue_id.encode()).hexdigest()[:16]
    return cache_folder() / "search" / f"{which}-{where}"


def cache_folder() -> Path:
    """Return the user's own folder for what can be made anew; ONRECORD_HOME moves it."""
    home = os.environ.get("ONRECORD_HOME")
    return Path(home) / "cache" if home else Path(platformdirs.user_cache_dir("onrecord"))
