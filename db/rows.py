"""What the catalogue shows: frozen rows and small values, free of SQL and of sessions.

ORM objects never leave `db`; these do. Rows are snapshots: after a change ask again, guided by the
`Changes` that every change returns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, StrEnum
from typing import NewType

from extraction.findings import (
    CreditField,
    EmbeddedCredit,
    EntityKind,
    Kind,
    Omission,
    Span,
    Statement,
)

QuotationId = NewType("QuotationId", int)
PersonId = NewType("PersonId", int)
"""Identifies a speaker, a photographer or an agency: a Person or an Organization."""
OutletId = NewType("OutletId", int)
DocumentId = NewType("DocumentId", int)
ArticleId = NewType("ArticleId", int)
PhotoId = NewType("PhotoId", int)
CollectionId = NewType("CollectionId", int)
PictureId = NewType("PictureId", int)
SavedSearchId = NewType("SavedSearchId", int)
DossierId = NewType("DossierId", int)


_COMMAS = (",", "\u060c", "\uff0c")


def as_spoken(text: str) -> str:
    """Return a quotation's words as they stand in marks: without the comma before "she said".

    It is the reporter's, not the speaker's. What is kept, compared and found again has it.

    >>> as_spoken("We will stay,")
    'We will stay'
    """
    text = text.rstrip()
    return text[:-1] if text.endswith(_COMMAS) else text


INTERRUPTION = " […] "
"""Stands in a quotation where the reporter's own words part it: "We will," she said, "stay"."""


def joined(exact: str, parts: Sequence[tuple[int, int]]) -> str:
    """Return the words of a quotation that stands in `parts` of `exact`.

    Where the reporter speaks between two of them that is shown, and the comma that leads over to
    the reporter goes. Whether it stood for a stop, or for nothing, only the source can tell.

    >>> joined('"Ask who signed," said Lee. "Then ask who paid."', [(1, 16), (29, 47)])
    'Ask who signed […] Then ask who paid.'
    """
    words, reached = "", 0
    for start, end in parts:
        if not words:
            words = exact[start:end]
        elif any(map(str.isalnum, exact[reached:start])):
            words = f"{as_spoken(words)}{INTERRUPTION}{exact[start:end]}"
        else:
            words = f"{words} {exact[start:end]}"
        reached = end
    return words


class Status(StrEnum):
    """What a person decided about a quotation."""

    UNREVIEWED = "unreviewed"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    REJECTED = "rejected"


class Sort(StrEnum):
    """Orders of a list of quotations; ties are broken by id, so every order is total."""

    READING_ORDER = "reading order"
    """By document as imported, then by place in it."""
    NEWEST = "newest"
    """By the day said, else published; undated last."""
    OLDEST = "oldest"
    PUBLISHED = "published"
    """By the day published, newest first, story by story; undated last."""
    SPEAKER = "speaker"
    LEAST_CERTAIN = "least certain"


@dataclass(frozen=True, slots=True)
class QuotationFilter:
    """Which quotations a list holds: those for which every given field holds.

    Rejected ones only when asked for.
    """

    kinds: frozenset[Kind] = frozenset()
    statuses: frozenset[Status] = frozenset()
    """Empty means all but rejected."""
    speaker: PersonId | None = None
    outlet: OutletId | None = None
    document: DocumentId | None = None
    article: ArticleId | None = None
    collection: CollectionId | None = None
    tag: str | None = None
    dossier: DossierId | None = None
    has_photo: bool | None = None
    """Whether a photo credit stands in the same article."""
    said_from: date | None = None
    said_until: date | None = None
    """Inclusive; by the day said, else the day published."""


ALL = QuotationFilter()
"""Every quotation but the rejected ones."""


class Unchanged(Enum):
    """The type of `UNCHANGED`, which is not None: None says that there is no speaker, no date."""

    UNCHANGED = "unchanged"


UNCHANGED = Unchanged.UNCHANGED


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says instead of what the program found; UNCHANGED keeps what stands.

    `speaker` and `told_to` are names: the record with that name (or another form of it) is taken,
    or made. `speaker_kind` says what a speaker is whose record has to be made (a person, if nothing
    is said); given without `speaker`, it corrects what the present speaker is.
    """

    speaker: str | Unchanged | None = UNCHANGED
    speaker_kind: EntityKind | Unchanged | None = UNCHANGED
    told_to: str | Unchanged | None = UNCHANGED
    said_on: date | Unchanged | None = UNCHANGED
    kind: Kind | Unchanged = UNCHANGED


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person decided elsewhere about a quotation, to be taken over with who and when.

    `found_speaker` is whom the program had named, where the person corrected something.
    """

    quotation: QuotationId
    status: Status
    decided_by: str
    decided_at: datetime
    found_speaker: str | None = None


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """Why a field says what it says. `words` pairs each span of the document with its words."""

    field: str
    rule: str
    words: tuple[tuple[Span, str], ...] = ()


@dataclass(frozen=True, slots=True)
class QuotationRow:
    """A quotation as a list shows it. Dates as known; `speaker` is None where nobody is named."""

    id: QuotationId
    text: str
    kind: Kind
    status: Status
    confidence: float
    speaker_id: PersonId | None
    speaker: str | None
    speaker_kind: EntityKind | None
    mention: str | None
    role: str | None
    cue: str | None
    told_to: str | None
    said_on: date | None
    published_on: date | None
    outlet: str | None
    headline: str | None
    document_id: DocumentId
    document_name: str
    document_sha256: str
    article_id: ArticleId
    start: int
    end: int
    tags: tuple[str, ...] = ()
    outlet_id: OutletId | None = None

    @property
    def shown_on(self) -> date | None:
        """The day a list shows: said if known, else published."""
        return self.said_on or self.published_on


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """A photograph's printed credit, in parts (IPTC's terms)."""

    id: PhotoId
    credit_line: str
    agency: str | None
    creator: str | None
    distributor: str | None
    flags: tuple[str, ...]
    licence: str | None
    caption: str | None
    confidence: float
    document_id: DocumentId
    document_name: str
    document_sha256: str
    article_id: ArticleId
    headline: str | None
    outlet: str | None
    published_on: date | None
    start: int
    end: int
    caption_span: Span | None


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A picture that came with its page; `preview` is a small JPEG of it.

    `stated_credit` is what the page states without printing it, `embedded` what the picture's own
    bytes say; `contradicted` names the facts of which they say something else than the printed
    credit. `sha256` names its original where it lay in a file of its own.
    """

    id: PictureId
    address: str
    stated_credit: str | None
    embedded: EmbeddedCredit | None
    contradicted: tuple[CreditField, ...]
    sha256: str | None
    preview: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class QuotationDetail:
    """Everything about one quotation; spans count in the document's text."""

    row: QuotationRow
    content: tuple[Span, ...]
    cue_span: Span | None
    source_span: Span | None
    told_to_span: Span | None
    said_on_span: Span | None
    prefix: str
    exact: str
    suffix: str
    """The W3C Web Annotation text-quote selector of the content."""
    page: int | None
    byline: str | None
    evidence: tuple[EvidenceRow, ...]
    photos: tuple[PhotoRow, ...]
    """The photo credits of the same article."""
    verdict_by: str | None
    verdict_at: datetime | None
    found_speaker: str | None
    """Whom the program named, where a person has corrected it since."""


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One story: `span` counts in the document's text, `text` is that stretch of it."""

    id: ArticleId
    document_id: DocumentId
    document_name: str
    span: Span
    headline: str | None
    headline_span: Span | None
    byline: str | None
    outlet: str | None
    published_on: date | None
    address: str | None
    text: str


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A title someone was given, and the first and last day on which a document gave it."""

    title: str
    first_on: date | None
    last_on: date | None
    times: int


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A speaker with what the catalogue knows of them."""

    id: PersonId
    name: str
    kind: EntityKind
    aliases: tuple[str, ...]
    roles: tuple[RoleRow, ...]
    quotations: int
    """Rejected ones are not counted."""
    photos: int
    """Photographs by this person or agency."""
    first_on: date | None
    last_on: date | None


@dataclass(frozen=True, slots=True)
class OutletRow:
    """A paper, agency or site, and how much of the catalogue comes from it."""

    id: OutletId
    name: str
    documents: int
    quotations: int
    told: int
    """Quotations that were said to this outlet ("told Reuters")."""
    first_on: date | None
    last_on: date | None


class NameOf(StrEnum):
    """What a name in the catalogue is the name of."""

    PERSON = "person"
    OUTLET = "outlet"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class NameRow:
    """Somebody or something that quotations belong to, for choosing by name.

    `id` is a `PersonId`, an `OutletId` or 0 for a tag, which is known by its name; `weight` tells
    how much belongs to it: quotations, for an outlet its articles.
    """

    of: NameOf
    id: int
    name: str
    weight: int


@dataclass(frozen=True, slots=True)
class PassedOverRow:
    """Marked words that were not taken as a quotation, and why."""

    span: Span
    text: str
    reason: Omission
    confidence: float


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A saved file as the catalogue keeps it."""

    id: DocumentId
    name: str
    sha256: str
    media_type: str
    size: int
    """Bytes of the original."""
    outlet: str | None
    published_on: date | None
    address: str | None
    imported_at: datetime
    articles: int
    quotations: int
    photos: int
    passed_over: tuple[PassedOverRow, ...]
    warnings: tuple[str, ...]
    statements: tuple[Statement, ...]
    """Where outlet, byline, headline and date come from, the words relied on first."""
    encoding: str | None
    language: str | None
    pages: tuple[int, ...]
    """Where each page begins in the text; empty where there are no pages."""


class Likeness(StrEnum):
    """How one document is like an older one."""

    VERSION = "version"
    """A page saved again: the same address, other bytes."""
    SAME_TEXT = "same text"
    NEARLY = "nearly the same"


@dataclass(frozen=True, slots=True)
class LikeRow:
    """The older document that a document is like; `resemblance` of their texts, in [0, 1]."""

    kind: Likeness
    document: DocumentId
    name: str
    imported_at: datetime
    resemblance: float


@dataclass(frozen=True, slots=True)
class RevisedQuotation:
    """One quotation as two versions of a page have it."""

    before: QuotationRow
    after: QuotationRow


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of the quotations of a page between two versions, each in reading order.

    `stayed` have the same words and speaker; `changed` are reworded, or said by someone else.
    """

    stayed: tuple[RevisedQuotation, ...]
    changed: tuple[RevisedQuotation, ...]
    came: tuple[QuotationRow, ...]
    went: tuple[QuotationRow, ...]


@dataclass(frozen=True, slots=True)
class CollectionRow:
    id: CollectionId
    name: str
    quotations: int


@dataclass(frozen=True, slots=True)
class SavedSearchRow:
    id: SavedSearchId
    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Heading:
    """Opens a chapter in a dossier put together by hand."""

    title: str
    subtitle: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Words of the maker's own between quotations; blank lines part its paragraphs."""

    text: str


DossierItem = QuotationId | Heading | Remark
"""What a dossier holds: a quotation, or what its maker put between quotations."""


@dataclass(frozen=True, slots=True)
class DossierRow:
    """A dossier under way: quotations chosen by hand, in their own order, and words between."""

    id: DossierId
    title: str
    items: tuple[DossierItem, ...]

    @property
    def quotations(self) -> tuple[QuotationId, ...]:
        """The quotations alone, in their order."""
        return tuple(item for item in self.items if not isinstance(item, Heading | Remark))


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a catalogue holds; rejected quotations are counted nowhere but in `rejected`."""

    quotations: int = 0
    to_review: int = 0
    rejected: int = 0
    people: int = 0
    outlets: int = 0
    photos: int = 0
    documents: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """What a change touched: views ask it whether it concerns them.

    `label` names the change for the Undo menu ("Correct the speaker of 2 quotations"); it is empty
    for a change that cannot be undone. A document that was there already leaves everything empty
    but `already`.
    """

    label: str = ""
    quotations: frozenset[QuotationId] = frozenset()
    people: frozenset[PersonId] = frozenset()
    outlets: frozenset[OutletId] = frozenset()
    photos: frozenset[PhotoId] = frozenset()
    documents: frozenset[DocumentId] = frozenset()
    collections: frozenset[CollectionId] = frozenset()
    searches: frozenset[SavedSearchId] = frozenset()
    dossiers: frozenset[DossierId] = frozenset()
    already: DocumentId | None = None
    """The record that holds the same bytes, when a file is imported a second time."""

    def __bool__(self) -> bool:
        return any(
            (
                self.quotations,
                self.people,
                self.outlets,
                self.photos,
                self.documents,
                self.collections,
                self.searches,
                self.dossiers,
            )
        )


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One line of the outbox that the search index follows; `sequence` only ever grows."""

    sequence: int
    table: str
    """"quotation", "photo" or "article"."""
    id: int


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What `Catalogue.check` found. Empty `problems` means that everything holds."""

    documents: int
    quotations: int
    problems: tuple[str, ...] = field(default=())
