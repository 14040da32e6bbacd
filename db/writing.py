"""Many new rows at once.

Their ids are given before they are written, so that rows may refer to each other, and each table is
written by one statement.
"""

from __future__ import annotations

from itertools import count
from typing import Any  # Any: a row's values are of the types of its columns

from sqlalchemy import Connection, Table, insert

from db.engine import last_id
from db.models import Base


class Rows:
    """New rows on their way in; only inside a transaction that holds the right to write."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ids: dict[str, count[int]] = {}
        self._waiting: dict[str, list[dict[str, Any]]] = {}

    def add(self, record: type[Base], **values: Any) -> int:
        """Take a row, with a value for each column but the id, and return the id it will have."""
        table = record.__tablename__
        if table not in self._ids:
            self._ids[table] = count(last_id(self._connection, table) + 1)
        id_ = next(self._ids[table])
        self.add_keyed(record, id=id_, **values)
        return id_

    def add_keyed(self, record: type[Base], **values: Any) -> None:
        """Take a row of a table whose rows are known by what they hold."""
        self._waiting.setdefault(record.__tablename__, []).append(values)

    def write(self) -> None:
        """Write all rows taken since the last time."""
        for name, rows in self._waiting.items():
            if rows:
                table: Table = Base.metadata.tables[name]
                self._connection.execute(insert(table), rows)
                rows.clear()
