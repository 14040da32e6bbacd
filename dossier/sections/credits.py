"""The photo credits: each line as it was printed, and what its parts say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dossier import styles
from dossier.contents import Contents, PhotoEntry
from dossier.layout.pages import Placed, Row, stacked
from dossier.layout.text import Measure, Piece
from dossier.names import person_name
from dossier.sections.chapters import source_anchor
from dossier.sections.sources import numbered
from dossier.sections.typesetting import Typesetter, beside

_LABEL_WIDTH = 74.0
_VALUE_SHAPE = Measure(styles.TEXT_WIDTH - _LABEL_WIDTH, 12.0)


def photo_anchor(index: int) -> str:
    """Return the name of the place of the photograph with this index."""
    return f"photo-{index + 1}"


def photo_rows(setter: Typesetter, contents: Contents) -> Iterator[list[Row]]:
    """Yield the rows of each photograph's credit."""
    for index, photo in enumerate(contents.photos):
        note = Piece(
            f"\u202f{photo.source + 1}",
            styles.NOTE_NUMBER,
            link=f"#{source_anchor(photo.source)}",
            attached=True,
        )
        lines = setter.lines(
            (Piece(photo.credit_line.strip(), styles.CREDIT_LINE), note), styles.CREDIT_SHAPE
        )
        rows = stacked(lines, x=styles.INSET, space=20.0, keep_with_next=True, keep_together=True)
        head = replace(
            rows[0], notes=(photo.source,), anchor=photo_anchor(index), terms=_names(photo)
        )
        rows[0] = numbered(setter, head, index + 1)
        if photo.caption:
            rows += stacked(
                setter.text(photo.caption.strip(), styles.BODY_ITALIC, styles.BODY_SHAPE),
                x=styles.INSET, space=2.0, keep_with_next=True, keep_together=True,
            )  # fmt: skip
        for place, (label, value) in enumerate(_parts(photo)):
            rows += _labelled(setter, label, value, space=4.0 if place == 0 else 0.0)
        rows[-1] = replace(rows[-1], keep=False)
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


def _labelled(setter: Typesetter, label: str, value: str, *, space: float) -> list[Row]:
    name = setter.text(label, styles.ENTRY_MUTED, _VALUE_SHAPE)
    rows = stacked(
        setter.text(value, styles.ENTRY, _VALUE_SHAPE),
        x=styles.INSET + _LABEL_WIDTH, space=space, keep_with_next=True, keep_together=True,
    )  # fmt: skip
    if not rows:
        return []
    first: Placed = rows[0].lines[0]
    return [beside(rows[0], name[0], styles.INSET, baseline=first.baseline), *rows[1:]]
