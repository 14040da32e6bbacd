"""Building a segment from documents, whatever the schema."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from whoosh import formats
from whoosh.analysis import Analyzer
from whoosh.fields import FieldType, Schema

from search.build.inversion import TextInversion, TokenInversion, ValueInversion
from search.codec import values
from search.codec.columns import StoredColumn, write_column
from search.codec.documents import Documents, Records
from search.codec.files import CheckedArray
from search.codec.image import SegmentImage
from search.codec.lengths import length_bytes
from search.codec.postings import FieldPostings

Value = Any  # what a document gives a field: a text, a number, a day


@runtime_checkable
class AnalyzesInBulk(Protocol):
    """An analyzer of which no word has a space in it, which is much faster than token by token."""

    between_texts: int
    """Positions that lie between two texts of a value."""

    def texts(self, value: str) -> Iterable[str]:
        """Part a value into its texts."""
        ...

    def words_of(self, chunk: str) -> Iterable[str]:
        """Return the words of what stands between two spaces of a text."""
        ...


class UnknownFieldError(TypeError):
    """A field of a kind that the builder does not know; Whoosh's own writer takes it."""


class SegmentBuilder:
    """Takes documents, and makes a segment image of them, as often as it is asked to."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._fields: dict[str, _Field] = {}
        self._stored: list[bytes] = []
        self._stores = [name for name, field in schema.items() if field.stored]
        self.count = 0

    def add(self, document: Mapping[str, Value]) -> None:
        """Add a document; fields without a value may be left out. Raises UnknownFieldError."""
        number = self.count
        for name, value in document.items():
            if value is not None:
                if name not in self._fields:
                    self._fields[name] = _Field.of(name, self._schema[name])
                self._fields[name].add(number, value)
        if self._stores:
            stored = {key: document[key] for key in self._stores if document.get(key) is not None}
            self._stored.append(values.encode(stored) if stored else b"")
        self.count += 1

    def image(self) -> SegmentImage:
        """Return the segment."""
        lengths: dict[str, CheckedArray] = {}
        totals: dict[str, int] = {}
        columns: dict[str, StoredColumn] = {}
        postings: dict[str, FieldPostings] = {}
        for name, field in sorted(self._fields.items()):
            found, counted = field.postings(self.count)
            if found:
                postings[name] = found
            if field.scores and (total := int(counted.sum())):
                lengths[name], totals[name] = CheckedArray(length_bytes(counted)), total
            if column := field.column(self.count):
                columns[name] = column
        stored = Records.of(self._stored) if any(self._stored) else None
        return SegmentImage(Documents(self.count, lengths, totals, columns, stored), postings)


class _Inversion(Protocol):
    """Turns what the documents hold in one field into postings."""

    def postings(
        self, count: int, *, scores: bool
    ) -> tuple[FieldPostings | None, NDArray[np.int64]]: ...


class _Field:
    """What is collected of one field."""

    def __init__(self, field: FieldType, inversion: _Inversion | None = None) -> None:
        self.scores = bool(field.scorable)
        self._field = field
        self._inversion = inversion
        self._numbers = array("I")
        self._values: list[Value] = []

    @staticmethod
    def of(name: str, field: FieldType) -> _Field:
        """Choose how a field is collected. Raises UnknownFieldError."""
        if field.vector or (field.indexed and field.separate_spelling()):
            raise UnknownFieldError(f"The field “{name}” keeps vectors or its own spellings.")
        if not field.indexed or field.format is None:
            return _Field(field)
        if type(field.format) is formats.Positions:
            assert field.analyzer is not None
            if isinstance(field.analyzer, AnalyzesInBulk):
                return _Texts(field, field.analyzer)
            return _Tokens(field, field.analyzer)
        if type(field.format) is formats.Existence:
            return _Values(field)
        raise UnknownFieldError(
            f"The field “{name}” has postings of a format, {type(field.format).__name__}, "
            "that is built by Whoosh only."
        )

    def add(self, number: int, value: Value) -> None:
        """Take a document's value."""
        if self._field.column_type is not None:
            self._numbers.append(number)
            self._values.append(value)

    def postings(self, count: int) -> tuple[FieldPostings | None, NDArray[np.int64]]:
        """Return the field's postings, if it has any, and its length in each document."""
        if self._inversion is None:
            return None, np.zeros(count, dtype=np.int64)
        return self._inversion.postings(count, scores=self.scores)

    def column(self, count: int) -> StoredColumn | None:
        """Return the field's column, if it has one."""
        if self._field.column_type is None or not self._values:
            return None
        given = map(self._field.to_column_value, self._values)
        numbered = dict(zip(self._numbers, given, strict=True))
        return write_column(self._field.column_type, numbered, count)


class _Texts(_Field):
    """A field of words with positions, taken text by text."""

    def __init__(self, field: FieldType, analyzer: AnalyzesInBulk) -> None:
        self._words = TextInversion(analyzer.words_of, between=analyzer.between_texts)
        super().__init__(field, self._words)
        self._texts = analyzer.texts

    def add(self, number: int, value: Value) -> None:
        super().add(number, value)
        for text in self._texts(value):
            self._words.add(number, text)


class _Tokens(_Field):
    """A field of words with positions, taken token by token."""

    def __init__(self, field: FieldType, analyzer: Analyzer) -> None:
        self._words = TokenInversion()
        super().__init__(field, self._words)
        self._analyzer = analyzer

    def add(self, number: int, value: Value) -> None:
        super().add(number, value)
        tokens = self._analyzer(value, positions=True, mode="index")
        self._words.add(number, ((token.pos, token.text) for token in tokens))


class _Values(_Field):
    """A field whose terms have no positions."""

    def __init__(self, field: FieldType) -> None:
        self._terms = ValueInversion(self._analyzed)
        super().__init__(field, self._terms)

    def add(self, number: int, value: Value) -> None:
        super().add(number, value)
        self._terms.add(number, value)

    def _analyzed(self, value: Value) -> tuple[int, list[tuple[bytes, float]]]:
        """Return a value's length, and its terms with their weights."""
        items = list(self._field.index(value))
        terms = [(bytes(term), float(weight)) for term, _, weight, _ in items]
        return sum(int(count) for _, count, _, _ in items), terms
