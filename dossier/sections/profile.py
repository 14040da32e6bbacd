"""A chapter at a glance: how many quotations of which kind, from when to when, by whom, by year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from dossier import styles, wording
from dossier.choices import Composition
from dossier.contents import Chapter, Contents, QuotationEntry
from dossier.layout.pages import Box, Placed, Row, stacked
from dossier.layout.structure import Element, Role
from dossier.layout.text import Measure, Piece
from dossier.sections.typesetting import Typesetter
from extraction.findings import Kind
from extraction.wording import counted, long_day

_CHART_YEARS = range(3, 41)
_CHART_LEAST = 8
_CHART_HIGHEST = 3
"""A chart with no year of so many quotations is a row of equal bars, and left out."""
_CHART_HEIGHT = 34.0
_WIDEST_YEAR = 34.0
_ONE_LINE = Measure(1e6, 8.0)
_NAMED = 6
_SHORT_NAME = 30
_KINDS = ((Kind.DIRECT, "verbatim"), (Kind.MIXED, "in part"), (Kind.INDIRECT, "reported"))


def profile_rows(setter: Typesetter, contents: Contents, chapter: Chapter) -> list[Row]:
    """Return counts, days, and outlets; of a chapter that is no person's, who speaks in it."""
    entries = chapter.quotations
    if not entries:
        return []
    look = setter.look
    kinds = Counter(entry.kind for entry in entries)
    parts = [f"{kinds[kind]:,} {words}" for kind, words in _KINDS if kinds[kind]]
    checked = sum(entry.confirmed for entry in entries)
    facts = [", ".join(parts)] if len(parts) > 1 else []
    if len(parts) == 1 and not kinds[Kind.DIRECT]:
        facts = [
            words if len(entries) == 1 else f"all {words}" for kind, words in _KINDS if kinds[kind]
        ]
    if checked:
        facts.append("all checked" if checked == len(entries) else f"{checked:,} checked")
    first = [Piece(counted(len(entries), "quotation"), look.profile_strong)]
    first += [Piece(f" · {fact}", look.profile) for fact in facts]
    rows = stacked(
        setter.lines(first, look.profile_shape),
        x=look.inset, space=look.gap(7.0), keep_with_next=True, keep_together=True,
    )  # fmt: skip
    found = [part for part in (_span(contents, entries), _company(contents, chapter)) if part]
    if found:
        words = ", ".join(found)
        rows += stacked(
            setter.text(words[0].upper() + words[1:], look.profile, look.profile_shape),
            x=look.inset, keep_with_next=True, keep_together=True,
        )  # fmt: skip
    return rows


def chart_rows(setter: Typesetter, contents: Contents, chapter: Chapter) -> list[Row]:
    """Return a bar a year, where there are years and quotations enough for it to say something."""
    years = Counter(day.year for day in _days(contents, chapter.quotations))
    if sum(years.values()) < _CHART_LEAST or len(years) < _CHART_YEARS.start:
        return []
    span = range(min(years), max(years) + 1)
    highest = max(years.values())
    if len(span) not in _CHART_YEARS or highest < _CHART_HIGHEST:
        return []
    look = setter.look
    label = look.chart_label.size
    step = min(look.text_width / len(span), max(_WIDEST_YEAR, 3.2 * label))
    tall = look.gap(_CHART_HEIGHT)
    foot = tall + 1.3 * label
    boxes = [Box(look.inset, foot, step * len(span), 0.5, styles.RULE)]
    lines: list[Placed] = []
    whole_years = step >= 2.7 * label
    for place, year in enumerate(span):
        left = look.inset + place * step
        times = years[year]
        if times:
            height = max(tall * times / highest, 1.5)
            boxes.append(Box(left + step * 0.14, foot - height, step * 0.72, height, styles.BAR))
            if whole_years or times == highest:
                lines.append(_centred(setter, f"{times:,}", left, step, foot - height - 2.6))
        if whole_years or (year - span[0]) % 5 == 0:
            shown = str(year) if whole_years else f"’{year % 100:02}"
            lines.append(_centred(setter, shown, left, step, foot + 1.36 * label))
    told = ", ".join(f"{year}: {years[year]:,}" for year in span if years[year])
    return [
        Row(
            height=foot + 1.94 * label, lines=tuple(lines), boxes=tuple(boxes),
            space=look.gap(8.0), keep=True,
            element=Element(Role.FIGURE, f"Quotations by year. {told}"),
        )
    ]  # fmt: skip


def _span(contents: Contents, entries: Sequence[QuotationEntry]) -> str:
    days = sorted(_days(contents, entries))
    if not days:
        return ""
    first, last = long_day(days[0]), long_day(days[-1])
    return first if first == last else f"{first} to {last}"


def _company(contents: Contents, chapter: Chapter) -> str:
    """Return the outlets that quote a person, or the people whom any other chapter quotes."""
    if contents.composition is Composition.BY_PERSON:
        sources = (contents.sources[entry.source].outlet for entry in chapter.quotations)
        return _ranked("in", sources)
    return _ranked("by", (entry.speaker for entry in chapter.quotations))


def _ranked(word: str, names: Iterable[str | None]) -> str:
    times = Counter(name for name in names if name)
    if not times:
        return ""
    # Ties in the order of the alphabet, so that equal contents print alike.
    ranked = sorted(times.items(), key=lambda item: (-item[1], item[0]))
    named = [
        _glued(name) if len(times) == 1 else f"{_glued(name)}\u00a0({number:,})"
        for name, number in ranked[:_NAMED]
    ]
    if len(ranked) > _NAMED:
        named.append(counted(len(ranked) - _NAMED, "other"))
    return f"{word} {wording.listed(named)}"


def _glued(name: str) -> str:
    """Keep a short name on one line, so that it reads as one among others."""
    return name.replace(" ", "\u00a0") if len(name) <= _SHORT_NAME else name


def _days(contents: Contents, entries: Sequence[QuotationEntry]) -> list[date]:
    days = (entry.said_on or contents.sources[entry.source].published_on for entry in entries)
    return [day for day in days if day is not None]


def _centred(setter: Typesetter, words: str, left: float, width: float, baseline: float) -> Placed:
    line = setter.text(words, setter.look.chart_label, _ONE_LINE)[0]
    return Placed(left + (width - line.width) / 2, baseline, line)
