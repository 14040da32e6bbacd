"""Running heads and feet: what stands at the top or bottom of page after page, and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extraction.readers.layout.columns import Line

_AT_THE_EDGE = 2  # lines from the top and from the bottom of a page
_LEAST_SHARE = 0.4  # of the pages; heads of left and right pages take turns
_MARGIN = 0.12  # of the height of the text, in which a lone number is that of the page
_JITTER = 6.0  # points by which scanned pages lie higher or lower
_NUMBERS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:(?:page|seite|p\.?|página|pagina)\s*)?(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:/|of|von|de|sur|di)\s*\d{1,4})?[\W_]*",
    re.IGNORECASE,
)


def without_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the pages without the lines that all of them repeat, and without page numbers."""
    edges = [_edge_lines(lines) for lines in pages]
    seen = Counter(form for page in edges for form in {_form(line) for line in page})
    filled = sum(1 for lines in pages if lines)
    least = max(2, round(_LEAST_SHARE * filled))
    return [
        [
            line
            for line in lines
            if not (
                id(line) in {id(at_edge) for at_edge in at_edges}
                and (seen[_form(line)] >= least or _is_page_number(line, lines))
            )
        ]
        for lines, at_edges in zip(pages, edges, strict=True)
    ]


def _edge_lines(lines: Sequence[Line]) -> list[Line]:
    """Return the highest and lowest lines; those of one height count as one."""
    if len(lines) <= 1:
        return []
    heights = sorted({round(line.bottom) for line in lines})
    edge = {*heights[:_AT_THE_EDGE], *heights[-_AT_THE_EDGE:]}
    return [line for line in lines if round(line.bottom) in edge]


def _form(line: Line) -> tuple[str, int]:
    """Return what a line is on every page: its words with all numbers alike, and its height."""
    return _NUMBERS.sub("#", " ".join(line.text.casefold().split())), round(line.bottom / _JITTER)


def _is_page_number(line: Line, lines: Sequence[Line]) -> bool:
    if not _PAGE_NUMBER.fullmatch(line.text):
        return False
    others = [other for other in lines if other is not line]
    top, bottom = max(other.top for other in others), min(other.bottom for other in others)
    margin = _MARGIN * (top - bottom)
    return line.bottom > top - margin or line.top < bottom + margin
