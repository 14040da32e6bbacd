"""From a catalogue to contents: chapters a person, sources numbered as they are first cited."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from db import Catalogue
from db.rows import (
    ArticleId,
    ArticleRow,
    EvidenceRow,
    PhotoRow,
    QuotationDetail,
    QuotationRow,
    Status,
)
from dossier.attribution import UNNAMED
from dossier.contents import Chapter, Contents, PhotoEntry, QuotationEntry, SourceEntry
from dossier.names import person_name
from dossier.sections.names import sort_key
from extraction.findings import EntityKind, Span
from extraction.segments import Segments, segment

_BY_A_PERSON = frozenset({Status.CONFIRMED, Status.CORRECTED})
_DESCRIBED = frozenset({EntityKind.GROUP, EntityKind.UNNAMED})
_ARTICLES = ("the ", "a ", "an ")


def contents_of(
    catalogue: Catalogue,
    ids: Sequence[int],
    *,
    title: str,
    selection: str,
    compiled_on: date,
    author: str = "",
    subtitle: str = "",
) -> Contents:
    """Gather the quotations with these ids, and the photo credits of the articles they stand in.

    Chapters are in the order of surnames, quotations in that of their days (the day said, else
    published; undated last). Ids that name nothing, and quotations that a person rejected, are left
    out.
    """
    gathered = _Gathered(catalogue, ids)
    chapters = tuple(
        gathered.chapter(speaker, details) for speaker, details in gathered.by_speaker()
    )
    photos = tuple(gathered.photo(photo) for photo in gathered.photos())
    state = f"{catalogue.id} {catalogue.revision}"
    return Contents(
        title=title,
        subtitle=subtitle,
        author=author,
        compiled_on=compiled_on,
        selection=selection,
        fingerprint=hashlib.sha256(state.encode()).hexdigest(),
        chapters=chapters,
        photos=photos,
        sources=tuple(gathered.sources),
    )


class _Gathered:
    """What the catalogue says about the chosen quotations, each article asked once."""

    def __init__(self, catalogue: Catalogue, ids: Sequence[int]) -> None:
        self.sources: list[SourceEntry] = []
        self._catalogue = catalogue
        self._numbers: dict[ArticleId, int] = {}
        self._segments: dict[ArticleId, tuple[ArticleRow, Segments]] = {}
        rows = [row for row in catalogue.quotations(ids) if row.status is not Status.REJECTED]
        wanted = {row.id for row in rows}
        self._details = [
            detail
            for article in dict.fromkeys(row.article_id for row in rows)
            for detail in catalogue.article_quotations(article)
            if detail.row.id in wanted
        ]

    def by_speaker(self) -> list[tuple[QuotationRow, list[QuotationDetail]]]:
        """Group by speaker, in the order of the index; the unnamed come last."""
        groups: dict[object, list[QuotationDetail]] = {}
        for detail in self._details:
            groups.setdefault(detail.row.speaker_id, []).append(detail)
        ordered = sorted(groups.values(), key=lambda details: _chapter_key(details[0].row))
        return [(details[0].row, sorted(details, key=_day_key)) for details in ordered]

    def chapter(self, speaker: QuotationRow, details: Sequence[QuotationDetail]) -> Chapter:
        roles = Counter(detail.row.role for detail in details if detail.row.role)
        return Chapter(
            title=_heading(speaker),
            subtitle=roles.most_common(1)[0][0] if roles else _as_described(speaker),
            quotations=tuple(self._entry(detail) for detail in details),
            index_as=_index_name(speaker),
        )

    def photos(self) -> Iterable[PhotoRow]:
        """Return the photographs of the cited articles, each once, in reading order."""
        found = {photo.id: photo for detail in self._details for photo in detail.photos}
        return sorted(found.values(), key=lambda photo: (photo.document_id, photo.start, photo.id))

    def photo(self, photo: PhotoRow) -> PhotoEntry:
        return PhotoEntry(
            credit_line=photo.credit_line,
            agency=photo.agency,
            creator=photo.creator,
            distributor=photo.distributor,
            flags=photo.flags,
            licence=photo.licence,
            caption=photo.caption,
            source=self._number(photo.article_id, photo.document_sha256),
        )

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
        )

    def _number(self, id_: ArticleId, sha256: str) -> int:
        number = self._numbers.get(id_)
        if number is None:
            article, _ = self._article(id_)
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
                )
            )
        return number

    def _context(self, row: QuotationRow) -> str:
        """Return the sentences that the quotation stands in, on one line."""
        article, parts = self._article(row.article_id)
        if not parts.sentences:
            return row.text
        first = parts.sentences[parts.sentence_at(row.start - article.span.start)]
        last = parts.sentences[parts.sentence_at(row.end - 1 - article.span.start)]
        return " ".join(article.text[first.start : last.end].split())

    def _article(self, id_: ArticleId) -> tuple[ArticleRow, Segments]:
        known = self._segments.get(id_)
        if known is None:
            article = self._catalogue.article(id_)
            known = self._segments[id_] = (article, segment(article.text))
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


def _as_described(row: QuotationRow) -> str:
    """Say where a description comes from: "the council" of two papers need not be one council."""
    if row.speaker is None or row.speaker_kind not in _DESCRIBED:
        return ""
    return f"as described in {row.outlet or row.document_name}"


def _heading(row: QuotationRow) -> str:
    """Return the name at the head of a chapter; only a person's own name may begin small."""
    name = row.speaker or UNNAMED
    return name if row.speaker_kind is EntityKind.PERSON else name[:1].upper() + name[1:]


def _day_key(detail: QuotationDetail) -> tuple[date, int, int]:
    row = detail.row
    return (row.shown_on or date.max, row.document_id, row.start)


def _chapter_key(row: QuotationRow) -> tuple[bool, str, str]:
    return (row.speaker is None, sort_key(_index_name(row)), row.speaker or "")


def _index_name(row: QuotationRow) -> str:
    """Return the name as an index lists it; only people have surnames."""
    name = row.speaker or UNNAMED
    if row.speaker_kind is EntityKind.PERSON:
        return person_name(name).inverted
    lower = name.lower()
    return next((name[len(word) :] for word in _ARTICLES if lower.startswith(word)), name)
