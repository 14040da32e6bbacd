"""The photo credits: each line as it was printed, and what its parts say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dossier.contents import Contents, PhotoEntry
from dossier.layout.pages import Row, stacked
from dossier.layout.text import Measure, Piece
from dossier.names import person_name
from dossier.sections.anchors import photo_anchor, quotation_anchor, source_anchor
from dossier.sections.photographs import figure_row
from dossier.sections.sources import numbered
from dossier.sections.typesetting import Typesetter, beside

_LABEL_WIDTH = 74.0
_SHOWN = 0.6
"""How wide a photograph may be that is shown with its credit alone: of the width of the text."""


def photo_rows(
    setter: Typesetter, contents: Contents, in_place: Mapping[int, int]
) -> Iterator[list[Row]]:
    """Yield the rows of each photograph's credit.

    `in_place` gives the quotation beside which a photograph is shown already, by its index.
    """
    look = setter.look
    for index, photo in enumerate(contents.photos):
        link = f"#{source_anchor(photo.source)}"
        note = Piece(f"\u202f{photo.source + 1}", look.note_number, link=link, attached=True)
        credit = Piece(photo.credit_line.strip() or "No credit", look.credit_line)
        lines = setter.lines((credit, note), look.credit_shape)
        rows: list[Row] = []
        if photo.picture is not None and index not in in_place:
            width = _SHOWN * look.text_width
            rows.append(figure_row(setter, photo, width=width, height=width))
        rows += stacked(
            lines, x=look.inset, space=look.gap(6.0 if rows else 20.0), keep_with_next=True,
            keep_together=True,
        )  # fmt: skip
        place = len(rows) - len(lines)
        rows[place] = numbered(setter, rows[place], index + 1)
        rows[0] = rows[0]._replace(
            space=look.gap(20.0), notes=(photo.source,), anchor=photo_anchor(index),
            terms=_names(photo),
        )  # fmt: skip
        if photo.caption:
            rows += stacked(
                setter.text(photo.caption.strip(), look.body_italic, look.body_shape),
                x=look.inset, space=look.gap(2.0), keep_with_next=True, keep_together=True,
            )  # fmt: skip
        parts = [(label, (Piece(value, look.entry),)) for label, value in _parts(photo)]
        if index in in_place:
            number = in_place[index]
            shown = Piece(
                f"beside quotation {number}", look.entry_link, link=f"#{quotation_anchor(number)}"
            )
            parts.append(("Shown", (shown,)))
        for order, (label, pieces) in enumerate(parts):
            rows += _labelled(setter, label, pieces, space=look.gap(4.0) if order == 0 else 0.0)
        rows[-1] = rows[-1]._replace(keep=False)
        yield rows


def _parts(photo: PhotoEntry) -> list[tuple[str, str]]:
    parts = (
        ("Photographer", photo.creator),
        ("Agency", photo.agency),
        ("Distributor", photo.distributor),
        ("Marked", ", ".join(photo.flags)),
        ("Licence", photo.licence),
    )
    return [(label, value) for label, value in parts if value]


def _names(photo: PhotoEntry) -> tuple[str, ...]:
    """Return the names that the index finds at a photograph; a creator is a person."""
    creator = person_name(photo.creator).inverted if photo.creator else None
    return tuple(name for name in (creator, photo.agency, photo.distributor) if name)


def _labelled(
    setter: Typesetter, label: str, pieces: tuple[Piece, ...], *, space: float
) -> list[Row]:
    look = setter.look
    width = look.small(_LABEL_WIDTH)
    shape = Measure(look.text_width - width, look.entry_shape.leading)
    name = setter.text(label, look.entry_muted, shape)
    rows = stacked(
        setter.lines(pieces, shape),
        x=look.inset + width, space=space, keep_with_next=True, keep_together=True,
    )  # fmt: skip
    if not rows:
        return []
    baseline = rows[0].lines[0].baseline
    return [beside(rows[0], name[0], look.inset, baseline=baseline), *rows[1:]]
