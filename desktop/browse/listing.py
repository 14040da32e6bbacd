"""What a list of quotations shows: a query, a filter, an order; and how its ids are found."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING

from db.rows import ALL, QuotationFilter, QuotationId, Sort, Status
from desktop.translation import short_day, tr
from extraction.findings import Kind

if TYPE_CHECKING:
    from db import Catalogue
    from search import SearchService

FIRST_ROWS = 200
"""How many ids a list asks for before all of them, so that something stands there at once."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of quotations. `sort` None means best match first, which only a query can have.

    `about` names the collection, the dossier or the quotation that it is about, `speaker` and
    `outlet` whom the filter's ids mean. `everywhere` looks
    for a query also in articles and photographs. `like` lists what speaks of the same as one
    quotation, in place of a query.
    """

    query: str = ""
    everywhere: bool = False
    like: QuotationId | None = None
    within: QuotationFilter = ALL
    sort: Sort | None = Sort.READING_ORDER
    about: str = ""
    speaker: str = ""
    outlet: str = ""

    @property
    def order(self) -> Sort:
        """The order without a query."""
        return self.sort or Sort.READING_ORDER

    @property
    def is_search(self) -> bool:
        """Whether the search has to be asked, not the catalogue alone."""
        return bool(self.query) or self.like is not None


@dataclass(frozen=True, slots=True)
class Found:
    """The ids that a listing shows, how long finding them took, and how a query was read."""

    ids: array[int]
    seconds: float
    note: str = ""
    is_whole: bool = True
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Restriction:
    """One thing that keeps quotations out of a list, and the list without it."""

    name: str
    lifted: Listing


def first_ids(listing: Listing, catalogue: Catalogue) -> Found:
    """Find the first rows of a list without a query."""
    began = perf_counter()
    ids = catalogue.quotation_ids(listing.within, listing.order, limit=FIRST_ROWS)
    return Found(ids, perf_counter() - began, is_whole=len(ids) < FIRST_ROWS)


def all_ids(listing: Listing, catalogue: Catalogue) -> Found:
    """Find all rows of a list without a query."""
    began = perf_counter()
    ids = catalogue.quotation_ids(listing.within, listing.order)
    return Found(ids, perf_counter() - began)


def matching_ids(
    listing: Listing, service: SearchService, catalogue: Catalogue, *, count: int | None = None
) -> Found:
    """Find the rows of a list that is a search, all or the best `count`; raises QueryError.

    In another order than the best match first all rows are found.
    """
    from search.results import Order, Scope

    orders = {
        None: Order.RELEVANCE,
        Sort.NEWEST: Order.NEWEST,
        Sort.OLDEST: Order.OLDEST,
        Sort.PUBLISHED: Order.PUBLISHED,
        Sort.SPEAKER: Order.SPEAKER,
    }
    began = perf_counter()
    if listing.like is not None or listing.sort is not None:
        count = None
    if listing.like is not None:
        answer = service.more_like(listing.like, within=listing.within)
    else:
        answer = service.search(
            listing.query,
            scope=Scope.EVERYTHING if listing.everywhere else Scope.SAID,
            order=orders.get(listing.sort, Order.RELEVANCE),
            within=listing.within,
            count=count,
        )
    ids = answer.ids
    if listing.sort is not None and (listing.sort not in orders or listing.like is not None):
        hits = set(ids)  # an order that only the catalogue knows
        ordered = catalogue.quotation_ids(listing.within, listing.order)
        ids = array("I", [id for id in ordered if id in hits])
    is_whole = count is None or len(ids) < count
    return Found(ids, perf_counter() - began, answer.note, is_whole, answer.explanation)


def any_ids(listing: Listing, service: SearchService, catalogue: Catalogue) -> Found:
    """Find all rows of a list, whatever it is."""
    if listing.is_search:
        return matching_ids(listing, service, catalogue)
    return all_ids(listing, catalogue)


def restrictions(listing: Listing) -> Iterator[Restriction]:
    """Name everything that narrows a list, each with the list as it would be without."""
    within = listing.within

    def without(name: str, changed: QuotationFilter) -> Restriction:
        return Restriction(name, replace(listing, within=changed))

    if listing.query:
        name = tr("the search “{query}”", query=listing.query)
        yield Restriction(name, replace(listing, query="", sort=listing.order))
    if listing.like is not None:
        yield Restriction(f"“{listing.about}”", replace(listing, like=None, about=""))
    if within.kinds:
        yield without(kinds_name(within.kinds), replace(within, kinds=frozenset()))
    if within.statuses:
        yield without(statuses_name(within.statuses), replace(within, statuses=frozenset()))
    if within.tag is not None:
        yield without(tr("the tag “{tag}”", tag=within.tag), replace(within, tag=None))
    if within.has_photo is not None:
        yield without(tr("“Has photo”"), replace(within, has_photo=None))
    if within.said_from or within.said_until:
        name = tr("the days “{days}”", days=days_name(within))
        yield without(name, replace(within, said_from=None, said_until=None))
    for name, lifted in named(listing):
        yield Restriction(f"“{name}”", lifted)
    bare = replace(within, collection=None, dossier=None, document=None)
    if bare != within:
        yield Restriction(f"“{listing.about}”", replace(listing, within=bare, about=""))


def named(listing: Listing) -> Iterator[tuple[str, Listing]]:
    """Name the person and the outlet that narrow a list, each with the list without it."""
    within = listing.within
    if within.speaker is not None:
        yield listing.speaker, replace(listing, within=replace(within, speaker=None), speaker="")
    if within.outlet is not None:
        yield listing.outlet, replace(listing, within=replace(within, outlet=None), outlet="")


def kind_name(kind: Kind) -> str:
    """Name a kind as the filters do."""
    return {
        Kind.DIRECT: tr("Direct"),
        Kind.MIXED: tr("Mixed"),
        Kind.INDIRECT: tr("Reported"),
    }[kind]


def status_name(status: Status) -> str:
    """Name a verdict as the filters do."""
    return {
        Status.UNREVIEWED: tr("To review"),
        Status.CONFIRMED: tr("Reviewed"),
        Status.CORRECTED: tr("Corrected"),
        Status.REJECTED: tr("Rejected"),
    }[status]


def kinds_name(kinds: frozenset[Kind]) -> str:
    """Name the kinds that a filter lets through."""
    return "“" + ", ".join(kind_name(kind) for kind in Kind if kind in kinds) + "”"


def statuses_name(statuses: frozenset[Status]) -> str:
    """Name the verdicts that a filter lets through."""
    return "“" + ", ".join(status_name(status) for status in Status if status in statuses) + "”"


def days_name(within: QuotationFilter) -> str:
    """Name the days that a filter lets through."""
    if within.said_from and within.said_until:
        year = within.said_from.year
        if (within.said_from, within.said_until) == (date(year, 1, 1), date(year, 12, 31)):
            return str(year)
        first, last = short_day(within.said_from), short_day(within.said_until)
        return tr("{first} to {last}", first=first, last=last)
    if within.said_from:
        return tr("Since {day}", day=short_day(within.said_from))
    if within.said_until:
        return tr("Until {day}", day=short_day(within.said_until))
    return tr("Any day")
