"""Days and counts in English words, as every room writes them.

They follow no locale, as no other word of the program's findings does.
"""

from __future__ import annotations

from datetime import date

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def long_day(day: date) -> str:
    """Write a day in words.

    >>> long_day(date(2020, 8, 9))
    '9 August 2020'
    """
    return f"{day.day} {long_month(day)}"


def long_month(day: date) -> str:
    """Write the month of a day in words.

    >>> long_month(date(2020, 8, 9))
    'August 2020'
    """
    return f"{_MONTHS[day.month - 1]} {day.year}"


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number with what it counts.

    >>> counted(1, "person", "people"), counted(1200, "quotation")
    ('1 person', '1,200 quotations')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
