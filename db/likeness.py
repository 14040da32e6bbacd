"""Which older document a document is like, and the versions of one page."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from db import queries
from db.errors import UnknownRecord
from db.models import Document, Shingle
from db.queries import chunks
from db.rows import Comparison, DocumentId, DocumentRow, Likeness, LikeRow, QuotationFilter, Sort
from db.traces import ALIKE, resemblance
from db.versions import compare

_LOOKED_AT = 3
"""How many of the documents that share shingles are compared whole: those that share most."""

_LEAST_SHARED = 7
"""Of the sixteen shingles kept, how many two texts share at least that are worth comparing."""

_FIRST = 50
"""To how many documents, the oldest, one shingle leads."""


def likeness(connection: Connection, id_: int) -> LikeRow | None:
    """Return the older document that this one is like most, None if it is like none.

    A version goes before the same text, and that before nearly the same. Of several versions the
    last is told, of several with the same text the first.
    """
    return _likeness(connection, id_, _likely(connection, [id_]).get(DocumentId(id_), ()))


def _likeness(connection: Connection, id_: int, likely: Sequence[DocumentId]) -> LikeRow | None:
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
    shares = {other: _resemblance(connection, id_, other) for other in likely}
    nearest = max(shares, key=shares.__getitem__, default=None)
    if nearest is None or shares[nearest] < ALIKE:
        return None
    return _row(connection, Likeness.NEARLY, nearest, shares[nearest])


def likenesses(connection: Connection, ids: Sequence[int]) -> dict[DocumentId, LikeRow]:
    """Return of documents just added those that are like an older one.

    Most are like none, which one question for all of them settles.
    """
    older = aliased(Document)
    earlier = older.id < Document.id
    found: dict[DocumentId, LikeRow] = {}
    for chunk in chunks(ids):
        same = connection.scalars(
            select(Document.id).where(
                Document.id.in_(chunk),
                or_(
                    exists().where(older.folded_address == Document.folded_address, earlier),
                    exists().where(older.words == Document.words, earlier),
                ),
            )
        )
        likely = _likely(connection, chunk)
        for id_ in sorted({*same, *likely}):
            if like := _likeness(connection, id_, likely.get(id_, ())):
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


def _likely(connection: Connection, ids: Sequence[int]) -> dict[DocumentId, list[DocumentId]]:
    """Return of each document the older ones that may be nearly the same, likeliest first.

    Texts with the resemblance that is looked for share about ten of the sixteen shingles kept. A
    shingle that very many documents have ("sign up for our newsletter") leads only to the first of
    them, so that a document costs the same in a large catalogue as in a small one.
    """
    ours, theirs, holder = aliased(Shingle), aliased(Shingle), aliased(Shingle)
    first = (
        select(holder.document_id)
        .where(holder.hash == ours.hash, holder.document_id < ours.document_id)
        .order_by(holder.document_id)
        .limit(_FIRST)
        .correlate(ours)
    )
    shared = func.count().label("shared")
    likely: dict[DocumentId, list[DocumentId]] = {}
    for this, other, _ in connection.execute(
        select(ours.document_id, theirs.document_id, shared)
        .join(theirs, and_(theirs.hash == ours.hash, theirs.document_id.in_(first)))
        .where(ours.document_id.in_(ids))
        .group_by(ours.document_id, theirs.document_id)
        .having(shared >= _LEAST_SHARED)
        .order_by(shared.desc(), theirs.document_id)
    ):
        others = likely.setdefault(this, [])
        if len(others) < _LOOKED_AT:
            others.append(other)
    return likely


def _resemblance(connection: Connection, one: int, other: int) -> float:
    return resemblance(
        queries.document_text(connection, one), queries.document_text(connection, other)
    )


def _row(connection: Connection, kind: Likeness, id_: int, share: float) -> LikeRow:
    name, imported_at = connection.execute(
        select(Document.name, Document.imported_at).where(Document.id == id_)
    ).one()
    return LikeRow(kind, DocumentId(id_), name, imported_at, share)
