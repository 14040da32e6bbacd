"""Undo and redo that survive a restart: what rows were before and after each human change.

Whoever changes rows for a person does it through an `Edit`, which notes an image of every row it
touches. The images are kept with the change, in its transaction. Undo puts back what was before,
in reverse order; redo what was after. No change has to know how to undo itself, and none can
forget to.

Imports are not in the list (they only insert), so they may come between a change and its undo. If
a row that an undo needs is gone or in the way, the undo says so and leaves the list.
"""

from __future__ import annotations

import base64
import getpass
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any, Final, TypeVar  # Any: a row's values are of every type a column can hold

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    RowMapping,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import TypeDecorator

from db.errors import CannotUndo, UnknownRecord
from db.models import Base, Change, Outlet, Party, Photo, Quotation
from db.queries import AnyRow, chunks
from db.rows import Changes

Values = dict[str, Any]
Record = TypeVar("Record", bound=Base)

# Records that an import may have come to use since they were made.
_SHARED: Final = frozenset({Party.__tablename__, Outlet.__tablename__})

# Which ids of a row tell a view that the row concerns it: table, column, field of `Changes`.
_CONCERNS: Final = {
    "quotation": (("id", "quotations"),),
    "found": (("quotation_id", "quotations"),),
    "verdict": (("quotation_id", "quotations"),),
    "tag": (),
    "quotation_tag": (("quotation_id", "quotations"),),
    "party": (("id", "people"),),
    "alias": (("party_id", "people"),),
    "role": (("party_id", "people"),),
    "outlet": (("id", "outlets"),),
    "photo": (("id", "photos"),),
    "document": (("id", "documents"),),
    "article": (("document_id", "documents"),),
    "passed_over": (("document_id", "documents"),),
    "picture": (("document_id", "documents"),),
    "shingle": (("document_id", "documents"),),
    "collection": (("id", "collections"),),
    "collection_entry": (("collection_id", "collections"), ("quotation_id", "quotations")),
    "saved_search": (("id", "searches"),),
    "dossier": (("id", "dossiers"),),
    "dossier_words": (("dossier_id", "dossiers"),),
    "dossier_entry": (("dossier_id", "dossiers"), ("quotation_id", "quotations")),
}


@dataclass(frozen=True, slots=True)
class Image:
    """A row before and after a change, as columns and values.

    One that was made has no `before`, one that was removed no `after`; of one that was altered both
    hold its key and the columns that differ.
    """

    table: str
    before: Values | None
    after: Values | None

    @property
    def operation(self) -> tuple[str, bool, bool, tuple[str, ...]]:
        """What rows that can be written by one statement have in common."""
        row = self.before or self.after or {}
        return self.table, self.before is None, self.after is None, tuple(row)

    def reversed(self) -> Image:
        return Image(self.table, self.after, self.before)


def now() -> datetime:
    return datetime.now(UTC)


def whoever_is_here() -> str:
    """Return the login name of the person at the keyboard."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such thing on some systems
        return "someone"


class Edit:
    """A change in the making: the only way in which a person's changes reach rows."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.images: list[Image] = []

    def all(self, record: type[Base], where: ColumnElement[bool]) -> Sequence[AnyRow]:
        """Read rows as they stand."""
        table = _table(record)
        return self.connection.execute(
            select(table).where(where).order_by(*table.primary_key)
        ).all()

    def one(self, record: type[Base], id_: int, otherwise: str) -> AnyRow:
        """Read the row with this id; raises UnknownRecord with the sentence `otherwise`."""
        rows = self.all(record, _table(record).c.id == id_)
        if not rows:
            raise UnknownRecord(otherwise)
        return rows[0]

    def insert(self, record: type[Base], **values: Any) -> int:
        """Make a row and return its id."""
        (row,) = self.insert_all(record, [values])
        return int(row["id"])

    def insert_all(self, record: type[Base], rows: Sequence[Values]) -> list[Values]:
        """Make rows that have the same columns given; returns them whole."""
        if not rows:
            return []
        table = _table(record)
        made = self.connection.execute(insert(table).returning(table), list(rows))
        images = [Image(table.name, None, dict(row)) for row in made.mappings()]
        self.images += images
        return [image.after for image in images if image.after]

    def _values(self, table: Table, where: ColumnElement[bool]) -> Sequence[RowMapping]:
        return self.connection.execute(select(table).where(where)).mappings().all()

    def update(
        self,
        record: type[Base],
        where: ColumnElement[bool],
        **values: Any,
    ) -> list[Values]:
        """Set columns of some rows; returns the keys of those in which anything changed."""
        table = _table(record)
        key = [column.name for column in table.primary_key]
        images = []
        for old in self._values(table, where):
            changed = [name for name, value in values.items() if old[name] != value]
            if changed:
                this = {name: old[name] for name in key}
                images.append(
                    Image(
                        table.name,
                        this | {name: old[name] for name in changed},
                        this | {name: values[name] for name in changed},
                    )
                )
        _apply(self.connection, images)
        self.images += images
        return [{name: image.before[name] for name in key} for image in images if image.before]

    def delete(self, record: type[Base], where: ColumnElement[bool]) -> None:
        """Remove rows."""
        table = _table(record)
        images = [Image(table.name, dict(row), None) for row in self._values(table, where)]
        _apply(self.connection, images)
        self.images += images


def keep(edit: Edit, label: str) -> Changes:
    """Put a finished edit on the undo list; what had been undone cannot be redone after it."""
    if not edit.images:
        return Changes()
    connection = edit.connection
    connection.execute(delete(Change).where(Change.undone))
    connection.execute(
        insert(Change).values(
            label=label,
            made_by=whoever_is_here(),
            made_at=now(),
            undone=False,
            images=_write(connection, edit.images),
        )
    )
    return _touched(connection, label, edit.images)


def undo_label(connection: Connection) -> str | None:
    return connection.scalar(select(Change.label).where(_next(undone=False)))


def redo_label(connection: Connection) -> str | None:
    return connection.scalar(select(Change.label).where(_next(undone=True)))


def step(connection: Connection, *, back: bool) -> Changes | None:
    """Undo the last change, or redo the last undone; None if there is none.

    Raises CannotUndo when rows are gone or in the way; the caller takes the transaction back and
    then calls `forget`.
    """
    change = connection.execute(
        select(Change.id, Change.label, Change.images).where(_next(undone=not back))
    ).first()
    if change is None:
        return None
    images = _read(connection, change.images)
    if back:
        images = [image.reversed() for image in reversed(images)]
    try:
        _apply(connection, images)
    except (IntegrityError, _RowGoneError) as error:
        raise CannotUndo(change.label, verb="undone" if back else "redone") from error
    connection.execute(update(Change).where(Change.id == change.id).values(undone=back))
    return _touched(connection, change.label, images)


def forget(connection: Connection, *, back: bool) -> None:
    """Take the entry that cannot be undone (or redone) off the list; redoing ends with it."""
    last = connection.scalar(select(Change.id).where(_next(undone=not back)))
    if last is not None:
        connection.execute(delete(Change).where(Change.id == last if back else Change.id >= last))


def _next(*, undone: bool) -> ColumnElement[bool]:
    """Return the condition for the entry that Undo, or Redo, would take."""
    ids = select(Change.id).where(Change.undone.is_(undone))
    order = Change.id if undone else Change.id.desc()
    return Change.id == ids.order_by(order).limit(1).scalar_subquery()


def _touched(connection: Connection, label: str, images: Iterable[Image]) -> Changes:
    touched: defaultdict[str, set[Any]] = defaultdict(set)
    renamed: set[int] = set()
    for image in images:
        for row in (image.before, image.after):
            for column, field in _CONCERNS[image.table]:
                if row and row.get(column) is not None:
                    touched[field].add(row[column])
        if image.table == "party" and image.before and image.after:
            renamed.add(image.before["id"])
    # What shows a person's name changes with it.
    for chunk in chunks(sorted(renamed)):
        touched["quotations"].update(
            connection.scalars(select(Quotation.id).where(Quotation.speaker_id.in_(chunk)))
        )
        credited = or_(
            *(c.in_(chunk) for c in (Photo.creator_id, Photo.agency_id, Photo.source_id))
        )
        touched["photos"].update(connection.scalars(select(Photo.id).where(credited)))
    ids: dict[str, Any] = {field: frozenset(found) for field, found in touched.items()}
    return Changes(label, **ids)


# Writing images to rows


class _RowGoneError(Exception):
    """A row that an image alters is not there any more."""


def _table(record: type[Base]) -> Table:
    table = record.__table__
    assert isinstance(table, Table)
    return table


def _apply(connection: Connection, images: Iterable[Image]) -> None:
    """Bring rows from their `before` to their `after`, like ones together."""
    for (name, made, removed, columns), group in groupby(images, lambda image: image.operation):
        table = Base.metadata.tables[name]
        if made:
            _insert(connection, table, [image.after or {} for image in group])
        elif removed:
            _delete(connection, table, [image.before or {} for image in group])
        else:
            _update(connection, table, columns, [image.after or {} for image in group])


def _insert(connection: Connection, table: Table, rows: list[Values]) -> None:
    if table.name in _SHARED:
        # An import kept it alive when its making was undone.
        there = set(
            connection.scalars(select(table.c.id).where(table.c.id.in_([r["id"] for r in rows])))
        )
        rows = [row for row in rows if row["id"] not in there]
    if rows:
        connection.execute(insert(table), rows)


def _delete(connection: Connection, table: Table, rows: list[Values]) -> None:
    statement = delete(table).where(_key(table))
    if table.name in _SHARED:
        statement = statement.where(*(~used for used in _uses(table)))
    connection.execute(statement, [_key_values(table, row) for row in rows])


def _update(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: list[Values]
) -> None:
    key = {column.name for column in table.primary_key}
    values: Values = {name: bindparam(f"new_{name}") for name in columns if name not in key}
    result = connection.execute(
        update(table).where(_key(table)).values(values),
        [_key_values(table, row) | {f"new_{name}": row[name] for name in values} for row in rows],
    )
    if result.rowcount != len(rows):
        raise _RowGoneError


def _key(table: Table) -> ColumnElement[bool]:
    return and_(*(column == bindparam(f"key_{column.name}") for column in table.primary_key))


def _key_values(table: Table, row: Values) -> Values:
    return {f"key_{column.name}": row[column.name] for column in table.primary_key}


def _uses(table: Table) -> Iterable[ColumnElement[bool]]:
    """Return, for every foreign key to `table`, whether it points to the row in hand."""
    for other in Base.metadata.tables.values():
        for foreign in other.foreign_keys:
            if foreign.column is table.c.id:
                yield exists().where(foreign.parent == table.c.id).correlate(table)


# Images as text


def _write(connection: Connection, images: Iterable[Image]) -> str:
    def plain(table: Table, row: Values | None) -> Values | None:
        if row is None:
            return None
        return {name: _plain(connection, table.c[name], value) for name, value in row.items()}

    return json.dumps(
        [
            [image.table, plain(table, image.before), plain(table, image.after)]
            for image in images
            for table in (Base.metadata.tables[image.table],)
        ],
        ensure_ascii=False,
    )


def _read(connection: Connection, written: str) -> list[Image]:
    def typed(table: Table, row: Values | None) -> Values | None:
        if row is None:
            return None
        return {name: _typed(connection, table.c[name], value) for name, value in row.items()}

    return [
        Image(name, typed(table, before), typed(table, after))
        for name, before, after in json.loads(written)
        for table in (Base.metadata.tables[name],)
    ]


def _plain(connection: Connection, column: Column[Any], value: Any) -> Any:
    """Return a value as its column holds it, with a mark where JSON has no such thing."""
    if isinstance(column.type, TypeDecorator):
        value = column.type.process_bind_param(value, connection.dialect)
    match value:
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case bytes():
            return {"bytes": base64.b64encode(value).decode()}
        case _:
            return value


def _typed(connection: Connection, column: Column[Any], value: Any) -> Any:
    match value:
        case {"moment": written}:
            value = datetime.fromisoformat(written)
        case {"day": written}:
            value = date.fromisoformat(written)
        case {"bytes": written}:
            value = base64.b64decode(written)
    if isinstance(column.type, TypeDecorator):
        value = column.type.process_result_value(value, connection.dialect)
    return value
