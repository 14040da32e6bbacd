"""Which older document a document is like, and the versions of one page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

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
    if connection.scalar(select(Document.id).where(Document.id == id_)) is None:
        raise UnknownRecord("This document is no longer in the catalogue.")
    return likenesses(connection, [id_]).get(DocumentId(id_))


def likenesses(connection: Connection, ids: Sequence[int]) -> dict[DocumentId, LikeRow]:
    """Return those documents that are like an older one, in the sense of `likeness`."""
    found: dict[DocumentId, LikeRow] = {}
    for chunk in chunks(ids):
        same_page = _older(connection, chunk, Document.folded_address, func.max)
        same_words = _older(connection, chunk, Document.words, func.min)
        rest = [id_ for id_ in chunk if id_ not in same_page and id_ not in same_words]
        nearest = {
            id_: max(_shares(connection, id_, others).items(), key=itemgetter(1))
            for id_, others in _likely(connection, rest).items()
        }
        older = {
            *same_page.values(),
            *same_words.values(),
            *(other for other, _ in nearest.values()),
        }
        shown = _names(connection, older)
        for id_ in sorted({*same_page, *same_words, *nearest}):
            if (last := same_page.get(id_)) is not None:
                share = _shares(connection, id_, [last])[last]
                found[id_] = LikeRow(Likeness.VERSION, last, *shown[last], share)
            elif (first := same_words.get(id_)) is not None:
                found[id_] = LikeRow(Likeness.SAME_TEXT, first, *shown[first], 1.0)
            elif nearest[id_][1] >= ALIKE:
                other, share = nearest[id_]
                found[id_] = LikeRow(Likeness.NEARLY, other, *shown[other], share)
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


def _older(
    connection: Connection,
    ids: Sequence[int],
    column: InstrumentedAttribute[Any],
    which: Callable[..., ColumnElement[Any]],
) -> dict[DocumentId, DocumentId]:
    """Return of each document the first or last older one with the same value in a column."""
    older = aliased(Document)
    same = (
        select(which(older.id))
        .where(getattr(older, column.key) == column, older.id < Document.id)
        .scalar_subquery()
    )
    asked = select(Document.id, same).where(Document.id.in_(ids))
    return {id_: other for id_, other in connection.execute(asked) if other is not None}


def _shares(
    connection: Connection, id_: int, others: Sequence[DocumentId]
) -> dict[DocumentId, float]:
    """Return how much each of some documents resembles this one."""
    asked = select(Document.id, Document.text).where(Document.id.in_([id_, *others]))
    texts = {row.id: row.text for row in connection.execute(asked)}
    return {other: resemblance(texts[id_], texts[other]) for other in others}


def _names(connection: Connection, ids: Iterable[int]) -> dict[DocumentId, tuple[str, datetime]]:
    asked = select(Document.id, Document.name, Document.imported_at)
    return {
        id_: (name, imported_at)
        for chunk in chunks(ids)
        for id_, name, imported_at in connection.execute(asked.where(Document.id.in_(chunk)))
    }
