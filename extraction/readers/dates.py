"""The day that a machine-written stamp means: ISO 8601, mail headers, PDF, EXIF, a few of prose.

The calendar day is taken as written, in the writer's own time zone: a story of the evening of the
15th in New York is of the 15th, wherever it is read.
"""

from __future__ import annotations

import re
from datetime import date

_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/.:]?)(\d\d?)\2(\d\d?)(?=\D|\d{6}|$)")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier enero",
            "feb february februar février febrero",
            "mar march märz mars marzo",
            "apr april avril abril",
            "may mai mayo",
            "jun june juni juin junio",
            "jul july juli juillet julio",
            "aug august août agosto",
            "sep sept september septembre septiembre",
            "oct okt october oktober octobre octubre",
            "nov november novembre noviembre",
            "dec dez december dezember décembre diciembre",
        ),
        start=1,
    )
    for name in names.split()
}
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?\.?\s+(?:de\s+)?([^\W\d_]{3,10})\.?,?\s+(?:de\s+)?((?:19|20)\d\d)(?!\d)"
)
_MONTH_DAY = re.compile(
    r"([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)(?!\d)"
)


def date_in(stamp: str) -> date | None:
    """Return the first day that `stamp` names, None when it names none or an impossible one.

    >>> date_in("2020-08-22T23:41:00-05:00"), date_in("Sat, 22 Aug 2020 23:41:00 +0000")
    (datetime.date(2020, 8, 22), datetime.date(2020, 8, 22))
    """
    stamp = stamp[:200]
    if found := _YEAR_FIRST.search(stamp):
        return _day(found[1], int(found[3]), found[4])
    for pattern, day, month in ((_DAY_MONTH, 1, 2), (_MONTH_DAY, 2, 1)):
        for found in pattern.finditer(stamp):
            if number := _MONTHS.get(found[month].lower()):
                return _day(found[3], number, found[day])
    return None


def _day(year: str, month: int, day: str) -> date | None:
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None
