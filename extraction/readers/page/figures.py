"""The pictures of a page, each joined to the caption and the credit that are printed with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extraction.findings import Picture, Span
from extraction.pictures import embedded_credit, preview
from extraction.readers.page.blocks import Block, Image, Look, Rendering
from extraction.readers.page.enclosed import Pictures, picture_name

_MOST = 500


def pictures_of(
    page: Rendering, spans: Mapping[int, Span], find: Pictures, stated: Mapping[str, str]
) -> tuple[Picture, ...]:
    """Return the pictures of an article in reading order.

    `spans` says where each block of the page that belongs to the article stands in its text;
    `stated` holds credits that the page states without printing them, by the pictures' names. A
    picture outside the article counts only when its own bytes say whose it is.
    """
    if not spans:
        return ()
    first, last = min(spans), max(spans)
    found: dict[str, Picture] = {}
    for image in page.images:
        name = picture_name(image.address)
        lines = _lines_of(image, page.blocks, spans)
        data = find(image.address)
        embedded = embedded_credit(data) if data else None
        if not lines and not embedded and not first <= image.before <= last:
            continue
        caption = next((spans[at] for at in lines if page.blocks[at].look is Look.CAPTION), None)
        credit = next((spans[at] for at in lines if page.blocks[at].look is Look.CREDIT), None)
        known = found.get(name)
        if known is None or (known.caption is None and caption is not None):
            small = preview(data) if data else None
            found[name] = Picture(image.address, caption, credit, stated.get(name), embedded, small)
        if len(found) == _MOST:
            break
    return tuple(found.values())


def _lines_of(image: Image, blocks: Sequence[Block], spans: Mapping[int, Span]) -> list[int]:
    """Return the places of the lines printed with a picture."""
    if image.figure:
        near = range(max(0, image.before - 4), min(len(blocks), image.before + 8))
        return [at for at in near if at in spans and blocks[at].figure == image.figure]
    lines: list[int] = []
    for at in range(image.before, min(len(blocks), image.before + 3)):
        if at not in spans or blocks[at].look not in (Look.CAPTION, Look.CREDIT):
            break
        lines.append(at)
    return lines
