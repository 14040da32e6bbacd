"""What a list of quotations shows: a query, a filter, an order; and how its ids are found."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING

from db.rows import ALL, QuotationFilter, Sort, Status
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

    `about` names what the filter's ids mean ("Mara Lindqvist"), for the chips.
    """

    query: str = ""
    within: QuotationFilter = ALL
    sort: Sort | None = Sort.READING_ORDER
    about: str = ""

    @property
    def order(self) -> Sort:
        """The order without a query."""
        return self.sort or Sort.READING_ORDER


@dataclass(frozen=True, slots=True)
class Found:
    """The ids that a listing shows, and how long finding them took."""

    ids: array[int]
    seconds: float
    note: str = ""
    is_whole: bool = True


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


def matching_ids(listing: Listing, service: SearchService, catalogue: Catalogue) -> Found:
    """Find all rows of a list with a query; raises QueryError."""
    from search.results import Order

    orders = {
        None: Order.RELEVANCE,
        Sort.NEWEST: Order.NEWEST,
        Sort.OLDEST: Order.OLDEST,
        Sort.SPEAKER: Order.SPEAKER,
    }
    began = perf_counter()
    order = orders.get(listing.sort, Order.RELEVANCE)
    answer = service.search(listing.query, order=order, within=listing.within)
    ids = answer.ids
    if listing.sort not in orders:  # an order that only the catalogue knows
        hits = set(ids)
        ordered = catalogue.quotation_ids(listing.within, listing.order)
        ids = array("I", [id for id in ordered if id in hits])
    return Found(ids, perf_counter() - began, answer.note)


def restrictions(listing: Listing) -> Iterator[Restriction]:
    """Name everything that narrows a list, each with the list as it would be without."""
    within = listing.within

    def without(name: str, changed: QuotationFilter) -> Restriction:
        return Restriction(name, replace(listing, within=changed))

    if listing.query:
        name = tr("the search “{query}”", query=listing.query)
        yield Restriction(name, replace(listing, query="", sort=listing.order))
    if within.kinds:
        yield without(kinds_name(within.kinds), replace(within, kinds=frozenset()))
    if within.statuses:
        yield without(statuses_name(within.statuses), replace(within, statuses=frozenset()))
    if within.has_photo is not None:
        yield without(tr("“Has photo”"), replace(within, has_photo=None))
    if within.said_from or within.said_until:
        name = tr("the days “{days}”", days=days_name(within))
        yield without(name, replace(within, said_from=None, said_until=None))
    bare = replace(within, speaker=None, outlet=None, collection=None, dossier=None, document=None)
    if bare != within:
        yield Restriction(f"“{listing.about}”", replace(listing, within=bare, about=""))


def kinds_name(kinds: frozenset[Kind]) -> str:
    """Name the kinds that a filter lets through."""
    words = {
        Kind.DIRECT: tr("Direct"),
        Kind.MIXED: tr("Mixed"),
        Kind.INDIRECT: tr("Reported"),
    }
    return "“" + ", ".join(word for kind, word in words.items() if kind in kinds) + "”"


def statuses_name(statuses: frozenset[Status]) -> str:
    """Name the verdicts that a filter lets through."""
    words = {
        Status.UNREVIEWED: tr("To review"),
        Status.CONFIRMED: tr("Reviewed"),
        Status.CORRECTED: tr("Corrected"),
        Status.REJECTED: tr("Rejected"),
    }
    return "“" + ", ".join(word for status, word in words.items() if status in statuses) + "”"


def days_name(within: QuotationFilter) -> str:
    """Name the days that a filter lets through."""
    if within.said_from and within.said_until:
        first, last = short_day(within.said_from), short_day(within.said_until)
        return tr("{first} to {last}", first=first, last=last)
    if within.said_from:
        return tr("Since {day}", day=short_day(within.said_from))
    if within.said_until:
        return tr("Until {day}", day=short_day(within.said_until))
    return tr("Any day")
