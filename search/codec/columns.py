"""Columns: one value for each document, for sorting, grouping and filtering.

Numbers are an array. Texts are a table of distinct values in byte order and an array of ordinals
into it, so that sorting and counting groups work on small numbers. Any other kind of Whoosh column
(bits, structures, compressed blocks) is written and read by Whoosh itself, as bytes in our file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Protocol

import numpy as np
from whoosh import columns
from whoosh.filedb.structfile import BufferFile, StructFile

from search.codec.files import Array, ArrayFile, CheckedArray, DamagedIndexError
from search.codec.terms import TermTable

NUMBERS, TEXTS, FOREIGN = "numbers", "texts", "foreign"
_TEXT_COLUMNS = (columns.VarBytesColumn, columns.FixedBytesColumn, columns.RefBytesColumn)


def number_type(typecode: str) -> np.dtype[Any]:
    """Return the numpy type of a `struct` type code in its standard size."""
    return np.dtype({"l": "<i4", "L": "<u4"}.get(typecode, f"<{typecode}"))


class StoredColumn(Protocol):
    """What a segment keeps of a column."""

    @property
    def kind(self) -> str: ...

    def arrays(self) -> Iterable[tuple[str, Array]]:
        """Name the arrays for a file."""
        ...

    def reader(self, column: columns.Column, count: int) -> columns.ColumnReader:
        """Open the column as Whoosh reads it."""
        ...


@dataclass(frozen=True, eq=False)
class NumberColumn:
    """A number for each document."""

    numbers: CheckedArray
    kind: str = NUMBERS

    def arrays(self) -> Iterable[tuple[str, Array]]:
        """Name the arrays for a file."""
        yield "numbers", self.numbers.whole()

    def reader(self, column: columns.Column, count: int) -> columns.ColumnReader:
        """Open the column as Whoosh reads it."""
        return NumberReader(self.numbers.whole(), column.default_value(), count)


@dataclass(frozen=True, eq=False)
class TextColumn:
    """An ordinal for each document, counting the distinct values in byte order."""

    values: TermTable
    ordinals: CheckedArray
    kind: str = TEXTS

    @classmethod
    def of(cls, values: list[bytes]) -> TextColumn:
        """Make a column of a value for each document."""
        distinct = sorted(set(values))
        place = {value: ordinal for ordinal, value in enumerate(distinct)}
        ordinals = np.fromiter((place[value] for value in values), np.uint32, len(values))
        return cls(TermTable.of(distinct), CheckedArray(ordinals))

    def arrays(self) -> Iterable[tuple[str, Array]]:
        """Name the arrays for a file."""
        yield "values", self.values.blob.whole()
        yield "offsets", self.values.offsets.whole()
        yield "ordinals", self.ordinals.whole()

    def reader(self, column: columns.Column, count: int) -> columns.ColumnReader:
        """Open the column as Whoosh reads it."""
        return TextReader(self.values, self.ordinals.whole(), column.default_value(), count)


@dataclass(frozen=True, eq=False)
class ForeignColumn:
    """The bytes of a column that Whoosh itself wrote and will read."""

    data: CheckedArray
    kind: str = FOREIGN

    def arrays(self) -> Iterable[tuple[str, Array]]:
        """Name the arrays for a file."""
        yield "data", self.data.whole()

    def reader(self, column: columns.Column, count: int) -> columns.ColumnReader:
        """Open the column as Whoosh reads it."""
        data = self.data.whole().data
        reader: columns.ColumnReader = column.reader(BufferFile(data), 0, len(data), count)
        return reader


def read_column(file: ArrayFile, name: str, kind: str) -> StoredColumn:
    """Find a column in a file."""
    prefix = f"columns/{name}"
    if kind == NUMBERS:
        return NumberColumn(file[f"{prefix}/numbers"])
    if kind == TEXTS:
        return TextColumn(
            TermTable(file[f"{prefix}/values"], file[f"{prefix}/offsets"]),
            file[f"{prefix}/ordinals"],
        )
    if kind == FOREIGN:
        return ForeignColumn(file[f"{prefix}/data"])
    raise DamagedIndexError(file.name, f"it names an unknown kind of column, “{kind}”")


def write_column(column: columns.Column, values: Mapping[int, Any], count: int) -> StoredColumn:
    """Make the column of `count` documents from the values of those that have one."""
    if type(column) is columns.NumericColumn:
        # Whoosh keeps the type code to itself; its reader knows the default only.
        numbers = np.full(count, column.default_value(), number_type(column._typecode))  # noqa: SLF001
        numbers[list(values)] = list(values.values())
        return NumberColumn(CheckedArray(numbers))
    if type(column) in _TEXT_COLUMNS:
        default = column.default_value()
        return TextColumn.of([values.get(number, default) for number in range(count)])
    buffer = BytesIO()
    writer = column.writer(StructFile(buffer))
    for number, value in values.items():
        writer.add(number, value)
    writer.finish(count)
    return ForeignColumn(CheckedArray(np.frombuffer(buffer.getvalue(), dtype=np.uint8)))


class NumberReader(columns.ColumnReader):
    """Whoosh's view of a column of numbers."""

    def __init__(self, numbers: Array, default: float, count: int) -> None:
        self._numbers = numbers
        self._default = default
        self._doccount = count
        self._sign = 1

    def __getitem__(self, docnum: int) -> int | float:
        number: int | float = self._numbers[docnum].item()
        return number

    def __iter__(self) -> Iterator[int | float]:
        return iter(self._numbers.tolist())

    def sort_key(self, docnum: int) -> int | float:
        return self[docnum] * self._sign

    def load(self) -> list[int | float]:
        return list(self)

    def set_reverse(self) -> None:
        self._sign = -1


class TextReader(columns.ColumnReader):
    """Whoosh's view of a column of texts."""

    def __init__(self, values: TermTable, ordinals: Array, default: bytes, count: int) -> None:
        self._values = values
        self._ordinals = ordinals
        self._default = default
        self._doccount = count

    def __getitem__(self, docnum: int) -> bytes:
        return self._values[int(self._ordinals[docnum])]

    def __iter__(self) -> Iterator[bytes]:
        distinct = list(self._values)
        return (distinct[ordinal] for ordinal in self._ordinals.tolist())

    def load(self) -> list[bytes]:
        return list(self)
