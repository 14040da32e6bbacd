"""IPTC IIM 4.2: datasets of a marker, a record, a number and a length.

Programs that write no character set (dataset 1:90) write what their system uses. Losing the block
for that, as other readers do, loses the credit: the bytes are read as UTF-8 when they are, else as
Windows-1252.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from extraction.findings import CreditField

_MARKER = 0x1C
_CHARACTER_SET = (1, 90)
_UTF8 = b"\x1b%G"
_ENCODINGS = {b"\x1b%G": "utf-8", b"\x1b%/G": "utf-8", b"\x1b.A": "latin-1"}
_FIELDS = {
    (2, 5): CreditField.TITLE,
    (2, 40): CreditField.INSTRUCTIONS,
    (2, 55): CreditField.CREATED_ON,
    (2, 80): CreditField.CREATOR,
    (2, 105): CreditField.HEADLINE,
    (2, 110): CreditField.CREDIT_LINE,
    (2, 115): CreditField.SOURCE,
    (2, 116): CreditField.COPYRIGHT_NOTICE,
    (2, 120): CreditField.CAPTION,
}
_REPEATS = frozenset((CreditField.CREATOR,))
_STREAM = re.compile(rb"\x1c[\x01\x02][\x00-\xe8][\x00-\x0f]")
_LEAST_IN_A_STREAM = 3


def read_iim(data: bytes) -> Mapping[CreditField, tuple[str, ...]]:
    """Read a stream of datasets up to its end or its first damage."""
    encoding: str | None = None
    found: dict[CreditField, tuple[str, ...]] = {}
    for (record, dataset), value, _ in _datasets(data, 0):
        if (record, dataset) == _CHARACTER_SET:
            encoding = _ENCODINGS.get(value.strip())
        field = _FIELDS.get((record, dataset))
        text = _text(value, encoding) if field else ""
        if field is None or not text:
            continue
        if field is CreditField.CREATED_ON:
            text = f"{text[:4]}-{text[4:6]}-{text[6:8]}" if text[:8].isdigit() else text
        if field in _REPEATS:
            found[field] = (*found.get(field, ()), text)
        else:
            found.setdefault(field, (text,))
    return found


def streams_in(data: bytes, start: int = 0) -> list[bytes]:
    """Find streams of datasets by their look, where no container says where they lie.

    Old programs append them to the end of a JPEG. Three datasets in a row are no chance.
    """
    found: list[bytes] = []
    while begin := _STREAM.search(data, start):
        end = start = begin.start()
        count = 0
        for _, _, after in _datasets(data, begin.start()):
            end, count = after, count + 1
        if count >= _LEAST_IN_A_STREAM:
            found.append(data[begin.start() : end])
        start = max(end, start + 1)
    return found


def _datasets(data: bytes, at: int) -> Iterator[tuple[tuple[int, int], bytes, int]]:
    while at + 5 <= len(data) and data[at] == _MARKER:
        record, dataset = data[at + 1], data[at + 2]
        length = int.from_bytes(data[at + 3 : at + 5], "big")
        at += 5
        if length & 0x8000:  # an extended dataset: these are the bytes of the length itself
            size = length & 0x7FFF
            if size > 4:
                return
            length = int.from_bytes(data[at : at + size], "big")
            at += size
        if at + length > len(data):
            return
        yield (record, dataset), data[at : at + length], at + length
        at += length


def _text(value: bytes, encoding: str | None) -> str:
    value = value.replace(b"\0", b"").strip()
    for candidate in (encoding, "utf-8"):
        if candidate:
            try:
                return value.decode(candidate).strip()
            except UnicodeDecodeError:
                continue
    return value.decode("cp1252", "replace").strip()
