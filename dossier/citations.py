"""Citations of a source in the styles that editors ask for, each after its manual's newspaper rule.

`cite` gives the entry of a reference list or, for styles of notes, the note. A quotation's chain of
reporting ("as reported by") is put in front by `cite_quotation`. What is not known is left out, and
no style invents it; APA and Chicago's author-date say "n.d.", as their manuals ask. Titles keep
their capitals: which of APA's words are names, no program knows.

The rules: APA 7 (10.1, example 16), Chicago 17 (14.191-14.200 for notes, 15.49-15.50 for
author-date), MLA 9 (5.3-5.84, appendix 2), AP Stylebook (attribution in running text).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from dossier import wording
from dossier.choices import CitationStyle
from dossier.contents import QuotationEntry, SourceEntry
from dossier.names import PersonName, authors_of
from extraction.findings import Kind
from extraction.wording import long_day

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MLA_MONTHS = (
    "Jan.", "Feb.", "Mar.", "Apr.", "May", "June",
    "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip
_AP_MONTHS = (*_MLA_MONTHS[:2], "March", "April", *_MLA_MONTHS[4:])


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a citation; `italic` where the style sets them so."""

    text: str
    italic: bool = False


Citation = tuple[Stretch, ...]


LABELS = {
    CitationStyle.HOUSE: "On Record",
    CitationStyle.APA: "APA, 7th edition",
    CitationStyle.CHICAGO_NOTES: "Chicago, notes",
    CitationStyle.CHICAGO_AUTHOR_DATE: "Chicago, author-date",
    CitationStyle.MLA: "MLA, 9th edition",
    CitationStyle.AP: "AP",
}
"""The names under which users know the styles."""


def cite(source: SourceEntry, style: CitationStyle) -> Citation:
    """Return the citation of a source in a style."""
    return _merged(_STYLES[style](source))


def cite_quotation(entry: QuotationEntry, source: SourceEntry, style: CitationStyle) -> Citation:
    """Return the citation of a quotation: who said it to whom, and by which source we know.

    Only what was said to another outlet than the one that prints it is second-hand. Manuals have a
    word of their own for words that somebody else quoted (APA 7, 8.6; Chicago 17, 14.260; MLA 9,
    6.77); reported speech was quoted by nobody, and AP attributes twice in running text.
    """
    citation = cite(source, style)
    if not entry.told_to or entry.told_to == source.outlet or entry.speaker is None:
        return citation
    if style is CitationStyle.AP:
        return _merged([Stretch(f"{entry.speaker} told {entry.told_to}, "), *citation])
    if entry.kind is Kind.INDIRECT:
        link = "as reported in"
    else:
        link = _SECOND_HAND.get(style, "as reported in")
    if style is CitationStyle.HOUSE and source.outlet:
        link = "as reported by"
    return _merged([Stretch(f"{entry.speaker} to {entry.told_to}, {link} "), *citation])


_SECOND_HAND = {
    CitationStyle.APA: "as cited in",
    CitationStyle.CHICAGO_NOTES: "quoted in",
    CitationStyle.CHICAGO_AUTHOR_DATE: "quoted in",
    CitationStyle.MLA: "qtd. in",
}


def as_text(citation: Citation) -> str:
    """Return a citation without its italics."""
    return "".join(stretch.text for stretch in citation)


def _apa(source: SourceEntry) -> list[Stretch]:
    """Author, A. A. (Year, Month Day). Title in sentence case as given. Outlet. Address."""
    day = source.published_on
    when = f"({day.year}, {_MONTHS[day.month - 1]} {day.day})" if day else "(n.d.)"
    authors = _apa_authors(authors_of(source.byline))
    title, outlet = _title(source), source.outlet
    parts: list[Stretch] = []
    if authors:
        parts.append(Stretch(f"{authors} {when}. "))
        parts.append(Stretch(_ended(title)))
    else:  # The title moves to the author's place.
        parts += [Stretch(_ended(title)), Stretch(f" {when}.")]
    if outlet:
        parts += [Stretch(" "), Stretch(outlet, italic=True), Stretch(".")]
    return [*parts, *_at(source)]


def _apa_authors(authors: Sequence[PersonName]) -> str:
    names = [
        ", ".join(part for part in (author.family, author.initials, author.suffix) if part)
        for author in authors
    ]
    if len(names) > 20:
        names = [*names[:19], f". . . {names[-1]}"]
        return ", ".join(names)
    if len(names) < 2:
        return "".join(f"{name}" if name.endswith(".") else f"{name}." for name in names)
    return f"{', '.join(names[:-1])}, & {names[-1]}" + ("" if names[-1].endswith(".") else ".")


def _chicago_note(source: SourceEntry) -> list[Stretch]:
    """First Last, “Title,” Outlet, Month Day, Year, address."""
    parts: list[Stretch] = []
    if authors := _listed_authors(authors_of(source.byline), first_inverted=False):
        parts.append(Stretch(f"{authors}, "))
    after: list[Stretch] = []
    if source.outlet:
        after.append(Stretch(source.outlet, italic=True))
    if source.published_on:
        after.append(Stretch(_us_day(source.published_on)))
    if source.address:
        after.append(Stretch(source.address.strip()))
    title = _quoted(source)
    parts.append(Stretch(f"“{_inside_comma(title) if after else _ended(title)}”"))
    for index, piece in enumerate(after):
        parts += [Stretch(", " if index else " "), piece]
    return [*parts, Stretch(".")] if after else parts


def _chicago_author_date(source: SourceEntry) -> list[Stretch]:
    """Last, First. Year. “Title.” Outlet, Month Day, Year. Address."""
    day = source.published_on
    authors = _listed_authors(authors_of(source.byline), first_inverted=True)
    parts: list[Stretch] = []
    if authors:
        parts.append(Stretch(f"{_ended(authors)} "))
    elif source.outlet:  # The paper stands in the place of an author who is not named.
        parts += [Stretch(source.outlet, italic=True), Stretch(". ")]
    parts.append(Stretch(f"{day.year}. " if day else "n.d. "))
    parts.append(Stretch(f"“{_ended(_quoted(source))}”"))
    if source.outlet and authors:
        parts += [Stretch(" "), Stretch(source.outlet, italic=True)]
        parts.append(Stretch(f", {_MONTHS[day.month - 1]} {day.day}, {day.year}." if day else "."))
    elif day:
        parts.append(Stretch(f" {_us_day(day)}."))
    return [*parts, *_at(source, end=".")]


def _mla(source: SourceEntry) -> list[Stretch]:
    """Last, First. “Title.” Outlet, Day Mon. Year, address."""
    parts: list[Stretch] = []
    if authors := _mla_authors(authors_of(source.byline)):
        parts.append(Stretch(f"{_ended(authors)} "))
    parts.append(Stretch(f"“{_ended(_quoted(source))}”"))
    container: list[list[Stretch]] = []
    if source.outlet:
        container.append([Stretch(source.outlet, italic=True)])
    if day := source.published_on:
        container.append([Stretch(f"{day.day} {_MLA_MONTHS[day.month - 1]} {day.year}")])
    if source.address:
        container.append([Stretch(re.sub(r"^https?://", "", source.address.strip()))])
    for index, piece in enumerate(container):
        parts += [Stretch(", " if index else " "), *piece]
    return [*parts, Stretch(".")] if container else parts


def _ap(source: SourceEntry) -> list[Stretch]:
    """Outlet reported Month Day, Year (in running text, no italics)."""
    outlet = source.outlet or source.document_name
    said = f"{outlet} reported"
    if day := source.published_on:
        said += f" on {_AP_MONTHS[day.month - 1]} {day.day}, {day.year}"
    authors = [author.natural for author in authors_of(source.byline)]
    if authors:
        said += f"{',' if day else ''} in an article by {wording.listed(authors)}"
    if source.headline is None:
        return [Stretch(_ended(said))]
    comma = "," if day or authors else ""
    headed = "headlined" if authors else "in an article headlined"
    return [Stretch(f"{said}{comma} {headed} “{_ended(_quoted(source))}”")]


def _house(source: SourceEntry) -> list[Stretch]:
    """Outlet, “Title”, byline, Day Month Year, address."""
    parts = [source.outlet or source.document_name]
    if source.headline:
        parts.append(f"“{_quoted(source)}”")
    if authors := [author.natural for author in authors_of(source.byline)]:
        parts.append(f"by {wording.listed(authors)}")
    if source.published_on:
        parts.append(long_day(source.published_on))
    if source.address:
        parts.append(source.address.strip())
    return [Stretch(f"{', '.join(parts)}.")]


_STYLES: dict[CitationStyle, Callable[[SourceEntry], list[Stretch]]] = {
    CitationStyle.APA: _apa,
    CitationStyle.CHICAGO_NOTES: _chicago_note,
    CitationStyle.CHICAGO_AUTHOR_DATE: _chicago_author_date,
    CitationStyle.MLA: _mla,
    CitationStyle.AP: _ap,
    CitationStyle.HOUSE: _house,
}


def _title(source: SourceEntry) -> str:
    return " ".join((source.headline or source.document_name).split())


def _quoted(source: SourceEntry) -> str:
    """Return the title as it stands in quotation marks: those within it become single ones.

    Chicago 17, 13.30; MLA 9, 6.48.
    """
    title = re.sub(r'"([^"]*)"', r"“\1”", _title(source))
    return title.translate({ord("“"): "‘", ord("”"): "’"})


def _ended(text: str) -> str:
    """Return `text` with a full stop, unless it ends in a mark that needs none."""
    return text if text.rstrip("’”").endswith((".", "?", "!", "…")) else f"{text}."


def _inside_comma(text: str) -> str:
    """Return a title with the comma that American style puts before the closing mark."""
    return text if text.endswith(("?", "!", ",")) else f"{text.rstrip('.')},"


def _us_day(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def _at(source: SourceEntry, end: str = "") -> list[Stretch]:
    return [Stretch(f" {source.address.strip()}{end}")] if source.address else []


def _listed_authors(authors: Sequence[PersonName], *, first_inverted: bool) -> str:
    """List authors as Chicago does: in notes up to three, in lists up to ten (of more, seven)."""
    if not authors:
        return ""
    first = authors[0].inverted if first_inverted else authors[0].natural
    names = [first, *(author.natural for author in authors[1:])]
    if first_inverted and len(names) > 10:
        return f"{', '.join(names[:7])}, et al."
    if not first_inverted and len(names) > 3:
        return f"{first} et al."
    if len(names) == 2 and not first_inverted:
        return " and ".join(names)
    if len(names) > 1:
        return f"{', '.join(names[:-1])}, and {names[-1]}"
    return first


def _mla_authors(authors: Sequence[PersonName]) -> str:
    """List authors as MLA does: two, else the first "et al."."""
    if len(authors) > 2:
        return f"{authors[0].inverted}, et al."
    return _listed_authors(authors, first_inverted=True)


def _merged(parts: Sequence[Stretch]) -> Citation:
    """Join neighbours of one look."""
    merged: list[Stretch] = []
    for part in parts:
        if merged and merged[-1].italic == part.italic:
            merged[-1] = Stretch(merged[-1].text + part.text, part.italic)
        elif part.text:
            merged.append(part)
    return tuple(merged)
