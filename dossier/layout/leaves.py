"""Leaves: pages with their printed number, ready to be drawn."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from dossier.layout.pages import Row

PlacedRow = tuple[float, float, Row]
"""A row with its distance from the left and the head of the paper."""


class Section(IntEnum):
    """The parts of a book in the order in which they are bound, which is not that of setting."""

    COVER = 0
    FRONT = 1
    BODY = 2


class Leaf(NamedTuple):
    """A page ready to draw: rows with their place on the paper, and the page's printed number.

    `furniture` is what repeats on every page (running head, number, the rule over the notes): it is
    no part of the text. `paper` is its colour, where it is not white.
    """

    section: Section
    label: str
    rows: tuple[PlacedRow, ...]
    furniture: tuple[PlacedRow, ...]
    paper: str | None = None
