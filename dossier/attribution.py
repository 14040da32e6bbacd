"""Whose a quotation is, in words: the same for the page, Markdown and the clipboard."""

from __future__ import annotations

from db.rows import as_spoken
from dossier import wording
from dossier.contents import QuotationEntry, SourceEntry
from extraction.findings import Kind
from extraction.wording import long_day

UNNAMED = "Speaker not named"
_DESCRIBED = ("the ", "a ", "an ", "one ", "his ", "her ", "its ", "their ")
"""How a description begins ("the archive"); a name in small letters is left as it is."""
_WITHOUT_TO = frozenset({"told", "tells", "asked", "asks", "assured", "informed", "urged"})


def spoken(entry: QuotationEntry, language: str) -> tuple[str, str, str]:
    """Return opening mark, words and closing mark; reported speech stands in no marks, ever."""
    if entry.kind is Kind.INDIRECT:
        return "", entry.text.strip(), ""
    words = as_spoken(entry.text).lstrip()
    opening, closing = wording.quotation_marks(words, language)
    return opening, words, closing


def speaker_first(entry: QuotationEntry) -> str:
    """Return the speaker as a line begins with it."""
    speaker = entry.speaker or UNNAMED
    return f"{speaker[0].upper()}{speaker[1:]}" if speaker.startswith(_DESCRIBED) else speaker


def attribution_facts(entry: QuotationEntry, source: SourceEntry) -> list[str]:
    """Return speaker with role, the saying, the day and the outlet, each as one fact."""
    speaker = speaker_first(entry)
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
        return long_day(entry.said_on)
    if source.published_on:
        return f"published {long_day(source.published_on)}"
    return ""
