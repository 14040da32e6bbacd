"""SQLite: everything that only this database knows, so that no other module has to.

How a file is opened (for writing, or for reading where writing is impossible), how transactions
begin, how triggers are spelt, how a file is checked and copied, and what its error codes mean in
words.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final  # Any: the DBAPI connection of SQLAlchemy's events is untyped

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import QueuePool

from db.errors import (
    BusyCatalogue,
    CatalogueError,
    DamagedCatalogue,
    NoRoom,
    ReadOnlyCatalogue,
    UnwritableCatalogue,
)
from db.journal import Watch

APPLICATION_ID: Final = 0x4F6E5263
"""“OnRc”, in the file's header: `file` and the catalogue itself know it by this."""

_PATIENCE = 10.0
"""Seconds to wait for another program's transaction; ours take milliseconds."""

_WRITES = "onrecord_writes"


def connect(file: Path, *, mode: str, query_only: bool = False) -> Engine:
    """Open a database; `mode` is SQLite's `rw`, `rwc` (make it) or `ro`, or `immutable`."""
    access = "mode=ro&immutable=1" if mode == "immutable" else f"mode={mode}"
    address = f"{file.resolve().as_uri()}?{access}"

    def open_file() -> sqlite3.Connection:
        # Without isolation level the driver begins nothing by itself; `_begin` does.
        return sqlite3.connect(
            address, uri=True, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
        )

    engine = create_engine("sqlite://", creator=open_file, poolclass=QueuePool, max_overflow=-1)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA cache_size = -16000")
        if query_only:
            connection.execute("PRAGMA query_only = ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer takes its place at the start: one that began by reading could not wait for it.
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextlib.contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Hold the only writing transaction; it is committed at the end or taken back whole."""
    with engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
        yield connection


@contextlib.contextmanager
def in_words(folder: Path) -> Iterator[None]:
    """Turn SQLite's complaints into sentences; broken constraints are bugs and stay as they are."""
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        sentence = _sentence(error.orig, folder)
        if sentence is None:
            raise
        raise sentence from error
    except sqlite3.Error as error:
        sentence = _sentence(error, folder)
        if sentence is None:
            raise
        raise sentence from error


def _sentence(error: BaseException | None, folder: Path) -> CatalogueError | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return BusyCatalogue(folder.name)
        case sqlite3.SQLITE_FULL:
            return NoRoom(folder.name)
        case sqlite3.SQLITE_READONLY:
            return ReadOnlyCatalogue("its file cannot be written to")
        case sqlite3.SQLITE_NOTADB:
            return DamagedCatalogue(folder, "its file “catalogue.sqlite” is not a database")
        case sqlite3.SQLITE_CORRUPT:
            return DamagedCatalogue(
                folder, "parts of its file “catalogue.sqlite” do not fit together"
            )
        case sqlite3.SQLITE_IOERR:
            return UnwritableCatalogue(folder.name, "the disk reports an error")
        case sqlite3.SQLITE_CANTOPEN:
            return UnwritableCatalogue(folder.name, "its file “catalogue.sqlite” cannot be opened")
        case _:
            return None


def why_unwritable(file: Path) -> str | None:
    """Say why the database cannot be written to, None if it can.

    The file itself is never opened here: closing it would drop the locks that this process holds on
    it through SQLite.
    """
    effective = os.access in os.supports_effective_ids
    if not os.access(file, os.W_OK, effective_ids=effective):
        return "its file may only be read"
    try:
        with tempfile.TemporaryFile(dir=file.parent):
            return None
    except OSError as error:
        if isinstance(error, PermissionError) or error.errno is None:
            return "its folder may only be read"
        return f"its folder cannot be written to ({os.strerror(error.errno)})"


def connect_for_reading(file: Path, spare: Path) -> Engine:
    """Open a database where nothing can be written, at its true last state.

    A file closed cleanly is whole by itself and is read as immutable. Beside one that was left open
    lies a write-ahead log with the last transactions, which immutable reading would silently leave
    out; where SQLite cannot follow it in place, both are copied to the folder `spare`.
    """
    log = _log(file)
    if not log.exists() or log.stat().st_size == 0:
        return connect(file, mode="immutable")
    in_place = connect(file, mode="ro")
    try:
        with in_place.connect() as connection:
            connection.execute(text("SELECT count(*) FROM sqlite_master"))
    except DBAPIError:
        in_place.dispose()
        shutil.copyfile(file, spare / file.name)
        shutil.copyfile(log, _log(spare / file.name))
        return connect(spare / file.name, mode="rw", query_only=True)
    return in_place


def _log(file: Path) -> Path:
    return file.with_name(f"{file.name}-wal")


def mark_as_ours(engine: Engine) -> None:
    """Give a new database our name and the write-ahead log."""
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def application_id(connection: Connection) -> int:
    return int(connection.scalar(text("PRAGMA application_id")) or 0)


def schema_version(connection: Connection) -> int:
    """Return the number of the file's schema, 0 for an empty database."""
    return int(connection.scalar(text("PRAGMA user_version")) or 0)


def last_id(connection: Connection, table: str) -> int:
    """Return the highest id ever given in a table, 0 for none; ids are never used twice."""
    given = text("SELECT seq FROM sqlite_sequence WHERE name = :table")
    return int(connection.scalar(given, {"table": table}) or 0)


def set_schema_version(connection: Connection, version: int) -> None:
    connection.execute(text(f"PRAGMA user_version = {version:d}"))


def replace_triggers(connection: Connection, watches: Iterable[Watch]) -> None:
    """Make the triggers of the journal anew; part of the transaction, like all of SQLite's DDL."""
    old = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
    for name in old:
        connection.execute(text(f'DROP TRIGGER "{name}"'))
    for number, watch in enumerate(watches):
        row = "OLD" if watch.event == "delete" else "NEW"
        columns = f" OF {', '.join(watch.columns)}" if watch.columns else ""
        told = " ".join(
            # REPLACE takes out the record's older entry and gives the new one the next number.
            f'INSERT OR REPLACE INTO journal ("table", record)'  # noqa: S608
            f" SELECT '{table}', record FROM ({selection.format(row=row)});"
            for table, selection in watch.concerns
        )
        connection.exec_driver_sql(
            f"CREATE TRIGGER journal_{number:02d}_{watch.table}_{watch.event}"
            f" AFTER {watch.event.upper()}{columns} ON {watch.table} BEGIN {told} END"
        )


def integrity_problems(connection: Connection) -> list[str]:
    """Return what SQLite finds wrong with the file and with references between rows."""
    found = [
        f"The database file is damaged: {line}."
        for line in connection.scalars(text("PRAGMA integrity_check"))
        if line != "ok"
    ]
    found += [
        f"A record in “{table}” refers to one in “{parent}” that is not there."
        for table, _row, parent, _key in connection.execute(text("PRAGMA foreign_key_check"))
    ]
    return found


def copy_database(engine: Engine, target: Path) -> None:
    """Copy the database as it stands, other programs' work going on meanwhile."""
    with engine.connect() as connection:
        source = connection.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)
        with contextlib.closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            # One file, whole by itself: a backup may be carried away without its log.
            copy.execute("PRAGMA journal_mode = DELETE")
