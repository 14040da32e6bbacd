"""The citations of a dossier as plain text, in one style: a list of works, or notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dossier.citations import CitationStyle, as_text, cite, cite_quotation
from dossier.contents import Contents
from dossier.sections.names import sort_key

_STYLES_OF_NOTES = frozenset({CitationStyle.CHICAGO_NOTES, CitationStyle.AP, CitationStyle.HOUSE})


def references_in(style: CitationStyle) -> Callable[[Contents], str]:
    """Return the function that writes the citations of contents in `style`.

    A style with a list of works names each source once, in the order of the alphabet; a style of
    notes has one for every quotation, numbered as in the dossier.
    """

    def as_references(contents: Contents) -> str:
        lines = _notes(contents, style) if style in _STYLES_OF_NOTES else _works(contents, style)
        return "".join(f"{' '.join(line.split())}\n" for line in lines)

    return as_references


def _works(contents: Contents, style: CitationStyle) -> list[str]:
    works = {as_text(cite(source, style)) for source in contents.sources}
    return sorted(works, key=lambda work: (sort_key(work), work))


def _notes(contents: Contents, style: CitationStyle) -> Iterator[str]:
    entries = (entry for chapter in contents.chapters for entry in chapter.quotations)
    for number, entry in enumerate(entries, 1):
        source = contents.sources[entry.source]
        yield f"{number}. {as_text(cite_quotation(entry, source, style))}"
