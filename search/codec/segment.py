"""A segment: documents that were written together, and which of them are deleted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.base import Segment

if TYPE_CHECKING:
    from search.codec.codec import ArrayCodec

DOCUMENTS, POSTINGS = ".documents", ".postings"
"""A segment's two files: what is kept of each document, and of each term."""


class ArraySegment(Segment):
    """A segment of two array files, which only ever change by being replaced.

    `checksums` are those of the two files where an index manifest names them.
    """

    def __init__(
        self,
        indexname: str,
        *,
        name: str | None = None,
        count: int = 0,
        deleted: Iterable[int] = (),
        checksums: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(indexname)
        if name is not None:
            self.segid = name
        self.checksums = checksums
        self._count = count
        self._deleted = set(deleted)

    def codec(self, **_: object) -> ArrayCodec:
        from search.codec.codec import ArrayCodec

        return ArrayCodec()

    def should_assemble(self) -> bool:
        return False  # one file that can be mapped is worth more than one file less

    def set_doc_count(self, doccount: int) -> None:
        self._count = doccount

    def doc_count_all(self) -> int:
        return self._count

    def deleted_count(self) -> int:
        return len(self._deleted)

    def deleted_docs(self) -> Iterator[int]:
        return iter(sorted(self._deleted))

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        if delete:
            self._deleted.add(docnum)
        else:
            self._deleted.discard(docnum)

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self._deleted

    def live(self) -> NDArray[np.bool_] | None:
        """Return a mark for each document that is not deleted; None when none is deleted."""
        if not self._deleted:
            return None
        marks = np.ones(self._count, dtype=np.bool_)
        marks[list(self._deleted)] = False
        return marks
