"""The codec: how Whoosh is told to write and read segments of arrays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NoReturn

from whoosh.codec.base import Automata, Codec
from whoosh.filedb.filestore import Storage

from search.codec.documents import Documents
from search.codec.image import SegmentImage
from search.codec.postings import FieldPostings
from search.codec.readers import (
    DocumentsReader,
    PostingsReader,
    TermCursor,
    added_column,
    open_array_file,
)
from search.codec.segment import DOCUMENTS, POSTINGS, ArraySegment
from search.codec.similar import similar_terms
from search.codec.writers import DocumentsWriter, PostingsWriter


class ArrayCodec(Codec):
    """Segments of contiguous arrays. `index.writer(codec=ArrayCodec())` writes one with Whoosh."""

    def __init__(self, held: SegmentImage | None = None) -> None:
        """`held` is the segment to be read, where this process has just made and written it."""
        self._held = held

    def per_document_writer(self, storage: Storage, segment: ArraySegment) -> DocumentsWriter:
        return DocumentsWriter(storage, segment)

    def field_writer(self, storage: Storage, segment: ArraySegment) -> PostingsWriter:
        return PostingsWriter(storage, segment)

    def per_document_reader(self, storage: Storage, segment: ArraySegment) -> DocumentsReader:
        if self._held is not None:
            return DocumentsReader(storage, segment, self._held.documents)
        documents = Documents.read(open_array_file(storage, segment, DOCUMENTS))
        return DocumentsReader(storage, segment, documents)

    def terms_reader(self, storage: Storage, segment: ArraySegment) -> PostingsReader:
        if self._held is not None:
            return PostingsReader(self._held.postings)
        file = open_array_file(storage, segment, POSTINGS)
        fields = sorted(file.facts["fields"])
        return PostingsReader({name: FieldPostings.read(file, name) for name in fields})

    # Whoosh's own codec shares these two between postings and vectors; nothing else calls them.

    def postings_writer(self, dbfile: object, byteids: bool = False) -> NoReturn:
        raise NotImplementedError("Postings are written as arrays, by the field writer.")

    def postings_reader(self, *_: object, **__: object) -> NoReturn:
        raise NotImplementedError("Postings are read as arrays, by the terms reader.")

    def automata(self, _storage: Storage, _segment: ArraySegment) -> Similarity:
        return Similarity()

    @staticmethod
    def column_filename(segment: ArraySegment, fieldname: str) -> str:
        """Name the file of a column that `whoosh.sorting.add_sortable` adds to a segment."""
        return added_column(segment, fieldname)

    def new_segment(self, _: Storage, indexname: str) -> ArraySegment:
        return ArraySegment(indexname)


class Similarity(Automata):
    """Finds similar terms by comparing the word with the whole vocabulary at once."""

    def terms_within(
        self, fieldcur: TermCursor, uterm: str, maxdist: int, prefix: int = 0
    ) -> Iterator[str]:
        field = fieldcur.field
        if field is None:
            return iter(())
        found = similar_terms(field.terms, uterm, distance=maxdist, prefix=prefix)
        return (field.terms[place].decode("utf-8", "replace") for place in found.tolist())
