"""The chapters: who speaks, a short profile, and the quotations with whose they are.

A quotation stands in marks that hang in the margin; words that were only partly in marks say so
beside their number; reported speech is italic and never in marks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from db.rows import as_spoken
from dossier import styles, wording
from dossier.attribution import UNNAMED, circumstances
from dossier.contents import Chapter, Contents, QuotationEntry, SourceEntry
from dossier.layout import bidi
from dossier.layout.pages import Box, Placed, Row, stacked
from dossier.layout.setting import Line
from dossier.layout.structure import Element, Role
from dossier.layout.text import Measure, Piece, Type
from dossier.sections.typesetting import Typesetter, beside
from extraction.findings import Kind

_TAGS = {Kind.DIRECT: "", Kind.MIXED: "in part", Kind.INDIRECT: "reported"}
_CHECKED = " ✓"
_SHORT_CHAPTER = 10
"""Chapters of more quotations always open a page, so there is no need to measure them first."""
_CHART_YEARS = range(3, 41)
_CHART_LEAST = 8
_CHART_HIGHEST = 3
"""A chart with no year of so many quotations is a row of equal bars, and left out."""
_CHART_HEIGHT = 34.0
_ONE_LINE = Measure(1e6, 8.0)
_GLUED = 48
"""A fact of up to so many letters is kept on one line."""
_WHOLE_LINES = 24
"""A quotation of up to so many lines stands whole on one page."""


def chapter_anchor(index: int) -> str:
    """Return the name of the place where the chapter with this index begins."""
    return f"chapter-{index + 1}"


def quotation_anchor(number: int) -> str:
    """Return the name of the place of quotation `number`, counting from 1 through the dossier."""
    return f"quotation-{number}"


def evidence_anchor(number: int) -> str:
    """Return the name of the place where the evidence for quotation `number` stands."""
    return f"evidence-{number}"


def source_anchor(source: int) -> str:
    """Return the name of the entry under Sources; `source` counts from 0."""
    return f"source-{source + 1}"


def chapter_opening(setter: Typesetter, contents: Contents, index: int) -> list[Row]:
    """Return name, role and profile of a chapter, kept with what follows."""
    chapter = contents.chapters[index]
    title = wording.named(chapter.title, "Unnamed")
    name = setter.text(title, styles.CHAPTER_TITLE, styles.CHAPTER_TITLE_SHAPE)
    subtitle = setter.text(chapter.subtitle, styles.CHAPTER_SUBTITLE, styles.CHAPTER_SUBTITLE_SHAPE)
    rows = [
        Row(
            height=13.0,
            boxes=(Box(styles.INSET, 0.0, 26.0, 2.4, styles.ACCENT),),
            space=46.0,
            keep=True,
            anchor=chapter_anchor(index),
            outline=((title, 1),),
            running=title,
        ),
        *stacked(
            name,
            x=styles.INSET,
            keep_with_next=True,
            keep_together=True,
            element=Element(Role.HEADING, text=title if bidi.is_mixed(title) else ""),
        ),
        *stacked(subtitle, x=styles.INSET, space=1.0, keep_with_next=True, keep_together=True),
    ]
    rows += _profile(setter, chapter, contents.sources)
    rows += _chart(setter, chapter.quotations, contents.sources)
    rows.append(Row(height=16.0, keep=True))
    return rows


def quotation_rows(
    setter: Typesetter, contents: Contents, chapter: Chapter, entry: QuotationEntry, number: int
) -> list[Row]:
    """Return the rows of one quotation of `chapter`, attribution included."""
    lines = setter.lines(_quoted(entry, setter.language), styles.QUOTATION_SHAPE)
    attribution = setter.lines(_attribution(entry, contents), styles.ATTRIBUTION_SHAPE)
    whole = len(lines) <= _WHOLE_LINES
    element = Element(Role.QUOTATION, text=entry.text if bidi.is_mixed(entry.text) else "")
    rows = stacked(
        lines, x=styles.INSET, space=17.0, keep_with_next=True, keep_together=whole, element=element
    ) or [Row(height=styles.QUOTATION_SHAPE.leading, space=17.0, keep=True, element=element)]
    rows += stacked(attribution, x=styles.INSET, space=2.6, keep_together=True)
    rows[0] = replace(rows[0], anchor=quotation_anchor(number), terms=_terms(chapter, entry))
    # The note belongs to the page where the quotation ends: its number stands behind the mark.
    end = max(len(lines) - 1, 0)
    rows[end] = replace(rows[end], notes=(entry.source,))
    return _with_margin(setter, rows, entry, number)


def _with_margin(
    setter: Typesetter, rows: list[Row], entry: QuotationEntry, number: int
) -> list[Row]:
    shown = f"{number}{_CHECKED}" if entry.confirmed else str(number)
    baseline = 0.75 * styles.QUOTATION_SHAPE.leading
    labels = setter.lines(
        (Piece(shown, styles.MARGIN_NUMBER, link=f"#{evidence_anchor(number)}"),),
        styles.MARGIN_SHAPE,
    )
    tag = _TAGS[entry.kind]
    if tag:
        (line,) = setter.text(tag, styles.MARGIN_TAG, styles.MARGIN_SHAPE)
        rows[0] = beside(rows[0], line, 0.0, baseline=baseline + styles.MARGIN_SHAPE.leading)
    rows[0] = beside(rows[0], labels[0], 0.0, baseline=baseline)
    return rows


def _quoted(entry: QuotationEntry, language: str) -> list[Piece]:
    note = Piece(
        f"\u202f{entry.source + 1}",
        styles.NOTE_NUMBER,
        link=f"#{source_anchor(entry.source)}",
        attached=True,
    )
    if entry.kind is Kind.INDIRECT:
        return [Piece(entry.text.strip(), styles.REPORTED), note]
    text = as_spoken(entry.text).lstrip()
    opening, closing = wording.quotation_marks(text, language)
    return [
        Piece(opening, styles.QUOTATION_MARK, hanging=True),
        Piece(text, styles.QUOTATION),
        Piece(closing, styles.QUOTATION_MARK, attached=True),
        note,
    ]


def _attribution(entry: QuotationEntry, contents: Contents) -> list[Piece]:
    source = contents.sources[entry.source]
    pieces = [Piece(entry.speaker or UNNAMED, styles.ATTRIBUTION_NAME)]
    if entry.role:
        pieces += [Piece(", ", styles.ATTRIBUTION), Piece(entry.role, styles.ATTRIBUTION_ROLE)]
    return pieces + _dotted(circumstances(entry, source), styles.ATTRIBUTION)


def _dotted(facts: Sequence[str], kind: Type) -> list[Piece]:
    """Return facts parted by dots; a dot may end a line, never begin one."""
    pieces: list[Piece] = []
    for fact in facts:
        pieces.append(Piece(" ·", kind, attached=True))
        pieces.append(Piece(f" {fact}", kind, glued=len(fact) <= _GLUED))
    return pieces


def _terms(chapter: Chapter, entry: QuotationEntry) -> tuple[str, ...]:
    """Return the names that the index finds at a quotation."""
    speaker = entry.speaker
    if speaker is not None and speaker.casefold() == chapter.title.casefold():
        speaker = chapter.index_as or speaker
    return tuple(name for name in (speaker, entry.told_to) if name)


def _profile(setter: Typesetter, chapter: Chapter, sources: Sequence[SourceEntry]) -> list[Row]:
    entries = chapter.quotations
    if not entries:
        return []
    kinds = Counter(entry.kind for entry in entries)
    parts = [
        f"{kinds[kind]:,} {words}"
        for kind, words in (
            (Kind.DIRECT, "verbatim"), (Kind.MIXED, "in part"), (Kind.INDIRECT, "reported"),
        )
        if kinds[kind]
    ]  # fmt: skip
    checked = sum(entry.confirmed for entry in entries)
    facts = [", ".join(parts)] if len(parts) > 1 or kinds[Kind.DIRECT] == 0 else []
    if checked:
        facts.append("all checked" if checked == len(entries) else f"{checked:,} checked")
    first = [Piece(wording.count(len(entries), "quotation"), styles.PROFILE_STRONG)]
    first += _dotted(facts, styles.PROFILE)
    rows = stacked(
        setter.lines(first, styles.PROFILE_SHAPE),
        x=styles.INSET, space=7.0, keep_with_next=True, keep_together=True,
    )  # fmt: skip
    found = [part for part in (_span(entries, sources), _outlets(entries, sources)) if part]
    if found:
        words = ", ".join(found)
        rows += stacked(
            setter.text(words[0].upper() + words[1:], styles.PROFILE, styles.PROFILE_SHAPE),
            x=styles.INSET, keep_with_next=True, keep_together=True,
        )  # fmt: skip
    return rows


def _span(entries: Sequence[QuotationEntry], sources: Sequence[SourceEntry]) -> str:
    days = sorted(_days(entries, sources))
    if not days:
        return ""
    first, last = wording.day(days[0]), wording.day(days[-1])
    return first if first == last else f"{first} to {last}"


def _outlets(entries: Sequence[QuotationEntry], sources: Sequence[SourceEntry]) -> str:
    outlets = Counter(
        outlet for entry in entries if (outlet := sources[entry.source].outlet) is not None
    )
    if not outlets:
        return ""
    # Ties in the order of the alphabet, so that equal contents print alike.
    ranked = sorted(outlets.items(), key=lambda item: (-item[1], item[0]))
    named = [name if len(outlets) == 1 else f"{name} ({times:,})" for name, times in ranked[:6]]
    if len(ranked) > 6:
        named.append(wording.count(len(ranked) - 6, "other"))
    return f"in {wording.listed(named)}"


def _days(entries: Sequence[QuotationEntry], sources: Sequence[SourceEntry]) -> list[date]:
    days = (entry.said_on or sources[entry.source].published_on for entry in entries)
    return [day for day in days if day is not None]


def _chart(
    setter: Typesetter, entries: Sequence[QuotationEntry], sources: Sequence[SourceEntry]
) -> list[Row]:
    """Return a bar a year, where there are years and quotations enough for it to say something."""
    years = Counter(day.year for day in _days(entries, sources))
    if sum(years.values()) < _CHART_LEAST or len(years) < _CHART_YEARS.start:
        return []
    span = range(min(years), max(years) + 1)
    highest = max(years.values())
    if len(span) not in _CHART_YEARS or highest < _CHART_HIGHEST:
        return []
    step = min(styles.TEXT_WIDTH / len(span), 34.0)
    foot = _CHART_HEIGHT + 8.0
    boxes = [Box(styles.INSET, foot, step * len(span), 0.5, styles.RULE)]
    lines: list[Placed] = []
    for place, year in enumerate(span):
        left = styles.INSET + place * step
        times = years[year]
        if times:
            height = max(_CHART_HEIGHT * times / highest, 1.5)
            boxes.append(Box(left + step * 0.14, foot - height, step * 0.72, height, styles.BAR))
            lines.append(_centred(setter, f"{times:,}", left, step, foot - height - 2.6))
        if step >= 17.0 or (year - span[0]) % 5 == 0:
            shown = str(year) if step >= 17.0 else f"’{year % 100:02}"
            lines.append(_centred(setter, shown, left, step, foot + 8.4))
    told = ", ".join(f"{year}: {years[year]:,}" for year in span if years[year])
    return [
        Row(
            height=foot + 12.0, lines=tuple(lines), boxes=tuple(boxes), space=8.0, keep=True,
            element=Element(Role.FIGURE, f"Quotations by year. {told}"),
        )
    ]  # fmt: skip


def _centred(setter: Typesetter, words: str, left: float, width: float, baseline: float) -> Placed:
    line: Line = setter.text(words, styles.CHART_LABEL, _ONE_LINE)[0]
    return Placed(left + (width - line.width) / 2, baseline, line)


def is_short(chapter: Chapter) -> bool:
    """Whether a chapter may share a page with the one before it, if it fits there whole."""
    return len(chapter.quotations) <= _SHORT_CHAPTER
