"""How the quotations of an answer spread over speakers, outlets, years, kinds, statuses and tags.

The numbers lie in columns of the index, gathered once for each state of it into one table by
quotation. What the index has not read yet is counted from the catalogue's own rows.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from db import Catalogue
from db.rows import NameOf, NameRow, QuotationFilter, QuotationRow, Status
from search.columns import columns_of
from search.evaluate.segments import SegmentView
from search.records import Sort
from search.schema import KINDS, STATUSES


class Facet(StrEnum):
    """What an answer is broken down by."""

    SPEAKER = "speaker"
    OUTLET = "outlet"
    YEAR = "year"
    KIND = "kind"
    STATUS = "status"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet, and how many quotations of the answer have it.

    `key` is what a `QuotationFilter` takes: an id, a year, a kind, a status, or a tag's name.
    """

    key: int | str
    name: str
    count: int


Facets = Mapping[Facet, tuple[FacetValue, ...]]
"""The values of each facet, the most frequent first; a facet without any is left out."""


class QuotationTable:
    """The numbers of all quotations in some segments, by quotation id."""

    def __init__(self, segments: Sequence[SegmentView]) -> None:
        parts = []
        for segment in segments:
            columns = columns_of(segment)
            here = columns.of(Sort.QUOTATION)
            here = here if segment.live is None else here & segment.live
            parts.append(
                np.stack(
                    [
                        column[here].astype(np.uint32)
                        for column in (
                            columns.ids,
                            columns.speakers,
                            columns.outlets,
                            columns.when,
                            columns.kinds,
                            columns.statuses,
                        )
                    ]
                )
            )
        table = np.concatenate(parts, axis=1) if parts else np.empty((6, 0), dtype=np.uint32)
        self._table = table[:, np.argsort(table[0], kind="stable")]

    def counts(self, ids: NDArray[np.uint32]) -> _Counts:
        """Count what the table says of `ids`, each of which it may or may not hold."""
        known = self._table[0]
        if not len(known) or not len(ids):
            return _Counts()
        places = np.searchsorted(known, ids)
        places[places == len(known)] = 0
        places = places[known[places] == ids]
        return _Counts(*(_counted(self._table[row][places]) for row in range(1, 6)))


def _counted(values: NDArray[np.uint32]) -> Counter[int]:
    found, counts = np.unique(values, return_counts=True)
    return Counter(dict(zip(found.tolist(), counts.tolist(), strict=True)))


@dataclass(slots=True)
class _Counts:
    """How often each number comes; 0 is nobody, no outlet, no day."""

    speakers: Counter[int]
    outlets: Counter[int]
    days: Counter[int]
    kinds: Counter[int]
    statuses: Counter[int]

    def __init__(self, *counters: Counter[int]) -> None:
        five = counters or tuple(Counter[int]() for _ in range(5))
        self.speakers, self.outlets, self.days, self.kinds, self.statuses = five

    def add(self, row: QuotationRow) -> None:
        self.speakers[row.speaker_id or 0] += 1
        self.outlets[row.outlet_id or 0] += 1
        self.days[row.shown_on.toordinal() if row.shown_on else 0] += 1
        self.kinds[KINDS.index(row.kind) + 1] += 1
        self.statuses[STATUSES.index(row.status) + 1] += 1


def facets_of(
    ids: array[int],
    catalogue: Catalogue,
    table: QuotationTable,
    unread: NDArray[np.uint32] | None,
    names: Sequence[NameRow],
    *,
    count: int,
    look: Callable[[], None],
) -> Facets:
    """Break `ids` down, with at most `count` values of each facet.

    `table` says nothing true of the `unread` ids, or of any where that is None. `look` raises when
    nobody waits any more.
    """
    wanted = np.array(ids, dtype=np.uint32)
    late = np.ones(len(wanted), np.bool_) if unread is None else np.isin(wanted, unread)
    counts = table.counts(wanted[~late])
    late_ids = wanted[late].tolist()
    for begin in range(0, len(late_ids), 1000):
        look()
        for row in catalogue.quotations(late_ids[begin : begin + 1000]):
            counts.add(row)
    years = Counter[int]()
    for day, times in counts.days.items():
        if day:
            years[date.fromordinal(day).year] += times
    people = {row.id: row.name for row in names if row.of is NameOf.PERSON}
    outlets = {row.id: row.name for row in names if row.of is NameOf.OUTLET}
    tags = _tags(wanted, catalogue, names)
    found = {
        Facet.SPEAKER: _most(counts.speakers, count, people),
        Facet.OUTLET: _most(counts.outlets, count, outlets),
        Facet.YEAR: _most(years, count, {year: str(year) for year in years}),
        Facet.KIND: _most(
            Counter({kind: counts.kinds[place] for place, kind in enumerate(KINDS, 1)}),
            count,
            {kind: kind.value for kind in KINDS},
        ),
        Facet.STATUS: _most(
            Counter({one: counts.statuses[place] for place, one in enumerate(STATUSES, 1)}),
            count,
            {one: one.value for one in STATUSES},
        ),
        Facet.TAG: _most(tags, count, {tag: tag for tag in tags}),
    }
    return {facet: values for facet, values in found.items() if values}


Key = TypeVar("Key", int, str)


def _most(counts: Counter[Key], count: int, names: Mapping[Key, str]) -> tuple[FacetValue, ...]:
    present = [(key, times) for key, times in counts.items() if times and key in names]
    present.sort(key=lambda pair: (-pair[1], names[pair[0]].casefold()))
    return tuple(FacetValue(key, names[key], times) for key, times in present[:count])


def _tags(ids: NDArray[np.uint32], catalogue: Catalogue, names: Sequence[NameRow]) -> Counter[str]:
    """Count the tags of quotations: people give them by hand, so there are few."""
    counts = Counter[str]()
    for row in names:
        if row.of is NameOf.TAG:
            tagged = catalogue.quotation_ids(
                QuotationFilter(tag=row.name, statuses=frozenset(Status))
            )
            counts[row.name] = int(np.isin(np.array(tagged, dtype=np.uint32), ids).sum())
    return counts
