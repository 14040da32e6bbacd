"""Frozen dataclasses as what JSON holds, and back by the types of their fields.

Days and moments are written as ISO 8601, enums by their values, a span as [start, end]. Reading
raises KeyError, TypeError or ValueError for whatever does not fit.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from extraction.findings import Span

T = TypeVar("T")


def plain(value: object) -> Any:  # Any: whatever JSON writes
    """Return a value as what JSON holds."""
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def typed(kind: type[T], value: Any) -> T:
    """Read a value of this type."""
    read: T = _read(kind, value)
    return read


def _read(kind: Any, value: Any) -> Any:
    if get_origin(kind) in (Union, UnionType):
        if value is None and NoneType in get_args(kind):
            return None
        (kind,) = (one for one in get_args(kind) if one is not NoneType)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], item) for item in _checked(list, value))
    if kind is Span:
        start, end = _checked(list, value)
        return Span(_checked(int, start), _checked(int, end))
    if isinstance(kind, type) and is_dataclass(kind):
        given = _checked(dict, value)
        return kind(**{name: _read(of, given[name]) for name, of in _fields(kind) if name in given})
    if issubclass(kind, Enum):
        return kind(value)
    if issubclass(kind, date):
        return (datetime if kind is datetime else date).fromisoformat(_checked(str, value))
    return _checked((int, float) if kind is float else kind, value)


def _checked(kind: Any, value: Any) -> Any:
    if not isinstance(value, kind):
        raise TypeError(f"“{str(value)[:40]}”")
    return value


@cache
def _fields(kind: type) -> tuple[tuple[str, Any], ...]:
    """Return the fields with their types."""
    hints = get_type_hints(kind)
    return tuple((field.name, hints[field.name]) for field in fields(kind) if field.init)
