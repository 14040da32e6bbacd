"""Days as a query names them: "2020", "2020-08", "2020-08-15", "yesterday", "last week"."""

from __future__ import annotations

import re
from datetime import date, timedelta

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_BEGUN = re.compile(r"\d{0,3}|\d{4}-([01]?|\d\d?-[0-3]?)")
_WORDS = (
    "today",
    "yesterday",
    "this week",
    "last week",
    "this month",
    "last month",
    "this year",
    "last year",
)

Period = tuple[date, date]
"""The first and the last day, both included."""


def read_period(text: str, today: date) -> Period | None:
    """Return the days that `text` names, None if it names none. Weeks begin on Monday.

    >>> read_period("2020-02", date(2026, 1, 1))
    (datetime.date(2020, 2, 1), datetime.date(2020, 2, 29))
    """
    text = " ".join(text.lower().split())
    if text in _WORDS:
        return _relative(text, today)
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = (None if part is None else int(part) for part in match.groups())
    try:
        if year is None or month is None:
            return date(int(match[1]), 1, 1), date(int(match[1]), 12, 31)
        if day is None:
            return _month(year, month)
        return date(year, month, day), date(year, month, day)
    except (ValueError, OverflowError):
        return None


def is_begun(text: str) -> bool:
    """Whether `text` may become a day with more letters: "20", "2020-", "yest"."""
    text = " ".join(text.lower().split())
    return _BEGUN.fullmatch(text) is not None or any(word.startswith(text) for word in _WORDS)


def _relative(text: str, today: date) -> Period:
    match text:
        case "today":
            return today, today
        case "yesterday":
            return today - timedelta(1), today - timedelta(1)
        case "this month":
            return _month(today.year, today.month)
        case "last month":
            return _month(
                *((today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12))
            )
        case "this year" | "last year":
            year = today.year - (text == "last year")
            return date(year, 1, 1), date(year, 12, 31)
    monday = today - timedelta(today.weekday() + (7 if text == "last week" else 0))
    return monday, monday + timedelta(6)


def _month(year: int, month: int) -> Period:
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return first, following - timedelta(1)
