"""The codec's writers for Whoosh's own `SegmentWriter`, which hands over one posting at a time.

The bulk builder (`search.build`) makes the same arrays from many documents at once; both end in
`search.codec.postings` and `search.codec.documents`.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable
from pickle import UnpicklingError
from typing import Any

import numpy as np
from whoosh import formats
from whoosh.codec.base import FieldWriter, PerDocumentWriter
from whoosh.columns import Column
from whoosh.fields import FieldType
from whoosh.filedb.filestore import Storage

from search.codec import values
from search.codec.columns import write_column
from search.codec.documents import Documents, Records
from search.codec.files import ArrayFileWriter, CheckedArray
from search.codec.lengths import length_bytes
from search.codec.postings import FieldPostings, field_postings
from search.codec.segment import DOCUMENTS, POSTINGS, ArraySegment
from search.codec.terms import TermTable


class DocumentsWriter(PerDocumentWriter):
    """Collects what is kept of each document, and writes it when closed."""

    def __init__(self, storage: Storage, segment: ArraySegment) -> None:
        self._storage = storage
        self._segment = segment
        self._count = 0
        self._stored: dict[str, Any] = {}
        self._records: list[bytes] = []
        self._lengths: dict[str, dict[int, int]] = defaultdict(dict)
        self._columns: dict[str, tuple[Column, dict[int, Any]]] = {}
        self._vectors: dict[str, dict[int, bytes]] = defaultdict(dict)
        self.is_closed = False

    def start_doc(self, docnum: int) -> None:
        if docnum != self._count:
            raise ValueError(f"Document {docnum} was started where {self._count} was expected.")
        self._stored = {}

    def add_field(self, fieldname: str, _: FieldType, value: object, length: int) -> None:
        if value is not None:
            self._stored[fieldname] = value
        if length:
            self._lengths[fieldname][self._count] = length

    def add_column_value(self, fieldname: str, columnobj: Column, value: object) -> None:
        self._columns.setdefault(fieldname, (columnobj, {}))[1][self._count] = value

    def add_vector_items(
        self, fieldname: str, _: FieldType, items: Iterable[tuple[Any, float, bytes]]
    ) -> None:
        listed = [list(item) for item in items]
        if listed:
            self._vectors[fieldname][self._count] = values.encode(listed)

    def finish_doc(self) -> None:
        self._records.append(values.encode(self._stored) if self._stored else b"")
        self._count += 1

    def close(self) -> None:
        documents = Documents(
            count=self._count,
            lengths={name: self._length_column(name) for name in self._lengths},
            totals={name: sum(lengths.values()) for name, lengths in self._lengths.items()},
            columns={
                name: write_column(column, given, self._count)
                for name, (column, given) in self._columns.items()
            },
            stored=Records.of(self._records) if any(self._records) else None,
            vectors={
                name: Records.of(vectors.get(number, b"") for number in range(self._count))
                for name, vectors in self._vectors.items()
            },
        )
        with self._segment.create_file(self._storage, DOCUMENTS) as file:
            writer = ArrayFileWriter(file)
            for name, array_ in documents.arrays():
                writer.put(name, array_)
            writer.close(documents.facts())
        self.is_closed = True

    def _length_column(self, name: str) -> CheckedArray:
        lengths = np.zeros(self._count, dtype=np.int64)
        given = self._lengths[name]
        lengths[list(given)] = list(given.values())
        return CheckedArray(length_bytes(lengths))


class PostingsWriter(FieldWriter):
    """Collects the postings of a field, and writes its arrays when the field ends."""

    def __init__(self, storage: Storage, segment: ArraySegment) -> None:
        self._file = segment.create_file(storage, POSTINGS)
        self._writer = ArrayFileWriter(self._file)
        self._fields: list[str] = []
        self.is_closed = False

    def start_field(self, fieldname: str, fieldobj: FieldType) -> None:
        self._fieldname = fieldname
        self._format = fieldobj.format
        self._terms: list[bytes] = []
        self._frequencies: list[int] = []
        self._documents = array("I")
        self._weights = array("f")
        self._lengths = array("I")
        self._values: list[bytes] = []

    def start_term(self, text: bytes) -> None:
        self._terms.append(text)
        self._start = len(self._documents)

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int | None) -> None:
        self._documents.append(docnum)
        self._weights.append(weight)
        self._values.append(vbytes)
        self._lengths.append(length or 0)

    def finish_term(self) -> None:
        self._frequencies.append(len(self._documents) - self._start)

    def finish_field(self) -> None:
        if not self._terms:
            return
        for name, array_ in self._postings().arrays(self._fieldname):
            self._writer.put(name, array_)
        self._fields.append(self._fieldname)

    def _postings(self) -> FieldPostings:
        positions = self._positions()
        records = None
        if positions is None and any(self._values):
            records = Records.of(self._values)
        return field_postings(
            TermTable.of(self._terms),
            np.array(self._frequencies, dtype=np.int64),
            np.array(self._documents, dtype=np.uint32),
            np.array(self._weights, dtype=np.float32),
            length_bytes(np.array(self._lengths, dtype=np.int64)),
            positions=positions,
            values=None if records is None else (records.data.whole(), records.starts.whole()),
        )

    def _positions(self) -> np.ndarray[Any, np.dtype[np.int64]] | None:
        """Unpack Whoosh's positions, if there is one for each unit of weight."""
        if type(self._format) is not formats.Positions:
            return None
        try:
            decoded = [self._format.decode_positions(value) for value in self._values]
        except (UnpicklingError, EOFError):
            return None  # written by other means than the format's
        if any(
            len(places) != weight for places, weight in zip(decoded, self._weights, strict=True)
        ):
            return None  # a boosted field: its values are kept as they are
        return np.array([place for places in decoded for place in places], dtype=np.int64)

    def close(self) -> None:
        self._writer.close({"fields": self._fields})
        self._file.close()
        self.is_closed = True
