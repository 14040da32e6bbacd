"""Which older document a document is like, and the versions of one page."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, exists, func, or_, select
from sqlalchemy.orm import aliased

from db import queries
from db.errors import UnknownRecord
from db.models import Document, Shingle
from db.queries import chunks
from db.rows import Comparison, DocumentId, DocumentRow, Likeness, LikeRow, QuotationFilter, Sort
from db.traces import ALIKE, resemblance
from db.versions import compare

_LOOKED_AT = 5
"""How many of the documents that share shingles are compared whole: those that share most."""


def likeness(connection: Connection, id_: int) -> LikeRow | None:
    """Return the older document that this one is like most, None if it is like none.

    A version goes before the same text, and that before nearly the same. Of several versions the
    last is told, of several with the same text the first.
    """
    this = connection.execute(
        select(Document.folded_address, Document.words).where(Document.id == id_)
    ).one_or_none()
    if this is None:
        raise UnknownRecord("This document is no longer in the catalogue.")
    older = select(Document.id).where(Document.id < id_)
    if this.folded_address is not None:
        same_page = Document.folded_address == this.folded_address
        last = connection.scalar(older.where(same_page).order_by(Document.id.desc()).limit(1))
        if last is not None:
            return _row(connection, Likeness.VERSION, last, _resemblance(connection, id_, last))
    same_words = older.where(Document.words == this.words).order_by(Document.id).limit(1)
    first = connection.scalar(same_words)
    if first is not None:
        return _row(connection, Likeness.SAME_TEXT, first, 1.0)
    shares = {other: _resemblance(connection, id_, other) for other in _likely(connection, id_)}
    nearest = max(shares, key=shares.__getitem__, default=None)
    if nearest is None or shares[nearest] < ALIKE:
        return None
    return _row(connection, Likeness.NEARLY, nearest, shares[nearest])


def likenesses(connection: Connection, ids: Sequence[int]) -> dict[DocumentId, LikeRow]:
    """Return of documents just added those that are like an older one.

    Most are like none, which one question for all of them settles.
    """
    found: dict[DocumentId, LikeRow] = {}
    older = aliased(Document)
    ours, theirs = aliased(Shingle), aliased(Shingle)
    for chunk in chunks(ids):
        likely = connection.scalars(
            select(Document.id)
            .where(
                Document.id.in_(chunk),
                or_(
                    exists().where(
                        older.folded_address == Document.folded_address, older.id < Document.id
                    ),
                    exists().where(older.words == Document.words, older.id < Document.id),
                    exists().where(
                        ours.document_id == Document.id,
                        theirs.hash == ours.hash,
                        theirs.document_id < Document.id,
                    ),
                ),
            )
            .order_by(Document.id)
        )
        for id_ in likely.all():
            if like := likeness(connection, id_):
                found[id_] = like
    return found


def versions(connection: Connection, id_: int) -> tuple[DocumentRow, ...]:
    """Return the saved copies of a document's page, oldest first, itself among them."""
    this = queries.document(connection, id_)
    address = select(Document.folded_address).where(Document.id == id_).scalar_subquery()
    ids = connection.scalars(
        select(Document.id).where(Document.folded_address == address).order_by(Document.id)
    ).all()
    return tuple(queries.document(connection, one) for one in ids) or (this,)


def comparison(connection: Connection, before: int, after: int) -> Comparison:
    """Compare the quotations of two documents, rejected ones left out."""
    old, new = (
        queries.quotations(
            connection,
            queries.quotation_ids(
                connection, QuotationFilter(document=DocumentId(id_)), Sort.READING_ORDER, None
            ),
        )
        for id_ in (before, after)
    )
    return compare(old, new)


def _likely(connection: Connection, id_: int) -> list[int]:
    """Return the documents that share most of the kept shingles, most first."""
    ours = select(Shingle.hash).where(Shingle.document_id == id_)
    return list(
        connection.scalars(
            select(Shingle.document_id)
            .where(Shingle.hash.in_(ours), Shingle.document_id < id_)
            .group_by(Shingle.document_id)
            .order_by(func.count().desc(), Shingle.document_id)
            .limit(_LOOKED_AT)
        )
    )


def _resemblance(connection: Connection, one: int, other: int) -> float:
    return resemblance(
        queries.document_text(connection, one), queries.document_text(connection, other)
    )


def _row(connection: Connection, kind: Likeness, id_: int, share: float) -> LikeRow:
    name, imported_at = connection.execute(
        select(Document.name, Document.imported_at).where(Document.id == id_)
    ).one()
    return LikeRow(kind, DocumentId(id_), name, imported_at, share)
