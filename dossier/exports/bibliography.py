"""The sources for reference managers: CSL-JSON, BibTeX and RIS, an entry an article.

CSL-JSON after the CSL 1.0.2 schema (type `article-newspaper`), BibTeX as `@article` with the outlet
as its journal, RIS as `NEWS`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

from dossier.contents import Contents, SourceEntry
from dossier.names import authors_of

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "$": r"\$", "&": r"\&",
    "#": r"\#", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip


def as_csl_json(contents: Contents) -> str:
    """Write the sources as CSL-JSON items."""
    keys = citation_keys(contents.sources)
    items = [_csl_item(source, key) for source, key in zip(contents.sources, keys, strict=True)]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def as_bibtex(contents: Contents) -> str:
    """Write the sources as BibTeX, in UTF-8 as biber and modern BibTeX read it."""
    keys = citation_keys(contents.sources)
    return "\n".join(
        _bibtex_entry(source, key) for source, key in zip(contents.sources, keys, strict=True)
    )


def as_ris(contents: Contents) -> str:
    """Write the sources as RIS; lines end as its readers expect them."""
    return "".join(_ris_entry(source) for source in contents.sources)


def citation_keys(sources: tuple[SourceEntry, ...]) -> list[str]:
    """Return a key for each source, of outlet and year, each once: "harbourpost2020b"."""
    keys: list[str] = []
    used: dict[str, int] = {}
    for source in sources:
        name = source.outlet or source.document_name
        plain = unicodedata.normalize("NFKD", name.casefold())
        stem = "".join(letter for letter in plain if letter.isascii() and letter.isalnum())[:24]
        year = source.published_on.year if source.published_on else "nd"
        key = f"{stem or 'source'}{year}"
        times = used[key] = used.get(key, 0) + 1
        keys.append(key if times == 1 else f"{key}{_letters(times)}")
    return keys


def _letters(number: int) -> str:
    """Return b for 2, z for 26, aa for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _csl_item(source: SourceEntry, key: str) -> dict[str, Any]:  # Any: whatever JSON holds
    item: dict[str, Any] = {"id": key, "type": "article-newspaper"}
    if authors := authors_of(source.byline):
        item["author"] = [
            {"family": author.family, "given": author.given}
            | ({"suffix": author.suffix} if author.suffix else {})
            if author.given
            else {"literal": author.family}
            for author in authors
        ]
    if source.headline:
        item["title"] = _line(source.headline)
    if source.outlet:
        item["container-title"] = _line(source.outlet)
    if day := source.published_on:
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    if source.address:
        item["URL"] = source.address.strip()
    item["archive"] = "On Record"
    item["archive_location"] = f"{_line(source.document_name)}, SHA-256 {source.document_sha256}"
    return item


def _bibtex_entry(source: SourceEntry, key: str) -> str:
    authors = " and ".join(
        f"{{{_tex(author.family)}}}"
        if not author.given
        else ", ".join(_tex(part) for part in (author.family, author.suffix, author.given) if part)
        for author in authors_of(source.byline)
    )
    day = source.published_on
    values = {
        "author": authors,
        "title": f"{{{_tex(source.headline)}}}" if source.headline else "",
        "journal": _tex(source.outlet or ""),
        "url": re.sub(r"[{}\\\s]", "", source.address or ""),
        "note": f"{_tex(source.document_name)}, SHA-256 {source.document_sha256}",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in values.items() if value]
    if day is not None:
        lines += [
            f"  year = {{{day.year}}},", f"  month = {_MONTHS[day.month - 1]},",
            f"  day = {{{day.day}}},",
        ]  # fmt: skip
    return "\n".join((f"@article{{{key},", *lines, "}\n"))


def _ris_entry(source: SourceEntry) -> str:
    day = source.published_on
    fields = [("TY", "NEWS")]
    fields += [("AU", author.inverted) for author in authors_of(source.byline)]
    fields += [
        ("TI", source.headline or ""),
        ("T2", source.outlet or ""),
        ("PY", str(day.year) if day else ""),
        ("DA", f"{day.year:04}/{day.month:02}/{day.day:02}/" if day else ""),
        ("UR", source.address or ""),
        ("N1", f"{source.document_name}, SHA-256 {source.document_sha256}"),
    ]
    lines = [f"{tag}  - {_line(value)}" for tag, value in fields if value]
    return "\r\n".join((*lines, "ER  - ", "", ""))


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in _line(text))


def _line(text: str) -> str:
    """Return `text` on one line: these forms end a value where the line ends."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
