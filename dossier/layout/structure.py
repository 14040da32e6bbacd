"""What the parts of a page are, for readers that do not see them: headings, quotations, notes.

Rows of one paragraph share one `Element`, on however many pages they stand. The order of elements
is the order in which their first rows are drawn, which is the order of reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Role(Enum):
    """A structure type of PDF 32000-1, 14.8.4."""

    TITLE = "H1"
    HEADING = "H2"
    PARAGRAPH = "P"
    QUOTATION = "BlockQuote"
    NOTE = "Note"
    CONTENTS_ENTRY = "TOCI"
    FIGURE = "Figure"

    __hash__ = object.__hash__

    def __init__(self, tag: str) -> None:
        self.tag = tag
        """The member's value: Python looks this up in a tenth of the time."""


@dataclass(slots=True, eq=False)
class Element:
    """One thing to read.

    `alternative` says in words what a figure shows. `text` is the element's text in the order of
    reading, where it runs from right to left and its glyphs stand the other way round. `language`
    is a BCP 47 tag; empty means that of the document.
    """

    role: Role
    alternative: str = ""
    text: str = ""
    language: str = ""
