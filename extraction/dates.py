"""Days as texts name them, and the dates they mean.

"on Saturday" in a report of the 29th means the nearest Saturday that is not after it; "August 9"
takes the year in which it was the last to pass. Words that leave the day open ("last week") are
found and left unread, and so is every relative day while nobody knows when the text was published.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import compress, pairwise, zip_longest

from extraction.findings import SaidOn, Span
from extraction.lexicons import rows

_WORD = re.compile(r"[^\W\d_]+|\d+")
_LOOK_BACK = 24
"""Characters before a day in which "on", "last" or "until" may stand."""

_YEAR = r"(?:19|20)\d\d(?!\d)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_NUMERIC = re.compile(
    r"(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d(?![\d-]))"
    r"|(?P<dotted>[0-3]?\d\.\s?[01]?\d\.\s?(?:19|20)\d\d(?!\d))"
    r"|(?P<slashed>[0-3]?\d/[0-3]?\d/(?:19|20)\d\d(?![\d/]))"
)
_DAYS_AGO = re.compile(r"(?P<count>\d{1,2}|[a-z]{1,5}) days? ago\b")
_FRENCH_WORDS = re.compile(r"\b(?:le|la|les|une|est|dans|que|qui|pour|été|aux?)\b")


def find_dates(text: str, span: Span, published_on: date | None) -> tuple[SaidOn, ...]:
    """Return the days that `span` names, in reading order.

    The span of a finding covers the phrase ("on Saturday"). `on` is None where the phrase means no
    single day, or cannot be read without a publication date. Days that lie ahead ("next Monday") or
    only bound a stretch ("until Monday") are left out: nothing was said on them.
    """
    words = _WORD.findall(text, span.start, span.end)
    if not _holds_days(words):
        return ()  # as most sentences
    found: list[SaidOn] = []
    behind = span.start
    for word in compress(_WORD.finditer(text, span.start, span.end), _days_begin(words)):
        start = word.start()
        if start < behind:
            continue
        match = _day_at(text, start, span.end)
        if match is None or (word.group() in ("hier", "Hier") and not _is_french(text, start)):
            continue
        end, on = _meaning(match, published_on)
        before = _before(text, max(behind, start - _LOOK_BACK), start)
        behind = end
        if before is not None and before["future"]:
            continue
        if before is not None and before["strictly"] and on == published_on and on is not None:
            on -= timedelta(days=7)
        found.append(SaidOn(Span(before.start() if before else start, end), on))
    return tuple(found)


def read_date(text: str) -> date | None:
    """Read one written date with its year ("28 February 2024", "2024-02-28", "28.02.2024").

    A weekday before it is passed over. None where the text is anything else, or where day and month
    cannot be told apart ("02/03/2024").
    """
    text = " ".join(text.split()).strip(" .,")
    match = _day_at(text, 0, len(text))
    if match is None or match.end() != len(text):
        return None
    groups = match.groupdict()
    if match.re is _NUMERIC:
        return _numeric(match)
    if groups.get("year") or groups.get("year_after"):
        return _written(match, None)
    return None


def _day_at(text: str, start: int, end: int) -> re.Match[str] | None:
    """Match the phrase for a day that begins at `start`."""
    if start and (text[start - 1].isalnum() or text[start - 1] in "./-,:$€£#"):
        return None
    for pattern in (_NUMERIC, *_patterns()):
        match = pattern.match(text, start, end)
        if match is not None:
            return match
    return None


def _meaning(match: re.Match[str], published_on: date | None) -> tuple[int, date | None]:
    """Return where the phrase ends and the day it means."""
    groups = match.groupdict()
    if match.re is _NUMERIC:
        return match.end(), _numeric(match)
    if match.re is _DAYS_AGO:
        return match.end(), _days_before(published_on, _count(match["count"]))
    if groups.get("relative"):
        return match.end(), _days_before(published_on, _numbers("ago").get(groups["relative"]))
    if groups.get("month") or groups.get("month_first"):
        return match.end(), _written(match, published_on)
    return match.end(), _weekday(match["weekday"], published_on)


def _numeric(match: re.Match[str]) -> date | None:
    if match["iso"]:
        year, month, day = (int(part) for part in match["iso"].split("-"))
    elif match["dotted"]:
        day, month, year = (int(part) for part in match["dotted"].split("."))
    else:
        day, month, year = (int(part) for part in match["slashed"].split("/"))
        if day <= 12 and month <= 12 and day != month:
            return None  # Half the world writes the month first.
        if month > 12:
            day, month = month, day
    return _date(year, month, day)


def _written(match: re.Match[str], published_on: date | None) -> date | None:
    month = _numbers("month")[match["month"] or match["month_first"]]
    day = int(match["day"] or match["day_after"])
    year = match["year"] or match["year_after"]
    if year:
        return _date(int(year), month, day)
    if published_on is None:
        return None
    on = _date(published_on.year, month, day)
    return on if on and on <= published_on else _date(published_on.year - 1, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weekday(name: str, published_on: date | None) -> date | None:
    if published_on is None:
        return None
    return published_on - timedelta(days=(published_on.weekday() - _numbers("weekday")[name]) % 7)


def _days_before(published_on: date | None, days: int | None) -> date | None:
    return published_on - timedelta(days=days) if published_on and days is not None else None


def _count(word: str) -> int | None:
    return int(word) if word.isdecimal() else _numbers("count").get(word)


def _is_french(text: str, at: int) -> bool:
    """Whether "hier" is French for "yesterday" here: in German it means "here"."""
    return len(_FRENCH_WORDS.findall(text[max(0, at - 150) : at + 150])) > 3


def _before(text: str, start: int, end: int) -> re.Match[str] | None:
    """Match the words that lead up to the day at `end`."""
    return _lead_up().search(text, start, end)


@cache
def _numbers(group: str) -> Mapping[str, int]:
    """Return the phrases of a group with their numbers, also as a sentence begins with them."""
    numbers: dict[str, int] = {}
    for name, number, listed in rows("dates"):
        if name == group:
            for phrase in listed.split(";"):
                numbers[phrase] = int(number)
                if group not in ("month", "weekday"):  # "mars" is a month, "Mars" more than that
                    numbers.setdefault(phrase[0].upper() + phrase[1:], int(number))
    return numbers


def _any_of(*groups: str) -> str:
    found = {phrase for group in groups for phrase in _numbers(group)}
    return "|".join(re.escape(phrase) for phrase in sorted(found, key=lambda p: (-len(p), p)))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    month, weekday = _any_of("month"), _any_of("weekday")
    return (
        re.compile(
            rf"(?:(?:{weekday}),?\s(?:den |dem |le |the |el )?)?"
            rf"(?:(?P<day>{_DAY})(?:st|nd|rd|th|er|\.)?\s(?:(?:of|de)\s)?(?P<month>{month})(?!\w)"
            rf"(?:,?\s(?:del?\s)?(?P<year>{_YEAR}))?"
            rf"|(?P<month_first>{month})\s(?P<day_after>{_DAY})(?:st|nd|rd|th)?(?![\w:%]|[.,]\d)"
            rf"(?:,?\s(?P<year_after>{_YEAR}))?)"
        ),
        re.compile(rf"(?P<weekday>{weekday})(?![\w-])"),
        re.compile(rf"(?P<relative>{_any_of('ago', 'vague')})(?!\w)"),
        _DAYS_AGO,
    )


@cache
def _lead_up() -> re.Pattern[str]:
    article = r"(?:(?:the|den|dem|le|el|am|on|в)\s)?"
    return re.compile(
        rf"(?<!\w)(?:(?P<future>{_any_of('future')})\s{article}"
        rf"|(?P<strictly>{_any_of('strictly')})\s|(?:{_any_of('before')})\s{article})$",
    )


def _holds_days(words: Sequence[str]) -> bool:
    """Whether the phrase for a day may begin with any of the words."""
    alone, pairs = _beginnings()
    return (
        not alone.isdisjoint(words)
        or not pairs.isdisjoint(pairwise(words))
        or any(map(str.isdecimal, words))
    )


def _days_begin(words: Sequence[str]) -> list[bool]:
    """Return for each word whether the phrase for a day may begin with it and the next one."""
    alone, pairs = _beginnings()
    return [
        word in alone or (word, following) in pairs or word.isdecimal()
        for word, following in zip_longest(words, words[1:])
    ]


@cache
def _beginnings() -> tuple[frozenset[str], frozenset[tuple[str, ...]]]:
    """Return what the phrases for a day begin with: their only word, or their first two."""
    phrases = [
        _WORD.findall(phrase)
        for group in ("month", "weekday", "ago", "vague")
        for phrase in _numbers(group)
    ]
    counted = [(count, unit) for count in _numbers("count") for unit in ("day", "days")]
    return (
        frozenset(words[0] for words in phrases if len(words) == 1),
        frozenset((*(tuple(words[:2]) for words in phrases if len(words) > 1), *counted)),
    )
