"""The first pass: from contents to leaves, pure data in which every page number is known.

Chapters are set first, then the back matter that tells on which pages they cite and name, and last
the list of contents, whose own pages are numbered apart (i, ii). Nothing is set twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from dossier import styles, wording
from dossier.contents import Contents
from dossier.layout.pages import Box, Page, Paginator, Placed, Row
from dossier.layout.setting import Line
from dossier.layout.shaping import Shaper
from dossier.layout.text import Measure, Type
from dossier.sections.chapters import (
    chapter_anchor,
    chapter_opening,
    is_short,
    quotation_rows,
)
from dossier.sections.credits import photo_rows
from dossier.sections.evidence import evidence_rows
from dossier.sections.front import (
    ContentsEntry,
    contents_rows,
    cover_rows,
    missing_rows,
    reading_rows,
)
from dossier.sections.names import index_rows
from dossier.sections.notes import Notes
from dossier.sections.sources import page_anchor, source_rows
from dossier.sections.typesetting import Typesetter, section_opening

_ONE_LINE = Measure(1e6, 1.0)
_CHAPTERS, _PHOTOS, _SOURCES = "Quotations", "Photo credits", "Sources"
_EVIDENCE, _INDEX, _CONTENTS = "Evidence", "Index of names", "Contents"

_LONGEST_HEAD = 160
"""Characters that may be tried for a running head; none that is longer fits."""

Step = Callable[[], None]
"""Called once for each quotation set; may raise to stop the work."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page ready to draw: rows with their place on the paper, and the page's printed number.

    `furniture` is what repeats on every page (running head, number, the rule over the notes): it is
    no part of the text.
    """

    label: str
    rows: tuple[tuple[float, float, Row], ...]
    furniture: tuple[tuple[float, float, Row], ...]
    paper: str | None = None
    """The colour of the paper, where it is not white."""


@dataclass(frozen=True, slots=True)
class Book:
    """A dossier laid out. `shaper` knows the glyphs that its fonts must hold."""

    leaves: tuple[Leaf, ...]
    front: int
    """How many leaves stand before page 1."""
    shaper: Shaper


def compose(contents: Contents, step: Step) -> Book:
    """Lay out a dossier."""
    return _Composition(contents, step).book()


class _Composition:
    def __init__(self, contents: Contents, step: Step) -> None:
        self._contents = contents
        self._step = step
        self._setter = Typesetter(contents.language)
        self._notes = Notes(self._setter, contents.sources)
        self._entries: list[ContentsEntry] = []
        self._pages: list[Page] = []
        self._heads: dict[str, tuple[Line, ...]] = {}

    def book(self) -> Book:
        contents = self._contents
        cover = self._cover()
        self._chapters()
        if contents.photos:
            self._section(_PHOTOS, "photos", photo_rows(self._setter, contents))
        if contents.sources:
            rows = source_rows(self._setter, contents, self._citing_pages())
            self._section(_SOURCES, "sources", rows)
        if any(chapter.quotations for chapter in contents.chapters):
            self._section(_EVIDENCE, "evidence", self._evidence())
        body = [self._leaf(page, str(page.number)) for page in self._pages]
        body += self._index(len(self._pages))
        front = self._front()
        return Book((cover, *front, *body), 1 + len(front), self._setter.shaper)

    def _cover(self) -> Leaf:
        rows = cover_rows(self._setter, self._contents)
        placed = tuple((styles.LEFT, y, row) for y, row in rows)
        return Leaf("Cover", placed[1:], placed[:1], styles.PAPER)

    def _chapters(self) -> None:
        pages = Paginator(styles.SHEET, self._notes)
        numbers = count(1)
        starts: list[tuple[int, int]] = []
        for index, chapter in enumerate(self._contents.chapters):
            blocks = self._chapter_blocks(index, numbers)
            if is_short(chapter):
                rows = [row for block in blocks for row in block]
                if not pages.fits(rows):
                    pages.break_page()
                starts.append((index, pages.page_number))
                pages.add(rows)
                continue
            pages.break_page()
            starts.append((index, pages.page_number))
            opening = next(blocks)
            pages.add([*opening, *next(blocks, ())])
            for block in blocks:
                pages.add(block)
        self._pages += pages.pages()
        if starts:
            self._enter(_CHAPTERS, starts[0][1], chapter_anchor(0))
        for index, page in starts:
            chapter = self._contents.chapters[index]
            title = wording.named(chapter.title, "Unnamed")
            self._entries.append(
                ContentsEntry(title, chapter.subtitle, page, chapter_anchor(index), False)
            )

    def _chapter_blocks(self, index: int, numbers: Iterator[int]) -> Iterator[list[Row]]:
        chapter = self._contents.chapters[index]
        opening = chapter_opening(self._setter, self._contents, index)
        if index == 0:
            opening[0] = replace(opening[0], outline=((_CHAPTERS, 0), *opening[0].outline))
        if not chapter.quotations:
            opening[-1] = replace(opening[-1], keep=False)
        yield opening
        for entry in chapter.quotations:
            self._step()
            yield quotation_rows(self._setter, self._contents, chapter, entry, next(numbers))

    def _evidence(self) -> Iterator[list[Row]]:
        numbers = count(1)
        for chapter in self._contents.chapters:
            for entry in chapter.quotations:
                self._step()
                yield evidence_rows(self._setter, self._contents, entry, next(numbers))

    def _section(self, title: str, anchor: str, blocks: Iterable[Sequence[Row]]) -> None:
        first = len(self._pages) + 1
        pages = Paginator(styles.SHEET, self._notes)
        opening = section_opening(self._setter, title, anchor)
        for block in blocks:
            pages.add([*opening, *block])
            opening = []
        self._enter(title, first, anchor)
        self._pages += [
            replace(page, number=first + place) for place, page in enumerate(pages.pages())
        ]

    def _enter(self, title: str, page: int, anchor: str) -> None:
        self._entries.append(ContentsEntry(title, "", page, anchor, True))

    def _citing_pages(self) -> dict[int, list[int]]:
        citing: dict[int, list[int]] = {}
        for page in self._pages:
            for key in page.note_keys:
                citing.setdefault(key, []).append(page.number)
        return citing

    def _naming_pages(self) -> dict[str, list[int]]:
        naming: dict[str, list[int]] = {}
        for page in self._pages:
            for _, row in page.rows:
                for name in row.terms:
                    on = naming.setdefault(" ".join(name.split()), [])
                    if not on or on[-1] != page.number:
                        on.append(page.number)
        naming.pop("", None)
        return naming

    def _index(self, before: int) -> list[Leaf]:
        """Return the index in columns; `before` is the number of the last page so far."""
        rows = index_rows(self._setter, self._naming_pages())
        if not rows:
            return []
        self._enter(_INDEX, before + 1, "index")
        opening = section_opening(self._setter, _INDEX, "index")
        sink = sum(row.height for row in opening)
        columns = styles.INDEX_COLUMNS
        pages = Paginator(replace(styles.SHEET, sinks=(sink,) * columns))
        pages.add(rows)
        filled = pages.pages()
        leaves = []
        for place in range(0, len(filled), columns):
            head: list[tuple[float, float, Row]] = []
            top = styles.TOP
            if place == 0:
                for row in opening:
                    # The index has the full width: its title begins with its first column.
                    head.append((styles.LEFT - styles.INSET, top, row))
                    top += row.height
            for column, page in enumerate(filled[place : place + columns]):
                x = styles.LEFT + column * (styles.INDEX_SHAPE.width + styles.INDEX_GUTTER)
                head += [(x, top + y, row) for y, row in page.rows]
            label = str(before + 1 + place // columns)
            leaves.append(Leaf(label, tuple(head), self._furniture(label, _INDEX)))
        return leaves

    def _front(self) -> list[Leaf]:
        pages = Paginator(styles.SHEET, running=_CONTENTS)
        rows = section_opening(self._setter, _CONTENTS, "contents")
        pages.add([*rows, *contents_rows(self._setter, self._entries)])
        pages.add(reading_rows(self._setter, self._contents))
        pages.add(missing_rows(self._setter))
        return [self._leaf(page, wording.roman(page.number)) for page in pages.pages()]

    def _leaf(self, page: Page, label: str) -> Leaf:
        rows = [(styles.LEFT, styles.TOP + y, row) for y, row in page.rows]
        rows += [(styles.LEFT, styles.TOP + y, row) for y, row in page.notes]
        furniture = self._furniture(label, page.running)
        if page.notes:
            y = styles.TOP + page.notes[0][0] - styles.NOTE_RULE_ABOVE
            rule = Box(styles.INSET, 0.0, styles.NOTE_RULE_WIDTH, 0.5, styles.MUTED)
            furniture = (*furniture, (styles.LEFT, y, Row(0.5, boxes=(rule,))))
        if label.isdecimal() or page.number == 1:
            rows.insert(0, (styles.LEFT, styles.TOP, Row(0.0, anchor=page_anchor_of(label))))
        return Leaf(label, tuple(rows), furniture)

    def _furniture(self, label: str, running: str) -> tuple[tuple[float, float, Row], ...]:
        """Return the running head and the page number."""
        width = styles.FULL_WIDTH
        title = self._shortened(self._contents.title, styles.RUNNING_HEAD, 0.45 * width)
        chapter = self._shortened(running, styles.RUNNING_CHAPTER, 0.5 * width)
        folio = self._shortened(label, styles.FOLIO_TYPE, width)
        head = [Placed(styles.INSET, 0.0, line) for line in title]
        head += [Placed(width - line.width, 0.0, line) for line in chapter]
        foot = [Placed(width - line.width, 0.0, line) for line in folio]
        return (
            (styles.LEFT, styles.HEAD, Row(0.0, tuple(head))),
            (styles.LEFT, styles.FOLIO, Row(0.0, tuple(foot))),
        )

    def _shortened(self, words: str, kind: Type, width: float) -> tuple[Line, ...]:
        """Return `words` on one line, cut at a word where they are wider than `width`."""
        known = self._heads.get(words)
        if known is None:
            shown = words[:_LONGEST_HEAD]
            left = shown.split()
            known = self._setter.text(shown, kind, _ONE_LINE)
            while known and known[0].width > width:
                left = left[:-1] or [left[0][: len(left[0]) // 2]]
                known = self._setter.text(f"{' '.join(left)} …", kind, _ONE_LINE)
            self._heads[words] = known
        return known


def page_anchor_of(label: str) -> str:
    """Return the name of the place at the head of the page with this printed number."""
    return page_anchor(int(label)) if label.isdecimal() else f"page-{label}"
