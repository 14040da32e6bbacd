"""Contents as JSON and back: what a PDF carries of itself, and what other programs can read.

`read_json(as_json(contents)) == contents`. The form is versioned; a file of a later version is
refused with a sentence, never half read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any

from dossier.choices import CitationStyle, Composition, PageSize, Style
from dossier.contents import (
    Chapter,
    Contents,
    Interlude,
    PhotoEntry,
    Picture,
    QuotationEntry,
    SourceEntry,
)
from dossier.errors import DossierError
from extraction.findings import Kind, Span

FORMAT = "On Record dossier"
VERSION = 1

Json = dict[str, Any]  # Any: what JSON holds; each value is checked when it becomes a field.


def as_json(contents: Contents, *, indent: int | None = 1, **more: str) -> str:
    """Write `contents` whole; without indent it is small and quick to make.

    `more` stands beside the contents, for whoever knows of it.
    """
    written = {"format": FORMAT, "version": VERSION, **more, **_plain(contents)}
    return json.dumps(written, ensure_ascii=False, indent=indent, default=_plain) + "\n"


def read_json(text: str) -> Contents:
    """Read what `as_json` wrote. Raises `DossierError` for anything else."""
    return contents_in(parsed(text))


def parsed(text: str) -> Json:
    """Return the data of a dossier, of this version, as JSON has them; raises `DossierError`."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise DossierError(_NOT_OURS) from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise DossierError(_NOT_OURS)
    if found.get("version") != VERSION:
        raise DossierError(
            f"Cannot read these dossier data: they are of version {found.get('version')}, "
            f"and this program knows version {VERSION}. Use a newer On Record."
        )
    return found


def contents_in(found: Json) -> Contents:
    """Return the contents that `parsed` data hold; raises `DossierError`."""
    try:
        return _contents(found)
    except (KeyError, TypeError, ValueError) as error:
        raise DossierError(f"Cannot read these dossier data: {error} does not fit.") from error


_NOT_OURS = "These are no data of an On Record dossier. Choose a file that On Record exported."


def _plain(value: Any) -> Any:  # Any: whatever is given to JSON
    """Return what JSON does not know as what it does: fields by their names, a day as words."""
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, date):
        return value.isoformat()
    names, values_of = _fields(value.__class__)
    return dict(zip(names, values_of(value), strict=True))


@cache
def _fields(kind: type) -> tuple[tuple[str, ...], attrgetter[tuple[Any, ...]]]:
    """Return the fields that make a value what it is; a picture's bytes are known by their hash."""
    names = tuple(field.name for field in fields(kind) if field.compare)
    return names, attrgetter(*names)


def _contents(found: Json) -> Contents:
    contents = Contents(
        **_words(found, "title", "subtitle", "author", "selection", "fingerprint", "language"),
        compiled_on=date.fromisoformat(found["compiled_on"]),
        chapters=tuple(_chapter(chapter) for chapter in found["chapters"]),
        photos=tuple(_photo(photo) for photo in found["photos"]),
        composition=Composition(found.get("composition", Composition.BY_PERSON)),
        style=Style(found.get("style", Style.CLASSIC)),
        page_size=PageSize(found.get("page_size", PageSize.A4)),
        sources=tuple(_source(source) for source in found["sources"]),
        citations=CitationStyle(found.get("citations", CitationStyle.HOUSE)),
    )
    cited = [entry.source for chapter in contents.chapters for entry in chapter.quotations]
    cited += [photo.source for photo in contents.photos]
    if not all(0 <= source < len(contents.sources) for source in cited):
        raise ValueError("a source")
    return contents


def _chapter(found: Json) -> Chapter:
    return Chapter(
        **_words(found, "title", "subtitle", "index_as"),
        quotations=tuple(_quotation(entry) for entry in found["quotations"]),
        interludes=tuple(_interlude(words) for words in found.get("interludes", ())),
    )


def _interlude(found: Json) -> Interlude:
    return Interlude(**_words(found, "text"), before=int(found["before"]))


def _quotation(found: Json) -> QuotationEntry:
    start, end = found["place"]
    return QuotationEntry(
        **_words(found, "text", "context", "found_because"),
        **_words_or_none(found, "speaker", "role", "cue", "told_to"),
        **_words_if_there(found, "index_as", "language"),
        kind=Kind(found["kind"]),
        said_on=_day(found["said_on"]),
        source=int(found["source"]),
        place=Span(int(start), int(end)),
        page=None if found["page"] is None else int(found["page"]),
        confirmed=found["confirmed"] is True,
    )


def _photo(found: Json) -> PhotoEntry:
    return PhotoEntry(
        **_words(found, "credit_line"),
        **_words_or_none(found, "agency", "creator", "distributor", "licence", "caption"),
        flags=tuple(str(flag) for flag in found["flags"]),
        source=int(found["source"]),
        picture=_picture(found.get("picture")),
    )


def _picture(found: Json | None) -> Picture | None:
    if found is None:
        return None
    return Picture(
        **_words(found, "sha256"), width=int(found["width"]), height=int(found["height"])
    )


def _source(found: Json) -> SourceEntry:
    return SourceEntry(
        **_words(found, "document_name", "document_sha256"),
        **_words_or_none(found, "outlet", "headline", "byline", "address"),
        **_words_if_there(found, "language"),
        published_on=_day(found["published_on"]),
    )


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


def _words(found: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return fields that must hold text."""
    for name in names:
        if not isinstance(found[name], str):
            raise TypeError(name)
    return {name: found[name] for name in names}


def _words_if_there(found: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return fields that hold text, in data of older dossiers none."""
    return _words(found, *(name for name in names if name in found))


def _words_or_none(found: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return fields that hold text or nothing."""
    for name in names:
        if not isinstance(found[name], str | None):
            raise TypeError(name)
    return {name: found[name] for name in names}
