"""Which changes the outbox tells of, so that a search index can follow the catalogue.

Triggers write the journal inside the transaction that makes a change: raw SQL and restored rows
count like any other. For each record only its last change is kept, under a new and higher
sequence number; whoever has read up to `n` misses nothing by asking for what lies after `n`, and a
new reader meets every record once. `db.engine` turns these descriptions into the database's own
triggers.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from db.models import Journal
from db.rows import JournalRow


@dataclass(frozen=True, slots=True)
class Watch:
    """A change worth telling: `event` on `table` concerns the records that `concerns` selects.

    `columns` narrows an update to changes of these columns; none means any. In each selection
    `{row}` stands for the row that changed. Each has one column, `record`, and goes
    with the journal's name for the table it selects from.
    """

    table: str
    event: str
    concerns: tuple[tuple[str, str], ...]
    columns: tuple[str, ...] = ()


def _itself(table: str) -> tuple[Watch, ...]:
    """Tell of every change to a record of `table`."""
    return tuple(
        Watch(table, event, ((table, "SELECT {row}.id AS record"),))
        for event in ("insert", "update", "delete")
    )


_SAID_BY = "SELECT id AS record FROM quotation WHERE speaker_id = {row}.party_id"

WATCHES: tuple[Watch, ...] = (
    *_itself("quotation"),
    *_itself("photo"),
    *_itself("article"),
    *(
        Watch("quotation_tag", event, (("quotation", "SELECT {row}.quotation_id AS record"),))
        for event in ("insert", "delete")
    ),
    Watch(
        "article",
        "update",
        (
            ("quotation", "SELECT id AS record FROM quotation WHERE article_id = {row}.id"),
            ("photo", "SELECT id AS record FROM photo WHERE article_id = {row}.id"),
        ),
        ("headline", "byline", "outlet_id", "published_on"),
    ),
    Watch(
        "party",
        "update",
        (
            ("quotation", "SELECT id AS record FROM quotation WHERE speaker_id = {row}.id"),
            ("photo", "SELECT id AS record FROM photo WHERE agency_id = {row}.id"),
            ("photo", "SELECT id AS record FROM photo WHERE creator_id = {row}.id"),
            ("photo", "SELECT id AS record FROM photo WHERE source_id = {row}.id"),
        ),
        ("name", "kind"),
    ),
    # Another name of somebody finds all they said. One that moves with a merge, or back with its
    # undoing, leaves one person's quotations and comes to another's.
    Watch("alias", "insert", (("quotation", _SAID_BY.format(row="NEW")),)),
    Watch("alias", "delete", (("quotation", _SAID_BY.format(row="OLD")),)),
    Watch(
        "alias",
        "update",
        (
            ("quotation", _SAID_BY.format(row="OLD")),
            ("quotation", _SAID_BY.format(row="NEW")),
        ),
    ),
    Watch(
        "outlet",
        "update",
        (
            ("quotation", "SELECT id AS record FROM quotation WHERE told_to_id = {row}.id"),
            ("article", "SELECT id AS record FROM article WHERE outlet_id = {row}.id"),
            (
                "quotation",
                (
                    "SELECT id AS record FROM quotation WHERE article_id IN"
                    " (SELECT id FROM article WHERE outlet_id = {row}.id)"
                ),
            ),
            (
                "photo",
                (
                    "SELECT id AS record FROM photo WHERE article_id IN"
                    " (SELECT id FROM article WHERE outlet_id = {row}.id)"
                ),
            ),
        ),
        ("name",),
    ),
    Watch(
        "role",
        "update",
        (("quotation", "SELECT id AS record FROM quotation WHERE role_id = {row}.id"),),
        ("title",),
    ),
    Watch(
        "tag",
        "update",
        (
            (
                "quotation",
                "SELECT quotation_id AS record FROM quotation_tag WHERE tag_id = {row}.id",
            ),
        ),
        ("name",),
    ),
)


def revision(connection: Connection) -> int:
    """Return the last sequence number given, 0 in an empty catalogue."""
    return connection.scalar(select(func.max(Journal.sequence))) or 0


def entries(connection: Connection, after: int, limit: int) -> tuple[JournalRow, ...]:
    """Return what changed since `after`, in the order in which it did."""
    return tuple(
        JournalRow(*row)
        for row in connection.execute(
            select(Journal.sequence, Journal.table, Journal.record)
            .where(Journal.sequence > after)
            .order_by(Journal.sequence)
            .limit(limit)
        )
    )
