"""What the catalogue answers about quotations, articles, photographs and documents: frozen rows.

Lists are read as columns, without building records: a page of a million-row list must cost no more
than its rows. A list is first an id vector in its order, then rows by id, page after page.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Final, TypeVar  # Any: rows of many columns have no narrower type

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    ScalarSelect,
    Select,
    distinct,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from db.errors import UnknownRecord
from db.models import (
    Article,
    CollectionEntry,
    Document,
    DossierEntry,
    Found,
    Outlet,
    Party,
    PassedOver,
    Photo,
    Quotation,
    QuotationTag,
    Role,
    Tag,
    Verdict,
)
from db.names import fold
from db.rows import (
    ALL,
    ArticleId,
    ArticleRow,
    Counts,
    DocumentId,
    DocumentRow,
    EvidenceRow,
    PassedOverRow,
    PersonId,
    PhotoRow,
    QuotationDetail,
    QuotationFilter,
    QuotationId,
    QuotationRow,
    Sort,
    Status,
    joined,
)
from extraction.findings import EntityKind, Span

_AT_ONCE: Final = 500
"""Ids asked for in one statement: databases limit the number of parameters."""

Key = TypeVar("Key", int, str)
AnyRow = Row[*tuple[Any, ...]]

_told = aliased(Outlet, name="told")
_agency = aliased(Party, name="agency")
_creator = aliased(Party, name="creator")
_supplier = aliased(Party, name="supplier")


def chunks(keys: Iterable[Key]) -> Iterator[list[Key]]:
    """Part ids or names into lists that fit into one statement."""
    chunk: list[Key] = []
    for key in keys:
        chunk.append(key)
        if len(chunk) == _AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


# Which, and in what order


def conditions(which: QuotationFilter) -> list[ColumnElement[bool]]:
    """Return the conditions of a filter on `Quotation`."""
    return [_status_condition(which), *_other_conditions(which)]


def _status_condition(which: QuotationFilter) -> ColumnElement[bool]:
    if which.statuses:
        return Quotation.status.in_(sorted(which.statuses))
    return Quotation.status != Status.REJECTED


def _other_conditions(which: QuotationFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if which.kinds:
        found.append(Quotation.kind.in_(sorted(which.kinds)))
    if which.speaker is not None:
        found.append(Quotation.speaker_id == which.speaker)
    if which.outlet is not None:
        found.append(
            Quotation.article_id.in_(select(Article.id).where(Article.outlet_id == which.outlet))
        )
    if which.document is not None:
        found.append(Quotation.document_id == which.document)
    if which.article is not None:
        found.append(Quotation.article_id == which.article)
    if which.collection is not None:
        found.append(
            Quotation.id.in_(
                select(CollectionEntry.quotation_id).where(
                    CollectionEntry.collection_id == which.collection
                )
            )
        )
    if which.tag is not None:
        found.append(
            Quotation.id.in_(
                select(QuotationTag.quotation_id)
                .join(Tag, Tag.id == QuotationTag.tag_id)
                .where(Tag.folded == fold(which.tag))
            )
        )
    if which.dossier is not None:
        found.append(
            Quotation.id.in_(
                select(DossierEntry.quotation_id).where(DossierEntry.dossier_id == which.dossier)
            )
        )
    if which.has_photo is not None:
        pictured = Quotation.article_id.in_(select(Photo.article_id))
        found.append(pictured if which.has_photo else ~pictured)
    if which.said_from is not None:
        found.append(Quotation.shown_on >= which.said_from)
    if which.said_until is not None:
        found.append(Quotation.shown_on <= which.said_until)
    return found


def _stretches(which: QuotationFilter, sort: Sort) -> tuple[Select[QuotationId], ...]:
    """Return the list as stretches that follow each other, each one walk along an index.

    What has no date or no speaker comes last: as a stretch of its own, because no index holds
    "nothing" at its end.
    """
    ids = select(Quotation.id).where(*conditions(which))
    dated = Quotation.shown_on.is_not(None)
    undated = ids.where(Quotation.shown_on.is_(None)).order_by(Quotation.id)
    match sort:
        case Sort.READING_ORDER:
            return (ids.order_by(Quotation.document_id, Quotation.start, Quotation.id),)
        case Sort.NEWEST:
            return (ids.where(dated).order_by(Quotation.shown_on.desc(), Quotation.id), undated)
        case Sort.OLDEST:
            return (ids.where(dated).order_by(Quotation.shown_on, Quotation.id), undated)
        case Sort.PUBLISHED:
            ids = ids.join(Article, Article.id == Quotation.article_id)
            by_story = (Article.published_on.desc(), Article.id, Quotation.id)
            return (
                ids.where(Article.published_on.is_not(None)).order_by(*by_story),
                ids.where(Article.published_on.is_(None)).order_by(Article.id, Quotation.id),
            )
        case Sort.SPEAKER:
            by_name = (Party.folded, Party.id, Quotation.id)
            return (
                ids.join(Party, Party.id == Quotation.speaker_id).order_by(*by_name),
                ids.where(Quotation.speaker_id.is_(None)).order_by(Quotation.id),
            )
        case Sort.LEAST_CERTAIN:
            return (ids.order_by(Quotation.confidence, Quotation.id),)


def quotation_ids(
    connection: Connection, which: QuotationFilter, sort: Sort, limit: int | None
) -> array[int]:
    ids: array[int] = array("I")
    for stretch in _stretches(which, sort):
        left = None if limit is None else limit - len(ids)
        if left is not None and left <= 0:
            break
        result = connection.execute(stretch.limit(left))
        # Straight from the driver's cursor: a million rows are read without one line of Python.
        assert result.cursor is not None
        ids.extend(chain.from_iterable(result.cursor.fetchall()))
        result.close()
    return ids


def counts(connection: Connection, which: QuotationFilter) -> Counts:
    by_status = dict(
        connection.execute(
            select(Quotation.status, func.count())
            .where(*_other_conditions(which))
            .group_by(Quotation.status)
        ).all()
    )
    shown = which.statuses or frozenset(Status) - {Status.REJECTED}
    return Counts(
        quotations=sum(by_status.get(status, 0) for status in shown),
        to_review=by_status.get(Status.UNREVIEWED, 0),
        rejected=by_status.get(Status.REJECTED, 0),
        **(_whole_catalogue(connection) if which == ALL else _around(connection, which)),
    )


def _whole_catalogue(connection: Connection) -> dict[str, int]:
    return {
        "people": connection.scalar(select(func.count(Party.id)).where(is_listed_party())) or 0,
        "outlets": connection.scalar(select(func.count(Outlet.id)).where(is_listed_outlet())) or 0,
        "photos": connection.scalar(select(func.count(Photo.id))) or 0,
        "documents": connection.scalar(select(func.count(Document.id))) or 0,
    }


def _around(connection: Connection, which: QuotationFilter) -> dict[str, int]:
    people, documents, outlets = connection.execute(
        select(
            func.count(distinct(Quotation.speaker_id)),
            func.count(distinct(Quotation.document_id)),
            func.count(distinct(Article.outlet_id)),
        )
        .join(Article, Article.id == Quotation.article_id)
        .where(*conditions(which))
    ).one()
    articles = select(Quotation.article_id).where(*conditions(which))
    photos = connection.scalar(select(func.count(Photo.id)).where(Photo.article_id.in_(articles)))
    return {"people": people, "outlets": outlets, "photos": photos or 0, "documents": documents}


def is_listed_party() -> ColumnElement[bool]:
    """Whether anything belongs to a `Party`; rejected quotations count, so that they can return."""
    return or_(
        exists().where(Quotation.speaker_id == Party.id),
        exists().where(Photo.creator_id == Party.id),
        exists().where(Photo.agency_id == Party.id),
        exists().where(Photo.source_id == Party.id),
    )


def is_listed_outlet() -> ColumnElement[bool]:
    """Whether an `Outlet` published anything, or was told something and can publish."""
    return or_(
        exists().where(Document.outlet_id == Outlet.id),
        exists().where(Article.outlet_id == Outlet.id),
        exists().where(Quotation.told_to_id == Outlet.id)
        & (Outlet.kind == EntityKind.ORGANIZATION),
    )


# Quotations


_QUOTATIONS = (
    select(
        Quotation.id,
        Quotation.exact,
        Quotation.content,
        Quotation.kind,
        Quotation.status,
        Quotation.confidence,
        Quotation.speaker_id,
        Party.name.label("speaker"),
        Party.kind.label("speaker_kind"),
        Quotation.mention,
        Role.title.label("role"),
        Quotation.cue,
        _told.name.label("told_to"),
        Quotation.said_on,
        Article.published_on,
        Outlet.name.label("outlet"),
        Article.headline,
        Quotation.document_id,
        Document.name.label("document_name"),
        Document.sha256.label("document_sha256"),
        Quotation.article_id,
        Quotation.start,
        Quotation.end,
        Article.outlet_id,
    )
    .join(Article, Article.id == Quotation.article_id)
    .join(Document, Document.id == Quotation.document_id)
    .outerjoin(Party, Party.id == Quotation.speaker_id)
    .outerjoin(Role, Role.id == Quotation.role_id)
    .outerjoin(_told, _told.id == Quotation.told_to_id)
    .outerjoin(Outlet, Outlet.id == Article.outlet_id)
)


def quotations(connection: Connection, ids: Sequence[int]) -> tuple[QuotationRow, ...]:
    found: dict[int, QuotationRow] = {}
    for chunk in chunks(ids):
        tags = _tags(connection, chunk)
        for row in connection.execute(_QUOTATIONS.where(Quotation.id.in_(chunk))):
            found[row.id] = _quotation_row(row, tuple(tags.get(row.id, ())))
    return tuple(found[id_] for id_ in ids if id_ in found)


def quotations_in(connection: Connection, articles: Collection[int]) -> tuple[QuotationRow, ...]:
    """Return the quotations of some articles in reading order, rejected ones too."""
    return quotations(
        connection,
        [
            id_
            for chunk in chunks(articles)
            for id_ in connection.scalars(
                select(Quotation.id)
                .where(Quotation.article_id.in_(chunk))
                .order_by(Quotation.article_id, Quotation.start, Quotation.id)
            )
        ],
    )


def _tags(connection: Connection, ids: Sequence[int]) -> dict[int, list[str]]:
    tags: dict[int, list[str]] = defaultdict(list)
    for id_, name in connection.execute(
        select(QuotationTag.quotation_id, Tag.name)
        .join(Tag, Tag.id == QuotationTag.tag_id)
        .where(QuotationTag.quotation_id.in_(ids))
        .order_by(Tag.folded)
    ):
        tags[id_].append(name)
    return tags


def words_of(exact: str, content: tuple[Span, ...]) -> str:
    """Return the words said, out of the stretch `exact` that reaches from first to last of them."""
    if len(content) == 1:
        return exact
    start = content[0].start
    return joined(exact, [(span.start - start, span.end - start) for span in content])


def _quotation_row(row: AnyRow, tags: tuple[str, ...]) -> QuotationRow:
    id_, exact, content, *rest, outlet_id = row
    fields = [id_, words_of(exact, content), *rest, tags, outlet_id]
    return QuotationRow(*fields)


def quotation(connection: Connection, id_: int) -> QuotationDetail:
    details = _details(connection, [id_])
    if not details:
        raise UnknownRecord(
            "This quotation is no longer in the catalogue; its document may have been removed."
        )
    return details[0]


def article_quotations(connection: Connection, id_: int) -> tuple[QuotationDetail, ...]:
    article(connection, id_)
    which = QuotationFilter(article=ArticleId(id_))
    return _details(connection, quotation_ids(connection, which, Sort.READING_ORDER, None))


def _details(connection: Connection, ids: Sequence[int]) -> tuple[QuotationDetail, ...]:
    rows = quotations(connection, ids)
    by_article: dict[int, list[PhotoRow]] = defaultdict(list)
    for photo in photos_in(connection, {row.article_id for row in rows}):
        by_article[photo.article_id].append(photo)
    texts = {id_: document_text(connection, id_) for id_ in {row.document_id for row in rows}}
    more = _more(connection, [row.id for row in rows])
    return tuple(
        _detail(row, more[row.id], texts[row.document_id], tuple(by_article[row.article_id]))
        for row in rows
    )


def _more(connection: Connection, ids: Sequence[int]) -> dict[int, AnyRow]:
    decisions = aliased(Verdict)
    latest = (
        select(func.max(decisions.id))
        .where(decisions.quotation_id == Quotation.id)
        .correlate(Quotation)
        .scalar_subquery()
    )
    statement = (
        select(
            Quotation,
            Article.byline,
            Document.pages,
            Verdict.decided_by,
            Verdict.decided_at,
            Found.quotation_id.label("found"),
            Found.speaker.label("found_speaker"),
        )
        .join(Article, Article.id == Quotation.article_id)
        .join(Document, Document.id == Quotation.document_id)
        .outerjoin(Found, Found.quotation_id == Quotation.id)
        .outerjoin(Verdict, Verdict.id == latest)
    )
    return {
        row.id: row
        for chunk in chunks(ids)
        for row in connection.execute(statement.where(Quotation.id.in_(chunk)))
    }


def _detail(
    row: QuotationRow, more: AnyRow, text: str, photos: tuple[PhotoRow, ...]
) -> QuotationDetail:
    return QuotationDetail(
        row=row,
        content=more.content,
        cue_span=more.cue_span,
        source_span=more.source_span,
        told_to_span=more.told_to_span,
        said_on_span=more.said_on_span,
        prefix=more.prefix,
        exact=more.exact,
        suffix=more.suffix,
        page=bisect_right(more.pages, row.start) or None,
        byline=more.byline,
        evidence=tuple(
            EvidenceRow(e.field.value, e.rule, tuple((span, span.of(text)) for span in e.words))
            for e in more.evidence
        ),
        photos=photos,
        verdict_by=more.decided_by,
        verdict_at=more.decided_at,
        found_speaker=more.found_speaker if more.found_speaker != row.speaker else None,
    )


# Articles and photographs


_ARTICLES = (
    select(
        Article.id,
        Article.document_id,
        Document.name.label("document_name"),
        Article.span,
        Article.headline,
        Article.headline_span,
        Article.byline,
        Outlet.name.label("outlet"),
        Article.published_on,
        Document.address,
        Document.text,
    )
    .join(Document, Document.id == Article.document_id)
    .outerjoin(Outlet, Outlet.id == Article.outlet_id)
)


def articles(connection: Connection, ids: Sequence[int]) -> tuple[ArticleRow, ...]:
    """Return stories in the order asked for; ids that name nothing are left out."""
    found = {
        row["id"]: ArticleRow(**{**row, "text": row["span"].of(row["text"])})
        for chunk in chunks(ids)
        for row in connection.execute(_ARTICLES.where(Article.id.in_(chunk))).mappings()
    }
    return tuple(found[id_] for id_ in ids if id_ in found)


def article(connection: Connection, id_: int) -> ArticleRow:
    rows = articles(connection, [id_])
    if not rows:
        raise UnknownRecord(
            "This article is no longer in the catalogue; its document may have been removed."
        )
    return rows[0]


_PHOTOS = (
    select(
        Photo.id,
        Photo.credit_line,
        _agency.name.label("agency"),
        _creator.name.label("creator"),
        _supplier.name.label("distributor"),
        Photo.flags,
        Photo.licence,
        Photo.caption,
        Photo.confidence,
        Photo.document_id,
        Document.name.label("document_name"),
        Document.sha256.label("document_sha256"),
        Photo.article_id,
        Article.headline,
        Outlet.name.label("outlet"),
        Article.published_on,
        Photo.line,
        Photo.caption_span,
    )
    .join(Document, Document.id == Photo.document_id)
    .join(Article, Article.id == Photo.article_id)
    .outerjoin(_agency, _agency.id == Photo.agency_id)
    .outerjoin(_creator, _creator.id == Photo.creator_id)
    .outerjoin(_supplier, _supplier.id == Photo.source_id)
    .outerjoin(Outlet, Outlet.id == Article.outlet_id)
)


def photos(
    connection: Connection, ids: Sequence[int] | None, agency: PersonId | None
) -> tuple[PhotoRow, ...]:
    statement = _PHOTOS if agency is None else _PHOTOS.where(Photo.agency_id == agency)
    if ids is None:
        return tuple(map(_photo_row, connection.execute(statement.order_by(Photo.id))))
    found = {
        row.id: _photo_row(row)
        for chunk in chunks(ids)
        for row in connection.execute(statement.where(Photo.id.in_(chunk)))
    }
    return tuple(found[id_] for id_ in ids if id_ in found)


def photos_in(connection: Connection, articles: Iterable[int]) -> list[PhotoRow]:
    """Return the photographs of some articles, in reading order."""
    return [
        _photo_row(row)
        for chunk in chunks(articles)
        for row in connection.execute(_PHOTOS.where(Photo.article_id.in_(chunk)).order_by(Photo.id))
    ]


def _photo_row(row: AnyRow) -> PhotoRow:
    *rest, line, caption_span = row
    fields = [*rest, line.start, line.end, caption_span]
    return PhotoRow(*fields)


# Documents


def documents(connection: Connection, id_: int | None = None) -> tuple[DocumentRow, ...]:
    """Return all documents as imported, or the one with this id."""

    def number(
        of: type[Article | Quotation | Photo], *more: ColumnElement[bool]
    ) -> ScalarSelect[int]:
        return (
            select(func.count(of.id)).where(of.document_id == Document.id, *more).scalar_subquery()
        )

    wanted = [] if id_ is None else [Document.id == id_]
    passed: dict[int, list[PassedOverRow]] = defaultdict(list)
    for document_id, span, words, reason, confidence in connection.execute(
        select(
            PassedOver.document_id,
            PassedOver.span,
            PassedOver.text,
            PassedOver.reason,
            PassedOver.confidence,
        )
        .join(Document, Document.id == PassedOver.document_id)
        .where(*wanted)
        .order_by(PassedOver.id)
    ):
        passed[document_id].append(PassedOverRow(span, words, reason, confidence))
    statement = (
        select(
            Document.id,
            Document.name,
            Document.sha256,
            Document.media_type,
            Document.size,
            Outlet.name.label("outlet"),
            Document.published_on,
            Document.address,
            Document.imported_at,
            number(Article).label("articles"),
            number(Quotation, Quotation.status != Status.REJECTED).label("quotations"),
            number(Photo).label("photos"),
            Document.warnings,
            Document.statements,
            Document.encoding,
            Document.language,
            Document.pages,
        )
        .outerjoin(Outlet, Outlet.id == Document.outlet_id)
        .where(*wanted)
        .order_by(Document.id)
    )
    return tuple(
        DocumentRow(**row, passed_over=tuple(passed[row["id"]]))
        for row in connection.execute(statement).mappings()
    )


def document(connection: Connection, id_: int) -> DocumentRow:
    rows = documents(connection, id_)
    if not rows:
        raise UnknownRecord("This document is no longer in the catalogue.")
    return rows[0]


def document_text(connection: Connection, id_: int) -> str:
    text = connection.scalar(select(Document.text).where(Document.id == id_))
    if text is None:
        raise UnknownRecord("This document is no longer in the catalogue.")
    return text


def languages(connection: Connection) -> frozenset[str]:
    """Return the languages of the documents, as far as they are known."""
    found = connection.scalars(select(Document.language).distinct())
    return frozenset(language for language in found if language)


def document_with(connection: Connection, sha256: str) -> DocumentId | None:
    """Return the document that holds these very bytes."""
    return documents_with(connection, [sha256]).get(sha256)


def documents_with(connection: Connection, hashes: Iterable[str]) -> dict[str, DocumentId]:
    """Return the documents that hold bytes of these hashes."""
    return {
        sha256: id_
        for chunk in chunks(hashes)
        for sha256, id_ in connection.execute(
            select(Document.sha256, Document.id).where(Document.sha256.in_(chunk))
        )
    }


def hashes(connection: Connection) -> frozenset[bytes]:
    return frozenset(map(bytes.fromhex, connection.scalars(select(Document.sha256))))
