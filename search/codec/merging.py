"""Making one segment of several, without what was deleted.

Everything is done on whole arrays: the terms of all segments are put in one order, each posting
gets its term's place in it, and one stable sort by these places leaves the postings by term and,
as the segments come one after the other, by document.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from whoosh.fields import Schema

from search.codec.columns import (
    NumberColumn,
    StoredColumn,
    TextColumn,
    number_type,
    write_column,
)
from search.codec.documents import Documents, Records
from search.codec.files import Array, CheckedArray
from search.codec.image import SegmentImage
from search.codec.lengths import LENGTH_OF_BYTE
from search.codec.postings import FieldPostings, field_postings
from search.codec.runs import bounds_of_runs, pick_runs
from search.codec.terms import TermTable


@dataclass(frozen=True, eq=False)
class Part:
    """A segment to be merged: its image, and a mark for each document that is kept (None: all)."""

    image: SegmentImage
    live: NDArray[np.bool_] | None = None

    @cached_property
    def kept(self) -> NDArray[np.int64]:
        """The numbers of the documents that are kept."""
        if self.live is None:
            return np.arange(self.image.documents.count)
        return np.flatnonzero(self.live)


def merge(parts: Sequence[Part], schema: Schema) -> SegmentImage:
    """Return one segment with the documents of all, in the same order."""
    fields = dict.fromkeys(
        field for part in parts for field in part.image.postings if field in schema
    )
    merged = {field: _merged_postings(parts, field) for field in sorted(fields)}
    return SegmentImage(
        _merged_documents(parts, schema),
        {field: postings for field, postings in merged.items() if postings is not None},
    )


def _merged_postings(parts: Sequence[Part], field: str) -> FieldPostings | None:
    pieces = [
        _Piece(part, part.image.postings[field], first)
        for part, first in zip(parts, _firsts(parts), strict=True)
        if field in part.image.postings
    ]
    vocabulary = sorted(set().union(*(piece.vocabulary for piece in pieces)))
    place = {term: number for number, term in enumerate(vocabulary)}
    terms = np.concatenate([piece.terms(place) for piece in pieces])
    if not len(terms):
        return None
    order = np.argsort(terms, kind="stable")
    counts = np.bincount(terms, minlength=len(vocabulary))
    weights = np.concatenate([piece.weights for piece in pieces])
    positions = None
    if all(piece.postings.positions is not None for piece in pieces):
        positions = _in_order([piece.positions for piece in pieces], weights, order)
    values = None
    if any(piece.postings.values is not None for piece in pieces):
        lengths = np.concatenate([piece.value_lengths for piece in pieces])
        data = _in_order([piece.values for piece in pieces], lengths, order)
        values = data, bounds_of_runs(lengths[order])
    if not counts.all():  # some terms were of deleted documents only
        vocabulary = [vocabulary[number] for number in np.flatnonzero(counts).tolist()]
        counts = counts[counts > 0]
    return field_postings(
        TermTable.of(vocabulary),
        counts,
        np.concatenate([piece.documents for piece in pieces])[order],
        weights[order],
        np.concatenate([piece.lengths for piece in pieces])[order],
        positions=positions,
        values=values,
    )


def _in_order(
    runs: Sequence[Array], lengths: NDArray[np.floating | np.integer], order: NDArray[np.int64]
) -> Array:
    """Put the runs that belong to postings into the order of the postings."""
    whole = lengths.astype(np.int64, copy=False)
    starts = np.cumsum(whole) - whole
    return pick_runs(np.concatenate(runs), starts[order], whole[order])


class _Piece:
    """The postings of one field in one segment, those of deleted documents left out."""

    def __init__(self, part: Part, postings: FieldPostings, first: int) -> None:
        self.postings = postings
        self._documents = postings.documents.whole()
        self._kept = None if part.live is None else part.live[self._documents]
        numbers = np.empty(part.image.documents.count, dtype=np.uint32)
        numbers[part.kept] = np.arange(first, first + len(part.kept), dtype=np.uint32)
        self._numbers = numbers

    def _chosen(self, array: Array) -> Array:
        return array if self._kept is None else array[self._kept]

    def terms(self, place: dict[bytes, int]) -> NDArray[np.int64]:
        """Return the place of each posting's term in the merged vocabulary."""
        places = np.array([place[term] for term in self.vocabulary], dtype=np.int64)
        return self._chosen(np.repeat(places, self.postings.all_frequencies()))

    @cached_property
    def vocabulary(self) -> list[bytes]:
        return list(self.postings.terms)

    @property
    def documents(self) -> Array:
        return self._numbers[self._chosen(self._documents)]

    @cached_property
    def _all_weights(self) -> NDArray[np.float64 | np.int64]:
        """The weights of all postings, whole numbers as such."""
        if self.postings.codes is not None:
            return self.postings.counts_of(0, len(self._documents))
        return self.postings.weights_of(0, len(self._documents))

    @property
    def weights(self) -> Array:
        return self._chosen(self._all_weights)

    @property
    def lengths(self) -> Array:
        return self._chosen(self.postings.length_bytes_of(0, len(self._documents)))

    @property
    def positions(self) -> Array:
        assert self.postings.positions is not None
        positions = self.postings.positions.whole()
        return self._chosen_runs(positions, self._all_weights)

    @cached_property
    def _all_value_lengths(self) -> NDArray[np.int64]:
        if self.postings.value_starts is None:
            return np.zeros(len(self._documents), dtype=np.int64)
        starts = self.postings.value_starts.whole().astype(np.int64)
        lengths: NDArray[np.int64] = starts[1:] - starts[:-1]
        return lengths

    @property
    def value_lengths(self) -> Array:
        return self._chosen(self._all_value_lengths)

    @property
    def values(self) -> Array:
        if self.postings.values is None:
            return np.empty(0, dtype=np.uint8)
        values = self.postings.values.whole()
        return self._chosen_runs(values, self._all_value_lengths)

    def _chosen_runs(self, data: Array, lengths: NDArray[np.floating | np.integer]) -> Array:
        if self._kept is None:
            return data
        return data[np.repeat(self._kept, lengths.astype(np.int64))]


def _firsts(parts: Sequence[Part]) -> list[int]:
    """Return the number of each part's first document in the merged segment."""
    counts = [len(part.kept) for part in parts]
    return [sum(counts[:number]) for number in range(len(counts))]


# Documents


def _merged_documents(parts: Sequence[Part], schema: Schema) -> Documents:
    held = [part.image.documents for part in parts]
    scoring = _names(schema, (documents.lengths for documents in held))
    columns = _names(schema, (documents.columns for documents in held))
    vectors = _names(schema, (documents.vectors for documents in held))
    return Documents(
        count=sum(len(part.kept) for part in parts),
        lengths={name: CheckedArray(_merged_lengths(parts, name)) for name in scoring},
        totals={name: sum(_total(part, name) for part in parts) for name in scoring},
        columns={name: _merged_column(parts, name, schema) for name in columns},
        stored=_merged_records(parts, [documents.stored for documents in held]),
        vectors={
            name: records
            for name in vectors
            if (records := _merged_records(parts, [one.vectors.get(name) for one in held]))
        },
    )


def _names(schema: Schema, held: Iterable[Iterable[str]]) -> list[str]:
    return [
        name for name in dict.fromkeys(name for names in held for name in names) if name in schema
    ]


def _merged_lengths(parts: Sequence[Part], name: str) -> NDArray[np.uint8]:
    return np.concatenate([_lengths(part, name)[part.kept] for part in parts])


def _lengths(part: Part, name: str) -> NDArray[np.uint8]:
    lengths = part.image.documents.lengths.get(name)
    if lengths is None:
        return np.zeros(part.image.documents.count, dtype=np.uint8)
    return lengths.whole()


def _total(part: Part, name: str) -> int:
    """Return the length of a field in all documents that are kept.

    The exact lengths of those that go are not known any more, only the rounded ones.
    """
    total = part.image.documents.totals.get(name, 0)
    if part.live is not None:
        total -= int(LENGTH_OF_BYTE[_lengths(part, name)[~part.live]].sum())
    return total


def _merged_column(parts: Sequence[Part], name: str, schema: Schema) -> StoredColumn:
    column = schema[name].column_type
    held = [part.image.documents.columns.get(name) for part in parts]
    if all(isinstance(one, NumberColumn | None) for one in held):
        kind = number_type(column._typecode)  # noqa: SLF001 - Whoosh keeps it to itself
        numbers = [
            one.numbers.whole()[part.kept]
            if isinstance(one, NumberColumn)
            else np.full(len(part.kept), column.default_value(), dtype=kind)
            for one, part in zip(held, parts, strict=True)
        ]
        return NumberColumn(CheckedArray(np.concatenate(numbers)))
    if all(isinstance(one, TextColumn) for one in held):
        return _merged_texts(parts, [one for one in held if isinstance(one, TextColumn)])
    values = {}
    for one, part, first in zip(held, parts, _firsts(parts), strict=True):
        if one is not None:
            reader = one.reader(column, part.image.documents.count)
            for number, kept in enumerate(part.kept.tolist(), start=first):
                values[number] = reader[kept]
    return write_column(column, values, sum(len(part.kept) for part in parts))


def _merged_texts(parts: Sequence[Part], held: Sequence[TextColumn]) -> TextColumn:
    distinct = sorted(set().union(*(one.values for one in held)))
    place = {value: ordinal for ordinal, value in enumerate(distinct)}
    ordinals = [
        np.array([place[value] for value in one.values], dtype=np.uint32)[
            one.ordinals.whole()[part.kept]
        ]
        for one, part in zip(held, parts, strict=True)
    ]
    return TextColumn(TermTable.of(distinct), CheckedArray(np.concatenate(ordinals)))


def _merged_records(parts: Sequence[Part], held: Sequence[Records | None]) -> Records | None:
    if not any(held):
        return None
    data, lengths = [], []
    for records, part in zip(held, parts, strict=True):
        if records is None:
            lengths.append(np.zeros(len(part.kept), dtype=np.int64))
            continue
        starts = records.starts.whole().astype(np.int64)
        kept = (starts[1:] - starts[:-1])[part.kept]
        data.append(pick_runs(records.data.whole(), starts[:-1][part.kept], kept))
        lengths.append(kept)
    starts = bounds_of_runs(np.concatenate(lengths)).astype(np.uint64)
    return Records(CheckedArray(np.concatenate(data)), CheckedArray(starts))
