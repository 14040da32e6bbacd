"""What the top of a saved page gives away: the outlet, the day, the author, the address.

A page saved as text keeps these in its first lines ("Harbour Post | 28 February 2024", "By R.
Castellanos") or in the dateline of its first paragraph ("PORT ALDER (Northern Wire) —"). A line is
believed only when all of it has such a form: a name alone may be a headline or a caption.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from extraction.dates import read_date
from extraction.findings import Span
from extraction.lexicons import phrases

_LINES = 14
"""Lines that are looked at: what comes later belongs to the story."""

_LONGEST = 140
_PARTED = re.compile(r"\s{0,3}[|•·]\s{0,3}|\s[–—-]\s")
_ADDRESS = re.compile(
    r"(?:(?:source|url|link|quelle|address|adresse|fuente|источник)\s?:\s?)?"
    r"(?P<address>https?://(?P<host>[a-z0-9.-]{3,80})(?::\d{1,5})?(?:/\S{0,400})?)$",
    re.IGNORECASE,
)
_DATE_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-]([01]?\d)[/-]([0-3]?\d)(?!\d)")
_PUBLISHED = re.compile(
    r"(?:published|posted|updated|last updated|first published|date|veröffentlicht|aktualisiert"
    r"|stand|datum|publié|mis à jour|publicado|actualizado|fecha|опубликовано|дата)"
    r"(?:\s(?:on|am|le|el))?\s?:?\s(?P<rest>.{6,80})$",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"[,;]?\s(?:(?:at|um|à|a las|в)\s)?\d{1,2}(?:[:.h]\d{2}){0,2}(?:\s?(?:[ap]\.?m\.?|Uhr|h|ч))?"
    r"(?:\s(?:[A-Z]{2,4}|[+-]\d{2}:?\d{2}))?$|T\d{2}:\d{2}.{0,12}$",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:By|BY|Von|VON|Par|PAR|Por|POR|Автор:|Text:|Di)\s(?P<names>[^\W\d_a-zß-ÿа-я].{2,80})$"
)
_NAME_WORD = re.compile(r"(?:[^\W\d_]|[^\W\d_]\.)(?:[^\W_]|['’‑.-](?=[^\W\d_]))*\.?")
_SMALL = frozenset(
    ["and", "und", "et", "y", "и", "de", "del", "der", "di", "la", "le", "van", "von", "of", "the"]
)
_DATELINE = re.compile(
    r"(?P<place>[^\W\d_a-zß-ÿа-я][^\n(),—–]{1,40})(?:,\s[^\n()—–]{2,40}?)?"
    r"\s\((?P<agency>[^\n()]{2,40})\)\s?(?:[—–-]{1,2}|\.)\s"
)
_LONGEST_PLACE = 90
"""Characters before the agency of a dateline: more than its pattern takes."""
_CAPITALS = re.compile(r"(?:[^\W\d_a-zß-ÿа-я]|[ .'’/-])+$")


@dataclass(frozen=True, slots=True)
class Masthead:
    """What the first lines say; None where they say nothing.

    `lines` are the spans of the lines that were read as part of the masthead, so that none of them
    is taken for a headline or for a story's first sentence.
    """

    outlet: str | None = None
    published_on: date | None = None
    byline: str | None = None
    address: str | None = None
    lines: tuple[Span, ...] = ()


def read_masthead(text: str) -> Masthead:
    """Read the first lines of a page saved as text.

    The outlet is the one that a line or the dateline names, else the host of the page's address.
    """
    masthead = Masthead()
    lines = _first_lines(text)
    for number, line in enumerate(lines):
        following = lines[number + 1].of(text) if number + 1 < len(lines) else ""
        read = _read_line(line.of(text), following, is_first=number == 0)
        if read is not None:
            masthead = _joined(masthead, replace(read, lines=(line,)))
    if masthead.outlet is None:
        outlet = _dateline_agency(text, lines) or _host(masthead.address)
        masthead = replace(masthead, outlet=outlet)
    if masthead.published_on is None and masthead.address is not None:
        masthead = replace(masthead, published_on=_date_in(masthead.address))
    return masthead


def _first_lines(text: str) -> list[Span]:
    lines: list[Span] = []
    start = 0
    while start < len(text) and len(lines) < _LINES:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        stripped = text[start : min(end, start + 2 * _LONGEST)].strip()
        if stripped:
            begin = text.index(stripped[0], start)
            lines.append(Span(begin, begin + len(stripped)))
        start = end + 1
    return lines


def _joined(above: Masthead, below: Masthead) -> Masthead:
    """Let the upper line win wherever both say something."""
    return Masthead(
        outlet=above.outlet or below.outlet,
        published_on=above.published_on or below.published_on,
        byline=above.byline or below.byline,
        address=above.address or below.address,
        lines=(*above.lines, *below.lines),
    )


def _read_line(line: str, following: str, *, is_first: bool) -> Masthead | None:
    if len(line) > _LONGEST:
        return None
    address = _ADDRESS.match(line)
    if address is not None:
        return Masthead(address=address["address"])
    for reader in _READERS:
        read = reader(line)
        if read is not None:
            return read
    if line in _KNOWN_OUTLETS and is_first:
        return Masthead(outlet=line)
    # "The Evening Record" above "Published: 11 March 2024" or an address is a paper's name.
    if is_first and _is_name(line) and (_published(following) or _ADDRESS.match(following)):
        return Masthead(outlet=line)
    return None


def _published(line: str) -> Masthead | None:
    """Read "Published 28 February 2024, 10:14", or a date alone."""
    labelled = _PUBLISHED.match(line)
    on = _day(labelled["rest"] if labelled else line)
    return Masthead(published_on=on) if on is not None else None


def _byline(line: str) -> Masthead | None:
    """Read "By R. Castellanos", with what may follow: the paper, the date."""
    match = _BYLINE.match(line)
    if match is None:
        return None
    first, *others = _PARTED.split(match["names"])
    names, _, paper = first.partition(", ")
    if not _is_name(names, longest=9):
        return None
    on = next((day for part in others if (day := _day(part))), None)
    outlet = paper if paper in _KNOWN_OUTLETS else None
    return Masthead(byline=names, published_on=on, outlet=outlet)


def _outlet_and_date(line: str) -> Masthead | None:
    """Read "Harbour Post | 28 February 2024" in either order."""
    parts = [part for part in _PARTED.split(line) if part]
    if not 2 <= len(parts) <= 4:
        return None
    days = [_day(part) for part in parts]
    on = next((day for day in days if day), None)
    if on is None:
        return None
    outlet = next((part for part, day in zip(parts, days, strict=True) if not day), "")
    return Masthead(outlet=outlet if _is_name(outlet) else None, published_on=on)


_READERS: tuple[Callable[[str], Masthead | None], ...] = (_published, _byline, _outlet_and_date)


def _day(text: str) -> date | None:
    return read_date(_TIME.sub("", text.strip())) if len(text) <= _LONGEST else None


def _is_name(text: str, longest: int = 6) -> bool:
    """Whether all words but the small ones are capitalised, as in names."""
    listed = text.replace(",", " ").replace("&", "and").split()
    if not 1 <= len(listed) <= longest or text[-1] in "!?:;":
        return False
    return all(
        word.lower() in _SMALL or (word[0].isupper() and _NAME_WORD.fullmatch(word))
        for word in listed
    )


def _dateline_agency(text: str, lines: list[Span]) -> str | None:
    """Return the agency of a dateline: "PORT ALDER (Northern Wire) — The council"."""
    for line in lines:
        if text.find("(", line.start, line.start + _LONGEST_PLACE) < 0:
            continue
        match = _DATELINE.match(text, line.start, line.end)
        if match is not None and _is_name(match["agency"]) and _is_place(match["place"]):
            return match["agency"]
    return None


def _is_place(place: str) -> bool:
    return _CAPITALS.match(place) is not None or len(place.split()) <= 3


def _host(address: str | None) -> str | None:
    match = _ADDRESS.match(address) if address else None
    return match["host"].lower().removeprefix("www.") if match else None


def _date_in(address: str) -> date | None:
    match = _DATE_IN_ADDRESS.search(address)
    return read_date("{:0>4}-{:0>2}-{:0>2}".format(*match.groups())) if match else None


_KNOWN_OUTLETS = phrases("credits", "outlets") | phrases("credits", "wires")
