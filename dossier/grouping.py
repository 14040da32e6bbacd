"""How quotations become chapters: by who spoke, topic, collection, time, outlet, or by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from db import Catalogue
from db.rows import QuotationDetail, QuotationFilter, QuotationId, QuotationRow
from dossier.attribution import UNNAMED
from dossier.choices import Composition, Heading, Item, Remark
from dossier.contents import Interlude
from dossier.names import person_name
from dossier.sections.names import sort_key
from extraction.findings import EntityKind
from extraction.wording import long_month

_DESCRIBED = frozenset({EntityKind.GROUP, EntityKind.UNNAMED})
_ARTICLES = ("the ", "a ", "an ")
_YEARS_IN_MONTHS = 2
"""Up to so many years are parted by months."""
_NO_TOPIC, _NO_COLLECTION = "Without a topic", "In no collection"
_NO_DAY, _NO_OUTLET = "Without a date", "Outlet not known"


@dataclass(slots=True)
class Group:
    """A chapter to be: its heads, and its quotations in order."""

    title: str
    subtitle: str = ""
    index_as: str = ""
    details: list[QuotationDetail] = field(default_factory=list)
    interludes: list[Interlude] = field(default_factory=list)


def grouped(
    catalogue: Catalogue,
    items: Sequence[Item],
    details: Sequence[QuotationDetail],
    composition: Composition,
) -> list[Group]:
    """Part `details`, in the order of `items`, into chapters; only by hand keeps that order.

    Elsewhere quotations follow their days (the day said, else published; undated last), and what
    belongs nowhere makes the last chapter.
    """
    match composition:
        case Composition.BY_PERSON:
            groups = _by_person(details)
        case Composition.BY_TOPIC:
            groups = _by_list(details, lambda row: row.tags, _NO_TOPIC)
        case Composition.BY_COLLECTION:
            held = _collections(catalogue)
            groups = _by_list(details, lambda row: held.get(row.id, ()), _NO_COLLECTION)
        case Composition.BY_TIME:
            groups = _by_time(details)
        case Composition.BY_OUTLET:
            groups = _by_list(details, lambda row: (row.outlet,) if row.outlet else (), _NO_OUTLET)
        case Composition.BY_HAND:
            return _by_hand(items, details)
        case Composition.SINGLE_SHEETS:
            return [Group("Quotations", details=list(details))] if details else []
        case Composition.CONTACT_SHEET:
            return []
    for group in groups:
        group.details.sort(key=_day_key)
    return groups


def index_name(row: QuotationRow) -> str:
    """Return a speaker as an index lists them; only people have surnames."""
    name = row.speaker or UNNAMED
    if row.speaker_kind is EntityKind.PERSON:
        return person_name(name).inverted
    lower = name.lower()
    return next((name[len(word) :] for word in _ARTICLES if lower.startswith(word)), name)


def _by_person(details: Iterable[QuotationDetail]) -> list[Group]:
    """A chapter a speaker in the order of the index; the unnamed come last."""
    speakers: dict[object, list[QuotationDetail]] = {}
    for detail in details:
        speakers.setdefault(detail.row.speaker_id, []).append(detail)
    ordered = sorted(speakers.values(), key=lambda theirs: _person_key(theirs[0].row))
    return [_person(theirs) for theirs in ordered]


def _person(theirs: list[QuotationDetail]) -> Group:
    row = theirs[0].row
    roles = Counter(detail.row.role for detail in theirs if detail.row.role)
    subtitle = roles.most_common(1)[0][0] if roles else _as_described(row)
    return Group(_heading(row), subtitle, index_name(row), theirs)


def _by_list(
    details: Iterable[QuotationDetail],
    lists_of: Callable[[QuotationRow], Sequence[str]],
    otherwise: str,
) -> list[Group]:
    """A chapter a list by its name; a quotation stands in every list that holds it."""
    found: dict[str, Group] = {}
    rest = Group(otherwise)
    for detail in details:
        names = lists_of(detail.row)
        for name in names:
            found.setdefault(name, Group(name)).details.append(detail)
        if not names:
            rest.details.append(detail)
    groups = sorted(found.values(), key=lambda group: (sort_key(group.title), group.title))
    return [*groups, rest] if rest.details else groups


def _by_time(details: Iterable[QuotationDetail]) -> list[Group]:
    days = {detail.row.id: detail.row.shown_on for detail in details}
    years = {day.year for day in days.values() if day is not None}
    months = len(years) <= _YEARS_IN_MONTHS
    found: dict[tuple[int, int], Group] = {}
    for detail in details:
        day = days[detail.row.id]
        if day is None:
            key, title = (date.max.year, 12), _NO_DAY
        elif months:
            key, title = (day.year, day.month), long_month(day)
        else:
            key, title = (day.year, 0), str(day.year)
        found.setdefault(key, Group(title)).details.append(detail)
    return [found[key] for key in sorted(found)]


def _by_hand(items: Sequence[Item], details: Sequence[QuotationDetail]) -> list[Group]:
    """Follow the items; a quotation that cannot be printed leaves no gap."""
    at_hand = {detail.row.id: detail for detail in details}
    groups = [Group("Quotations")]
    for item in items:
        match item:
            case Heading():
                groups.append(Group(item.title, item.subtitle))
            case Remark():
                group = groups[-1]
                group.interludes += _interludes(item.text, len(group.details))
            case int():
                detail = at_hand.get(QuotationId(item))
                if detail is not None:
                    groups[-1].details.append(detail)
    return [group for group in groups if group.details or group.interludes]


def _interludes(text: str, before: int) -> Iterator[Interlude]:
    for paragraph in text.split("\n\n"):
        if paragraph.strip():
            yield Interlude(paragraph.strip(), before)


def _collections(catalogue: Catalogue) -> dict[QuotationId, tuple[str, ...]]:
    held: dict[QuotationId, tuple[str, ...]] = {}
    for collection in catalogue.collections():
        for id_ in catalogue.quotation_ids(QuotationFilter(collection=collection.id)):
            known = QuotationId(id_)
            held[known] = (*held.get(known, ()), collection.name)
    return held


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


def _person_key(row: QuotationRow) -> tuple[bool, str, str]:
    return (row.speaker is None, sort_key(index_name(row)), row.speaker or "")
