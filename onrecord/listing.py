"""How a record is shown on the command line: as one JSON object, or in lines for people.

The keys of the JSON objects are promised to scripts: they may be added to, never renamed.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from db.rows import OutletRow, PersonRow, PhotoRow, QuotationDetail, QuotationRow
from extraction import EntityKind, Kind
from extraction.wording import counted, long_day

if TYPE_CHECKING:
    from search.facets import Facet, FacetValue

# A JSON object is as wide as JSON: text, numbers, truth, null, lists and objects of them.
Record = dict[str, Any]


def json_line(record: Mapping[str, Any], encoding: str = "utf-8") -> str:
    """Return `record` as one line of JSON that `encoding` can hold, without the newline."""
    line = json.dumps(record, ensure_ascii=False)
    if len(line.splitlines()) > 1:
        return json.dumps(record)  # Unicode knows more ends of lines than JSON escapes
    try:
        line.encode(encoding)
    except UnicodeEncodeError:
        # A terminal that is not UTF-8, or half a surrogate pair out of somebody's file.
        return json.dumps(record)
    return line


def plain(text: str) -> str:
    r"""Return words from a document on one line, without characters that steer a terminal.

    >>> plain("red\x1b[31m\n  alert")
    'red [31m alert'
    """
    shown = (" " if unicodedata.category(char) in {"Cc", "Cs"} else char for char in text)
    return " ".join("".join(shown).split())


def quotation_record(detail: QuotationDetail) -> Record:
    row = detail.row
    return {
        "id": row.id,
        "text": row.text,
        "kind": row.kind,
        "status": row.status,
        "confidence": row.confidence,
        "speaker": _speaker_record(row),
        "cue": row.cue,
        "told_to": row.told_to,
        "said_on": _iso(row.said_on),
        "published_on": _iso(row.published_on),
        "outlet": row.outlet,
        "headline": row.headline,
        "document": _document_record(row),
        "start": row.start,
        "end": row.end,
        "evidence": [
            {
                "field": evidence.field,
                "rule": evidence.rule,
                "words": [
                    {"start": span.start, "end": span.end, "text": words}
                    for span, words in evidence.words
                ],
            }
            for evidence in detail.evidence
        ],
    }


def photo_record(row: PhotoRow) -> Record:
    return {
        "id": row.id,
        "credit_line": row.credit_line,
        "agency": row.agency,
        "creator": row.creator,
        "distributor": row.distributor,
        "flags": list(row.flags),
        "licence": row.licence,
        "caption": row.caption,
        "document": _document_record(row),
        "start": row.start,
        "end": row.end,
    }


def person_record(row: PersonRow) -> Record:
    return {
        "id": row.id,
        "name": row.name,
        "kind": row.kind,
        "aliases": list(row.aliases),
        "roles": [
            {
                "title": role.title,
                "first_on": _iso(role.first_on),
                "last_on": _iso(role.last_on),
                "times": role.times,
            }
            for role in row.roles
        ],
        "quotations": row.quotations,
        "photos": row.photos,
        "first_on": _iso(row.first_on),
        "last_on": _iso(row.last_on),
    }


def outlet_record(row: OutletRow) -> Record:
    return {
        "id": row.id,
        "name": row.name,
        "documents": row.documents,
        "quotations": row.quotations,
        "told": row.told,
        "first_on": _iso(row.first_on),
        "last_on": _iso(row.last_on),
    }


def quotation_lines(detail: QuotationDetail) -> str:
    """Return a quotation for people: its words, who said them, and where they stand."""
    row = detail.row
    words = plain(row.text)
    shown = f"{words} (reported)" if row.kind is Kind.INDIRECT else f"“{words}”"
    speaker = plain(row.speaker or row.mention or "nobody named")
    who = [speaker, plain(row.role)] if row.role else [speaker]
    told = f"to {plain(row.told_to)}" if row.told_to else ""
    said = _joined(" ", told, f"on {long_day(row.said_on)}" if row.said_on else "")
    published = f"published {long_day(row.published_on)}" if row.published_on else ""
    outlet = plain(row.outlet) if row.outlet else ""
    place = f"{plain(row.document_name)}, {row.start}–{row.end}"
    status = "" if row.status == "unreviewed" else f"[{row.status}]"
    return "\n".join(
        (
            shown,
            "    — " + _joined("; ", ", ".join(who), said and f"said {said}", status),
            "      " + _joined("; ", outlet, published, place),
        )
    )


def photo_lines(row: PhotoRow) -> str:
    """Return a photograph's credit for people: as printed, in parts, and where it stands."""
    parts = _joined(
        "; ",
        f"photographer: {plain(row.creator)}" if row.creator else "",
        f"agency: {plain(row.agency)}" if row.agency else "",
        f"by way of {plain(row.distributor)}" if row.distributor else "",
        ", ".join(row.flags),
        row.licence or "",
    )
    lines = [plain(row.credit_line)]
    if parts:
        lines.append(f"    {parts}")
    if row.caption:
        lines.append(f"    {plain(row.caption)}")
    lines.append(f"    {plain(row.document_name)}, {row.start}–{row.end}")
    return "\n".join(lines)


def person_lines(row: PersonRow) -> str:
    """Return a person or organization for people: name, other names, roles, how often."""
    lines = [plain(row.name) + ("" if row.kind is EntityKind.PERSON else f" ({row.kind})")]
    if row.aliases:
        lines.append("    also: " + ", ".join(plain(alias) for alias in row.aliases))
    if row.roles:
        lines.append("    " + "; ".join(plain(role.title) for role in row.roles))
    lines.append(
        "    "
        + _joined(", ", counted(row.quotations, "quotation"), _some(row.photos, "photograph"))
        + _period(row.first_on, row.last_on)
    )
    return "\n".join(lines)


def outlet_lines(row: OutletRow) -> str:
    """Return an outlet for people: how much it printed, and how much it was told."""
    told = f"told {counted(row.told, 'quotation')}" if row.told else ""
    count = _joined(
        ", ", counted(row.documents, "document"), counted(row.quotations, "quotation"), told
    )
    return f"{plain(row.name)}\n    {count}{_period(row.first_on, row.last_on)}"


@dataclass(frozen=True, slots=True)
class Form:
    """The two ways in which a list shows its rows."""

    record: Callable[[Any], Record]
    lines: Callable[[Any], str]


def facet_record(row: tuple[Facet, tuple[FacetValue, ...]]) -> Record:
    facet, values = row
    return {
        "facet": facet.value,
        "values": [
            {"key": value.key, "name": value.name, "quotations": value.count} for value in values
        ],
    }


def facet_lines(row: tuple[Facet, tuple[FacetValue, ...]]) -> str:
    """Return the values of a facet under its name, their counts in a column."""
    facet, values = row
    width = max(len(str(value.count)) for value in values)
    return "\n".join(
        [facet.value.capitalize(), *(f"    {v.count:{width}}  {v.name}" for v in values)]
    )


# Any: each list has rows of its own type, and its command pairs the two.
QUOTATIONS = Form(quotation_record, quotation_lines)
PHOTOS = Form(photo_record, photo_lines)
PEOPLE = Form(person_record, person_lines)
OUTLETS = Form(outlet_record, outlet_lines)
FACETS = Form(facet_record, facet_lines)


def _speaker_record(row: QuotationRow) -> Record | None:
    if row.speaker is None and row.mention is None:
        return None
    return {"name": row.speaker, "mention": row.mention, "role": row.role}


def _document_record(row: QuotationRow | PhotoRow) -> Record:
    return {"sha256": row.document_sha256, "name": row.document_name}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _period(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return ""
    return f", {long_day(first)}" if first == last else f", {long_day(first)} to {long_day(last)}"


def _some(count: int, noun: str) -> str:
    return counted(count, noun) if count else ""


def _joined(separator: str, *parts: str) -> str:
    """Join the parts that are not empty."""
    return separator.join(_kept(parts))


def _kept(parts: Iterable[str]) -> Iterable[str]:
    return (part for part in parts if part)
