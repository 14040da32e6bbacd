"""From the findings of one document to its records.

Which of the document's entities get a record: those that speak, those that photographed or supplied
a photograph, and the papers that published it or were told something. Everyone else a text mentions
is still in the text; a list of speakers who never speak would be noise. Titles are kept for those
who speak. `db.resolving` decides which records they are.

Importing only inserts, never updates: an undo made later finds the rows as it left them. Several
documents are added together as they would be one by one; only the statements are shared.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from db.models import (
    Article,
    Document,
    Outlet,
    PassedOver,
    Photo,
    Picture,
    Quotation,
    Role,
    Shingle,
)
from db.names import fold_outlet
from db.queries import chunks
from db.resolving import Directory
from db.rows import (
    ArticleId,
    Changes,
    DocumentId,
    OutletId,
    PersonId,
    PhotoId,
    QuotationId,
    Status,
)
from db.traces import traces
from db.writing import Rows
from extraction import findings as found
from extraction.findings import EntityKind, Span

CONTEXT = 32
"""Characters of prefix and suffix kept with a quotation, as annotation programs do."""


@dataclass(frozen=True, slots=True)
class Addition:
    """A document to be added with what was found in it; `size` is that of its original in bytes."""

    document: found.Document
    findings: found.Findings
    size: int


def insert_documents(
    connection: Connection, additions: Sequence[Addition], *, imported_at: datetime
) -> tuple[Changes, ...]:
    """Add documents in their order and return what each brought."""
    rows = Rows(connection)
    directory = Directory(
        connection, rows, (who for addition in additions for who in _entities(addition.findings))
    )
    outlets = _Outlets(connection, rows, (n for a in additions for n in _outlet_names(a)))
    changes = tuple(
        _Import(rows, directory, outlets, addition).run(imported_at) for addition in additions
    )
    rows.write()
    return changes


class _Outlets:
    """The records of outlets by their folded names, looked up all at once."""

    def __init__(self, connection: Connection, rows: Rows, names: Iterable[str]) -> None:
        self._rows = rows
        self._ids: dict[str, OutletId] = {}
        for chunk in chunks(sorted({fold_outlet(name) for name in names})):
            known = select(Outlet.folded, Outlet.id).where(Outlet.folded.in_(chunk))
            self._ids.update((folded, id_) for folded, id_ in connection.execute(known))

    def named(self, name: str, kind: EntityKind) -> OutletId:
        folded = fold_outlet(name)
        if folded not in self._ids:
            made = self._rows.add(Outlet, name=name, folded=folded, kind=kind)
            self._ids[folded] = OutletId(made)
        return self._ids[folded]


class _Story(NamedTuple):
    """An article's record and what its quotations and photographs take from it."""

    id: ArticleId
    start: int
    published_on: date | None


class _Import:
    """One document on its way in."""

    def __init__(
        self, rows: Rows, directory: Directory, outlets: _Outlets, addition: Addition
    ) -> None:
        self._rows = rows
        self._directory = directory
        self._known_outlets = outlets
        self._size = addition.size
        self._source = addition.document
        self._findings = addition.findings
        self._published_on = self._findings.published_on or self._source.published_on
        self._outlets: set[OutletId] = set()
        self._people: set[PersonId] = set()
        self._roles: dict[tuple[PersonId, found.Role], int] = {}

    def run(self, imported_at: datetime) -> Changes:
        self._directory.begin()
        outlet = self._outlet(self._findings.outlet or self._source.outlet)
        document = self._document(outlet, imported_at)
        stories = self._articles(document, outlet)
        starts = [story.start for story in stories]

        def story_at(position: int) -> _Story:
            return stories[max(0, bisect_right(starts, position) - 1)]

        quotations = [
            self._quotation(document, story_at(attribution.start), attribution)
            for attribution in self._findings.attributions
        ]
        for entity in dict.fromkeys(a.speaker for a in self._findings.attributions if a.speaker):
            for role in entity.roles:
                self._role(document, story_at(role.span.start), self._directory.party(entity), role)
        photos = [
            self._photo(document, story_at(credit.line.start), credit)
            for credit in self._findings.credits
        ]
        for picture in self._source.pictures:
            self._picture(document, picture, photos)
        return Changes(
            quotations=frozenset(quotations),
            people=frozenset(self._people),
            outlets=frozenset(self._outlets),
            photos=frozenset(photos),
            documents=frozenset({document}),
        )

    def _document(self, outlet: OutletId | None, imported_at: datetime) -> DocumentId:
        source, findings = self._source, self._findings
        address = findings.address or source.address
        left = traces(source.text, address)
        document = self._rows.add(
            Document,
            name=source.name,
            sha256=source.sha256,
            media_type=source.media_type,
            size=self._size,
            encoding=source.encoding,
            language=findings.language or source.language,
            outlet_id=outlet,
            published_on=self._published_on,
            address=address,
            folded_address=left.address,
            words=left.words,
            imported_at=imported_at,
            pages=source.pages,
            warnings=(*source.warnings, *findings.warnings),
            statements=source.statements,
            left_out=source.left_out,
            text=source.text,
        )
        for hash_ in left.shingles:
            self._rows.add_keyed(Shingle, hash=hash_, document_id=document)
        for passed in findings.passed_over:
            self._rows.add(
                PassedOver,
                document_id=document,
                span=passed.span,
                text=passed.span.of(source.text),
                reason=passed.reason,
                confidence=passed.confidence,
            )
        return DocumentId(document)

    def _articles(self, document: DocumentId, outlet: OutletId | None) -> list[_Story]:
        # A document in which no story was told apart is one story.
        whole = found.Article(Span(0, len(self._source.text)), headline=None)
        stories = self._findings.articles or (whole,)
        return [
            _Story(
                ArticleId(
                    self._rows.add(
                        Article,
                        document_id=document,
                        span=story.span,
                        headline=self._headline(story, alone=len(stories) == 1),
                        headline_span=story.headline,
                        byline=story.byline or self._source.byline,
                        outlet_id=outlet,
                        published_on=story.published_on or self._published_on,
                    )
                ),
                story.span.start,
                story.published_on or self._published_on,
            )
            for story in sorted(stories, key=lambda story: story.span)
        ]

    def _headline(self, story: found.Article, *, alone: bool) -> str | None:
        if story.headline:
            return story.headline.of(self._source.text)
        return self._source.headline if alone else None

    def _quotation(
        self, document: DocumentId, story: _Story, attribution: found.Attribution
    ) -> QuotationId:
        text = self._source.text
        start, end = attribution.start, attribution.end
        speaker = self._directory.party(attribution.speaker) if attribution.speaker else None
        if speaker:
            self._people.add(speaker)
        said_on = attribution.said_on.on if attribution.said_on else None
        told_to = attribution.told_to
        quotation = self._rows.add(
            Quotation,
            document_id=document,
            article_id=story.id,
            start=start,
            end=end,
            content=attribution.content,
            kind=attribution.kind,
            status=Status.UNREVIEWED,
            confidence=attribution.confidence,
            speaker_id=speaker,
            role_id=(
                self._role(document, story, speaker, attribution.role)
                if speaker and attribution.role
                else None
            ),
            told_to_id=self._outlet(told_to.name, told_to.kind) if told_to else None,
            said_on=said_on,
            shown_on=said_on or story.published_on,
            mention=attribution.source.of(text) if attribution.source else None,
            cue=attribution.cue.of(text) if attribution.cue else None,
            cue_span=attribution.cue,
            source_span=attribution.source,
            told_to_span=told_to.span if told_to else None,
            said_on_span=attribution.said_on.span if attribution.said_on else None,
            exact=text[start:end],
            prefix=text[max(0, start - CONTEXT) : start],
            suffix=text[end : end + CONTEXT],
            evidence=attribution.evidence,
        )
        return QuotationId(quotation)

    def _photo(self, document: DocumentId, story: _Story, credit: found.PhotoCredit) -> PhotoId:
        line = credit.line.of(self._source.text)
        agency, creator, source = (self._credited(*part) for part in _parts(credit))
        photo = self._rows.add(
            Photo,
            document_id=document,
            article_id=story.id,
            line=credit.line,
            credit_line=line,
            copyright_notice=line if "©" in line else None,
            agency_id=agency,
            creator_id=creator,
            source_id=source,
            flags=credit.flags,
            licence=credit.licence,
            caption=credit.caption.of(self._source.text) if credit.caption else None,
            caption_span=credit.caption,
            confidence=credit.confidence,
        )
        return PhotoId(photo)

    def _picture(
        self, document: DocumentId, picture: found.Picture, photos: Sequence[PhotoId]
    ) -> None:
        """Keep a picture that says something, beside the credit that is printed with it."""
        printed = next(
            (
                photo
                for photo, credit in zip(photos, self._findings.credits, strict=True)
                if _belong_together(picture, credit)
            ),
            None,
        )
        if printed or picture.embedded or picture.stated_credit:
            self._rows.add(
                Picture,
                document_id=document,
                photo_id=printed,
                address=picture.address,
                stated_credit=picture.stated_credit,
                embedded=picture.embedded,
                sha256=picture.sha256 if picture.file else None,
                preview=picture.preview,
            )

    def _credited(self, name: str | None, kind: EntityKind) -> PersonId | None:
        if not name:
            return None
        party = self._directory.party(found.Entity(name, kind))
        self._people.add(party)
        return party

    def _role(self, document: DocumentId, story: _Story, party: PersonId, role: found.Role) -> int:
        if (party, role) not in self._roles:
            self._roles[party, role] = self._rows.add(
                Role,
                party_id=party,
                document_id=document,
                title=role.title,
                span=role.span,
                given_on=story.published_on,
            )
        return self._roles[party, role]

    def _outlet(
        self, name: str | None, kind: EntityKind = EntityKind.ORGANIZATION
    ) -> OutletId | None:
        if not name:
            return None
        outlet = self._known_outlets.named(name, kind)
        self._outlets.add(outlet)
        return outlet


def _entities(findings: found.Findings) -> Iterator[found.Entity]:
    """Give everyone who gets a record."""
    for attribution in findings.attributions:
        if attribution.speaker:
            yield attribution.speaker
    for credit in findings.credits:
        for name, kind in _parts(credit):
            if name:
                yield found.Entity(name, kind)


def _belong_together(picture: found.Picture, credit: found.PhotoCredit) -> bool:
    lines = [line for line in (picture.credit, picture.caption) if line]
    return any(
        line.overlaps(credit.line) or (credit.caption is not None and line.overlaps(credit.caption))
        for line in lines
    )


def _outlet_names(addition: Addition) -> Iterator[str]:
    if name := addition.findings.outlet or addition.document.outlet:
        yield name
    for attribution in addition.findings.attributions:
        if attribution.told_to and attribution.told_to.name:
            yield attribution.told_to.name


def _parts(credit: found.PhotoCredit) -> tuple[tuple[str | None, EntityKind], ...]:
    """Return agency, creator and supplier of a photograph, each with what it is."""
    return (
        (credit.agency, EntityKind.ORGANIZATION),
        (credit.creator, EntityKind.PERSON),
        (credit.distributor, EntityKind.ORGANIZATION),
    )
