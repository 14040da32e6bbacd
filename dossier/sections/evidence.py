"""The evidence: for each quotation its place in the original, the sentence around it, and why."""

from __future__ import annotations

from db.rows import INTERRUPTION
from dossier import wording
from dossier.attribution import speaker_first
from dossier.contents import Contents, QuotationEntry, SourceEntry
from dossier.layout.pages import Row, stacked
from dossier.layout.structure import Role
from dossier.layout.text import Piece
from dossier.sections.anchors import evidence_anchor, quotation_anchor, source_anchor
from dossier.sections.sources import numbered
from dossier.sections.typesetting import Typesetter
from dossier.styles import Look

_WHOLE_LINES = 8
"""A context of up to so many lines stands whole on one page."""


def evidence_rows(
    setter: Typesetter, contents: Contents, entry: QuotationEntry, number: int
) -> list[Row]:
    """Return what proves quotation `number`, as one block."""
    look = setter.look
    source = contents.sources[entry.source]
    element = setter.element(Role.PARAGRAPH)
    context = setter.element(Role.PARAGRAPH, entry.context, entry.language)
    rows = stacked(
        setter.lines(place_pieces(look, entry, source), look.entry_small_shape),
        x=look.inset, space=look.gap(11.0), keep_with_next=True, keep_together=True,
        element=element,
    )  # fmt: skip
    head = rows[0]._replace(anchor=evidence_anchor(number))
    rows[0] = numbered(setter, head, number, link=f"#{quotation_anchor(number)}")
    lines = setter.lines(context_pieces(look, entry), look.evidence_shape, entry.language)
    rows += stacked(
        lines, x=look.inset, space=1.0, keep_with_next=True, element=context,
        keep_together=len(lines) <= _WHOLE_LINES,
    )  # fmt: skip
    rows += stacked(
        setter.text(reason(entry), look.entry_muted, look.entry_small_shape),
        x=look.inset, space=1.0, keep_together=True,
    )  # fmt: skip
    return rows


def place_pieces(
    look: Look, entry: QuotationEntry, source: SourceEntry, *, whole: bool = False
) -> list[Piece]:
    """Say where a quotation stands: file, page, characters, and which file exactly.

    The beginning of its hash is enough where the whole one stands under Sources; on a sheet of its
    own, which has no such list, it stands whole.
    """
    page = "" if entry.page is None else f"page {entry.page:,}, "
    place = f"{page}characters {entry.place.start:,} to {entry.place.end:,} · SHA-256\u00a0"
    if whole:
        said = f"{place}{wording.in_eights(source.document_sha256)}"
        return [
            Piece(f"{source.document_name}, ", look.evidence_place),
            Piece(said, look.entry_muted),
        ]
    digest = wording.grouped(source.document_sha256).replace(" ", "\u00a0")
    return [
        Piece(f"{source.document_name}, ", look.evidence_place),
        Piece(
            f"source\u00a0{entry.source + 1}",
            look.entry_link,
            link=f"#{source_anchor(entry.source)}",
        ),
        Piece(f" · {place}{digest}", look.entry_muted),
    ]


def context_pieces(look: Look, entry: QuotationEntry, *, large: bool = False) -> list[Piece]:
    """Return the text around the quotation, its own words darker than the rest."""
    own, around = (look.body, look.body_muted) if large else (look.evidence, look.evidence_muted)
    pieces: list[Piece] = []
    rest = entry.context
    for part in entry.text.split(INTERRUPTION) if entry.text else ():
        before, found, after = rest.partition(part)
        if found:
            pieces += (Piece(before, around), Piece(found, own))
            rest = after
    return [*pieces, Piece(rest, around)]


def reason(entry: QuotationEntry) -> str:
    """Say why the speaker is taken for the speaker, and whether a person has looked."""
    checked = "Checked by a person." if entry.confirmed else "Not yet checked by a person."
    because = entry.found_because.strip()
    if not because:
        return checked
    if entry.speaker is None:
        return f"{because[0].upper()}{because[1:]}. {checked}"
    return f"{speaker_first(entry)}: {because}. {checked}"
