"""Building a segment from documents, whatever the schema."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from whoosh import formats
from whoosh.analysis import Analyzer
from whoosh.fields import FieldType, Schema

from search.build.inversion import TextInversion, ValueInversion
from search.codec import values
from search.codec.columns import StoredColumn, write_column
from search.codec.documents import Documents, Records
from search.codec.files import CheckedArray
from search.codec.image import SegmentImage
from search.codec.lengths import length_bytes
from search.codec.postings import FieldPostings

Value = Any  # what a document gives a field: a text, a number, a day

_KEPT = 100_000
"""Values whose terms are remembered: the same names and days come again and again."""


@runtime_checkable
class AnalyzesInBulk(Protocol):
    """An analyzer that gives all words of a text at once, much faster than token by token."""

    def passages(self, value: str) -> Iterable[tuple[int, list[str]]]:
        """Yield runs of words, each with the position of its first word."""
        ...


class UnknownFieldError(TypeError):
    """A field of a kind that the builder does not know; Whoosh's own writer takes it."""


class SegmentBuilder:
    """Takes documents, and makes a segment image of them."""

    def __init__(self, schema: Schema) -> None:
        self._fields = {name: _Field.of(name, field) for name, field in schema.items()}
        self._stored: list[bytes] = []
        self._stores = [name for name, field in schema.items() if field.stored]
        self.count = 0

    def add(self, document: Mapping[str, Value]) -> None:
        """Add a document; fields without a value may be left out."""
        number = self.count
        for name, value in document.items():
            if value is not None:
                self._fields[name].add(number, value)
        stored = {name: document[name] for name in self._stores if document.get(name) is not None}
        self._stored.append(values.encode(stored) if stored else b"")
        self.count += 1

    def image(self) -> SegmentImage:
        """Return the segment."""
        lengths: dict[str, CheckedArray] = {}
        totals: dict[str, int] = {}
        columns: dict[str, StoredColumn] = {}
        postings: dict[str, FieldPostings] = {}
        for name, field in sorted(self._fields.items()):
            rounded = field.rounded_lengths(self.count)
            if field.total:
                lengths[name], totals[name] = CheckedArray(rounded), field.total
            if found := field.postings(rounded):
                postings[name] = found
            if column := field.column(self.count):
                columns[name] = column
        stored = Records.of(self._stored) if any(self._stored) else None
        return SegmentImage(Documents(self.count, lengths, totals, columns, stored), postings)


class _Field:
    """What is collected of one field."""

    def __init__(self, field: FieldType, inversion: TextInversion | ValueInversion | None) -> None:
        self._inversion = inversion
        self._scorable = bool(field.scorable)
        self._lengths: tuple[array[int], array[int]] = (array("I"), array("I"))
        self._column = field.column_type
        self._field = field
        self._column_values: dict[int, Value] = {}
        self.total = 0

    @staticmethod
    def of(name: str, field: FieldType) -> _Field:
        """Choose how a field is collected. Raises UnknownFieldError."""
        if field.vector or (field.indexed and field.separate_spelling()):
            raise UnknownFieldError(f"The field “{name}” keeps vectors or its own spellings.")
        if not field.indexed or field.format is None:
            return _Field(field, None)
        if type(field.format) is formats.Positions:
            return _Texts(field)
        if type(field.format) is formats.Existence:
            return _Values(field)
        raise UnknownFieldError(
            f"The field “{name}” has postings of a format, {type(field.format).__name__}, "
            "that is built by Whoosh only."
        )

    def add(self, number: int, value: Value) -> None:
        """Take a document's value."""
        if self._column is not None:
            self._column_values[number] = self._field.to_column_value(value)

    def _add_length(self, number: int, length: int) -> None:
        if self._scorable and length:
            self._lengths[0].append(number)
            self._lengths[1].append(length)
            self.total += length

    def rounded_lengths(self, count: int) -> NDArray[np.uint8]:
        """Return the rounded length of the field in each document."""
        lengths = np.zeros(count, dtype=np.int64)
        lengths[np.array(self._lengths[0])] = self._lengths[1]
        return length_bytes(lengths)

    def postings(self, lengths: NDArray[np.uint8]) -> FieldPostings | None:
        """Return the field's postings, if it has any."""
        return None if self._inversion is None else self._inversion.postings(lengths)

    def column(self, count: int) -> StoredColumn | None:
        """Return the field's column, if it has one."""
        if self._column is None or not self._column_values:
            return None
        return write_column(self._column, self._column_values, count)


class _Texts(_Field):
    """A field of words with positions."""

    def __init__(self, field: FieldType) -> None:
        self._words = TextInversion()
        super().__init__(field, self._words)
        assert field.analyzer is not None
        self._analyzer: Analyzer = field.analyzer
        self._passages: Callable[[str], Iterable[tuple[int, list[str]]]] = (
            self._analyzer.passages
            if isinstance(self._analyzer, AnalyzesInBulk)
            else self._token_by_token
        )

    def add(self, number: int, value: Value) -> None:
        super().add(number, value)
        self._add_length(number, self._words.add(number, self._passages(value)))

    def _token_by_token(self, value: str) -> Iterable[tuple[int, list[str]]]:
        for token in self._analyzer(value, positions=True, mode="index"):
            yield token.pos, [token.text]


class _Values(_Field):
    """A field whose terms have no positions."""

    def __init__(self, field: FieldType) -> None:
        self._terms = ValueInversion()
        super().__init__(field, self._terms)
        self._known: dict[Hashable, tuple[int, list[tuple[int, float]]]] = {}

    def add(self, number: int, value: Value) -> None:
        super().add(number, value)
        found = self._known.get(value) if isinstance(value, Hashable) else None
        if found is None:
            found = self._analyzed(value)
            if isinstance(value, Hashable) and len(self._known) < _KEPT:
                self._known[value] = found
        length, terms = found
        for term, weight in terms:
            self._terms.add(number, term, weight)
        self._add_length(number, length)

    def _analyzed(self, value: Value) -> tuple[int, list[tuple[int, float]]]:
        """Return a value's length, and its terms with their weights."""
        items = list(self._field.index(value))
        terms = [(self._terms.terms[bytes(term)], float(weight)) for term, _, weight, _ in items]
        return sum(int(count) for _, count, _, _ in items), terms
