"""The first pass: from contents to leaves, pure data in which every page number is known.

Chapters are set first, then the back matter that tells on which pages they cite and name, and last
the list of contents, whose own pages are numbered apart (i, ii). Nothing is set twice, and a leaf
is handed on as soon as nothing can change it any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count

from dossier import styles, wording
from dossier.choices import Composition
from dossier.contents import Chapter, Contents, QuotationEntry
from dossier.layout.leaves import Leaf, PlacedRow, Section
from dossier.layout.pages import Box, Page, Paginator, Placed, Row
from dossier.layout.setting import Line
from dossier.layout.text import Measure, Type
from dossier.sections.anchors import chapter_anchor, page_anchor
from dossier.sections.chapters import (
    chapter_opening,
    interlude_rows,
    is_short,
    quotation_rows,
)
from dossier.sections.credits import photo_rows
from dossier.sections.evidence import evidence_rows
from dossier.sections.front import (
    ContentsEntry,
    contents_rows,
    cover_rows,
    heading_rows,
    missing_rows,
    reading_rows,
)
from dossier.sections.names import index_rows
from dossier.sections.notes import Notes
from dossier.sections.photographs import contact_rows, photo_in_place
from dossier.sections.sheets import sheet_rows
from dossier.sections.sources import source_rows
from dossier.sections.typesetting import Typesetter, section_opening

_ONE_LINE = Measure(1e6, 1.0)
_CHAPTERS, _PHOTOS, _SOURCES = "Quotations", "Photo credits", "Sources"
_EVIDENCE, _INDEX, _CONTENTS = "Evidence", "Index of names", "Contents"

_CONTACT_SHEET = "Contact sheet"

_LONGEST_HEAD = 160
"""Characters that may be tried for a running head; none that is longer fits."""

_ROOM_TO_BEGIN = 0.45
"""A short chapter that does not fit whole begins on a page of which so much is free."""
_BEGINNING = 2
"""So many of its quotations must stand there."""

Step = Callable[[], None]
"""Called once for each quotation set; may raise to stop the work."""


class Book:
    """A dossier being laid out. `shaper` knows the glyphs that its fonts must hold, at the end."""

    def __init__(self, contents: Contents, step: Step) -> None:
        self.look = styles.look_of(contents.style, contents.page_size)
        self._contents = contents
        self._step = step
        self._setter = Typesetter(contents.language, self.look)
        self.shaper = self._setter.shaper
        self._notes = Notes(self._setter, contents)
        self._entries: list[ContentsEntry] = []
        self._heads: dict[tuple[str, float], tuple[Line, ...]] = {}
        self._pages = 0
        """How many pages of the body are done."""
        self._citing: dict[int, list[int]] = {}
        self._naming: dict[str, list[int]] = {}
        self._in_place: dict[int, int] = {}
        """The quotation beside which a photograph is shown, both as they count."""
        self._looked_for: set[str] = set()
        """The speakers for whom a photograph was looked for."""

    def leaves(self) -> Iterator[Leaf]:
        """Yield the leaves as they are finished, each section in its order; once for a book."""
        match self._contents.composition:
            case Composition.SINGLE_SHEETS:
                yield from self._sheets()
            case Composition.CONTACT_SHEET:
                yield from self._contact_sheet()
                yield from self._sources()
            case _:
                yield self._cover()
                yield from self._chapters()
                yield from self._back()
                yield from self._front()

    def _back(self) -> Iterator[Leaf]:
        contents = self._contents
        if contents.photos:
            rows = photo_rows(self._setter, contents, self._in_place)
            yield from self._titled(_PHOTOS, "photos", rows)
        yield from self._sources()
        if any(chapter.quotations for chapter in contents.chapters):
            yield from self._titled(_EVIDENCE, "evidence", self._evidence())
        yield from self._index()

    def _cover(self) -> Leaf:
        look = self.look
        rows = cover_rows(self._setter, self._contents)
        placed = tuple((look.left, y, row) for y, row in rows)
        return Leaf(Section.COVER, "Cover", placed[1:], placed[:1], styles.PAPER)

    def _chapters(self) -> Iterator[Leaf]:
        pages = Paginator(self.look.sheet, self._notes)
        numbers = count(1)
        for index, chapter in enumerate(self._contents.chapters):
            blocks = self._chapter_blocks(index, numbers)
            if is_short(chapter):
                made = list(blocks)
                rows = [row for block in made for row in block]
                beginning = [row for block in made[: 1 + _BEGINNING] for row in block]
                begins = pages.free >= _ROOM_TO_BEGIN and pages.fits(beginning)
                if not begins and not pages.fits(rows):
                    pages.break_page()
                self._enter_chapter(index, pages.page_number)
                pages.add(rows)
            else:
                pages.break_page()
                self._enter_chapter(index, pages.page_number)
                opening = next(blocks)
                pages.add([*opening, *next(blocks, ())])
                for block in blocks:
                    pages.add(block)
                    yield from self._body(pages.filled())
            yield from self._body(pages.filled())
        yield from self._body(pages.pages())

    def _enter_chapter(self, index: int, page: int) -> None:
        chapter = self._contents.chapters[index]
        if index == 0:
            self._enter(_CHAPTERS, page, chapter_anchor(0))
        title = wording.named(chapter.title, "Unnamed")
        self._entries.append(
            ContentsEntry(title, chapter.subtitle, page, chapter_anchor(index), False)
        )

    def _chapter_blocks(self, index: int, numbers: Iterator[int]) -> Iterator[list[Row]]:
        """Yield the opening, then each quotation with what the maker says before it."""
        chapter = self._contents.chapters[index]
        number = next(numbers) if chapter.quotations else 0
        opening = chapter_opening(self._setter, self._contents, index, number)
        if index == 0:
            head = opening[0]
            opening[0] = head._replace(outline=((_CHAPTERS, 0), *head.outline))
        if not chapter.quotations and not chapter.interludes:
            opening[-1] = opening[-1]._replace(keep=False)
        yield opening
        for place, entry in enumerate(chapter.quotations):
            self._step()
            if place:
                number = next(numbers)
            rows = _interludes(self._setter, chapter, place)
            rows += quotation_rows(self._setter, self._contents, chapter, entry, number)
            yield rows + self._shown_beside(entry, number)
        rows = _interludes(self._setter, chapter, len(chapter.quotations))
        if rows:
            rows[-1] = rows[-1]._replace(keep=False)
            yield rows

    def _shown_beside(self, entry: QuotationEntry, number: int) -> list[Row]:
        """Return a photograph whose caption names the speaker, at the first quotation."""
        name = (entry.speaker or "").casefold()
        if not name or name in self._looked_for:
            return []
        self._looked_for.add(name)
        for index, photo in enumerate(self._contents.photos):
            if index in self._in_place or photo.picture is None:
                continue
            if name in (photo.caption or "").casefold():
                self._in_place[index] = number
                return photo_in_place(self._setter, self._contents, index)
        return []

    def _evidence(self) -> Iterator[list[Row]]:
        numbers = count(1)
        for chapter in self._contents.chapters:
            for entry in chapter.quotations:
                self._step()
                yield evidence_rows(self._setter, self._contents, entry, next(numbers))

    def _sources(self) -> Iterator[Leaf]:
        if self._contents.sources:
            rows = source_rows(self._setter, self._contents, self._citing)
            yield from self._titled(_SOURCES, "sources", rows)

    def _titled(self, title: str, anchor: str, blocks: Iterable[Sequence[Row]]) -> Iterator[Leaf]:
        """Lay out a section of the back matter."""
        self._enter(title, self._pages + 1, anchor)
        pages = Paginator(self.look.sheet, self._notes)
        opening = section_opening(self._setter, title, anchor)
        for block in blocks:
            pages.add([*opening, *block])
            opening = []
            yield from self._body(pages.filled())
        yield from self._body(pages.pages())

    def _sheets(self) -> Iterator[Leaf]:
        pages = Paginator(self.look.sheet)
        numbers = count(1)
        for chapter in self._contents.chapters:
            for entry in chapter.quotations:
                self._step()
                self._step()
                pages.break_page()
                pages.add(sheet_rows(self._setter, self._contents, entry, next(numbers)))
                yield from self._body(pages.filled())
        yield from self._body(pages.pages())

    def _contact_sheet(self) -> Iterator[Leaf]:
        pages = Paginator(self.look.sheet, running=_CONTACT_SHEET)
        opening = heading_rows(self._setter, self._contents)
        for rows in contact_rows(self._setter, self._contents):
            self._step()
            pages.add([*opening, *rows])
            opening = []
            yield from self._body(pages.filled())
        yield from self._body(pages.pages())

    def _enter(self, title: str, page: int, anchor: str) -> None:
        self._entries.append(ContentsEntry(title, "", page, anchor, True))

    def _body(self, pages: Iterable[Page]) -> Iterator[Leaf]:
        """Number the next pages of the body and remember what they cite and whom they name."""
        for page in pages:
            self._pages += 1
            number = self._pages
            for key in page.note_keys:
                self._citing.setdefault(key, []).append(number)
            for _, row in page.rows:
                for name in row.terms:
                    on = self._naming.setdefault(" ".join(name.split()), [])
                    if not on or on[-1] != number:
                        on.append(number)
            yield self._leaf(Section.BODY, page, str(number))

    def _index(self) -> Iterator[Leaf]:
        """Yield the index, in columns."""
        self._naming.pop("", None)
        rows = index_rows(self._setter, self._naming)
        if not rows:
            return
        look = self.look
        self._enter(_INDEX, self._pages + 1, "index")
        opening = section_opening(self._setter, _INDEX, "index")
        sink = sum(row.height for row in opening)
        columns = look.index_columns
        pages = Paginator(replace(look.sheet, sinks=(sink,) * columns))
        pages.add(rows)
        filled = pages.pages()
        for place in range(0, len(filled), columns):
            self._pages += 1
            label = str(self._pages)
            head: list[PlacedRow] = []
            top = look.top
            if place == 0:
                for row in opening:
                    # The index has the full width: its title begins with its first column.
                    head.append((look.left - look.inset, top, row))
                    top += row.height
            for column, page in enumerate(filled[place : place + columns]):
                x = look.left + column * (look.index_shape.width + look.index_gutter)
                head += [(x, top + y, row) for y, row in page.rows]
            head.insert(0, (look.left, look.top, Row(0.0, anchor=page_anchor(label))))
            yield Leaf(Section.BODY, label, tuple(head), self._furniture(label, _INDEX))

    def _front(self) -> Iterator[Leaf]:
        pages = Paginator(self.look.sheet, running=_CONTENTS)
        rows = section_opening(self._setter, _CONTENTS, "contents")
        pages.add([*rows, *contents_rows(self._setter, self._entries)])
        pages.add(reading_rows(self._setter, self._contents))
        pages.add(missing_rows(self._setter))
        for page in pages.pages():
            yield self._leaf(Section.FRONT, page, wording.roman(page.number))

    def _leaf(self, section: Section, page: Page, label: str) -> Leaf:
        look = self.look
        rows: list[PlacedRow] = [(look.left, look.top, Row(0.0, anchor=page_anchor(label)))]
        rows += [(look.left, look.top + y, row) for y, row in page.rows]
        rows += [(look.left, look.top + y, row) for y, row in page.notes]
        furniture = self._furniture(label, page.running)
        if page.notes:
            y = look.top + page.notes[0][0] - look.note_rule_above
            rule = Box(look.inset, 0.0, look.note_rule_width, 0.5, styles.MUTED)
            furniture = (*furniture, (look.left, y, Row(0.5, boxes=(rule,))))
        return Leaf(section, label, tuple(rows), furniture)

    def _furniture(self, label: str, running: str) -> tuple[PlacedRow, ...]:
        """Return the running head and the page number."""
        look = self.look
        width = look.full_width
        title = self._shortened(self._contents.title, look.running_head, 0.45 * width)
        chapter = self._shortened(running, look.running_chapter, 0.45 * width)
        folio = self._shortened(label, look.folio_type, width)
        head = [Placed(look.inset, 0.0, line) for line in title]
        head += [Placed(width - line.width, 0.0, line) for line in chapter]
        foot = [Placed(width - line.width, 0.0, line) for line in folio]
        return (
            (look.left, look.head, Row(0.0, tuple(head))),
            (look.left, look.folio, Row(0.0, tuple(foot))),
        )

    def _shortened(self, words: str, kind: Type, width: float) -> tuple[Line, ...]:
        """Return `words` on one line, cut at a word where they are wider than `width`."""
        known = self._heads.get((words, width))
        if known is None:
            shown = words[:_LONGEST_HEAD]
            left = shown.split()
            known = self._setter.text(shown, kind, _ONE_LINE)
            while known and known[0].width > width:
                left = left[:-1] or [left[0][: len(left[0]) // 2]]
                known = self._setter.text(f"{' '.join(left)} …", kind, _ONE_LINE)
            self._heads[words, width] = known
        return known


def _interludes(setter: Typesetter, chapter: Chapter, place: int) -> list[Row]:
    """Return what the maker says before the quotation at this place of its chapter."""
    return [
        row
        for words in chapter.interludes
        if words.before == place
        for row in interlude_rows(setter, words)
    ]
