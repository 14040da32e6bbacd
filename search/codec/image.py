"""A whole segment as values: what a builder makes, a merge reads, and two files hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from search.codec.documents import Documents
from search.codec.files import write_array_file
from search.codec.postings import FieldPostings
from search.codec.readers import DocumentsReader, PostingsReader
from search.codec.segment import DOCUMENTS, POSTINGS, ArraySegment


@dataclass(frozen=True, eq=False)
class SegmentImage:
    """The documents of a segment and the postings of its fields."""

    documents: Documents
    postings: Mapping[str, FieldPostings]

    @classmethod
    def of(cls, documents: DocumentsReader, postings: PostingsReader) -> SegmentImage:
        """See a segment that is open for reading as an image."""
        return cls(documents.documents, postings.fields)

    def write(self, folder: Path, segment: ArraySegment, *, wait: bool) -> None:
        """Write the segment's files, wait for the disk if told to, and note their checksums."""
        documents = write_array_file(
            folder / segment.make_filename(DOCUMENTS),
            dict(self.documents.arrays()),
            self.documents.facts(),
            wait=wait,
        )
        postings = write_array_file(
            folder / segment.make_filename(POSTINGS),
            {
                name: array
                for field, postings in self.postings.items()
                for name, array in postings.arrays(field)
            },
            {"fields": list(self.postings)},
            wait=wait,
        )
        segment.set_doc_count(self.documents.count)
        segment.checksums = (documents, postings)
