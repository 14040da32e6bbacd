"""What a maker of a dossier may choose: how it is put together, its look, its paper.

A dossier put together by hand is a list of `Item`s: ids of quotations, headings that open chapters,
and remarks of the maker's own, each where it is to stand.
"""

from __future__ import annotations

from enum import StrEnum

from db.rows import Heading, Remark

__all__ = ["CitationStyle", "Composition", "Heading", "Item", "PageSize", "Remark", "Style"]


class Composition(StrEnum):
    """What makes a chapter, or what kind of sheets there are instead of chapters."""

    BY_PERSON = "by person"
    BY_TOPIC = "by topic"
    """A chapter a tag; a quotation with two tags stands in both."""
    BY_COLLECTION = "by collection"
    """A chapter a collection of the catalogue; a quotation in two stands in both."""
    BY_TIME = "by time"
    """A chapter a year, or a month where all of it lies within two years."""
    BY_OUTLET = "by outlet"
    BY_HAND = "by hand"
    """The items as given: chapters begin at headings, remarks stand between quotations."""
    SINGLE_SHEETS = "single sheets"
    """Each quotation on one page of its own, with the text around it."""
    CONTACT_SHEET = "contact sheet"
    """Photographs side by side with their credits; no quotations."""


class Style(StrEnum):
    """How large and how wide the type is set."""

    CLASSIC = "classic"
    COMPACT = "compact"
    """About three quarters of the paper of the classic style."""
    LARGE_PRINT = "large print"
    """No letter of the text under 16 points, as associations for the blind ask for."""


class PageSize(StrEnum):
    """The paper, upright."""

    A4 = "A4"
    LETTER = "Letter"


class CitationStyle(StrEnum):
    """How sources are cited (see `dossier.citations`)."""

    HOUSE = "house"
    APA = "apa"
    CHICAGO_NOTES = "chicago-notes"
    CHICAGO_AUTHOR_DATE = "chicago-author-date"
    MLA = "mla"
    AP = "ap"


Item = int | Heading | Remark
"""A quotation by its id, or what stands between quotations."""
