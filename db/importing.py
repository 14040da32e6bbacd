"""From the findings of one document to its records.

Which of the document's entities get a record: those that speak, those that photographed or supplied
a photograph, and the papers that published it or were told something. Everyone else a text mentions
is still in the text; a list of speakers who never speak would be noise. Titles are kept for those
who speak. `db.resolving` decides which records they are.

Importing only inserts, never updates: an undo made later finds the rows as it left them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import (
    Article,
    Document,
    Outlet,
    Party,
    PassedOver,
    Photo,
    Quotation,
    Role,
    Shingle,
)
from db.names import fold_outlet
from db.resolving import Directory
from db.rows import (
    Changes,
    DocumentId,
    OutletId,
    PersonId,
    PhotoId,
    QuotationId,
    Status,
)
from db.traces import traces
from extraction import findings as found
from extraction.findings import EntityKind, Span

CONTEXT = 32
"""Characters of prefix and suffix kept with a quotation, as annotation programs do."""


def insert_document(
    session: Session,
    document: found.Document,
    findings: found.Findings,
    *,
    size: int,
    imported_at: datetime,
) -> Changes:
    """Add a document with all that was found in it; `size` is that of its original in bytes."""
    with session.no_autoflush:
        return _Import(session, document, findings).run(size, imported_at)


class _Import:
    """One document on its way in: what it refers to is looked up or made once."""

    def __init__(
        self, session: Session, document: found.Document, findings: found.Findings
    ) -> None:
        self._session = session
        self._source = document
        self._findings = findings
        self._published_on = findings.published_on or document.published_on
        self._directory = Directory(session, self._entities())
        self._outlets: dict[str, Outlet] = {}
        self._roles: dict[tuple[Party, found.Role], Role] = {}

    def run(self, size: int, imported_at: datetime) -> Changes:
        document = self._document(size, imported_at)
        self._session.add(document)
        articles = self._articles(document)
        starts = [article.span.start for article in articles]

        def article_at(position: int) -> Article:
            return articles[max(0, bisect_right(starts, position) - 1)]

        quotations = [
            self._quotation(document, article_at(attribution.start), attribution)
            for attribution in self._findings.attributions
        ]
        for entity in dict.fromkeys(a.speaker for a in self._findings.attributions if a.speaker):
            for role in entity.roles:
                self._role(
                    document, article_at(role.span.start), self._directory.party(entity), role
                )
        photos = [
            self._photo(document, article_at(credit.line.start), credit)
            for credit in self._findings.credits
        ]
        self._session.add_all([*quotations, *photos])
        self._session.flush()
        return Changes(
            quotations=frozenset(QuotationId(q.id) for q in quotations),
            people=frozenset(
                PersonId(party.id)
                for party in (
                    *(q.speaker for q in quotations),
                    *(who for p in photos for who in (p.agency, p.creator, p.source)),
                )
                if party
            ),
            outlets=frozenset(OutletId(outlet.id) for outlet in self._outlets.values()),
            photos=frozenset(PhotoId(p.id) for p in photos),
            documents=frozenset({DocumentId(document.id)}),
        )

    def _document(self, size: int, imported_at: datetime) -> Document:
        source, findings = self._source, self._findings
        address = findings.address or source.address
        left = traces(source.text, address)
        return Document(
            name=source.name,
            sha256=source.sha256,
            media_type=source.media_type,
            size=size,
            encoding=source.encoding,
            language=findings.language or source.language,
            outlet=self._outlet(findings.outlet or source.outlet),
            published_on=self._published_on,
            address=address,
            folded_address=left.address,
            words=left.words,
            shingles=[Shingle(hash=hash_) for hash_ in left.shingles],
            imported_at=imported_at,
            pages=source.pages,
            warnings=source.warnings,
            text=source.text,
            passed_over=[
                PassedOver(
                    span=passed.span,
                    text=passed.span.of(source.text),
                    reason=passed.reason,
                    confidence=passed.confidence,
                )
                for passed in findings.passed_over
            ],
        )

    def _articles(self, document: Document) -> list[Article]:
        # A document in which no story was told apart is one story.
        whole = found.Article(Span(0, len(self._source.text)), headline=None)
        stories = self._findings.articles or (whole,)
        document.articles = [
            Article(
                span=story.span,
                headline=self._headline(story, alone=len(stories) == 1),
                headline_span=story.headline,
                byline=story.byline or self._source.byline,
                outlet=document.outlet,
                published_on=story.published_on or self._published_on,
            )
            for story in sorted(stories, key=lambda story: story.span)
        ]
        return document.articles

    def _headline(self, story: found.Article, *, alone: bool) -> str | None:
        if story.headline:
            return story.headline.of(self._source.text)
        return self._source.headline if alone else None

    def _quotation(
        self, document: Document, article: Article, attribution: found.Attribution
    ) -> Quotation:
        text = self._source.text
        start, end = attribution.start, attribution.end
        speaker = self._directory.party(attribution.speaker) if attribution.speaker else None
        said_on = attribution.said_on.on if attribution.said_on else None
        told_to = attribution.told_to
        return Quotation(
            document=document,
            article=article,
            start=start,
            end=end,
            content=attribution.content,
            kind=attribution.kind,
            status=Status.UNREVIEWED,
            confidence=attribution.confidence,
            speaker=speaker,
            role=(
                self._role(document, article, speaker, attribution.role)
                if speaker and attribution.role
                else None
            ),
            told_to=self._outlet(told_to.name, told_to.kind) if told_to else None,
            said_on=said_on,
            shown_on=said_on or article.published_on,
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

    def _photo(self, document: Document, article: Article, credit: found.PhotoCredit) -> Photo:
        line = credit.line.of(self._source.text)
        agency, creator, source = (self._credited(*part) for part in _parts(credit))
        return Photo(
            document=document,
            article=article,
            line=credit.line,
            credit_line=line,
            copyright_notice=line if "©" in line else None,
            agency=agency,
            creator=creator,
            source=source,
            flags=credit.flags,
            licence=credit.licence,
            caption=credit.caption.of(self._source.text) if credit.caption else None,
            caption_span=credit.caption,
            confidence=credit.confidence,
        )

    def _credited(self, name: str | None, kind: EntityKind) -> Party | None:
        return self._directory.party(found.Entity(name, kind)) if name else None

    def _entities(self) -> Iterator[found.Entity]:
        """Give everyone who gets a record."""
        for attribution in self._findings.attributions:
            if attribution.speaker:
                yield attribution.speaker
        for credit in self._findings.credits:
            for name, kind in _parts(credit):
                if name:
                    yield found.Entity(name, kind)

    def _role(self, document: Document, article: Article, party: Party, role: found.Role) -> Role:
        if (party, role) not in self._roles:
            record = Role(
                party=party,
                document=document,
                title=role.title,
                span=role.span,
                given_on=article.published_on,
            )
            self._roles[party, role] = record
            self._session.add(record)
        return self._roles[party, role]

    def _outlet(
        self, name: str | None, kind: EntityKind = EntityKind.ORGANIZATION
    ) -> Outlet | None:
        if not name:
            return None
        folded = fold_outlet(name)
        if folded not in self._outlets:
            outlet = self._session.scalar(select(Outlet).where(Outlet.folded == folded))
            if outlet is None:
                outlet = Outlet(name=name, folded=folded, kind=kind)
                self._session.add(outlet)
            self._outlets[folded] = outlet
        return self._outlets[folded]


def _parts(credit: found.PhotoCredit) -> tuple[tuple[str | None, EntityKind], ...]:
    """Return agency, creator and supplier of a photograph, each with what it is."""
    return (
        (credit.agency, EntityKind.ORGANIZATION),
        (credit.creator, EntityKind.PERSON),
        (credit.distributor, EntityKind.ORGANIZATION),
    )
