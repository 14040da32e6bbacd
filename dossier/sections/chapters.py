"""The chapters: who speaks, a short profile, and the quotations with whose they are.

A quotation stands in marks that hang in the margin; words that were only partly in marks say so
beside their number; reported speech is italic and never in marks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dossier import styles, wording
from dossier.contents import Chapter, Contents, QuotationEntry, SourceEntry
from dossier.layout.lines import Line
from dossier.layout.pages import Box, Placed, Row, stacked
from dossier.layout.text import Measure, Piece
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
        *stacked(name, x=styles.INSET, keep_with_next=True, keep_together=True),
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
    rows = stacked(lines, x=styles.INSET, space=17.0, keep_with_next=True, keep_together=whole) or [
        Row(height=styles.QUOTATION_SHAPE.leading, space=17.0, keep=True)
    ]
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
    rows[0] = beside(rows[0], labels[0], 0.0, baseline=baseline)
    tag = _TAGS[entry.kind]
    if tag:
        (line,) = setter.text(tag, styles.MARGIN_TAG, styles.MARGIN_SHAPE)
        rows[0] = beside(rows[0], line, 0.0, baseline=baseline + styles.MARGIN_SHAPE.leading)
    return rows


def _quoted(entry: QuotationEntry, language: str) -> list[Piece]:
    note = Piece(
        f"\u202f{entry.source + 1}",
        styles.NOTE_NUMBER,
        link=f"#{source_anchor(entry.source)}",
        attached=True,
    )
    text = entry.text.strip()
    if entry.kind is Kind.INDIRECT:
        return [Piece(text, styles.REPORTED), note]
    opening, closing = wording.quotation_marks(text, language)
    return [
        Piece(opening, styles.QUOTATION_MARK, hanging=True),
        Piece(text, styles.QUOTATION),
        Piece(closing, styles.QUOTATION_MARK, attached=True),
        note,
    ]


def _attribution(entry: QuotationEntry, contents: Contents) -> list[Piece]:
    source = contents.sources[entry.source]
    pieces = [Piece(entry.speaker or "Speaker not named", styles.ATTRIBUTION_NAME)]
    if entry.role:
        pieces += [Piece(", ", styles.ATTRIBUTION), Piece(entry.role, styles.ATTRIBUTION_ROLE)]
    facts = [_saying(entry), _when(entry, source), source.outlet or ""]
    pieces += [Piece(f" · {fact}", styles.ATTRIBUTION) for fact in facts if fact]
    return pieces


def _saying(entry: QuotationEntry) -> str:
    """Return cue and addressee as one clause: "told Reuters", "said to the council"."""
    cue = (entry.cue or "").strip()
    if cue.casefold().startswith("according"):
        cue = ""
    if not entry.told_to:
        return cue
    if cue.casefold() in {"told", "tells", "asked", "assured", "informed", "reminded", "urged"}:
        return f"{cue} {entry.told_to}"
    return f"{cue} to {entry.told_to}".strip()


def _when(entry: QuotationEntry, source: SourceEntry) -> str:
    if entry.said_on:
        return wording.day(entry.said_on)
    if source.published_on:
        return f"published {wording.day(source.published_on)}"
    return ""


def _terms(chapter: Chapter, entry: QuotationEntry) -> tuple[str, ...]:
    """Return the names that the index finds at a quotation."""
    speaker = entry.speaker
    if speaker == chapter.title:
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
    days = sorted(_days(entries, sources))
    if days and days[0] == days[-1]:
        facts.append(wording.day(days[0]))
    elif days:
        facts.append(f"{wording.day(days[0])} to {wording.day(days[-1])}")
    first = [Piece(wording.count(len(entries), "quotation"), styles.PROFILE_STRONG)]
    first += [Piece(f" · {fact}", styles.PROFILE) for fact in facts]
    rows = stacked(
        setter.lines(first, styles.PROFILE_SHAPE),
        x=styles.INSET, space=7.0, keep_with_next=True, keep_together=True,
    )  # fmt: skip
    outlets = Counter(
        outlet for entry in entries if (outlet := sources[entry.source].outlet) is not None
    )
    if outlets:
        # Ties in the order of the alphabet, so that equal contents print alike.
        ranked = sorted(outlets.items(), key=lambda item: (-item[1], item[0]))
        named = [name if len(outlets) == 1 else f"{name} ({times:,})" for name, times in ranked[:6]]
        if len(ranked) > 6:
            named.append(wording.count(len(ranked) - 6, "other"))
        rows += stacked(
            setter.text(f"In {wording.listed(named)}", styles.PROFILE, styles.PROFILE_SHAPE),
            x=styles.INSET, keep_with_next=True, keep_together=True,
        )  # fmt: skip
    return rows


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
    return [Row(height=foot + 12.0, lines=tuple(lines), boxes=tuple(boxes), space=8.0, keep=True)]


def _centred(setter: Typesetter, words: str, left: float, width: float, baseline: float) -> Placed:
    line: Line = setter.text(words, styles.CHART_LABEL, _ONE_LINE)[0]
    return Placed(left + (width - line.width) / 2, baseline, line)


def is_short(chapter: Chapter) -> bool:
    """Whether a chapter may share a page with the one before it, if it fits there whole."""
    return len(chapter.quotations) <= _SHORT_CHAPTER
