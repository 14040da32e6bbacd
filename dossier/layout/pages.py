"""Rows stacked on pages, with notes at the foot: the second half of the first pass.

A row is a strip of the page that nothing divides. Rows that must stay together say so (`keep`), and
so headings stay with what they head, paragraphs keep two lines at each end, and a quotation is not
torn from the line that says whose it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dossier.contents import Picture
from dossier.layout.setting import Line
from dossier.layout.structure import Element, Role


class Box(NamedTuple):
    """A filled rectangle: a rule, a bar of a chart. Measured from the row's top left corner."""

    x: float
    y: float
    width: float
    height: float
    colour: str


class Placed(NamedTuple):
    """A line in a row: its left end and its baseline, from the row's top left corner."""

    x: float
    baseline: float
    line: Line


class PlacedPicture(NamedTuple):
    """A photograph in a row, measured from the row's top left corner."""

    x: float
    y: float
    width: float
    height: float
    picture: Picture


class Row(NamedTuple):
    """A strip of a page.

    `space` is kept free above it, except at the head of a page. `keep` forbids a page break after
    it. `notes` are the keys of the notes that must stand at the foot of its page. `anchor` names
    the place for links, `outline` enters it in the reader's sidebar under titles with their levels,
    `running` is what the head of the page says from here on, `terms` are the names the index finds
    here.
    """

    height: float
    lines: tuple[Placed, ...] = ()
    boxes: tuple[Box, ...] = ()
    space: float = 0.0
    keep: bool = False
    notes: tuple[int, ...] = ()
    anchor: str | None = None
    outline: tuple[tuple[str, int], ...] = ()
    running: str | None = None
    terms: tuple[str, ...] = ()
    element: Element | None = None
    """What the row is a part of; None for what is no part of the text."""
    pictures: tuple[PlacedPicture, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's own shape: how high its text may stand, and what separates the notes from it."""

    height: float
    note_gap: float
    """From the last row to the notes' first line at the least, the rule between them included."""
    note_space: float
    """Between two notes."""
    sinks: tuple[float, ...] = ()
    """How much lower the text of the first pages begins: room for a title over columns."""

    def height_of(self, index: int) -> float:
        """Return the room for text on the page with this index."""
        return self.height - (self.sinks[index] if index < len(self.sinks) else 0.0)


class Page(NamedTuple):
    """A page filled: rows and notes with their distance from the top of the text area."""

    number: int
    """Counts from 1 in its part of the book."""
    rows: tuple[tuple[float, Row], ...]
    notes: tuple[tuple[float, Row], ...]
    note_keys: tuple[int, ...]
    running: str


@dataclass(slots=True)
class _Open:
    """The page being filled."""

    rows: list[tuple[float, Row]] = field(default_factory=list)
    used: float = 0.0
    notes: list[int] = field(default_factory=list)
    notes_height: float = 0.0


_BETWEEN = 0.6
"""Rows parted by so much of the widest space among them are two things, not one."""


class Paginator:
    """Fills pages, one row after the other.

    `note` gives the rows of a note by its key; a note stands once on a page however often the page
    needs it.
    """

    def __init__(
        self, sheet: Sheet, note: Callable[[int], Sequence[Row]] = lambda _: (), running: str = ""
    ) -> None:
        self._sheet = sheet
        self._note = note
        self._running = running
        self._note_heights: dict[int, float] = {}
        self._page = _Open()
        self._pages: list[Page] = []
        self._filled = 0

    def add(self, rows: Sequence[Row]) -> None:
        """Stack `rows`, on new pages where they no longer fit."""
        for chunk in _chunks(rows):
            self._stack(chunk)

    def fits(self, rows: Sequence[Row]) -> bool:
        """Whether all of `rows` would stand on what is left of the page."""
        return self._fits(rows)

    @property
    def free(self) -> float:
        """The share of the page that nothing stands on yet."""
        height = self._sheet.height_of(self._filled)
        return 1 - (self._page.used + self._page.notes_height) / height

    @property
    def page_number(self) -> int:
        """The number of the page being filled."""
        return self._filled + 1

    def break_page(self) -> None:
        """Go on at the head of a new page; an empty page is not left behind."""
        if not self._page.rows:
            return
        page = self._page
        noted: list[tuple[float, Row]] = []
        y = self._sheet.height_of(self._filled) - page.notes_height
        for key in sorted(page.notes):
            if noted:
                y += self._sheet.note_space
            # The same note on another page is another thing to read, at another place.
            element = Element(Role.NOTE)
            for row in self._note(key):
                noted.append((y, row._replace(element=element)))
                y += row.height
        began = next((row.running for _, row in page.rows if row.running is not None), None)
        shown = began if began is not None else self._running
        for _, row in page.rows:
            if row.running is not None:
                self._running = row.running
        self._filled += 1
        self._pages.append(
            Page(
                self._filled,
                tuple(page.rows),
                tuple(noted),
                tuple(sorted(page.notes)),
                shown,
            )
        )
        self._page = _Open()

    def filled(self) -> list[Page]:
        """Return the pages filled since this was asked before; they are forgotten here."""
        pages, self._pages = self._pages, []
        return pages

    def pages(self) -> list[Page]:
        """Close the last page and return what `filled` has not."""
        self.break_page()
        return self.filled()

    def _stack(self, chunk: Sequence[Row]) -> None:
        """Stack rows that belong together; what is higher than a page is divided all the same."""
        fits = self._fits(chunk)
        if not fits and self._page.rows:
            self.break_page()
            fits = self._fits(chunk)
        if fits:
            for row in chunk:
                self._put(row)
            return
        place = self._division(chunk)
        if place:
            self._stack(chunk[:place])
            self.break_page()
            self._stack(chunk[place:])
            return
        for row in chunk:
            if self._page.rows and not self._fits((row,)):
                self.break_page()
            self._put(row)

    def _division(self, chunk: Sequence[Row]) -> int:
        """Return where an empty page would end best: between two things, as low as it may be."""
        widest = max([row.space for row in chunk[1:]], default=0.0)
        places = [
            place
            for place in range(1, len(chunk))
            if chunk[place].space and chunk[place].space >= _BETWEEN * widest
            if self._fits(chunk[:place])
        ]
        return max(places, default=0)

    def _put(self, row: Row) -> None:
        page = self._page
        if not page.rows:
            row = row._replace(space=0.0) if row.space else row
        page.used += row.space
        page.rows.append((page.used, row))
        page.used += row.height
        for key in row.notes:
            if key not in page.notes:
                page.notes_height += self._note_height(key) + (
                    self._sheet.note_space if page.notes else 0.0
                )
                page.notes.append(key)

    def _fits(self, rows: Sequence[Row]) -> bool:
        page = self._page
        height = page.used
        new: set[int] = set()
        for row in rows:
            height += row.space + row.height
            if row.notes:
                new.update(row.notes)
        if not page.rows:
            height -= rows[0].space
        new.difference_update(page.notes)
        if new or page.notes:
            separate = len(new) - (0 if page.notes else 1)
            height += page.notes_height + self._sheet.note_gap + separate * self._sheet.note_space
            height += sum(self._note_height(key) for key in new)
        return height <= self._sheet.height_of(self._filled) + 0.01

    def _note_height(self, key: int) -> float:
        height = self._note_heights.get(key)
        if height is None:
            height = self._note_heights[key] = sum(row.height for row in self._note(key))
        return height


def _chunks(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Group rows between which no page may end."""
    chunk: list[Row] = []
    for row in rows:
        chunk.append(row)
        if not row.keep:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def stacked(
    lines: Sequence[Line],
    *,
    x: float = 0.0,
    space: float = 0.0,
    keep_with_next: bool = False,
    keep_together: bool = False,
    element: Element | None = None,
    continued: bool = False,
) -> list[Row]:
    """Make a row of each line, so that no page begins or ends with a single line of several.

    The baseline stands at three quarters of the leading. The rows are one paragraph to read, unless
    an `element` is given that they are part of, which is `continued` by other words.
    """
    element = element or Element(Role.PARAGRAPH)
    rows: list[Row] = []
    last = len(lines) - 1
    if continued and lines:
        lines = [*lines[:-1], lines[-1]._replace(spaced=True)]
    for index, line in enumerate(lines):
        keep = keep_together or index == 0 or index >= last - 1
        rows.append(
            Row(
                height=line.leading,
                lines=(Placed(x, 0.75 * line.leading, line),),
                space=space if index == 0 else 0.0,
                keep=keep_with_next if index == last else keep,
                element=element,
            )
        )
    return rows
