"""The codec's readers: Whoosh's doors to a segment's two files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.base import FieldCursor, PerDocumentReader, TermsReader
from whoosh.columns import Column, ColumnReader
from whoosh.fields import FieldType
from whoosh.filedb.filestore import FileStorage, Storage
from whoosh.formats import Format
from whoosh.matching import ListMatcher, Matcher
from whoosh.reading import TermInfo, TermNotFound
from whoosh.scoring import BaseScorer

from search.codec import values
from search.codec.documents import Documents
from search.codec.files import ArrayFile
from search.codec.lengths import LENGTH_OF_BYTE
from search.codec.matcher import PostingsMatcher
from search.codec.postings import FieldPostings
from search.codec.segment import POSTINGS, ArraySegment


def open_array_file(storage: Storage, segment: ArraySegment, extension: str) -> ArrayFile:
    """Map one of a segment's files, or read it where the storage is no folder."""
    name = segment.make_filename(extension)
    checksum = segment.checksums and segment.checksums[extension == POSTINGS]
    if isinstance(storage, FileStorage):
        return ArrayFile.map(Path(storage.folder) / name, checksum=checksum)
    with storage.open_file(name) as file:
        return ArrayFile(memoryview(file.read()), name, checksum=checksum)


def added_column(segment: ArraySegment, fieldname: str) -> str:
    """Name the file of a column that Whoosh added when the segment was there already."""
    name: str = segment.make_filename(f".{fieldname}.column")
    return name


class DocumentsReader(PerDocumentReader):
    """What is kept of each document. Numbers count the segment's documents, deleted ones too."""

    def __init__(self, storage: Storage, segment: ArraySegment, documents: Documents) -> None:
        self.documents = documents
        self._storage = storage
        self._segment = segment

    def doc_count(self) -> int:
        return self.documents.count - self._segment.deleted_count()

    def doc_count_all(self) -> int:
        return self.documents.count

    def has_deletions(self) -> bool:
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> Iterator[int]:
        return self._segment.deleted_docs()

    def live(self) -> NDArray[np.bool_] | None:
        """Return a mark for each document that is not deleted; None when none is deleted."""
        return self._segment.live()

    # Columns

    def supports_columns(self) -> bool:
        return True

    def has_column(self, fieldname: str) -> bool:
        return fieldname in self.documents.columns or bool(
            self._storage.file_exists(added_column(self._segment, fieldname))
        )

    def list_columns(self) -> list[str]:
        return list(self.documents.columns)

    def column_reader(self, fieldname: str, column: Column) -> ColumnReader:
        count = self.documents.count
        if fieldname in self.documents.columns:
            return self.documents.columns[fieldname].reader(column, count)
        name = added_column(self._segment, fieldname)
        reader: ColumnReader = column.reader(
            self._storage.open_file(name), 0, self._storage.file_length(name), count
        )
        return reader

    # Lengths

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int | None:
        lengths = self.documents.lengths.get(fieldname)
        if lengths is None:
            return default
        # Whoosh's own codec says None, not the default, for a document without the field.
        return int(LENGTH_OF_BYTE[lengths.part(docnum, docnum + 1)[0]]) or None

    def field_length(self, fieldname: str) -> int:
        return self.documents.totals.get(fieldname, 0)

    def min_field_length(self, fieldname: str) -> int:
        return self._bound(fieldname, np.min)

    def max_field_length(self, fieldname: str) -> int:
        return self._bound(fieldname, np.max)

    def _bound(self, fieldname: str, bound: Any) -> int:
        lengths = self.documents.lengths.get(fieldname)
        return 0 if lengths is None else int(LENGTH_OF_BYTE[bound(lengths.whole())])

    # Vectors

    def has_vector(self, docnum: int, fieldname: str) -> bool:
        vectors = self.documents.vectors.get(fieldname)
        return vectors is not None and bool(vectors[docnum])

    def vector(self, docnum: int, fieldname: str, format_: Format) -> Matcher:
        if not self.has_vector(docnum, fieldname):
            raise KeyError(f"Document {docnum} has no vector of the field “{fieldname}”.")
        items = values.decode(self.documents.vectors[fieldname][docnum])
        texts, weights, payloads = (list(part) for part in zip(*items, strict=True))
        return ListMatcher(texts, weights, payloads, format_)

    # Stored values

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        record = self.documents.stored[docnum] if self.documents.stored else b""
        stored: dict[str, Any] = values.decode(record) if record else {}
        return stored


class PostingsReader(TermsReader):
    """The terms of a segment and their postings, field by field."""

    def __init__(self, fields: Mapping[str, FieldPostings]) -> None:
        """`fields` are those that have terms, in the order of their names."""
        self.fields = fields

    def _find(self, fieldname: str, text: bytes) -> tuple[FieldPostings, int] | None:
        field = self.fields.get(fieldname)
        term = field.terms.find(text) if field else -1
        return None if field is None or term < 0 else (field, term)

    def _get(self, fieldname: str, text: bytes) -> tuple[FieldPostings, int]:
        found = self._find(fieldname, text)
        if found is None:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return found

    def __contains__(self, term: object) -> bool:
        return isinstance(term, tuple) and self._find(*term) is not None

    def indexed_field_names(self) -> Iterable[str]:
        return self.fields.keys()

    def cursor(self, fieldname: str, fieldobj: FieldType) -> TermCursor:
        return TermCursor(self.fields.get(fieldname), fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return ((name, term) for name, field in self.fields.items() for term in field.terms)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        for name, field in self.fields.items():
            if name < fieldname:
                continue
            first = field.terms.from_(prefix) if name == fieldname else 0
            for place in range(first, len(field.terms)):
                yield name, field.terms[place]

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        field, term = self._get(fieldname, text)
        return field.info(term)

    def frequency(self, fieldname: str, text: bytes) -> float:
        found = self._find(fieldname, text)
        return float(found[0].totals.whole()[found[1]]) if found else 0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        found = self._find(fieldname, text)
        return int(found[0].frequencies([found[1]])[0]) if found else 0

    def matcher(
        self, fieldname: str, text: bytes, format_: Format, scorer: BaseScorer | None = None
    ) -> Matcher:
        field, term = self._get(fieldname, text)
        return PostingsMatcher(field, term, (fieldname, text), format_, scorer)


class TermCursor(FieldCursor):
    """Walks the terms of a field in byte order; stands on the first one at first."""

    def __init__(self, field: FieldPostings | None, fieldobj: FieldType) -> None:
        self.field = field
        self._fieldobj = fieldobj
        self._place = 0

    def is_valid(self) -> bool:
        return self.field is not None and self._place < len(self.field.terms)

    def first(self) -> Any:
        self._place = 0
        return self.text()

    def find(self, string: bytes | str) -> Any:
        if self.field is not None:
            term = string if isinstance(string, bytes) else self._fieldobj.to_bytes(string)
            self._place = self.field.terms.from_(term)
        return self.text()

    def next(self) -> Any:
        self._place += 1
        return self.text()

    def text(self) -> Any:
        if self.field is None or not self.is_valid():
            return None
        return self._fieldobj.from_bytes(self.field.terms[self._place])

    def term_info(self) -> TermInfo | None:
        if self.field is None or not self.is_valid():
            return None
        return self.field.info(self._place)
