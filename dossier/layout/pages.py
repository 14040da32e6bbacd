"""Rows stacked on pages, with notes at the foot: the second half of the first pass.

A row is a strip of the page that nothing divides. Rows that must stay together say so (`keep`), and
so headings stay with what they head, paragraphs keep two lines at each end, and a quotation is not
torn from the line that says whose it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from dossier.layout.setting import Line
from dossier.layout.structure import Element, Role


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle: a rule, a bar of a chart. Measured from the row's top left corner."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A line in a row: its left end and its baseline, from the row's top left corner."""

    x: float
    baseline: float
    line: Line


@dataclass(frozen=True, slots=True)
class Row:
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


@dataclass(frozen=True, slots=True)
class Page:
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

    def add(self, rows: Sequence[Row]) -> None:
        """Stack `rows`, on new pages where they no longer fit."""
        for chunk in _chunks(rows):
            if self._page.rows and not self._fits(chunk):
                self.break_page()
            for row in chunk:
                # A chunk higher than a page must be divided all the same.
                if self._page.rows and not self._fits((row,)):
                    self.break_page()
                self._put(row)

    def fits(self, rows: Sequence[Row]) -> bool:
        """Whether all of `rows` would stand on what is left of the page."""
        return self._fits(rows)

    @property
    def page_number(self) -> int:
        """The number of the page being filled."""
        return len(self._pages) + 1

    def break_page(self) -> None:
        """Go on at the head of a new page; an empty page is not left behind."""
        if not self._page.rows:
            return
        page = self._page
        noted: list[tuple[float, Row]] = []
        y = self._sheet.height_of(len(self._pages)) - page.notes_height
        for key in sorted(page.notes):
            if noted:
                y += self._sheet.note_space
            # The same note on another page is another thing to read, at another place.
            element = Element(Role.NOTE)
            for row in self._note(key):
                noted.append((y, replace(row, element=element)))
                y += row.height
        began = next((row.running for _, row in page.rows if row.running is not None), None)
        shown = began if began is not None else self._running
        for _, row in page.rows:
            if row.running is not None:
                self._running = row.running
        self._pages.append(
            Page(
                len(self._pages) + 1,
                tuple(page.rows),
                tuple(noted),
                tuple(sorted(page.notes)),
                shown,
            )
        )
        self._page = _Open()

    def pages(self) -> tuple[Page, ...]:
        """Close the last page and return them all."""
        self.break_page()
        return tuple(self._pages)

    def _put(self, row: Row) -> None:
        page = self._page
        if not page.rows:
            row = replace(row, space=0.0) if row.space else row
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
        height = page.used + sum(row.space + row.height for row in rows)
        if not page.rows:
            height -= rows[0].space
        new = {key for row in rows for key in row.notes if key not in page.notes}
        if new or page.notes:
            separate = len(new) - (0 if page.notes else 1)
            height += page.notes_height + self._sheet.note_gap + separate * self._sheet.note_space
            height += sum(self._note_height(key) for key in new)
        return height <= self._sheet.height_of(len(self._pages)) + 0.01

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
) -> list[Row]:
    """Make a row of each line, so that no page begins or ends with a single line of several.

    The baseline stands at three quarters of the leading. The rows are one paragraph to read, unless
    an `element` is given that they are part of.
    """
    element = element or Element(Role.PARAGRAPH)
    rows: list[Row] = []
    last = len(lines) - 1
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
