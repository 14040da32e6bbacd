"""What is to be set: pieces of text in a style, gathered into a paragraph with a shape."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import NamedTuple

from dossier.fonts import EM, Typeface


@dataclass(frozen=True, slots=True)
class Type:
    """How letters look: a face, its size in points, a colour, and a rise above the baseline."""

    typeface: Typeface
    size: float
    colour: str
    """Six hexadecimal digits, red green blue."""
    rise: float = 0.0
    em: float = field(init=False, compare=False)
    """Points to the thousandth of an em."""
    operators: str = field(init=False, compare=False, repr=False)
    """What PDF must be told of face and colour before it draws with it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "em", self.size / EM)
        told = operators_for(self.typeface, self.size, self.colour)
        object.__setattr__(self, "operators", told)


class Piece(NamedTuple):
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

    __hash__ = object.__hash__


class Breaking(Enum):
    """How lines are chosen: each as full as it goes, or all together for an even edge.

    EVEN lets the last line be as short as it likes; BALANCED, for titles, does not.
    """

    GREEDY = "greedy"
    EVEN = "even"
    BALANCED = "balanced"

    __hash__ = object.__hash__


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


@cache
def operators_for(typeface: Typeface, size: float, colour: str) -> str:
    """Return PDF's operators for a font and a colour."""
    return f"{typeface.resource} {size:.4g} Tf {colour_operator(colour)}"


@cache
def colour_operator(colour: str) -> str:
    """Return PDF's operator that fills with a colour of six hexadecimal digits."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    return f"{red:.3g} {green:.3g} {blue:.3g} rg"
