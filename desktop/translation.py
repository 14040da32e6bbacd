"""Every visible string passes through here: words, plurals, numbers and days.

The source language is English. Another language is a `QTranslator` with the context `onrecord`;
its plural forms are looked up by the English plural sentence.
"""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QTime

_CONTEXT = "onrecord"


def tr(text: str, /, **values: object) -> str:
    """Translate a sentence, then fill its `{placeholders}`; values are never read as a format."""
    translated = QCoreApplication.translate(_CONTEXT, text)
    return translated.format(**values) if values else translated


def counted(count: int, one: str, many: str, /, **values: object) -> str:
    """Say how many, in the right number: `{n}` becomes the count with thousands grouped.

    >>> counted(1, "{n} quote", "{n} quotes")
    '1 quote'
    """
    translated = QCoreApplication.translate(_CONTEXT, many, None, count)
    if translated == many and count == 1:
        translated = one
    return translated.format(n=number(count), **values)


def number(count: int) -> str:
    """Write a number with its thousands grouped."""
    return _locale().toString(count)


def short_day(day: date) -> str:
    """Write a day for a list: "2 Mar 2024"."""
    return _locale().toString(_qdate(day), "d MMM yyyy")


def long_day(day: date) -> str:
    """Write a day for a sentence: "28 February 2024"."""
    return _locale().toString(_qdate(day), "d MMMM yyyy")


def month(day: date) -> str:
    """Write the month of a day: "Feb 2024"."""
    return _locale().toString(_qdate(day), "MMM yyyy")


def clock(moment: datetime) -> str:
    """Write the time of day: "10:14"."""
    return _locale().toString(
        QDateTime(_qdate(moment.date()), QTime(moment.hour, moment.minute)), "HH:mm"
    )


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _locale() -> QLocale:
    # The sentences are English until a translation is installed, so the months must be, too.
    return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
