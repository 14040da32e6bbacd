"""What `verify` found, as it is told: in lines for people, or in JSON for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dossier.verification import CheckedPhoto, CheckedQuotation, Standing, Verification
from extraction import Kind
from extraction.wording import counted
from onrecord.listing import Record, plain

_LONGEST = 72
"""Characters of a quotation that a line shows."""


def records(found: Verification) -> Iterator[Record]:
    """Yield an object for each quotation and photo credit, and one about the whole."""
    for checked in found.quotations:
        entry = checked.entry
        yield {
            "quotation": checked.number,
            "standing": checked.standing,
            "reason": checked.reason or None,
            "text": entry.text,
            "kind": entry.kind,
            "speaker": entry.speaker,
            "document": _document(checked),
            "start": entry.place.start,
            "end": entry.place.end,
        }
    for photo in found.photos:
        yield {
            "photo": photo.number,
            "standing": photo.standing,
            "reason": photo.reason or None,
            "credit_line": photo.entry.credit_line,
            "document": _document(photo),
        }
    yield {
        "event": "end",
        "stands": found.stands,
        "data_intact": found.data_intact,
        "altered_pages": list(found.altered_pages),
        "by_words": found.by_words,
        "counts": _counts(found),
    }


def lines(found: Verification) -> Iterator[str]:
    """Yield a line for each thing that does not stand, and a line that sums up."""
    for checked in found.quotations:
        if checked.standing is not Standing.STANDS:
            words = _shortened(checked.entry.text)
            shown = words if checked.entry.kind is Kind.INDIRECT else f"“{words}”"
            speaker = plain(checked.entry.speaker or "speaker not named")
            yield f"{checked.standing:<8} quotation {checked.number}, {speaker}: {shown}"
            yield f"{'':<8} {plain(checked.reason)}"
    for photo in found.photos:
        if photo.standing is not Standing.STANDS:
            line = _shortened(photo.entry.credit_line)
            yield f"{photo.standing:<8} photo credit {photo.number}: {line}"
            yield f"{'':<8} {plain(photo.reason)}"
    for label in found.altered_pages:
        yield f"altered  page {label} does not show what the dossier’s data say"
    if not found.data_intact:
        yield "altered  the dossier’s data are not those it was made with"
    if found.by_words:
        yield "Another version set the pages: their words were compared, not how they are drawn."
    yield _sum(found)


def _sum(found: Verification) -> str:
    looked_at = counted(len(found.quotations), "quotation")
    if found.photos:
        looked_at += f", {counted(len(found.photos), 'photo credit')}"
    if found.stands:
        verb = "says" if found.by_words else "shows"
        return f"Everything stands: {looked_at}, and every page {verb} what its data say."
    counts = _counts(found)
    parts = [f"{count:,} {_verb(standing, count)}" for standing, count in counts.items() if count]
    pages = f"{counted(len(found.altered_pages), 'page')} altered" if found.altered_pages else ""
    return f"{looked_at}: {', '.join(part for part in (*parts, pages) if part)}."


def _verb(standing: Standing, count: int) -> str:
    return "stand" if standing is Standing.STANDS and count != 1 else standing


def _counts(found: Verification) -> dict[Standing, int]:
    counted_ = Counter(checked.standing for checked in found.quotations)
    counted_.update(photo.standing for photo in found.photos)
    return {standing: counted_[standing] for standing in Standing}


def _document(checked: CheckedQuotation | CheckedPhoto) -> Record:
    source = checked.source
    return {"sha256": source.document_sha256, "name": source.document_name}


def _shortened(text: str) -> str:
    words = plain(text)
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"
