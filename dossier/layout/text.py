"""What is to be set: pieces of text in a style, gathered into a paragraph with a shape."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from dossier.fonts import Typeface


@dataclass(frozen=True, slots=True)
class Type:
    """How letters look: a face, its size in points, a colour, and a rise above the baseline."""

    typeface: Typeface
    size: float
    colour: str
    """Six hexadecimal digits, red green blue."""
    rise: float = 0.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text of one look. Spaces at its ends count; without any, pieces join.

    `link` is "#name" for a place in the document, else an address. A hanging piece stands outside
    the measure, before the paragraph's first letter. `attached` keeps a piece on the line of the
    word before it whatever the characters are (a note's number on a closing mark), a glued one is
    not divided between lines at its spaces.
    """

    text: str
    type: Type
    link: str | None = None
    hanging: bool = False
    attached: bool = False
    glued: bool = False


class Align(Enum):
    """Where the ends of lines fall. START is right for a paragraph that runs from there."""

    START = "start"
    JUSTIFIED = "justified"
    END = "end"
    CENTRE = "centre"


class Breaking(Enum):
    """How lines are chosen: each as full as it goes, or all together for an even edge.

    EVEN lets the last line be as short as it likes; BALANCED, for titles, does not.
    """

    GREEDY = "greedy"
    EVEN = "even"
    BALANCED = "balanced"


@dataclass(frozen=True, slots=True)
class Measure:
    """The shape of a paragraph. `hanging` sets every line but the first in by so many points.

    With `turning`, a text that begins with Arabic or Hebrew letters runs from the right; without,
    lines begin at the left whatever they hold, as labels and headings do.
    """

    width: float
    leading: float
    align: Align = Align.START
    breaking: Breaking = Breaking.GREEDY
    hanging: float = 0.0
    hyphenate: bool = False
    turning: bool = False
