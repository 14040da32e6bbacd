"""Single sheets: one quotation on a page, large, with the text around it and where it stands."""

from __future__ import annotations

from dossier import styles, wording
from dossier.attribution import UNNAMED, circumstances
from dossier.contents import Contents, QuotationEntry
from dossier.layout.pages import Box, Row, stacked
from dossier.layout.structure import Role
from dossier.layout.text import Piece
from dossier.sections.anchors import quotation_anchor, source_anchor
from dossier.sections.chapters import TAGS, dotted, quoted_pieces
from dossier.sections.evidence import context_pieces, place_pieces, reason
from dossier.sections.notes import citation
from dossier.sections.sources import address_piece
from dossier.sections.typesetting import Typesetter
from extraction.wording import long_day

_LARGE_LINES = 9
"""A quotation of more lines in large type is set in that of the chapters."""


def sheet_rows(
    setter: Typesetter, contents: Contents, entry: QuotationEntry, number: int
) -> list[Row]:
    """Return the sheet of quotation `number`."""
    look = setter.look
    source = contents.sources[entry.source]
    name = wording.named(entry.speaker or UNNAMED, UNNAMED)
    rows = [
        Row(
            height=26.0,
            boxes=(Box(look.inset, 0.0, 40.0, 3.2, styles.ACCENT),),
            keep=True,
            anchor=quotation_anchor(number),
            outline=((f"{number}. {name}", 0),),
            running=name,
        )
    ]
    pieces = quoted_pieces(
        setter, entry, look.sheet_quotation, look.sheet_reported, look.sheet_mark, look.note_number
    )[:-1]
    shape = look.sheet_shape
    lines = setter.lines(pieces, shape, entry.language)
    if len(lines) > _LARGE_LINES:
        pieces = quoted_pieces(
            setter, entry, look.quotation, look.reported, look.quotation_mark, look.note_number
        )[:-1]
        shape = look.quotation_shape
        lines = setter.lines(pieces, shape, entry.language)
    element = setter.element(Role.QUOTATION, entry.text, entry.language)
    rows += stacked(lines, x=look.inset, keep_with_next=True, element=element)
    whose = [Piece(name, look.profile_strong)]
    if entry.role:
        whose += [Piece(", ", look.profile), Piece(entry.role, look.attribution_role)]
    whose += dotted(circumstances(entry, source), look.profile)
    rows += stacked(
        setter.lines(whose, look.profile_shape),
        x=look.inset, space=look.gap(14.0), keep_with_next=True, keep_together=True,
        element=setter.element(Role.HEADING, name),
    )  # fmt: skip
    tag = TAGS[entry.kind]
    if tag:
        said = f"Only {tag} in quotation marks." if tag == "in part" else "Reported: no quotation."
        rows += stacked(setter.text(said, look.profile, look.profile_shape), x=look.inset)
    rows += _block(setter, "In its place", 40.0)
    rows += stacked(
        setter.lines(context_pieces(look, entry, large=True), look.body_shape, entry.language),
        x=look.inset, space=look.gap(4.0),
        element=setter.element(Role.PARAGRAPH, entry.context, entry.language),
    )  # fmt: skip
    rows += _block(setter, "Source", 26.0)
    cited = citation(source, contents.citations, setter.language, look.entry_strong, look.entry)
    lines = setter.lines(cited, look.entry_shape, source.language)
    first, *others = stacked(lines, x=look.inset, space=look.gap(4.0))
    rows += [first._replace(anchor=source_anchor(entry.source)), *others]
    if source.address:
        address = (address_piece(look, source.address),)
        rows += stacked(setter.lines(address, look.entry_small_shape), x=look.inset)
    rows += _block(setter, "Evidence", 26.0)
    rows += stacked(
        setter.lines(place_pieces(look, entry, source, whole=True), look.entry_small_shape),
        x=look.inset, space=look.gap(4.0),
    )  # fmt: skip
    rows += stacked(
        setter.text(reason(entry), look.entry_muted, look.entry_small_shape), x=look.inset
    )
    said = f"{contents.title}, compiled {long_day(contents.compiled_on)}. Fingerprint of the"
    fingerprint = wording.grouped(contents.fingerprint, groups=6).replace(" ", "\u00a0")
    said = f"{said} catalogue {fingerprint}."
    rows += stacked(
        setter.text(said, look.entry_muted, look.entry_small_shape), x=look.inset, space=1.0
    )
    return rows


def _block(setter: Typesetter, title: str, space: float) -> list[Row]:
    """Return the small head of a part of the sheet, over a thin rule."""
    look = setter.look
    rows = stacked(
        setter.text(title, look.contents_section, look.entry_shape),
        x=look.inset, space=look.gap(space), keep_with_next=True,
        element=setter.element(Role.HEADING),
    )  # fmt: skip
    rule = Box(look.inset, -look.gap(6.0), look.text_width, 0.5, styles.RULE)
    return [rows[0]._replace(boxes=(rule,)), *rows[1:]]
