"""Whose a quotation is, in words: the same for the page, Markdown and the clipboard."""

from __future__ import annotations

from dossier import wording
from dossier.contents import QuotationEntry, SourceEntry

UNNAMED = "Speaker not named"
_WITHOUT_TO = frozenset({"told", "tells", "asked", "asks", "assured", "informed", "urged"})


def attribution_facts(entry: QuotationEntry, source: SourceEntry) -> list[str]:
    """Return speaker with role, the saying, the day and the outlet, each as one fact."""
    speaker = entry.speaker or UNNAMED
    named = f"{speaker}, {entry.role}" if entry.role else speaker
    return [named, *circumstances(entry, source)]


def circumstances(entry: QuotationEntry, source: SourceEntry) -> list[str]:
    """Return what is known of the saying: "told Reuters", the day, the outlet."""
    facts = (saying(entry), day_of(entry, source), source.outlet or "")
    return [fact for fact in facts if fact]


def saying(entry: QuotationEntry) -> str:
    """Return cue and addressee as one clause: "told Reuters", "said to the council"."""
    cue = (entry.cue or "").strip()
    if cue.casefold().startswith("according"):
        cue = ""
    if not entry.told_to:
        return cue
    if cue.casefold() in _WITHOUT_TO:
        return f"{cue} {entry.told_to}"
    return f"{cue} to {entry.told_to}".strip()


def day_of(entry: QuotationEntry, source: SourceEntry) -> str:
    """Return the day it was said, else the day it was published, which is said to be that."""
    if entry.said_on:
        return wording.day(entry.said_on)
    if source.published_on:
        return f"published {wording.day(source.published_on)}"
    return ""


def cited(source: SourceEntry, language: str) -> str:
    """Return a source as a note cites it: outlet, headline, byline, day."""
    parts = [source.outlet or source.document_name]
    if source.headline:
        opening, closing = wording.quotation_marks(source.headline, language)
        parts.append(f"{opening}{source.headline.strip()}{closing}")
    if source.byline:
        parts.append(source.byline.strip())
    if source.published_on:
        parts.append(wording.day(source.published_on))
    return f"{', '.join(parts)}."
