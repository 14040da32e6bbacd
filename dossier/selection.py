"""From a catalogue to contents: chapters as chosen, sources numbered as they are first cited."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date

from db import Catalogue
from db.rows import (
    ArticleId,
    ArticleRow,
    DocumentId,
    EvidenceRow,
    PhotoRow,
    QuotationDetail,
    QuotationRow,
    Status,
)
from dossier.choices import CitationStyle, Composition, Item, PageSize, Style
from dossier.contents import (
    Chapter,
    Contents,
    PhotoEntry,
    Picture,
    QuotationEntry,
    SourceEntry,
)
from dossier.grouping import Group, grouped, index_name
from dossier.pictures import kept_picture, picture_of
from extraction.findings import Span
from extraction.languages import language_of
from extraction.segments import Segments, segment

_AROUND_A_SHEET = 2
"""Sentences before and after a quotation that a single sheet shows as well."""
_BY_A_PERSON = frozenset({Status.CONFIRMED, Status.CORRECTED})


def contents_of(
    catalogue: Catalogue,
    items: Sequence[Item],
    *,
    title: str,
    selection: str,
    compiled_on: date,
    author: str = "",
    subtitle: str = "",
    composition: Composition = Composition.BY_PERSON,
    photos: Sequence[int] | None = None,
    style: Style = Style.CLASSIC,
    page_size: PageSize = PageSize.A4,
    citations: CitationStyle = CitationStyle.HOUSE,
) -> Contents:
    """Gather quotations by their ids, with the photo credits of the articles they stand in.

    Headings and remarks among the items count in a composition by hand and are passed over in any
    other. `photos` gives the ids of the photographs instead. Ids that name nothing, and quotations
    that a person rejected, are left out.
    """
    around = _AROUND_A_SHEET if composition is Composition.SINGLE_SHEETS else 0
    gathered = _Gathered(catalogue, items, around)
    chapters = tuple(
        gathered.chapter(group)
        for group in grouped(catalogue, items, gathered.details, composition)
    )
    shown = gathered.photos() if photos is None else catalogue.photos(ids=photos)
    entries = tuple(gathered.photo_entries(shown))
    state = f"{catalogue.id} {catalogue.revision}"
    return Contents(
        title=title,
        subtitle=subtitle,
        author=author,
        compiled_on=compiled_on,
        selection=selection,
        fingerprint=hashlib.sha256(state.encode()).hexdigest(),
        chapters=chapters,
        photos=entries,
        sources=tuple(gathered.sources),
        composition=composition,
        style=style,
        page_size=page_size,
        citations=citations,
    )


class _Gathered:
    """What the catalogue says about the chosen quotations, each article asked once."""

    def __init__(self, catalogue: Catalogue, items: Sequence[Item], around: int) -> None:
        self._around = around
        self.sources: list[SourceEntry] = []
        self._catalogue = catalogue
        self._numbers: dict[ArticleId, int] = {}
        self._articles: dict[ArticleId, tuple[ArticleRow, Segments, str]] = {}
        self._pictures: dict[DocumentId, Picture | None] = {}
        ids = list(dict.fromkeys(item for item in items if isinstance(item, int)))
        rows = [row for row in catalogue.quotations(ids) if row.status is not Status.REJECTED]
        found = {
            detail.row.id: detail
            for article in dict.fromkeys(row.article_id for row in rows)
            for detail in catalogue.article_quotations(article)
        }
        self.details = [found[row.id] for row in rows if row.id in found]
        """The quotations that can be printed, in the order asked for."""

    def chapter(self, group: Group) -> Chapter:
        return Chapter(
            title=group.title,
            subtitle=group.subtitle,
            quotations=tuple(self._entry(detail) for detail in group.details),
            index_as=group.index_as,
            interludes=tuple(group.interludes),
        )

    def photos(self) -> Sequence[PhotoRow]:
        """Return the photographs of the cited articles, each once, in reading order."""
        found = {photo.id: photo for detail in self.details for photo in detail.photos}
        return sorted(found.values(), key=lambda photo: (photo.document_id, photo.start, photo.id))

    def photo_entries(self, photos: Sequence[PhotoRow]) -> Iterator[PhotoEntry]:
        """Yield credits, each with its picture where the catalogue has one."""
        joined = self._catalogue.pictures(photos)
        for photo in photos:
            picture = self._picture(photo.document_id)
            if picture is None and photo.id in joined:
                preview = joined[photo.id].preview
                picture = kept_picture(preview) if preview else None
            yield self._photo(photo, picture)

    def _photo(self, photo: PhotoRow, picture: Picture | None) -> PhotoEntry:
        return PhotoEntry(
            credit_line=photo.credit_line,
            agency=photo.agency,
            creator=photo.creator,
            distributor=photo.distributor,
            flags=photo.flags,
            licence=photo.licence,
            caption=photo.caption,
            source=self._number(photo.article_id, photo.document_sha256),
            picture=picture,
        )

    def _picture(self, id_: DocumentId) -> Picture | None:
        """Return the picture that a document is, if it is one."""
        if id_ not in self._pictures:
            is_one = self._catalogue.document(id_).media_type.startswith("image/")
            self._pictures[id_] = picture_of(self._catalogue.original(id_)) if is_one else None
        return self._pictures[id_]

    def _entry(self, detail: QuotationDetail) -> QuotationEntry:
        row = detail.row
        return QuotationEntry(
            text=row.text,
            kind=row.kind,
            speaker=row.speaker,
            role=row.role,
            cue=row.cue,
            told_to=row.told_to,
            said_on=row.said_on,
            source=self._number(row.article_id, row.document_sha256),
            place=Span(row.start, row.end),
            page=detail.page,
            context=self._context(row),
            confirmed=row.status in _BY_A_PERSON,
            found_because=_reason(detail),
            index_as=index_name(row) if row.speaker else "",
            language=self._article(row.article_id)[2],
        )

    def _number(self, id_: ArticleId, sha256: str) -> int:
        number = self._numbers.get(id_)
        if number is None:
            article, _, language = self._article(id_)
            number = self._numbers[id_] = len(self.sources)
            self.sources.append(
                SourceEntry(
                    outlet=article.outlet,
                    headline=article.headline,
                    byline=article.byline,
                    published_on=article.published_on,
                    address=article.address,
                    document_name=article.document_name,
                    document_sha256=sha256,
                    language=language,
                )
            )
        return number

    def _context(self, row: QuotationRow) -> str:
        """Return the sentences that the quotation stands in, and those around, on one line."""
        article, parts, _ = self._article(row.article_id)
        if not parts.sentences:
            return row.text
        first = parts.sentence_at(row.start - article.span.start) - self._around
        last = parts.sentence_at(row.end - 1 - article.span.start) + self._around
        start = parts.sentences[max(first, 0)].start
        end = parts.sentences[min(last, len(parts.sentences) - 1)].end
        return " ".join(article.text[start:end].split())

    def _article(self, id_: ArticleId) -> tuple[ArticleRow, Segments, str]:
        """Return an article with its sentences and the language it is written in."""
        known = self._articles.get(id_)
        if known is None:
            article = self._catalogue.article(id_)
            parts = segment(article.text)
            known = self._articles[id_] = (article, parts, language_of(parts.tokens))
        return known


def _reason(detail: QuotationDetail) -> str:
    """Return the evidence for the speaker in one clause."""
    if detail.row.status is Status.CORRECTED and detail.found_speaker:
        return f"set by a person; the program had named {detail.found_speaker}"
    return next((_clause(row) for row in detail.evidence if row.field == "speaker"), "")


def _clause(evidence: EvidenceRow) -> str:
    words = dict.fromkeys(" ".join(words.split()) for _, words in evidence.words)
    shown = ", ".join(f"“{word}”" for word in words if word and f"“{word}”" not in evidence.rule)
    return f"{evidence.rule} ({shown})" if shown else evidence.rule
