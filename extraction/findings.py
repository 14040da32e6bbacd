"""What is read from a file, and what is found in it: spans and plain values, nothing else.

Every offset in this package is a half-open range of code points of `Document.text`. The words are
PARC's: an attribution is `content` (what was said), `cue` (the word that says so) and `source` (the
words that name who said it); the `speaker` is who those words mean.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters in `Document.text` (code points, not bytes or UTF-16).

    >>> Span(0, 4).of("they left")
    'they'
    """

    start: int
    end: int

    def __init__(self, start: int, end: int) -> None:
        # As a frozen dataclass would, but in a third of the time: a text has thousands of spans.
        _set_start(self, start)
        _set_end(self, end)

    def of(self, text: str) -> str:
        """Return the words the span covers."""
        return text[self.start : self.end]

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Whether every character of `other` lies in this span."""
        return self.start <= other.start and other.end <= self.end


_set_start, _set_end = vars(Span)["start"].__set__, vars(Span)["end"].__set__


class Kind(StrEnum):
    """How words are reported: nobody may print a paraphrase as a quotation."""

    DIRECT = "direct"
    """The content stands whole in quotation marks, or is a turn of a transcript."""
    MIXED = "mixed"
    """Some marked words inside a sentence of the reporter's own."""
    INDIRECT = "indirect"
    """Reported without marks: what was said, in the reporter's words."""


class EntityKind(StrEnum):
    """What kind of thing speaks."""

    PERSON = "person"
    ORGANIZATION = "organization"
    GROUP = "group"
    """Described, not named, and many: "protesters", "the opposition"."""
    PLACE = "place"
    """A place that stands for its government: "Moscow", "the Kremlin"."""
    UNNAMED = "unnamed"
    """Described, not named, and one: "a spokesman for the ministry"."""


class Field(StrEnum):
    """The part of a finding that a piece of evidence proves."""

    CONTENT = "content"
    KIND = "kind"
    SPEAKER = "speaker"
    TOLD_TO = "told_to"
    SAID_ON = "said_on"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why one field of a finding says what it says.

    `rule` is a short clause for people ("the name before the verb “said”"); `words` are the words
    of the document that decided, in the order a reader should look at them.
    """

    field: Field
    rule: str
    words: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """What a person was called in this document: "Exiled Belarusian presidential candidate"."""

    title: str
    span: Span


@dataclass(frozen=True, slots=True)
class Entity:
    """Someone or something that this document mentions, all its mentions gathered.

    `name` is the fullest form found; `aliases` are the other forms of the name (never pronouns or
    descriptions). `roles` keeps each title that the document gives, in reading order. Pronouns
    that were resolved to the entity are among its `mentions`.
    """

    name: str
    kind: EntityKind
    aliases: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom something was said: "Reuters" in "she told Reuters", "the crowd"."""

    name: str
    span: Span
    kind: EntityKind = EntityKind.ORGANIZATION


@dataclass(frozen=True, slots=True)
class SaidOn:
    """The day on which something was said, as the document gives it.

    `on` is None while the phrase cannot be read without a publication date that is not known.
    """

    span: Span
    on: date | None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words reported as someone's.

    `content` lies inside the marks and never holds them; an interrupted quotation has several
    spans, in reading order. `cue` and `source` are None where the text names none (a quotation that
    continues the last one has the cue and source of the first). `speaker` is None where nobody
    could be named. `role` is what the speaker is called at this place or last before it.
    `confidence` is the chance, in [0, 1], that span and speaker are both right. `whole` holds all
    the words of the statement that `content` is part of, the reporter's around the marks included;
    the parts of one statement have the same. It is empty where nobody looked for it.
    """

    content: tuple[Span, ...]
    kind: Kind
    cue: Span | None
    source: Span | None
    speaker: Entity | None
    role: Role | None
    told_to: Addressee | None
    said_on: SaidOn | None
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    whole: tuple[Span, ...] = ()

    @property
    def start(self) -> int:
        """Where the first content span begins."""
        return self.content[0].start

    @property
    def end(self) -> int:
        """Where the last content span ends."""
        return self.content[-1].end

    def text_in(self, text: str) -> str:
        """The words said; the parts of an interrupted quotation are joined by one space."""
        return " ".join(span.of(text) for span in self.content)


class Omission(StrEnum):
    """Why words in quotation marks were not taken as a quotation."""

    SCARE_QUOTE = "scare quote"
    TITLE = "title of a work"
    NICKNAME = "nickname"
    NAVIGATION = "navigation"
    HEADLINE = "headline repeats it"
    UNATTRIBUTED = "nobody said it"
    OUTSIDE = "outside the article"


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Marked words that are no quotation, and why: an import accounts for every marked passage."""

    span: Span
    reason: Omission
    confidence: float


@dataclass(frozen=True, slots=True)
class PhotoCredit:
    """A credit line as printed and its parts (IPTC's terms).

    `line` covers the credit alone, without the caption that may be glued to it. `flags` holds
    "handout", "pool", "stringer", "courtesy", "screenshot" or "file". `confidence` below 0.5 marks
    a line whose end or order was a guess.
    """

    line: Span
    agency: str | None
    creator: str | None
    distributor: str | None
    flags: tuple[str, ...]
    licence: str | None
    caption: Span | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Article:
    """One story of a document. The articles of a document do not overlap and cover its text."""

    span: Span
    headline: Span | None
    byline: str | None = None
    published_on: date | None = None


class StatementField(StrEnum):
    """What a file may state of itself."""

    HEADLINE = "headline"
    BYLINE = "byline"
    OUTLET = "outlet"
    PUBLISHED_ON = "published_on"
    CREATED_ON = "created_on"
    """When it was written or taken, which is not when it was published."""
    ADDRESS = "address"
    LANGUAGE = "language"
    DESCRIPTION = "description"
    """What its author notes about it."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that a file states of itself, and where: "meta og:site_name", "JSON-LD author".

    A date is in ISO 8601 (a day), a language a BCP 47 tag.
    """

    field: StatementField
    value: str
    where: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Marked words of the file that are not in `Document.text`, and why they were left out."""

    words: str
    reason: Omission


class Metadata(StrEnum):
    """The blocks of a picture's file that may credit it, in no order."""

    EXIF = "EXIF"
    IIM = "IPTC"
    XMP = "XMP"


class CreditField(StrEnum):
    """The facts of a picture that its blocks may state; the names are IPTC's."""

    CREATOR = "creator"
    CREDIT_LINE = "credit_line"
    COPYRIGHT_NOTICE = "copyright_notice"
    SOURCE = "source"
    CAPTION = "caption"
    HEADLINE = "headline"
    TITLE = "title"
    INSTRUCTIONS = "instructions"
    USAGE_TERMS = "usage_terms"
    CREATED_ON = "created_on"


@dataclass(frozen=True, slots=True)
class EmbeddedField:
    """What one block of a picture's file says of one fact; several creators are several values."""

    field: CreditField
    values: tuple[str, ...]
    block: Metadata


@dataclass(frozen=True, slots=True)
class EmbeddedCredit:
    """What a picture's file says of itself.

    `shown` holds one entry a fact, chosen in the order of the Metadata Working Group; `conflicts`
    those entries of other blocks that say something else of the same fact. A block that is cut
    short or differs only in white space is no conflict.
    """

    shown: tuple[EmbeddedField, ...]
    conflicts: tuple[EmbeddedField, ...] = ()

    def values(self, field: CreditField) -> tuple[str, ...]:
        """Return the values shown of a fact; empty when no block states it."""
        return next((entry.values for entry in self.shown if entry.field is field), ())


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a file, or the file itself.

    `address` is its name or URL as the file gives it. `caption` and `credit` are the lines that are
    printed with it. `stated_credit` is what the file states without printing it (JSON-LD),
    `embedded` what the picture's own bytes say, where the file holds them, and `preview` is a small
    JPEG of it. A picture that lies in a file of its own beside the document has `file`, and the
    `sha256` of its bytes.
    """

    address: str
    caption: Span | None = None
    credit: Span | None = None
    stated_credit: str | None = None
    embedded: EmbeddedCredit | None = None
    preview: bytes | None = field(default=None, repr=False)
    file: Path | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file as text, with what the file itself says about where it comes from.

    `name` is the file's name, `sha256` the hexadecimal hash of its bytes. `pages` holds the offset
    at which each page begins (empty where the format has no pages). `warnings` are sentences for
    the user about what was repaired or guessed while reading. Fields that the file does not state
    are None; `extract` may still find them in the text.
    """

    name: str
    text: str
    sha256: str
    media_type: str
    encoding: str | None = None
    language: str | None = None
    published_on: date | None = None
    outlet: str | None = None
    address: str | None = None
    byline: str | None = None
    headline: str | None = None
    pages: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    stories: tuple[int, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything found in one document.

    `attributions`, `passed_over` and `credits` are in reading order. Every `speaker` of an
    attribution is one of `entities`. `language` is a BCP 47 tag ("en", "de"). `outlet` and
    `published_on` are what the document states or, failing that, what its text gives away (a
    masthead, a dateline). `warnings` are sentences for the user about what could be done only in
    part.
    """

    language: str
    articles: tuple[Article, ...]
    entities: tuple[Entity, ...]
    attributions: tuple[Attribution, ...]
    passed_over: tuple[PassedOver, ...]
    credits: tuple[PhotoCredit, ...]
    outlet: str | None = None
    address: str | None = None
    published_on: date | None = None
    warnings: tuple[str, ...] = ()
