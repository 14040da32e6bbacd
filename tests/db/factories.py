"""Small documents with findings made by hand, so that the catalogue is tested on its own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from db import Catalogue
from db.rows import Changes
from extraction.findings import (
    Addressee,
    Article,
    Attribution,
    Document,
    Entity,
    EntityKind,
    Evidence,
    Field,
    Findings,
    Kind,
    Omission,
    PassedOver,
    PhotoCredit,
    Role,
    SaidOn,
    Span,
)


@dataclass(frozen=True)
class Said:
    """One sentence of a made document: “words”, said NAME."""

    words: str = "We will stay"
    by: str | None = "Ana Lind"
    aliases: tuple[str, ...] = ()
    kind_of_speaker: EntityKind = EntityKind.PERSON
    role: str | None = None
    told_to: str | None = None
    on: date | None = None
    kind: Kind = Kind.DIRECT
    confidence: float = 0.8


@dataclass(frozen=True)
class Pictured:
    agency: str | None = "AFP"
    creator: str | None = None


@dataclass(frozen=True)
class Page:
    """A file on the disk with what reading and extracting it would give."""

    path: Path
    document: Document
    findings: Findings

    def add_to(self, catalogue: Catalogue) -> Changes:
        return catalogue.add(self.document, self.findings, original=self.path)


@dataclass
class _Writer:
    text: str = ""
    spans: list[Span] = field(default_factory=list)

    def write(self, words: str) -> Span:
        span = Span(len(self.text), len(self.text) + len(words))
        self.text += words
        return span


def make_page(
    folder: Path,
    *said: Said,
    name: str = "page.txt",
    headline: str = "Harbour",
    outlet: str | None = "The Courier",
    published_on: date | None = date(2024, 3, 1),
    photos: tuple[Pictured, ...] = (),
    scare: str | None = None,
    language: str = "en",
) -> Page:
    """Write a file of one story in which each of `said` is a sentence."""
    page = _Writer()
    title = page.write(headline)
    page.write("\n\n")
    photo_credits = tuple(_write_credit(page, photo) for photo in photos)
    entities: dict[tuple[str, EntityKind], Entity] = {}
    attributions = tuple(_write_sentence(page, one, entities) for one in said)
    passed: tuple[PassedOver, ...] = ()
    if scare:
        page.write("So-called “")
        passed = (PassedOver(page.write(scare), Omission.SCARE_QUOTE, 0.9),)
        page.write("”.\n")
    path = folder / name
    path.write_bytes(page.text.encode())
    document = Document(
        name=name,
        text=page.text,
        sha256=hashlib.sha256(page.text.encode()).hexdigest(),
        media_type="text/plain",
    )
    findings = Findings(
        language=language,
        articles=(Article(Span(0, len(page.text)), title),),
        entities=tuple(entities.values()),
        attributions=attributions,
        passed_over=passed,
        credits=photo_credits,
        outlet=outlet,
        published_on=published_on,
    )
    return Page(path, document, findings)


def _write_credit(page: _Writer, photo: Pictured) -> PhotoCredit:
    line = page.write("© " + " / ".join(part for part in (photo.agency, photo.creator) if part))
    caption = page.write("The harbour at dusk.")
    page.write("\n\n")
    return PhotoCredit(line, photo.agency, photo.creator, None, (), None, caption, 0.9)


def _write_sentence(
    page: _Writer, said: Said, entities: dict[tuple[str, EntityKind], Entity]
) -> Attribution:
    page.write("“")
    words = page.write(said.words)
    page.write("”, ")
    role = Role(said.role, page.write(said.role)) if said.role else None
    page.write(" ")
    source = page.write(said.by) if said.by else None
    page.write(" ")
    cue = page.write("told" if said.told_to else "said")
    page.write(" ")
    addressee = Addressee(said.told_to, page.write(said.told_to)) if said.told_to else None
    page.write(".\n")
    speaker = None
    if said.by:
        speaker = entities.setdefault(
            (said.by, said.kind_of_speaker),
            Entity(said.by, said.kind_of_speaker, said.aliases, roles=(role,) if role else ()),
        )
    return Attribution(
        content=(words,),
        kind=said.kind,
        cue=cue,
        source=source,
        speaker=speaker,
        role=role,
        told_to=addressee,
        said_on=SaidOn(cue, said.on) if said.on else None,
        confidence=said.confidence,
        evidence=(Evidence(Field.SPEAKER, "the name before the verb", (source or cue, cue)),),
    )
