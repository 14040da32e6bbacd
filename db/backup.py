"""Copies of the catalogue's database that were opened and checked before they count.

The originals are not copied: they are only ever added to, and each proves itself by its name.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from db.engine import connect, copy_database, integrity_problems
from db.errors import DamagedCatalogue
from db.originals import settle

KEPT: Final = 10
"""How many backups a catalogue keeps; the oldest goes once a newer one was checked."""


def back_up(engine: Engine, folder: Path, *, occasion: str, now: datetime) -> Path:
    """Copy the database into `folder`/backups.

    Raises DamagedCatalogue if the copy fails its check; then no older backup is touched.
    """
    backups = folder / "backups"
    backups.mkdir(exist_ok=True)
    target = backups / f"{now:%Y-%m-%d %H%M%S} {occasion}.sqlite"
    partial = target.with_name(f".{target.name}.part")
    try:
        copy_database(engine, partial)
        if problems := _problems_of(partial):
            raise DamagedCatalogue(folder, f"no sound backup can be made of it ({problems[0]})")
        settle(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    for old in sorted(backups.glob("[0-9]*.sqlite"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return target


def _problems_of(file: Path) -> list[str]:
    engine = connect(file, mode="immutable")
    try:
        with engine.connect() as connection:
            return integrity_problems(connection)
    finally:
        engine.dispose()
