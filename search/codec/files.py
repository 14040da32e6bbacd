"""Files of named numpy arrays that notice every damaged byte.

A file holds its arrays, each aligned to 64 bytes, then a JSON header, then a footer of fixed size:

    array | array | ... | header (JSON) | footer (magic, version, CRC of the header, its place)

The header names each array's type, place and length and holds a CRC-32 for every block of 256 KiB.
Reading maps the file into memory; a block is checked when it is first touched, so that opening an
index of hundreds of megabytes costs nothing, and still no byte is used that was not checked.
(Whoosh's own files carry no checks: four flipped bytes went unnoticed in 4 of 8 tries.)

No pickle anywhere: a header is JSON, an array is numbers.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import sys
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol
from weakref import WeakSet

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]  # the element type is the file's business, checked when it is opened

MAGIC = b"ORARRAYS"
VERSION = 1
BLOCK = 1 << 18
ALIGNMENT = 64
CHECKED_AT_ONCE = 1 << 22
"""A file up to this size is checked when it is opened, which takes some milliseconds."""
FOOTER = struct.Struct("<8sIIQQ")

_MAPPED: WeakSet[mmap.mmap] = WeakSet()

Facts = dict[str, Any]  # JSON: what json.loads returns


class DamagedIndexError(Exception):
    """A file of the index is not what was written; the index heals by being built anew."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"The index file “{name}” is damaged: {reason}.")
        self.name = name


class Sink(Protocol):
    """Where bytes are written: a file, or a file of Whoosh's storage."""

    def write(self, data: bytes, /) -> object: ...


class CheckedArray:
    """An array whose blocks are compared with their checksums when they are first touched."""

    __slots__ = ("_array", "_bytes", "_file", "_pending", "_sums")

    def __init__(self, array: Array, sums: list[int] | None = None, file: str = "") -> None:
        """Without `sums` the array was made in this process and needs no check."""
        self._array = array
        self._file = file
        self._sums = sums or []
        self._pending = set(range(len(self._sums)))
        self._bytes = array.view(np.uint8).data if self._sums else memoryview(b"")

    def __len__(self) -> int:
        return len(self._array)

    @property
    def dtype(self) -> np.dtype[Any]:
        return self._array.dtype

    @property
    def nbytes(self) -> int:
        return int(self._array.nbytes)

    def whole(self) -> Array:
        """Return the array, every block checked."""
        return self.part(0, len(self._array))

    def part(self, start: int, stop: int) -> Array:
        """Return the elements from `start` up to `stop`, a view. Raises DamagedIndexError."""
        if self._pending and stop > start:
            size = self._array.itemsize
            for block in range(start * size // BLOCK, (stop * size - 1) // BLOCK + 1):
                if block in self._pending:
                    self._check(block)
        return self._array[start:stop]

    def _check(self, block: int) -> None:
        place = block * BLOCK
        if zlib.crc32(self._bytes[place : place + BLOCK]) != self._sums[block]:
            raise DamagedIndexError(self._file, f"the bytes from {place} are not as written")
        self._pending.discard(block)


class ArrayFileWriter:
    """Writes arrays one after the other; `close` adds the header and returns its checksum.

    That checksum stands for the whole file, as it covers the checksums of all blocks.
    """

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._place = 0
        self._arrays: dict[str, tuple[str, int, int, list[int]]] = {}

    def put(self, name: str, array: Array) -> None:
        """Write an array under a name of its own."""
        if name in self._arrays:
            raise ValueError(f"The array “{name}” was written twice.")
        gap = -self._place % ALIGNMENT
        sums = []
        self._sink.write(b"\0" * gap)
        self._place += gap
        for block in _blocks(array):
            sums.append(zlib.crc32(block))
            self._sink.write(block)
        little = array.dtype.newbyteorder("<").str
        self._arrays[name] = (little, self._place, array.size, sums)
        self._place += array.nbytes

    def close(self, facts: Facts) -> int:
        """Write header and footer; the sink stays open. Returns the checksum of the file."""
        header = json.dumps(
            {"arrays": self._arrays, "facts": facts}, separators=(",", ":"), sort_keys=True
        ).encode()
        checksum = zlib.crc32(header)
        self._sink.write(header)
        self._sink.write(FOOTER.pack(MAGIC, VERSION, checksum, self._place, len(header)))
        return checksum


def _blocks(array: Array) -> Iterator[bytes]:
    if array.nbytes <= BLOCK:  # most arrays of most segments
        if array.nbytes:
            yield array.tobytes()
        return
    data = np.ascontiguousarray(array).reshape(-1).view(np.uint8).data
    for start in range(0, len(data), BLOCK):
        yield bytes(data[start : start + BLOCK])


class ArrayFile:
    """A file of arrays, open for reading. Raises DamagedIndexError for a wrong header or footer."""

    def __init__(self, buffer: memoryview, name: str, *, checksum: int | None = None) -> None:
        """Read a file's bytes; `checksum` is what its writer's `close` returned, where known."""
        self.name = name
        header = self._header(buffer, checksum)
        self.facts: Facts = header["facts"]
        self.arrays: dict[str, CheckedArray] = {}
        self._check_gaps(buffer, header["arrays"])
        for array, (dtype, place, count, sums) in header["arrays"].items():
            self.arrays[array] = CheckedArray(
                np.frombuffer(buffer, dtype=np.dtype(dtype), count=count, offset=place),
                list(sums),
                name,
            )

    def _header(self, buffer: memoryview, checksum: int | None) -> Facts:
        if len(buffer) < FOOTER.size:
            raise DamagedIndexError(self.name, "it is too short")
        magic, version, crc, place, length = FOOTER.unpack(buffer[-FOOTER.size :])
        if magic != MAGIC:
            raise DamagedIndexError(self.name, "its end is missing or overwritten")
        if version != VERSION:
            raise DamagedIndexError(self.name, f"its format {version} is not {VERSION}")
        if place + length + FOOTER.size != len(buffer):
            raise DamagedIndexError(self.name, "its length is wrong")
        text = bytes(buffer[place : place + length])
        if zlib.crc32(text) != crc:
            raise DamagedIndexError(self.name, "its header is not what was written")
        if checksum is not None and crc != checksum:
            raise DamagedIndexError(self.name, "it is another file than the index named")
        header: Facts = json.loads(text)
        return header

    def _check_gaps(self, buffer: memoryview, arrays: Facts) -> None:
        """See that nothing was written between the arrays, where no checksum is."""
        end = 0
        for dtype, place, count, _ in sorted(arrays.values(), key=lambda entry: entry[1]):
            if any(buffer[end:place]):
                raise DamagedIndexError(self.name, f"the bytes from {end} are not as written")
            end = place + count * np.dtype(dtype).itemsize

    @classmethod
    def map(cls, path: Path, *, checksum: int | None = None) -> ArrayFile:
        """Open a file by mapping it into memory. A missing file is a damage too."""
        try:
            with path.open("rb") as opened:
                if not os.fstat(opened.fileno()).st_size:
                    raise DamagedIndexError(path.name, "it is empty")
                mapped = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        except OSError as error:
            raise DamagedIndexError(path.name, f"it cannot be read ({error.strerror})") from error
        _MAPPED.add(mapped)
        file = cls(memoryview(mapped), path.name, checksum=checksum)
        if len(mapped) <= CHECKED_AT_ONCE:
            file.verify()
        return file

    def __contains__(self, name: object) -> bool:
        return name in self.arrays

    def __getitem__(self, name: str) -> CheckedArray:
        """Return the array of this name. Raises DamagedIndexError when the file holds none."""
        try:
            return self.arrays[name]
        except KeyError:
            raise DamagedIndexError(self.name, f"the array “{name}” is missing") from None

    def verify(self) -> None:
        """Check every byte. Raises DamagedIndexError."""
        for array in self.arrays.values():
            array.whole()


def let_go_of_pages() -> None:
    """Take the pages of all mapped files off this process's account.

    They stay in the system's cache, where the next touch finds them. Does nothing on systems that
    do so by themselves.
    """
    if sys.platform == "linux":
        for mapped in list(_MAPPED):
            mapped.madvise(mmap.MADV_DONTNEED)


def write_array_file(
    path: Path, arrays: Mapping[str, Array], facts: Facts, *, wait: bool = True
) -> int:
    """Write a file, and wait until it is on the disk if told to; returns its checksum.

    Nothing points at the file until a manifest does. One that is there under this name was left by
    a process that was killed before that.
    """
    with path.open("wb") as file:
        writer = ArrayFileWriter(file)
        for name, array in arrays.items():
            writer.put(name, array)
        checksum = writer.close(facts)
        if wait:
            file.flush()
            os.fsync(file.fileno())
    return checksum
