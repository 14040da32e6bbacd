"""The directories of a TIFF structure: what TIFF files and EXIF blocks are made of."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Literal

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_MOST_ENTRIES = 2000
_LARGEST_VALUE = 4 * 1024 * 1024

ByteOrder = Literal["<", ">"]


def byte_order(data: bytes) -> ByteOrder | None:
    """Return how a TIFF structure orders its bytes; None when this is none."""
    match data[:4]:
        case b"II*\0":
            return "<"
        case b"MM\0*":
            return ">"
    return None


def first_directory(data: bytes) -> Mapping[int, bytes]:
    """Return the values of the first directory by tag; those cut short or absurd are left out."""
    order = byte_order(data)
    if order is None or len(data) < 8:
        return {}
    return directory(data, struct.unpack_from(order + "I", data, 4)[0], order)


def directory(data: bytes, offset: int, order: ByteOrder) -> Mapping[int, bytes]:
    """Return the values of the directory at `offset`, empty when none is there."""
    if not 8 <= offset <= len(data) - 2:
        return {}
    count = min(struct.unpack_from(order + "H", data, offset)[0], _MOST_ENTRIES)
    values: dict[int, bytes] = {}
    for at in range(offset + 2, min(offset + 2 + 12 * count, len(data) - 11), 12):
        tag, kind, number = struct.unpack_from(order + "HHI", data, at)
        size = _SIZES.get(kind, 0) * number
        if not 0 < size <= _LARGEST_VALUE:
            continue
        start = at + 8 if size <= 4 else struct.unpack_from(order + "I", data, at + 8)[0]
        if start + size <= len(data):
            values.setdefault(tag, data[start : start + size])
    return values


def number(value: bytes, order: ByteOrder) -> int:
    """Read a value of two or four bytes as an unsigned number; 0 for any other length."""
    return int.from_bytes(value, "little" if order == "<" else "big") if len(value) <= 4 else 0
