"""Rows in words: the lines that a card, the reading pane and a citation say of a quotation."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from db.rows import as_spoken
from desktop.translation import long_day, short_day, tr
from extraction.findings import EntityKind, Kind

if TYPE_CHECKING:
    from db.rows import PhotoRow, QuotationDetail, QuotationRow

# Verbs that take the hearer without "to": "told Reuters", but "said to Reuters".
_TAKES_HEARER = re.compile(
    r"(advis|answer|ask|assur|begg?|call|caution|challeng|inform|notif|order|promis|remind|thank"
    r"|urg|warn)(e|es|ed|s|y|ies|ied)?|tells?|told",
    re.IGNORECASE,
)


def marked(text: str, kind: Kind) -> str:
    """Put the words into marks where they were quoted; reported speech never gets any."""
    return text if kind is Kind.INDIRECT else f"“{as_spoken(text)}”"


def speaker_of(row: QuotationRow) -> str:
    """Name the speaker, or say that nobody is named; "her team" stands at the head of a line."""
    name = row.speaker or tr("Speaker not known")
    if row.speaker_kind in (EntityKind.GROUP, EntityKind.UNNAMED):
        name = name[:1].upper() + name[1:]
    return name


def verb_of(row: QuotationRow) -> str:
    """Say what the speaker did: "told Reuters", "said"; empty where the text has no verb for it."""
    cue = (row.cue or "").strip()
    # "according to X" names X, but is nothing that X does.
    verb = "" if cue.lower().startswith(("according", "in the words")) else cue
    if not row.told_to:
        return verb
    if not verb:
        return tr("to {hearer}", hearer=row.told_to)
    if _TAKES_HEARER.fullmatch(verb.split()[-1]):
        return f"{verb} {row.told_to}"
    return tr("{verb} to {hearer}", verb=verb, hearer=row.told_to)


def status_of(row: QuotationRow) -> tuple[str, str]:
    """Return the word for the verdict and the tone in which it is shown."""
    return {
        "unreviewed": (tr("To review"), "accent"),
        "confirmed": (tr("Reviewed"), "ok"),
        "corrected": (tr("Corrected"), "ok"),
        "rejected": (tr("Rejected"), "mute"),
    }[row.status.value]


def kind_word(kind: Kind) -> str:
    """Name the kind as a sentence begins with it."""
    return {
        Kind.DIRECT: tr("Direct quote"),
        Kind.MIXED: tr("Partly quoted"),
        Kind.INDIRECT: tr("Reported speech"),
    }[kind]


def entity_word(kind: EntityKind | None) -> str:
    """Name what kind of thing speaks."""
    return {
        None: "",
        EntityKind.PERSON: tr("Person"),
        EntityKind.ORGANIZATION: tr("Organization"),
        EntityKind.GROUP: tr("Group"),
        EntityKind.PLACE: tr("Place"),
        EntityKind.UNNAMED: tr("Not named"),
    }[kind]


def attribution_tail(row: QuotationRow) -> str:
    """Say everything of the attribution line that follows the name, with its leading comma."""
    parts = []
    if row.role:
        parts.append(f", {row.role}")
    verb = verb_of(row)
    if verb:
        parts.append(f", {verb}" if row.role else f" {verb}")
    if row.said_on:
        parts.append(" " + tr("on {day}", day=long_day(row.said_on)))
    return "".join(parts)


def reported_line(detail: QuotationDetail) -> str:
    """Say by whom it was reported, why we think so, and how sure that is."""
    row = detail.row
    sentences = []
    if detail.byline and row.outlet:
        reported = tr("Reported by {byline} for {outlet}", byline=detail.byline, outlet=row.outlet)
    elif detail.byline or row.outlet:
        reported = tr("Reported by {reporter}", reporter=detail.byline or row.outlet)
    else:
        reported = tr("From {document}", document=row.document_name)
    if row.published_on:
        reported += ", " + long_day(row.published_on)
    sentences.append(reported)
    found = kind_word(row.kind)
    reason = because(detail)
    if reason:
        found += ", " + tr("found by: {reason}", reason=reason)
    sentences.append(found + ", " + tr("confidence {value}", value=f"{row.confidence:.2f}"))
    return ". ".join(sentence.rstrip(".") for sentence in sentences)


def because(detail: QuotationDetail) -> str:
    """Give the evidence for the speaker in one clause, or for the content where there is none."""
    by_field = {evidence.field: evidence.rule for evidence in reversed(detail.evidence)}
    return by_field.get("speaker") or by_field.get("content") or ""


def citation(row: QuotationRow) -> str:
    """Write the quotation with its speaker and where it stands, for the clipboard."""
    said = marked(row.text, row.kind)
    if row.kind is Kind.INDIRECT:
        said = tr("(reported) {words}", words=said)
    who = speaker_of(row) + attribution_tail(row)
    where = []
    if row.headline:
        where.append(f"“{row.headline.strip()}”")
    if row.outlet:
        where.append(row.outlet)
    if row.published_on:
        where.append(long_day(row.published_on))
    if not where:
        where.append(row.document_name)
    return f"{said}\n{who}. {', '.join(where)}."


def spoken(row: QuotationRow) -> str:
    """Say a card aloud, for a screen reader."""
    parts = [marked(row.text, row.kind), speaker_of(row)]
    if row.kind is Kind.INDIRECT:
        parts.insert(0, tr("Reported speech"))
    verb = verb_of(row)
    if verb:
        parts.append(verb)
    if row.shown_on:
        parts.append(long_day(row.shown_on))
    parts.append(status_of(row)[0])
    return ". ".join(parts)


def credit_parts(photo: PhotoRow) -> str:
    """Say which part of a credit line is what."""
    parts = []
    for label, value in (
        (tr("Agency"), photo.agency),
        (tr("photographer"), photo.creator),
        (tr("through"), photo.distributor),
    ):
        if value:
            parts.append(f"{label} {value}")
    parts += photo.flags
    sentence = ", ".join(parts)
    sentence = sentence[:1].upper() + sentence[1:]
    split = tr("Caption split from the credit line") if photo.caption else ""
    licence = (
        tr("Licence {licence}", licence=photo.licence)
        if photo.licence
        else tr("Licence not recorded")
    )
    return ". ".join(part for part in (sentence, split, licence) if part) + "."


def day_range(first: date | None, last: date | None) -> str:
    """Write two days as one range, one day where they are equal, nothing where none is known."""
    days = [short_day(day) for day in (first, last) if day is not None]
    return days[0] if len(set(days)) == 1 else " – ".join(days)
