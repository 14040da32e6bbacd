"""The front matter: the cover, the list of contents, and how to read what follows."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from db.rows import INTERRUPTION
from dossier import styles, wording
from dossier.contents import Contents
from dossier.fonts import face
from dossier.layout.pages import Box, Placed, Row, stacked
from dossier.layout.setting import Line
from dossier.layout.structure import Element, Role
from dossier.layout.text import Measure, Piece
from dossier.sections.typesetting import Typesetter, beside
from extraction.findings import Kind
from extraction.wording import counted, long_day

_TITLE_TOP = 0.28
"""Of the height of the paper."""
_FACTS_ABOVE_FOOT = 80.0
_TITLE_HEIGHT = 0.26
_OVER_FACTS = 36.0
"""So much stays free between the title and what is said of the dossier."""
_MARK_TOP = 60.0
_ONE_LINE = Measure(1e6, 1.0)
_DOT_PITCH = 4.2


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the list of contents."""

    title: str
    role: str
    page: int
    anchor: str
    is_section: bool


def cover_rows(setter: Typesetter, contents: Contents) -> list[tuple[float, Row]]:
    """Return the rows of the cover with their distance from the head of the paper."""
    look = setter.look
    title_top = _TITLE_TOP * look.paper_height
    placed: list[tuple[float, Row]] = []
    mark = setter.text("“", look.cover_mark, _ONE_LINE)
    rise = face(look.cover_mark.typeface).ascender / 1000 * look.cover_mark.size
    placed.append((_MARK_TOP, Row(rise, (Placed(-20.0, 0.66 * rise, mark[0]),))))
    placed.append((title_top - 22.0, Row(3.2, boxes=(Box(0, 0, 40.0, 3.2, styles.ACCENT),))))
    y = title_top
    title = _title(setter, wording.named(contents.title, "Untitled"))
    blocks = [stacked(title, element=setter.element(Role.TITLE, contents.title))]
    if contents.subtitle:
        shape = look.cover_subtitle_shape
        lines = setter.text(contents.subtitle, look.cover_subtitle, shape)
        blocks.append(stacked(_cut(lines, 3), space=8.0))
    if contents.author:
        lines = setter.text(contents.author, look.cover_author, look.cover_author_shape)
        blocks.append(stacked(_cut(lines, 2), space=18.0))
    facts = [row for label, value in _facts(contents) for row in _fact(setter, label, value)]
    top = look.paper_height - _FACTS_ABOVE_FOOT - sum(row.height for row in facts)
    for row in (row for block in blocks for row in block):
        y += row.space
        if y + row.height > top - _OVER_FACTS:
            break
        placed.append((y, row))
        y += row.height
    y = top
    placed.append((y - 12.0, Row(0.5, boxes=(Box(0, 0, look.full_width, 0.5, styles.RULE),))))
    for row in facts:
        placed.append((y, row))
        y += row.height
    return placed


def heading_rows(setter: Typesetter, contents: Contents) -> list[Row]:
    """Return the head of a dossier that has no cover: title, who made it when, and of what."""
    look = setter.look
    title = wording.named(contents.title, "Untitled")
    lines = _cut(setter.text(title, look.section_title, look.section_title_shape), 3)
    rule = Box(0.0, 0.0, 40.0, 3.2, styles.ACCENT)
    rows = [Row(18.0, boxes=(rule,), keep=True, outline=((title, 0),), anchor="contents")]
    rows += stacked(lines, keep_with_next=True, element=setter.element(Role.TITLE, title))
    facts = [contents.subtitle, contents.author, long_day(contents.compiled_on)]
    photographs = counted(len(contents.photos), "photograph").replace(" ", "\u00a0")
    facts += [contents.selection, photographs]
    said = " · ".join(fact for fact in facts if fact)
    shape = Measure(look.full_width, look.legend_shape.leading)
    told = _cut(setter.text(said, look.legend, shape), 4)
    rows += stacked(told, space=look.gap(4.0), keep_with_next=True)
    return rows


def _title(setter: Typesetter, title: str) -> Sequence[Line]:
    """Set the title as large as its length allows."""
    lines: Sequence[Line] = ()
    height = _TITLE_HEIGHT * setter.look.paper_height
    for kind, shape in setter.look.cover_titles:
        lines = setter.text(title, kind, shape)
        if len(lines) * shape.leading <= height and (len(lines) <= 4 or kind.size < 30):
            return lines
    return _cut(lines, int(height / shape.leading))


def _cut(lines: Sequence[Line], most: int) -> Sequence[Line]:
    """Keep what a cover has room for; the document's properties hold the whole."""
    return lines[:most]


def _facts(contents: Contents) -> list[tuple[str, str]]:
    quotations = [entry for chapter in contents.chapters for entry in chapter.quotations]
    checked = sum(entry.confirmed for entry in quotations)
    outlets = {source.outlet for source in contents.sources if source.outlet}
    holds = [counted(len(quotations), "quotation")]
    if contents.photos:
        holds.append(counted(len(contents.photos), "photo credit"))
    sources = counted(len(contents.sources), "article")
    if outlets:
        sources += f" from {counted(len(outlets), 'outlet')}"
    return [
        ("Compiled", long_day(contents.compiled_on)),
        ("Selection", contents.selection or "Everything"),
        ("Contents", " · ".join(holds)),
        ("Checked", f"{checked:,} of {len(quotations):,} by a person"),
        ("Sources", sources),
        ("Fingerprint", wording.grouped(contents.fingerprint, groups=6)),
    ]


def _fact(setter: Typesetter, label: str, value: str) -> list[Row]:
    look = setter.look
    name = setter.text(label, look.cover_label, look.cover_value_shape)[0]
    lines = _cut(setter.text(value, look.cover_value, look.cover_value_shape), 5)
    rows = stacked(lines, x=look.cover_label_width)
    if not rows:
        return []
    return [beside(rows[0], name, 0.0, baseline=rows[0].lines[0].baseline), *rows[1:]]


def contents_rows(setter: Typesetter, entries: Sequence[ContentsEntry]) -> list[Row]:
    """Return the list of contents, each entry linked, with leaders to its page."""
    rows: list[Row] = []
    before: ContentsEntry | None = None
    for entry in entries:
        space = 0.0
        if before is not None and (entry.is_section or before.is_section):
            space = setter.look.gap(9.0)
        rows += _contents_entry(setter, entry, space)
        before = entry
    return rows


def _contents_entry(setter: Typesetter, entry: ContentsEntry, space: float) -> list[Row]:
    look = setter.look
    link = f"#{entry.anchor}"
    kind = look.contents_section if entry.is_section else look.contents_chapter
    pieces = [Piece(entry.title, kind, link=link)]
    if entry.role:
        pieces.append(Piece(f", {entry.role}", look.contents_role, link=link))
    lines = setter.lines(pieces, look.contents_shape)
    element = Element(Role.CONTENTS_ENTRY)
    rows = stacked(lines, x=look.inset, space=space, keep_together=True, element=element)
    number = setter.lines((Piece(str(entry.page), look.contents_page, link=link),), _ONE_LINE)[0]
    last = rows[-1]
    baseline = last.lines[0].baseline
    right = look.full_width - number.width
    dots = () if entry.is_section else _leader(look.inset + lines[-1].width, right, baseline)
    rows[-1] = last._replace(lines=(*last.lines, Placed(right, baseline, number)), boxes=dots)
    return rows


def _leader(left: float, right: float, baseline: float) -> tuple[Box, ...]:
    """Return dots on a common grid, so that those of all lines stand under each other."""
    first = int((left + 7.0) / _DOT_PITCH) + 1
    last = int((right - 5.0) / _DOT_PITCH)
    return tuple(
        Box(place * _DOT_PITCH, baseline - 0.9, 0.9, 0.9, styles.FAINT)
        for place in range(first, last + 1)
    )


def reading_rows(setter: Typesetter, contents: Contents) -> list[Row]:
    """Return a few lines that say how to read the dossier; only what occurs in it."""
    look = setter.look
    entries = [entry for chapter in contents.chapters for entry in chapter.quotations]
    kinds = {entry.kind for entry in entries}
    told: list[tuple[str, str]] = []
    if kinds & {Kind.DIRECT, Kind.MIXED}:
        told.append(("In quotation marks", "words that stand in quotation marks in the source."))
    if Kind.MIXED in kinds:
        told.append(("In part", "marked words inside a sentence of the reporter’s own."))
    if Kind.INDIRECT in kinds:
        told.append(("Italic, reported", "what was said, in the reporter’s words: no quotation."))
    if any(INTERRUPTION in entry.text for entry in entries):
        meant = "here the source has words of the reporter’s own, or this same mark."
        told.append((INTERRUPTION.strip(), meant))
    if any(entry.confirmed for entry in entries):
        told.append(("✓", "checked against the source by a person."))
    told.append(("Raised numbers", "the source, named at the foot of the page and under Sources."))
    rows: list[Row] = []
    for index, (term, meaning) in enumerate(told):
        pieces = (Piece(term, look.legend_strong), Piece(f" – {meaning}", look.legend))
        rows += stacked(
            setter.lines(pieces, look.legend_shape),
            x=look.inset, space=look.gap(34.0) if index == 0 else 0.0,
            keep_together=True, keep_with_next=index < len(told) - 1,
        )  # fmt: skip
    return rows


def missing_rows(setter: Typesetter) -> list[Row]:
    """List the characters that no face has; they stand in the text as their code points."""
    missing = sorted(setter.shaper.missing)
    if not missing:
        return []
    look = setter.look
    named = "; ".join(f"U+{ord(mark):04X}{_name(mark)}" for mark in missing)
    pieces = (
        Piece("Shown as code points, for want of a letter: ", look.legend_strong),
        Piece(f"{named}.", look.legend),
    )
    return stacked(setter.lines(pieces, look.legend_shape), x=look.inset, space=look.gap(14.0))


def _name(character: str) -> str:
    """Return a character's name behind a space; nothing where that is its code point again."""
    name = unicodedata.name(character, "unnamed").lower()
    return "" if name.endswith(f"-{ord(character):x}") else f" {name}"
