"""The evidence: for each quotation its place in the original, the sentence around it, and why."""

from __future__ import annotations

from dataclasses import replace

from dossier import styles, wording
from dossier.contents import Contents, QuotationEntry
from dossier.layout.pages import Row, stacked
from dossier.layout.structure import Element, Role
from dossier.layout.text import Piece
from dossier.sections.chapters import evidence_anchor, quotation_anchor, source_anchor
from dossier.sections.sources import numbered
from dossier.sections.typesetting import Typesetter


def evidence_rows(
    setter: Typesetter, contents: Contents, entry: QuotationEntry, number: int
) -> list[Row]:
    """Return what proves quotation `number`, as one block."""
    element = Element(Role.PARAGRAPH)
    rows = stacked(
        setter.lines(_place(entry, contents), styles.ENTRY_SMALL_SHAPE),
        x=styles.INSET, space=11.0, keep_with_next=True, keep_together=True, element=element,
    )  # fmt: skip
    head = replace(rows[0], anchor=evidence_anchor(number))
    rows[0] = numbered(setter, head, number, link=f"#{quotation_anchor(number)}")
    rows += stacked(
        setter.lines(_context(entry), styles.EVIDENCE_SHAPE),
        x=styles.INSET, space=1.0, keep_with_next=True, element=element,
    )  # fmt: skip
    rows += stacked(
        setter.text(_reason(entry), styles.ENTRY_MUTED, styles.ENTRY_SMALL_SHAPE),
        x=styles.INSET, space=1.0, keep_together=True, element=element,
    )  # fmt: skip
    return rows


def _place(entry: QuotationEntry, contents: Contents) -> list[Piece]:
    source = contents.sources[entry.source]
    page = "" if entry.page is None else f"page {entry.page:,}, "
    digest = wording.grouped(source.document_sha256).replace(" ", "\u00a0")
    return [
        Piece(f"{source.document_name}, ", styles.EVIDENCE_PLACE),
        Piece(
            f"source\u00a0{entry.source + 1}",
            styles.ENTRY_LINK,
            link=f"#{source_anchor(entry.source)}",
        ),
        Piece(
            f" · {page}characters {entry.place.start:,} to {entry.place.end:,}"
            f" · SHA-256\u00a0{digest}",
            styles.ENTRY_MUTED,
        ),
    ]


def _context(entry: QuotationEntry) -> list[Piece]:
    """Return the sentence around the quotation, its own words darker than the rest."""
    if not entry.text or entry.text not in entry.context:
        return [Piece(entry.context, styles.EVIDENCE_MUTED)]
    before, found, after = entry.context.partition(entry.text)
    return [
        Piece(before, styles.EVIDENCE_MUTED),
        Piece(found, styles.EVIDENCE),
        Piece(after, styles.EVIDENCE_MUTED),
    ]


def _reason(entry: QuotationEntry) -> str:
    checked = "Checked by a person." if entry.confirmed else "Not yet checked by a person."
    because = entry.found_because.strip()
    if not because:
        return checked
    if entry.speaker is None:
        return f"{because[0].upper()}{because[1:]}. {checked}"
    return f"{entry.speaker}: {because}. {checked}"
