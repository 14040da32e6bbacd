"""Stored values as JSON: everything a Whoosh document stores, without pickle.

JSON knows texts, numbers, lists and tables of texts; what else a document may store is written as
a table of one entry whose key opens with a zero character, which no field is called.

>>> decode(encode({"day": date(2020, 8, 9), "raw": b"ab"}))
{'day': datetime.date(2020, 8, 9), 'raw': b'ab'}
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

Value = Any  # whatever the writer of a document stored


def encode(value: Value) -> bytes:
    """Write a value. Raises TypeError for one that JSON with our tags cannot hold."""
    return json.dumps(_tagged(value), ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def decode(data: bytes) -> Value:
    """Read what `encode` wrote."""
    return _untagged(json.loads(data.decode("utf-8", "surrogatepass")))


def _tagged(value: Value) -> Value:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, dict):
        if all(isinstance(key, str) and not key.startswith("\0") for key in value):
            return {key: _tagged(item) for key, item in value.items()}
        return {"\0dict": [[_tagged(key), _tagged(item)] for key, item in value.items()]}
    if isinstance(value, list):
        return [_tagged(item) for item in value]
    for tag, (kind, write, _) in _KINDS.items():
        if type(value) is kind:
            return {tag: write(value)}
    raise TypeError(f"A value of type {type(value).__name__} cannot be stored in the index.")


def _untagged(value: Value) -> Value:
    if isinstance(value, list):
        return [_untagged(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((tag, inner),) = value.items()
        if tag == "\0dict":
            return {_untagged(key): _untagged(item) for key, item in inner}
        if tag in _KINDS:
            return _KINDS[tag][2](inner)
    return {key: _untagged(item) for key, item in value.items()}


def _items(values: Iterable[Value]) -> list[Value]:
    return [_tagged(item) for item in values]


_KINDS: dict[str, tuple[type, Callable[[Any], Value], Callable[[Any], Value]]] = {
    "\0datetime": (datetime, datetime.isoformat, datetime.fromisoformat),
    "\0date": (date, date.isoformat, date.fromisoformat),
    "\0time": (time, time.isoformat, time.fromisoformat),
    "\0decimal": (Decimal, str, Decimal),
    "\0bytes": (bytes, lambda value: b64encode(value).decode(), b64decode),
    "\0tuple": (tuple, _items, lambda inner: tuple(map(_untagged, inner))),
    "\0set": (set, _items, lambda inner: set(map(_untagged, inner))),
    "\0frozenset": (frozenset, _items, lambda inner: frozenset(map(_untagged, inner))),
}
