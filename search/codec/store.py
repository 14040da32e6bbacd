"""An index on the disk: a folder of segments and a manifest that says which of them count.

    manifest.json              what counts; the only file that is ever replaced
    <name>.documents           a segment, never changed once written
    <name>.postings
    <name>.<generation>.deleted   which documents of a segment are deleted

A commit writes new files and then replaces the manifest, which is one step: a process that is
killed at any moment leaves the state before or the state after. A commit with a large segment waits
until all is on the disk; a small one does not, so that after a power cut the index may have to be
built anew (docs/decisions/0009). The manifest holds the checksum of each file, each file those of
its blocks, so a file that was changed, cut, exchanged or lost is noticed when it is opened, or when
its damaged block is first touched.

Segments are merged by size: at most one segment lies in each tier, so that an index of a million
documents to which one is added a thousand times has some four segments, and an addition rewrites on
average some hundred documents (the logarithmic method of Bentley and Saxe, J. Algorithms 1, 1980,
pp. 301-358, with tiers of 32 times the size).
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import EmptyReader, IndexReader, MultiReader, SegmentReader
from whoosh.searching import Searcher

from search.codec.codec import ArrayCodec
from search.codec.files import ArrayFile, DamagedIndexError, write_array_file
from search.codec.image import SegmentImage
from search.codec.merging import Part, merge
from search.codec.segment import DOCUMENTS, POSTINGS, ArraySegment

MANIFEST = "manifest.json"
INDEX_NAME = "main"
SMALLEST_TIER = 16
TIER_FACTOR = 32
HELD = SMALLEST_TIER * TIER_FACTOR
"""A segment of fewer documents is small: it is read from the arrays it was written from, not from
its files, and its commit does not wait for the disk."""
DELETED_SHARE = 0.3
"""A segment of which so much is deleted is written anew with the next commit."""

Facts = dict[str, Any]  # JSON


@dataclass(frozen=True)
class SegmentEntry:
    """What the manifest says of a segment."""

    name: str
    count: int
    checksums: tuple[int, int]
    deleted: str | None = None
    deleted_checksum: int = 0

    @property
    def files(self) -> tuple[str, tuple[int, int]]:
        """What tells the segment's two files from all others: they are never changed."""
        return self.name, self.checksums


@dataclass(frozen=True)
class Manifest:
    """What counts. `facts` are the owner's: what the index is of, and how far it has read."""

    facts: Facts
    generation: int = 0
    segments: tuple[SegmentEntry, ...] = ()

    def write(self, folder: Path, *, wait: bool = True) -> None:
        """Replace the manifest of a folder in one step, and wait for the disk if told to."""
        body = json.dumps(
            {
                "facts": self.facts,
                "generation": self.generation,
                "segments": [vars(entry) for entry in self.segments],
            },
            sort_keys=True,
        )
        written = body.encode()
        new = folder / f"{MANIFEST}.new"  # one process at a time commits
        with new.open("wb") as file:
            file.write(b"%08x " % zlib.crc32(written) + written)
            if wait:
                file.flush()
                os.fsync(file.fileno())
        new.replace(folder / MANIFEST)
        if wait:
            _sync_folder(folder)

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Read the manifest of a folder. Raises DamagedIndexError, also where there is none."""
        try:
            text = (folder / MANIFEST).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise DamagedIndexError(MANIFEST, "it cannot be read") from error
        checksum, _, body = text.partition(" ")
        if checksum != f"{zlib.crc32(body.encode()):08x}":
            raise DamagedIndexError(MANIFEST, "it is not what was written")
        read = json.loads(body)
        return cls(
            read["facts"],
            read["generation"],
            tuple(
                SegmentEntry(**{**entry, "checksums": tuple(entry["checksums"])})
                for entry in read["segments"]
            ),
        )


def _sync_folder(folder: Path) -> None:
    """Let a new name in a folder be on the disk too. Windows has no such call and needs none."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@dataclass
class _Open:
    """A segment that counts: the manifest's entry, and its reader."""

    entry: SegmentEntry
    segment: ArraySegment
    reader: SegmentReader = field(repr=False)

    @property
    def image(self) -> SegmentImage:
        """The segment as it was written, deleted documents included."""
        return SegmentImage.of(self.reader._perdoc, self.reader._terms)  # noqa: SLF001 - the codec's

    @property
    def part(self) -> Part:
        """The segment as a part of a merge."""
        return Part(self.image, self.segment.live())

    @property
    def size(self) -> int:
        return int(self.segment.doc_count())


class Store:
    """An index that is open. One thread at a time; one process at a time may commit.

    Raises DamagedIndexError when it is opened, and from whatever touches a damaged block.
    """

    def __init__(self, folder: Path, schema: Schema, *, before: Store | None = None) -> None:
        """Open the newest state; what an earlier one has read of the same segments is kept."""
        self.folder = folder
        self._schema = schema
        self._storage = FileStorage(str(folder))
        self._open: list[_Open] = []
        self._manifest = Manifest.read(folder)
        known = {} if before is None else before.images
        for entry in self._manifest.segments:
            self._open.append(self._opened(entry, known.get(entry.files)))
        self.searcher = self._searcher()

    @classmethod
    def create(cls, folder: Path, schema: Schema, facts: Facts) -> Store:
        """Make an empty index in a folder that holds none."""
        Manifest(facts).write(folder)
        return cls(folder, schema)

    @property
    def facts(self) -> Facts:
        """What the last commit noted."""
        return self._manifest.facts

    @property
    def count(self) -> int:
        """How many documents there are, deleted ones not counted."""
        return sum(one.size for one in self._open)

    @property
    def images(self) -> dict[tuple[str, tuple[int, int]], SegmentImage]:
        """The segments by what tells their files from all others."""
        return {one.entry.files: one.image for one in self._open}

    @property
    def count_all(self) -> int:
        """How many documents there are, deleted ones counted: what the next one's number is."""
        return sum(one.segment.doc_count_all() for one in self._open)

    @property
    def segments(self) -> int:
        """How many segments there are."""
        return len(self._open)

    def ends_with(self, image: SegmentImage) -> bool:
        """Whether this image is the last segment: it was added last, and merged with nothing."""
        return bool(self._open) and self._open[-1].image.documents is image.documents

    def verify(self) -> None:
        """Check every byte. Raises DamagedIndexError."""
        for entry in self._manifest.segments:
            for extension, checksum in zip((DOCUMENTS, POSTINGS), entry.checksums, strict=True):
                name = f"{INDEX_NAME}_{entry.name}{extension}"
                ArrayFile.map(self.folder / name, checksum=checksum).verify()

    def close(self) -> None:
        """Let go of the files."""
        self._open.clear()
        self.searcher = self._searcher()

    # Changing

    def commit(
        self,
        facts: Facts,
        added: SegmentImage | None = None,
        deleted: Iterable[int] | NDArray[np.int64] = (),
        *,
        instead_of_last: bool = False,
    ) -> None:
        """Take documents out by their number in the whole index, put others in, note the facts.

        All of it counts when this returns, and none before. What is added takes the place of the
        last segment where it holds the documents of that too, none of them deleted.
        """
        self._delete(deleted)
        kept, merged = self._to_merge(self._open[:-1] if instead_of_last else self._open, added)
        generation = self._manifest.generation + 1
        wait = merged is not None and merged.documents.count >= HELD
        entries = [self._entry(one, generation, wait=wait) for one in kept]
        opened = [
            _Open(entry, one.segment, one.reader) for entry, one in zip(entries, kept, strict=True)
        ]
        if merged is not None and merged.documents.count:
            segment = ArraySegment(INDEX_NAME)
            merged.write(self.folder, segment, wait=wait)
            assert segment.checksums is not None
            count = segment.doc_count_all()
            entries.append(SegmentEntry(segment.segid, count, segment.checksums))
            opened.append(self._opened(entries[-1], None if wait else merged))
        manifest = Manifest(facts, generation, tuple(entries))
        manifest.write(self.folder, wait=wait)
        self._manifest = manifest
        self._open = opened
        self.searcher = self._searcher()
        self._sweep()

    def _delete(self, numbers: Iterable[int] | NDArray[np.int64]) -> None:
        wanted = np.unique(np.fromiter(numbers, dtype=np.int64))
        first = 0
        for one in self._open:
            end = first + one.segment.doc_count_all()
            for number in (wanted[(wanted >= first) & (wanted < end)] - first).tolist():
                one.segment.delete_document(number)
            first = end

    def _to_merge(
        self, segments: Sequence[_Open], added: SegmentImage | None
    ) -> tuple[list[_Open], SegmentImage | None]:
        """Choose the segments that stay as they are, and merge the others with what is added."""
        worn = [
            one
            for one in segments
            if one.segment.deleted_count() > DELETED_SHARE * one.segment.doc_count_all()
        ]
        size = (added.documents.count if added else 0) + sum(one.size for one in worn)
        chosen = {id(one) for one in worn}
        if size:
            # The smallest first: each that is swallowed may lift the sum into the next tier.
            for one in sorted(segments, key=lambda one: one.size):
                if id(one) not in chosen and _tier(one.size) <= _tier(size):
                    chosen.add(id(one))
                    size += one.size
        parts = [one.part for one in segments if id(one) in chosen]
        kept = [one for one in segments if id(one) not in chosen]
        if added is not None:
            parts.append(Part(added))
        if len(parts) == 1 and added is not None:
            return kept, added
        return kept, merge(parts, self._schema) if parts else None

    def _entry(self, one: _Open, generation: int, *, wait: bool) -> SegmentEntry:
        """Return the entry of a segment that stays, its deletions written if there are new ones."""
        marks = np.packbits(~live) if (live := one.segment.live()) is not None else None
        if marks is None or self._written(one.entry, marks):
            return one.entry
        name = f"{INDEX_NAME}_{one.entry.name}.{generation}.deleted"
        checksum = write_array_file(self.folder / name, {"deleted": marks}, {}, wait=wait)
        return SegmentEntry(one.entry.name, one.entry.count, one.entry.checksums, name, checksum)

    def _written(self, entry: SegmentEntry, marks: NDArray[np.uint8]) -> bool:
        return entry.deleted is not None and np.array_equal(marks, self._marks(entry))

    def _marks(self, entry: SegmentEntry) -> NDArray[np.uint8]:
        assert entry.deleted is not None
        file = ArrayFile.map(self.folder / entry.deleted, checksum=entry.deleted_checksum)
        return file["deleted"].whole()

    def _sweep(self) -> None:
        """Remove the files that count no longer, also those of a process that was killed."""
        named = {MANIFEST}
        for entry in self._manifest.segments:
            named |= {f"{INDEX_NAME}_{entry.name}{end}" for end in (DOCUMENTS, POSTINGS)}
            named |= {entry.deleted} if entry.deleted else set()
        for name in os.listdir(self.folder):  # noqa: PTH208 - no path is made of each name
            if name not in named and name.startswith((INDEX_NAME, MANIFEST)):
                with suppress(OSError):  # Windows keeps files that are still mapped; next time then
                    (self.folder / name).unlink()

    # Reading

    def _opened(self, entry: SegmentEntry, held: SegmentImage | None = None) -> _Open:
        deleted: Iterable[int] = ()
        if entry.deleted is not None:
            deleted = np.flatnonzero(np.unpackbits(self._marks(entry), count=entry.count)).tolist()
        segment = ArraySegment(
            INDEX_NAME,
            name=entry.name,
            count=entry.count,
            deleted=deleted,
            checksums=entry.checksums,
        )
        reader = SegmentReader(self._storage, self._schema, segment, codec=ArrayCodec(held))
        return _Open(entry, segment, reader)

    def _searcher(self) -> Searcher:
        readers = [one.reader for one in self._open]
        reader: IndexReader
        if not readers:
            reader = EmptyReader(self._schema)
        else:
            reader = readers[0] if len(readers) == 1 else MultiReader(readers)
        return Searcher(reader)


def _tier(size: int) -> int:
    tier, bound = 0, SMALLEST_TIER
    while size >= bound:
        tier, bound = tier + 1, bound * TIER_FACTOR
    return tier
