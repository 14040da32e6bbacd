"""What a dossier says, before anyone thinks of pages: plain, frozen values.

`render` draws a `Contents` and looks at nothing else, so equal contents give equal bytes.
`selection.contents_of` gathers one from a catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from dossier.choices import CitationStyle, Composition, PageSize, Style
from extraction.findings import Kind, Span


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """An article that quotations stand in: one numbered entry under Sources."""

    outlet: str | None
    headline: str | None
    byline: str | None
    published_on: date | None
    address: str | None
    document_name: str
    document_sha256: str
    language: str = ""
    """The language of the headline (BCP 47); empty means that of the dossier."""


@dataclass(frozen=True, slots=True)
class QuotationEntry:
    """One quotation as printed. `source` counts in `Contents.sources`.

    `place` and `page` say where it stands in the original: code points of the document's text, and
    the page if it has pages. `context` is the sentence around it, `confirmed` whether a person
    checked it.
    """

    text: str
    kind: Kind
    speaker: str | None
    role: str | None
    cue: str | None
    told_to: str | None
    said_on: date | None
    source: int
    place: Span
    page: int | None
    context: str
    confirmed: bool
    found_because: str
    """The evidence for the speaker, in one clause."""
    index_as: str = ""
    """Where the index lists the speaker: "Lukashenko, Alexander"; empty means under the name."""
    language: str = ""
    """The language of the text and its context (BCP 47); empty means that of the dossier."""


@dataclass(frozen=True, slots=True)
class Interlude:
    """Words of the dossier's maker, before the quotation with this index; after all at the end."""

    text: str
    before: int


@dataclass(frozen=True, slots=True)
class Chapter:
    """One person (or topic, time, outlet, heading) with their quotations, in order."""

    title: str
    subtitle: str
    quotations: tuple[QuotationEntry, ...]
    index_as: str = ""
    """Where the index lists it: "Lukashenko, Alexander"; empty means under the title."""
    interludes: tuple[Interlude, ...] = ()

    def flow(self) -> Iterator[Interlude | QuotationEntry]:
        """Yield remarks and quotations as they follow each other."""
        for place in range(len(self.quotations) + 1):
            yield from (words for words in self.interludes if words.before == place)
            yield from self.quotations[place : place + 1]


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph as it is printed: a JPEG, known by its SHA-256, its size in pixels.

    `data` is empty where only the dossier's data were kept; then an empty frame is printed.
    """

    sha256: str
    width: int
    height: int
    data: bytes = field(default=b"", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class PhotoEntry:
    """A photograph's credit as printed in its source."""

    credit_line: str
    agency: str | None
    creator: str | None
    distributor: str | None
    flags: tuple[str, ...]
    licence: str | None
    caption: str | None
    source: int
    picture: Picture | None = None
    """None where the catalogue holds the credit alone."""


@dataclass(frozen=True, slots=True)
class Contents:
    """A whole dossier.

    `selection` says in words what was chosen, `fingerprint` identifies the catalogue and its state
    (hexadecimal), `compiled_on` is the day printed on the cover: given, never read from a clock.
    """

    title: str
    subtitle: str
    author: str
    compiled_on: date
    selection: str
    fingerprint: str
    chapters: tuple[Chapter, ...]
    photos: tuple[PhotoEntry, ...]
    sources: tuple[SourceEntry, ...]
    language: str = "en"
    """The language that the dossier itself speaks (BCP 47)."""
    composition: Composition = Composition.BY_PERSON
    style: Style = Style.CLASSIC
    page_size: PageSize = PageSize.A4
    citations: CitationStyle = CitationStyle.HOUSE
