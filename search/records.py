"""What of the catalogue can be searched, as records of three sorts: quotation, photo and article.

A record belongs to an article, and through it to its neighbours: `credit:sputnik` finds the
quotations that stand in an article with such a photograph. The index keeps records; what it has not
read yet is compared as a record too, so both follow one description.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from db import Catalogue
from db.rows import (
    JournalRow,
    PersonId,
    PhotoRow,
    QuotationFilter,
    QuotationRow,
    Status,
)
from search.query import Field
from search.results import Scope


class Sort(StrEnum):
    """The sorts of records, named as the journal names their tables."""

    QUOTATION = "quotation"
    PHOTO = "photo"
    ARTICLE = "article"


class Part(StrEnum):
    """The texts that a record is made of."""

    SAID = "said"
    NAME = "name"
    ROLE = "role"
    TOLD = "told"
    OUTLET = "outlet"
    HEADLINE = "headline"
    TAG = "tag"
    CAPTION = "caption"
    CREDIT = "credit"
    BODY = "body"


PARTS_OF: Mapping[Sort, frozenset[Part]] = {
    Sort.QUOTATION: frozenset(
        {Part.SAID, Part.NAME, Part.ROLE, Part.TOLD, Part.OUTLET, Part.HEADLINE, Part.TAG}
    ),
    Sort.PHOTO: frozenset({Part.CAPTION, Part.CREDIT, Part.OUTLET, Part.HEADLINE}),
    Sort.ARTICLE: frozenset({Part.BODY, Part.HEADLINE}),
}

_PARTS_FOR: Mapping[Field, tuple[Part, ...]] = {
    Field.WHO: (Part.NAME, Part.ROLE),
    Field.TOLD: (Part.TOLD,),
    Field.SAID: (Part.SAID,),
    Field.IN: (Part.OUTLET,),
    Field.HEADLINE: (Part.HEADLINE,),
    Field.TEXT: (Part.BODY,),
    Field.TAG: (Part.TAG,),
    Field.CREDIT: (Part.CREDIT,),
    Field.CAPTION: (Part.CAPTION,),
    Field.PHOTO: (Part.CAPTION, Part.CREDIT),
}

_WITHOUT_FIELD: Mapping[tuple[Sort, Scope], tuple[Part, ...]] = {
    (Sort.QUOTATION, Scope.SAID): (Part.SAID, Part.NAME),
    (Sort.QUOTATION, Scope.EVERYTHING): (
        Part.SAID,
        Part.NAME,
        Part.HEADLINE,
        Part.BODY,
        Part.CAPTION,
        Part.CREDIT,
    ),
    (Sort.PHOTO, Scope.SAID): (Part.CAPTION, Part.CREDIT),
    (Sort.PHOTO, Scope.EVERYTHING): (Part.CAPTION, Part.CREDIT, Part.HEADLINE, Part.BODY),
}


def parts_for(field: Field | None, sought: Sort, scope: Scope) -> tuple[Part, ...]:
    """Return the parts in which words with `field` are looked for, the most telling first."""
    if field is None:
        return _WITHOUT_FIELD[sought, scope]
    return _PARTS_FOR[field]


@dataclass(frozen=True, slots=True)
class Record:
    """Something that can be found. Values of a part are texts that no phrase runs across."""

    sort: Sort
    id: int
    article: int
    texts: Mapping[Part, tuple[str, ...]]
    when: date | None = None
    published: date | None = None
    kind: str = ""
    status: str = ""
    speaker: int = 0
    """The id of who said it, 0 for nobody."""
    outlet: int = 0


@dataclass(frozen=True, slots=True)
class Key:
    """Names a record, whether it is (still) there or not."""

    sort: Sort
    id: int

    def __str__(self) -> str:
        return f"{self.sort[0]}{self.id}"


def keys_of(entries: Iterable[JournalRow]) -> list[Key]:
    """Return the records that journal entries tell of, each once."""
    return list(dict.fromkeys(Key(Sort(entry.table), entry.id) for entry in entries))


_OF_ANY_STATUS = QuotationFilter(statuses=frozenset(Status))


class Reading:
    """Reads records out of a catalogue as it is now."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._names: dict[PersonId, tuple[str, ...]] = {}

    def records(self, keys: Sequence[Key]) -> list[Record]:
        """Return the records of those `keys` that the catalogue still holds."""
        by_sort: dict[Sort, list[int]] = {sort: [] for sort in Sort}
        for key in keys:
            by_sort[key.sort].append(key.id)
        return [
            *self._quotations(self._catalogue.quotations(by_sort[Sort.QUOTATION])),
            *map(_photo, self._catalogue.photos(ids=by_sort[Sort.PHOTO])),
            *self.articles(by_sort[Sort.ARTICLE]),
        ]

    def everything(self, sort: Sort) -> Sequence[int]:
        """Return the ids of all quotations (rejected ones too) or of all photos."""
        if sort is Sort.PHOTO:
            return [photo.id for photo in self._catalogue.photos()]
        return self._catalogue.quotation_ids(_OF_ANY_STATUS)

    def beside(self, keys: Sequence[Key], sought: Sort) -> list[int]:
        """Return the records of a sort that are in the same articles as any of `keys`."""
        articles = {key.id for key in keys if key.sort is Sort.ARTICLE}
        others = [key for key in keys if key.sort is not Sort.ARTICLE]
        articles |= {record.article for record in self.records(others)}
        near = self.neighbours(articles).values()
        return [record.id for records in near for record in records if record.sort is sought]

    def neighbours(self, articles: Collection[int]) -> dict[int, list[Record]]:
        """Return all records of each of some articles: its quotations, its photos and itself."""
        near: dict[int, list[Record]] = {article: [] for article in sorted(articles)}
        if not near:
            return near
        for record in (
            *self._quotations(self._catalogue.quotations_in(articles)),
            *map(_photo, self._catalogue.photos_in(articles)),
            *self.articles(list(near)),
        ):
            near[record.article].append(record)
        return near

    def articles(self, ids: Sequence[int]) -> list[Record]:
        """Return the articles of those ids that are still there."""
        return [
            Record(
                Sort.ARTICLE,
                row.id,
                row.id,
                {Part.BODY: (row.text,), Part.HEADLINE: _texts(row.headline)},
                row.published_on,
                row.published_on,
            )
            for row in self._catalogue.articles(ids)
        ]

    def _quotations(self, rows: Sequence[QuotationRow]) -> Iterator[Record]:
        speakers = {row.speaker_id for row in rows if row.speaker_id is not None}
        self._names |= self._catalogue.names_of(speakers - self._names.keys())
        return map(self._quotation, rows)

    def _quotation(self, row: QuotationRow) -> Record:
        names = self._names.get(row.speaker_id or PersonId(0), ())
        return Record(
            Sort.QUOTATION,
            row.id,
            row.article_id,
            {
                Part.SAID: _texts(row.text),
                Part.NAME: tuple(dict.fromkeys((*_texts(row.speaker), *names))),
                Part.ROLE: _texts(row.role),
                Part.TOLD: _texts(row.told_to),
                Part.OUTLET: _texts(row.outlet),
                Part.HEADLINE: _texts(row.headline),
                Part.TAG: row.tags,
            },
            row.shown_on,
            row.published_on,
            row.kind,
            row.status,
            row.speaker_id or 0,
            row.outlet_id or 0,
        )


def _photo(row: PhotoRow) -> Record:
    credit = (row.credit_line, row.agency, row.creator, row.distributor)
    return Record(
        Sort.PHOTO,
        row.id,
        row.article_id,
        {
            Part.CAPTION: _texts(row.caption),
            Part.CREDIT: tuple(dict.fromkeys(_texts(*credit))),
            Part.OUTLET: _texts(row.outlet),
            Part.HEADLINE: _texts(row.headline),
        },
        row.published_on,
        row.published_on,
    )


def _texts(*values: str | None) -> tuple[str, ...]:
    return tuple(value for value in values if value)
