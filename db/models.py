"""What the catalogue keeps, as typed records.

Text offsets are `extraction.findings.Span`s in the document's text. Records of people and outlets
outlive the documents that brought them, so a name settled once stays settled; lists leave out
those to whom nothing belongs any more. Foreign keys are checked at the end of a transaction
(deferred), so a change and its undoing need not know in which order rows depend on each other.
"""

from __future__ import annotations

from datetime import date, datetime
from types import MappingProxyType
from typing import ClassVar

from sqlalchemy import (
    BigInteger,
    Enum,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from db.columns import (
    COMPRESSED,
    EMBEDDED,
    EVIDENCE,
    LEFT_OUT,
    MOMENT,
    NUMBERS,
    SPAN,
    SPANS,
    STATEMENTS,
    WORDS,
)
from db.rows import (
    ArticleId,
    CollectionId,
    DocumentId,
    DossierId,
    OutletId,
    PersonId,
    PhotoId,
    PictureId,
    QuotationId,
    SavedSearchId,
    Status,
)
from extraction.findings import (
    EmbeddedCredit,
    EntityKind,
    Evidence,
    Kind,
    LeftOut,
    Omission,
    Span,
    Statement,
)

# Ids are never used twice, so that an id in the undo list, in the search index or in a window's
# selection can only ever mean the record it was taken from.
_NEVER_REUSED = {"sqlite_autoincrement": True}


_IDS: tuple[object, ...] = (
    ArticleId,
    CollectionId,
    DocumentId,
    DossierId,
    OutletId,
    PersonId,
    PhotoId,
    PictureId,
    QuotationId,
    SavedSearchId,
)


def _closed(values: type[EntityKind | Kind | Omission | Status]) -> Enum:
    """Keep an enum by its values, as text: a new value needs no change of the table."""
    return Enum(
        values,
        native_enum=False,
        create_constraint=False,
        length=24,
        values_callable=lambda members: [member.value for member in members],
    )


def _belongs_to(column: str) -> ForeignKey:
    return ForeignKey(column, deferrable=True, initially="DEFERRED")


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        Span: SPAN,
        tuple[Span, ...]: SPANS,
        tuple[Evidence, ...]: EVIDENCE,
        EmbeddedCredit: EMBEDDED,
        tuple[Statement, ...]: STATEMENTS,
        tuple[LeftOut, ...]: LEFT_OUT,
        tuple[str, ...]: WORDS,
        tuple[int, ...]: NUMBERS,
        datetime: MOMENT,
        EntityKind: _closed(EntityKind),
        Kind: _closed(Kind),
        Omission: _closed(Omission),
        Status: _closed(Status),
        **{id_: Integer() for id_ in _IDS},
    }


class Identity(Base):
    """The one row that tells this catalogue from every other."""

    __tablename__ = "catalogue"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    created_at: Mapped[datetime]


class Outlet(Base):
    """A paper, agency or site: it publishes articles, and people tell it things.

    Other listeners have a record too ("reporters", `kind` GROUP), so that all of `told_to` is found
    and corrected in one way; lists of outlets leave them out.
    """

    __tablename__ = "outlet"
    __table_args__ = (_NEVER_REUSED,)

    id: Mapped[OutletId] = mapped_column(primary_key=True)
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[EntityKind] = mapped_column(default=EntityKind.ORGANIZATION)


class Document(Base):
    """A saved file; its bytes lie in the folder of originals under `sha256`."""

    __tablename__ = "document"
    __table_args__ = (_NEVER_REUSED,)

    id: Mapped[DocumentId] = mapped_column(primary_key=True)
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    media_type: Mapped[str]
    size: Mapped[int]
    encoding: Mapped[str | None]
    language: Mapped[str | None]
    outlet_id: Mapped[OutletId | None] = mapped_column(_belongs_to("outlet.id"), index=True)
    published_on: Mapped[date | None]
    address: Mapped[str | None]
    imported_at: Mapped[datetime]
    pages: Mapped[tuple[int, ...]]
    warnings: Mapped[tuple[str, ...]]
    # Traces by which documents like it are found (see `db.traces`).
    folded_address: Mapped[str | None] = mapped_column(index=True)
    words: Mapped[bytes] = mapped_column(index=True)
    # What the file states of itself, and marked words of it that are not in the text.
    statements: Mapped[tuple[Statement, ...]]
    left_out: Mapped[tuple[LeftOut, ...]]
    # Last in the row: a list of documents never reads into it.
    text: Mapped[str] = mapped_column(COMPRESSED, deferred=True)

    outlet: Mapped[Outlet | None] = relationship()
    articles: Mapped[list[Article]] = relationship(back_populates="document")
    passed_over: Mapped[list[PassedOver]] = relationship(back_populates="document")
    shingles: Mapped[list[Shingle]] = relationship()


class Shingle(Base):
    """One of the least hashes of a document's shingles (see `db.traces`)."""

    __tablename__ = "shingle"

    hash: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    document_id: Mapped[DocumentId] = mapped_column(
        _belongs_to("document.id"), primary_key=True, index=True
    )


class Article(Base):
    """One story of a document. `outlet` and `published_on` are the document's where it has none."""

    __tablename__ = "article"

    id: Mapped[ArticleId] = mapped_column(primary_key=True)
    document_id: Mapped[DocumentId] = mapped_column(_belongs_to("document.id"), index=True)
    span: Mapped[Span]
    headline: Mapped[str | None]
    headline_span: Mapped[Span | None]
    byline: Mapped[str | None]
    outlet_id: Mapped[OutletId | None] = mapped_column(_belongs_to("outlet.id"), index=True)
    published_on: Mapped[date | None] = mapped_column()

    document: Mapped[Document] = relationship(back_populates="articles")
    outlet: Mapped[Outlet | None] = relationship()

    __table_args__ = (
        Index("ix_article_published", published_on.desc(), "id"),
        _NEVER_REUSED,
    )


class Party(Base):
    """Someone who speaks, photographs or supplies photographs; one record however often named."""

    __tablename__ = "party"
    __table_args__ = (Index("ix_party_folded_id", "folded", "id"), _NEVER_REUSED)

    id: Mapped[PersonId] = mapped_column(primary_key=True)
    kind: Mapped[EntityKind]
    name: Mapped[str]
    folded: Mapped[str]

    aliases: Mapped[list[Alias]] = relationship(back_populates="party")

    __mapper_args__ = MappingProxyType({"polymorphic_on": "kind"})


class Person(Party):
    __mapper_args__ = MappingProxyType({"polymorphic_identity": EntityKind.PERSON})


class Organization(Party):
    __mapper_args__ = MappingProxyType({"polymorphic_identity": EntityKind.ORGANIZATION})


class Place(Party):
    """A place that speaks for its government: "Moscow"."""

    __mapper_args__ = MappingProxyType({"polymorphic_identity": EntityKind.PLACE})


class Group(Party):
    """Many, described and not named."""

    __mapper_args__ = MappingProxyType({"polymorphic_identity": EntityKind.GROUP})


class Unnamed(Party):
    """One, described and not named."""

    __mapper_args__ = MappingProxyType({"polymorphic_identity": EntityKind.UNNAMED})


class Alias(Base):
    """Another form of a name.

    `by_hand`: a person said so, by renaming, merging or correcting; who and when is None where the
    program was older than that note.
    """

    __tablename__ = "alias"
    __table_args__ = (UniqueConstraint("party_id", "folded"), _NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[PersonId] = mapped_column(_belongs_to("party.id"))
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(index=True)
    by_hand: Mapped[bool] = mapped_column(default=False)
    given_by: Mapped[str | None]
    given_at: Mapped[datetime | None]

    party: Mapped[Party] = relationship(back_populates="aliases")


class Role(Base):
    """A title that a document gives a person, and the day that document was published."""

    __tablename__ = "role"
    __table_args__ = (_NEVER_REUSED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[PersonId] = mapped_column(_belongs_to("party.id"), index=True)
    document_id: Mapped[DocumentId] = mapped_column(_belongs_to("document.id"), index=True)
    title: Mapped[str]
    span: Mapped[Span]
    given_on: Mapped[date | None]

    party: Mapped[Party] = relationship()
    document: Mapped[Document] = relationship()


class Quotation(Base):
    """Words reported as someone's, with their place kept twice.

    By position: `start`, `end` and the `content` spans. By words (W3C Web Annotation text-quote
    selector): `exact` is the text from `start` to `end`, `prefix` and `suffix` what stands around.
    `confidence` and `evidence` are the program's own; `status` is the present verdict. `shown_on`
    is the day said, else the day published: lists sort and filter by it.
    """

    __tablename__ = "quotation"

    id: Mapped[QuotationId] = mapped_column(primary_key=True)
    document_id: Mapped[DocumentId] = mapped_column(_belongs_to("document.id"))
    article_id: Mapped[ArticleId] = mapped_column(_belongs_to("article.id"))
    start: Mapped[int]
    end: Mapped[int]
    content: Mapped[tuple[Span, ...]]
    kind: Mapped[Kind]
    status: Mapped[Status]
    confidence: Mapped[float]
    speaker_id: Mapped[PersonId | None] = mapped_column(_belongs_to("party.id"))
    role_id: Mapped[int | None] = mapped_column(_belongs_to("role.id"), index=True)
    told_to_id: Mapped[OutletId | None] = mapped_column(_belongs_to("outlet.id"), index=True)
    said_on: Mapped[date | None]
    shown_on: Mapped[date | None] = mapped_column()
    mention: Mapped[str | None]
    cue: Mapped[str | None]
    cue_span: Mapped[Span | None]
    source_span: Mapped[Span | None]
    told_to_span: Mapped[Span | None]
    said_on_span: Mapped[Span | None]
    exact: Mapped[str]
    prefix: Mapped[str]
    suffix: Mapped[str]
    evidence: Mapped[tuple[Evidence, ...]]

    document: Mapped[Document] = relationship()
    article: Mapped[Article] = relationship()
    speaker: Mapped[Party | None] = relationship()
    role: Mapped[Role | None] = relationship()
    told_to: Mapped[Outlet | None] = relationship()

    # Each order of a list is one walk along one index that also holds what most filters ask for.
    # Two for the date: newest first breaks ties upwards, as oldest first does.
    __table_args__ = (
        Index("ix_quotation_reading", "document_id", "start", "id", "status", "kind"),
        Index("ix_quotation_article", "article_id", "id", "status", "kind"),
        Index("ix_quotation_oldest", "shown_on", "id", "status", "kind"),
        Index("ix_quotation_newest", shown_on.desc(), "id", "status", "kind"),
        Index("ix_quotation_speaker", "speaker_id", "id", "status", "kind", "shown_on"),
        Index("ix_quotation_certainty", "confidence", "id", "status", "kind"),
        _NEVER_REUSED,
    )


class Found(Base):
    """What the program had found, kept from the moment a person decided otherwise.

    By name, not by record: merging and renaming people must not rewrite what was found.
    """

    __tablename__ = "found"

    quotation_id: Mapped[QuotationId] = mapped_column(_belongs_to("quotation.id"), primary_key=True)
    speaker: Mapped[str | None]
    told_to: Mapped[str | None]
    said_on: Mapped[date | None]
    kind: Mapped[Kind]


class Verdict(Base):
    """What a person decided about a quotation: one line for each decision, the last one stands."""

    __tablename__ = "verdict"
    __table_args__ = (_NEVER_REUSED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    quotation_id: Mapped[QuotationId] = mapped_column(_belongs_to("quotation.id"), index=True)
    status: Mapped[Status]
    decided_by: Mapped[str]
    decided_at: Mapped[datetime]


class Photo(Base):
    """A photograph's printed credit in IPTC's terms; `source` is who passed the picture on."""

    __tablename__ = "photo"
    __table_args__ = (_NEVER_REUSED,)

    id: Mapped[PhotoId] = mapped_column(primary_key=True)
    document_id: Mapped[DocumentId] = mapped_column(_belongs_to("document.id"), index=True)
    article_id: Mapped[ArticleId] = mapped_column(_belongs_to("article.id"), index=True)
    line: Mapped[Span]
    credit_line: Mapped[str]
    copyright_notice: Mapped[str | None]
    agency_id: Mapped[PersonId | None] = mapped_column(_belongs_to("party.id"), index=True)
    creator_id: Mapped[PersonId | None] = mapped_column(_belongs_to("party.id"), index=True)
    source_id: Mapped[PersonId | None] = mapped_column(_belongs_to("party.id"), index=True)
    flags: Mapped[tuple[str, ...]]
    licence: Mapped[str | None]
    caption: Mapped[str | None]
    caption_span: Mapped[Span | None]
    confidence: Mapped[float]

    document: Mapped[Document] = relationship()
    article: Mapped[Article] = relationship()
    agency: Mapped[Party | None] = relationship(foreign_keys=[agency_id])
    creator: Mapped[Party | None] = relationship(foreign_keys=[creator_id])
    source: Mapped[Party | None] = relationship(foreign_keys=[source_id])


class Picture(Base):
    """A picture that came with a document. `photo` is its printed credit, where it has one."""

    __tablename__ = "picture"
    __table_args__ = (_NEVER_REUSED,)

    id: Mapped[PictureId] = mapped_column(primary_key=True)
    document_id: Mapped[DocumentId] = mapped_column(_belongs_to("document.id"), index=True)
    photo_id: Mapped[PhotoId | None] = mapped_column(_belongs_to("photo.id"), index=True)
    address: Mapped[str]
    stated_credit: Mapped[str | None]
    embedded: Mapped[EmbeddedCredit | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    preview: Mapped[bytes | None] = mapped_column(deferred=True)


class PassedOver(Base):
    """Marked words that were not taken as a quotation, and why."""

    __tablename__ = "passed_over"
    __table_args__ = (_NEVER_REUSED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[DocumentId] = mapped_column(_belongs_to("document.id"), index=True)
    span: Mapped[Span]
    text: Mapped[str]
    reason: Mapped[Omission]
    confidence: Mapped[float]

    document: Mapped[Document] = relationship(back_populates="passed_over")


class Tag(Base):
    __tablename__ = "tag"
    __table_args__ = (_NEVER_REUSED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)


class QuotationTag(Base):
    __tablename__ = "quotation_tag"

    quotation_id: Mapped[QuotationId] = mapped_column(_belongs_to("quotation.id"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(_belongs_to("tag.id"), primary_key=True, index=True)


class Collection(Base):
    __tablename__ = "collection"
    __table_args__ = (_NEVER_REUSED,)

    id: Mapped[CollectionId] = mapped_column(primary_key=True)
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)


class CollectionEntry(Base):
    __tablename__ = "collection_entry"

    collection_id: Mapped[CollectionId] = mapped_column(
        _belongs_to("collection.id"), primary_key=True
    )
    quotation_id: Mapped[QuotationId] = mapped_column(
        _belongs_to("quotation.id"), primary_key=True, index=True
    )


class SavedSearch(Base):
    __tablename__ = "saved_search"
    __table_args__ = (_NEVER_REUSED,)

    id: Mapped[SavedSearchId] = mapped_column(primary_key=True)
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)
    query: Mapped[str]


class Dossier(Base):
    """A dossier under way: quotations chosen by hand, in an order of their own."""

    __tablename__ = "dossier"
    __table_args__ = (_NEVER_REUSED,)

    id: Mapped[DossierId] = mapped_column(primary_key=True)
    title: Mapped[str]


class DossierEntry(Base):
    """A quotation's place in a dossier; positions leave gaps where entries were taken out."""

    __tablename__ = "dossier_entry"

    dossier_id: Mapped[DossierId] = mapped_column(_belongs_to("dossier.id"), primary_key=True)
    quotation_id: Mapped[QuotationId] = mapped_column(
        _belongs_to("quotation.id"), primary_key=True, index=True
    )
    position: Mapped[int]


class DossierWords(Base):
    """Words of a dossier's maker between its quotations: a heading with its subtitle, or a remark.

    A remark has no `heading`. Positions count together with those of the entries.
    """

    __tablename__ = "dossier_words"
    __table_args__ = (_NEVER_REUSED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[DossierId] = mapped_column(_belongs_to("dossier.id"), index=True)
    position: Mapped[int]
    heading: Mapped[str | None]
    text: Mapped[str]


class Change(Base):
    """One entry of the undo list: what rows were before and after (see `db.history`)."""

    __tablename__ = "change"
    __table_args__ = (_NEVER_REUSED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    undone: Mapped[bool] = mapped_column(default=False)
    images: Mapped[str] = mapped_column(COMPRESSED, deferred=True)


class Journal(Base):
    """The outbox that the search index follows: each record's last change (see `db.journal`)."""

    __tablename__ = "journal"
    __table_args__ = (UniqueConstraint("table", "record"), _NEVER_REUSED)

    sequence: Mapped[int] = mapped_column(primary_key=True)
    table: Mapped[str] = mapped_column(String(16))
    record: Mapped[int]
