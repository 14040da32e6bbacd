"""The chapters: who speaks, a short profile, and the quotations with whose they are.

A quotation stands in marks that hang in the margin; words that were only partly in marks say so
beside their number; reported speech is italic and never in marks. What the dossier's maker says
between quotations stands beside a rule.
"""

from __future__ import annotations

from collections.abc import Sequence

from db.rows import INTERRUPTION, as_spoken
from dossier import styles, wording
from dossier.attribution import circumstances, speaker_first
from dossier.contents import Chapter, Contents, Interlude, QuotationEntry
from dossier.layout.pages import Box, Row, stacked
from dossier.layout.structure import Role
from dossier.layout.text import Piece, Type
from dossier.sections.anchors import (
    chapter_anchor,
    evidence_anchor,
    quotation_anchor,
    source_anchor,
)
from dossier.sections.profile import chart_rows, profile_rows
from dossier.sections.typesetting import Typesetter, beside
from extraction.findings import Kind

TAGS = {Kind.DIRECT: "", Kind.MIXED: "in part", Kind.INDIRECT: "reported"}
_CHECKED = " ✓"
_SHORT_CHAPTER = 10
"""Chapters of more quotations always open a page, so there is no need to measure them first."""
_GLUED = 48
"""A fact of up to so many letters is kept on one line."""
_WHOLE_LINES = 24
"""A quotation of up to so many lines stands whole on one page."""
_PULLED_FROM = 6
"""A chapter of so many quotations shows one of them large."""
_PULLED = range(36, 150)
"""How many letters such a quotation has."""
_BEST_PULLED = 90


def chapter_opening(setter: Typesetter, contents: Contents, index: int, first: int) -> list[Row]:
    """Return head, profile and pull quotation of a chapter, kept with what follows.

    `first` is the number of its first quotation.
    """
    look = setter.look
    chapter = contents.chapters[index]
    title = wording.named(chapter.title, "Unnamed")
    name = setter.text(title, look.chapter_title, look.chapter_title_shape)
    subtitle = setter.text(chapter.subtitle, look.chapter_subtitle, look.chapter_subtitle_shape)
    rows = [
        Row(
            height=13.0,
            boxes=(Box(look.inset, 0.0, 26.0, 2.4, styles.ACCENT),),
            space=look.gap(46.0),
            keep=True,
            anchor=chapter_anchor(index),
            outline=((title, 1),),
            running=title,
        ),
        *stacked(
            name,
            x=look.inset,
            keep_with_next=True,
            keep_together=True,
            element=setter.element(Role.HEADING, title),
        ),
        *stacked(subtitle, x=look.inset, space=1.0, keep_with_next=True, keep_together=True),
    ]
    rows += profile_rows(setter, contents, chapter)
    rows += chart_rows(setter, contents, chapter)
    rows += _pull_rows(setter, chapter, first)
    rows.append(Row(height=look.gap(16.0), keep=True))
    return rows


def quotation_rows(
    setter: Typesetter, contents: Contents, chapter: Chapter, entry: QuotationEntry, number: int
) -> list[Row]:
    """Return the rows of one quotation of `chapter`, attribution included."""
    look = setter.look
    shape = look.quotation_shape
    quoted = quoted_pieces(
        setter, entry, look.quotation, look.reported, look.quotation_mark, look.note_number
    )
    lines = setter.lines(quoted, shape, entry.language)
    attribution = setter.lines(_attribution(setter, entry, contents), look.attribution_shape)
    whole = len(lines) <= _WHOLE_LINES
    element = setter.element(Role.QUOTATION, entry.text, entry.language)
    rows = stacked(
        lines, x=look.inset, space=look.gap(17.0), keep_with_next=True, keep_together=whole,
        element=element,
    ) or [Row(height=shape.leading, space=look.gap(17.0), keep=True, element=element)]  # fmt: skip
    rows += stacked(attribution, x=look.inset, space=look.gap(2.6), keep_together=True)
    rows[0] = rows[0]._replace(anchor=quotation_anchor(number), terms=_terms(chapter, entry))
    # The note belongs to the page where the quotation ends: its number stands behind the mark.
    end = max(len(lines) - 1, 0)
    rows[end] = rows[end]._replace(notes=(entry.source,))
    return _with_margin(setter, rows, entry, number)


def interlude_rows(setter: Typesetter, interlude: Interlude) -> list[Row]:
    """Return a paragraph of the maker's own, with a rule beside it, kept with what follows."""
    look = setter.look
    lines = setter.text(interlude.text, look.interlude, look.interlude_shape)
    rows = stacked(
        lines, x=look.inset, space=look.gap(19.0), keep_with_next=True,
        element=setter.element(Role.PARAGRAPH, interlude.text),
    )  # fmt: skip
    rule = Box(look.inset - 14.0, 1.0, 1.2, look.interlude_shape.leading, styles.BAR)
    return [row._replace(boxes=(rule,)) for row in rows]


def quoted_pieces(
    setter: Typesetter, entry: QuotationEntry, plain: Type, reported: Type, mark: Type, note: Type
) -> list[Piece]:
    """Return a quotation in its marks, or reported speech without, and the number of its note."""
    link = f"#{source_anchor(entry.source)}"
    number = Piece(f"\u202f{entry.source + 1}", note, link=link, attached=True)
    if entry.kind is Kind.INDIRECT:
        return [Piece(entry.text.strip(), reported), number]
    text = as_spoken(entry.text).lstrip()
    opening, closing = wording.quotation_marks(text, setter.language)
    return [
        Piece(opening, mark, hanging=True),
        Piece(text, plain),
        Piece(closing, mark, attached=True),
        number,
    ]


def dotted(facts: Sequence[str], kind: Type) -> list[Piece]:
    """Return facts parted by dots; a dot may end a line, never begin one."""
    pieces: list[Piece] = []
    dot = Piece(" ·", kind, attached=True)
    for fact in facts:
        pieces.append(dot)
        pieces.append(Piece(f" {fact}", kind, glued=len(fact) <= _GLUED))
    return pieces


def is_short(chapter: Chapter) -> bool:
    """Whether a chapter may share a page with the one before it, if it fits there whole."""
    return len(chapter.quotations) <= _SHORT_CHAPTER


def _with_margin(
    setter: Typesetter, rows: list[Row], entry: QuotationEntry, number: int
) -> list[Row]:
    look = setter.look
    shown = f"{number}{_CHECKED}" if entry.confirmed else str(number)
    baseline = 0.75 * look.quotation_shape.leading
    link = f"#{evidence_anchor(number)}"
    labels = setter.lines((Piece(shown, look.margin_number, link=link),), look.margin_shape)
    tag = TAGS[entry.kind]
    if tag:
        (line,) = setter.text(tag, look.margin_tag, look.margin_shape)
        rows[0] = beside(rows[0], line, 0.0, baseline=baseline + look.margin_shape.leading)
    rows[0] = beside(rows[0], labels[0], 0.0, baseline=baseline)
    return rows


def _attribution(setter: Typesetter, entry: QuotationEntry, contents: Contents) -> list[Piece]:
    look = setter.look
    source = contents.sources[entry.source]
    pieces = [Piece(speaker_first(entry), look.attribution_name)]
    if entry.role:
        pieces += [Piece(", ", look.attribution), Piece(entry.role, look.attribution_role)]
    return pieces + dotted(circumstances(entry, source), look.attribution)


def _terms(chapter: Chapter, entry: QuotationEntry) -> tuple[str, ...]:
    """Return the names that the index finds at a quotation."""
    speaker = entry.index_as or entry.speaker
    if entry.speaker is not None and entry.speaker.casefold() == chapter.title.casefold():
        speaker = chapter.index_as or speaker
    told = entry.told_to
    if told is not None and told.islower():
        told = None  # "told the crowd" names nobody.
    return tuple(name for name in (speaker, told) if name)


def _pull_rows(setter: Typesetter, chapter: Chapter, first: int) -> list[Row]:
    """Return one of the chapter's quotations, large: verbatim, in one, and checked if any is.

    It is there for the eye: readers of the text meet it at its own place.
    """
    if len(chapter.quotations) < _PULLED_FROM:
        return []
    fit = [
        (not entry.confirmed, abs(len(entry.text) - _BEST_PULLED), place)
        for place, entry in enumerate(chapter.quotations)
        if entry.kind is Kind.DIRECT and len(entry.text) in _PULLED
        if INTERRUPTION not in entry.text
    ]
    if not fit:
        return []
    place = min(fit)[2]
    entry = chapter.quotations[place]
    look = setter.look
    text = as_spoken(entry.text).strip()
    opening, closing = wording.quotation_marks(text, setter.language)
    pieces = (
        Piece(opening, look.pull, hanging=True),
        Piece(text, look.pull),
        Piece(closing, look.pull, attached=True),
    )
    rows = stacked(
        setter.lines(pieces, look.pull_shape, entry.language),
        x=look.inset, space=look.gap(20.0), keep_with_next=True, keep_together=True,
    )  # fmt: skip
    whose = "" if entry.speaker == chapter.title else f"{speaker_first(entry)}, "
    rows += stacked(
        setter.text(f"{whose}quotation {first + place}", look.attribution, look.attribution_shape),
        x=look.inset, space=look.gap(3.0), keep_with_next=True, keep_together=True,
    )  # fmt: skip
    return [row._replace(element=None) for row in rows]
