"""Photographs: in place beside who they show, and side by side on a contact sheet.

Under each stands its credit as it was printed. A photograph of which the catalogue has the credit
alone keeps its place with an empty frame.
"""

from __future__ import annotations

from collections.abc import Iterator

from dossier import styles
from dossier.contents import Contents, PhotoEntry
from dossier.layout.pages import Box, PlacedPicture, Row, stacked
from dossier.layout.structure import Element, Role
from dossier.layout.text import Measure, Piece
from dossier.sections.anchors import photo_anchor, source_anchor
from dossier.sections.typesetting import Typesetter
from dossier.styles import Look
from extraction.wording import long_day

_HIGHEST_IN_PLACE = 0.28
"""Of the height of the text: more would leave no room for what was said."""
_GUTTER = 16.0
_CELL_RATIO = 2 / 3
_CELL_LINES = 4


def figure_row(setter: Typesetter, photo: PhotoEntry, *, width: float, height: float) -> Row:
    """Return a photograph as large as goes into `width` and `height`; it must have a picture."""
    picture = photo.picture
    assert picture is not None
    scale = min(width / picture.width, height / picture.height)
    size = (picture.width * scale, picture.height * scale)
    return Row(
        height=size[1],
        pictures=(PlacedPicture(setter.look.inset, 0.0, *size, picture),),
        keep=True,
        element=_figure(photo),
    )


def photo_in_place(setter: Typesetter, contents: Contents, index: int) -> list[Row]:
    """Return a photograph over the width of the text, with its caption and credit."""
    look = setter.look
    photo = contents.photos[index]
    tallest = _HIGHEST_IN_PLACE * look.sheet.height
    rows = [
        figure_row(setter, photo, width=look.text_width, height=tallest)._replace(
            space=look.gap(24.0), notes=(photo.source,)
        )
    ]
    if photo.caption:
        rows += stacked(
            setter.text(photo.caption.strip(), look.body_italic, look.body_shape),
            x=look.inset, space=look.gap(5.0), keep_with_next=True, keep_together=True,
        )  # fmt: skip
    link = f"#{photo_anchor(index)}"
    credit = (Piece(photo.credit_line.strip() or "No credit", look.note, link=link),)
    rows += stacked(
        setter.lines(credit, look.note_shape), x=look.inset, space=look.gap(3.0), keep_together=True
    )
    return rows


def contact_rows(setter: Typesetter, contents: Contents) -> Iterator[list[Row]]:
    """Yield the rows of photographs of a contact sheet, each kept whole."""
    look = setter.look
    columns = look.contact_columns
    width = (look.full_width - _GUTTER * (columns - 1)) / columns
    tall = width * _CELL_RATIO
    shape = Measure(width, look.note_shape.leading)
    for first in range(0, len(contents.photos), columns):
        rows: list[Row] = []
        deepest = 0.0
        for place, photo in enumerate(contents.photos[first : first + columns]):
            left = place * (width + _GUTTER)
            rows.append(_cell(photo, first + place, left, width, tall))
            lines = setter.lines(_credit(look, contents, photo, first + place), shape)
            y = tall + look.gap(5.0)
            for row in stacked(lines[:_CELL_LINES], x=left):
                placed = row.lines[0]
                moved = placed._replace(baseline=placed.baseline + y)
                rows.append(row._replace(height=0.0, space=0.0, lines=(moved,), keep=True))
                y += row.height
            deepest = max(deepest, y)
        rows[0] = rows[0]._replace(space=look.gap(18.0))
        rows.append(Row(height=deepest))
        yield rows


def _cell(photo: PhotoEntry, index: int, left: float, width: float, tall: float) -> Row:
    """Return one photograph in its frame; all stand on one line."""
    picture = photo.picture
    row = Row(height=0.0, keep=True, element=_figure(photo), anchor=photo_anchor(index))
    if picture is None:
        return row._replace(boxes=(Box(left, 0.0, width, tall, styles.PAPER_MARK),))
    scale = min(width / picture.width, tall / picture.height)
    size = (picture.width * scale, picture.height * scale)
    return row._replace(pictures=(PlacedPicture(left, tall - size[1], *size, picture),))


def _credit(look: Look, contents: Contents, photo: PhotoEntry, index: int) -> list[Piece]:
    source = contents.sources[photo.source]
    where = [source.outlet or source.document_name]
    if source.published_on:
        where.append(long_day(source.published_on))
    link = f"#{source_anchor(photo.source)}"
    return [
        Piece(f"{index + 1} ", look.note_key),
        Piece(photo.credit_line.strip() or "No credit", look.note_strong),
        Piece(f", {', '.join(where)}", look.note, link=link),
    ]


def _figure(photo: PhotoEntry) -> Element:
    shown = photo.caption or photo.credit_line or "Photograph"
    return Element(Role.FIGURE, alternative=" ".join(shown.split()))
