"""The citations of a dossier as plain text, in its style: a list of works, or notes."""

from __future__ import annotations

from collections.abc import Iterator

from dossier.choices import CitationStyle
from dossier.citations import as_text, cite, cite_quotation
from dossier.contents import Contents
from dossier.sections.names import sort_key

_STYLES_OF_NOTES = frozenset({CitationStyle.CHICAGO_NOTES, CitationStyle.AP, CitationStyle.HOUSE})


def as_references(contents: Contents) -> str:
    """Write the citations of `contents`, a line each.

    A style with a list of works names each source once, in the order of the alphabet; a style of
    notes has one for every quotation, numbered as in the dossier.
    """
    lines = _notes(contents) if contents.citations in _STYLES_OF_NOTES else _works(contents)
    return "".join(f"{' '.join(line.split())}\n" for line in lines)


def _works(contents: Contents) -> list[str]:
    works = {as_text(cite(source, contents.citations)) for source in contents.sources}
    return sorted(works, key=lambda work: (sort_key(work), work))


def _notes(contents: Contents) -> Iterator[str]:
    entries = (entry for chapter in contents.chapters for entry in chapter.quotations)
    for number, entry in enumerate(entries, 1):
        source = contents.sources[entry.source]
        yield f"{number}. {as_text(cite_quotation(entry, source, contents.citations))}"
