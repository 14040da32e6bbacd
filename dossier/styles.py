"""The look: paper, margins, colours, and the type for everything that a dossier says.

Serif for what people said, sans for what we say about it. A `Look` has the measures of one style on
one paper; the classic ones are the measures written here, the others follow from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

from dossier.choices import PageSize, Style
from dossier.fonts import Typeface
from dossier.layout.pages import Sheet
from dossier.layout.text import Breaking, Measure, Type

INK = "1C1B19"
MUTED = "6E6A62"
FAINT = "A39E94"
ACCENT = "8A2B1E"
RULE = "D9D3C7"
PAPER = "FAF8F2"
PAPER_MARK = "EFE9DC"
BAR = "C9A79B"

_PAPERS = {PageSize.A4: (595.28, 841.89), PageSize.LETTER: (612.0, 792.0)}


@dataclass(frozen=True, slots=True)
class _Scale:
    """How a style differs from the classic one."""

    text: float
    """What is quoted, against the classic size."""
    small: float
    """What is said about it."""
    title: float
    space: float
    least: float
    """No letter is smaller, in points."""
    side: float
    """The margins at both sides, the column of the numbers included."""
    inset: float
    """The width of the column of the numbers."""
    head: float
    """The margin over the text."""
    foot: float
    quiet: str
    """The colour of what is said in passing."""


_SCALES = {
    Style.CLASSIC: _Scale(1.0, 1.0, 1.0, 1.0, 5.8, 72.0, 56.0, 98.0, 84.0, FAINT),
    Style.COMPACT: _Scale(0.81, 0.88, 0.74, 0.62, 5.6, 50.0, 44.0, 74.0, 62.0, FAINT),
    Style.LARGE_PRINT: _Scale(1.56, 2.0, 1.3, 1.5, 16.0, 46.0, 86.0, 98.0, 78.0, INK),
}


class Look:
    """Every measure of one style on one paper. Lengths are points, y grows downwards."""

    def __init__(self, style: Style, page_size: PageSize) -> None:
        scale = self._scale = _SCALES[style]
        self.style = style
        self.paper_width, self.paper_height = _PAPERS[page_size]
        spare = (self.paper_width - _PAPERS[PageSize.A4][0]) / 2
        self.left = scale.side + spare
        """The margin column, with a quotation's number, begins here."""
        self.inset = scale.inset
        self.right = self.paper_width - scale.side - spare
        if style is Style.CLASSIC:
            self.right -= 7.28
        self.text_left = self.left + self.inset
        self.text_width = self.right - self.text_left
        self.full_width = self.right - self.left
        self.top = scale.head
        self.bottom = self.paper_height - scale.foot
        self.head = 0.6 * scale.head
        """The baseline of the running head."""
        self.folio = self.paper_height - scale.foot / 2
        """The baseline of the page number."""
        self.sheet = Sheet(
            height=self.bottom - self.top, note_gap=self.gap(22.0), note_space=self.gap(2.0)
        )
        self.note_rule_above = self.gap(9.0)
        """The rule over the notes stands so far above them."""
        self.note_rule_width = 52.0
        self._set_types()
        self._set_shapes()

    def gap(self, classic: float) -> float:
        """Return a distance of the classic style as it is in this one."""
        return classic * self._scale.space

    def small(self, classic: float) -> float:
        """Return a length that goes with small type as it is in this style."""
        return classic * self._scale.small

    def _text(self, face: Typeface, size: float, colour: str = INK) -> Type:
        return Type(face, max(round(size * self._scale.text, 2), self._scale.least), colour)

    def _note(self, face: Typeface, size: float, colour: str = INK, rise: float = 0.0) -> Type:
        shown = max(round(size * self._scale.small, 2), self._scale.least)
        if self._scale.quiet == INK and colour in (MUTED, FAINT):
            colour = INK
        return Type(face, shown, colour, rise)

    def _title(self, face: Typeface, size: float, colour: str = INK) -> Type:
        return Type(face, max(round(size * self._scale.title, 2), self._scale.least), colour)

    def _set_types(self) -> None:
        sans, medium, bold = Typeface.SANS, Typeface.SANS_MEDIUM, Typeface.SANS_SEMIBOLD
        serif, italic, heavy = Typeface.SERIF, Typeface.SERIF_ITALIC, Typeface.SERIF_SEMIBOLD
        text, note, title = self._text, self._note, self._title
        self.quotation = text(serif, 11.6)
        self.reported = text(italic, 11.6)
        self.quotation_mark = text(serif, 11.6, ACCENT)
        rise = 0.42 * self.quotation.size
        number = max(0.57 * self.quotation.size, 5.6)
        self.note_number = Type(medium, number, ACCENT, rise)
        self.attribution = note(sans, 8.0, MUTED)
        self.attribution_name = note(medium, 8.0)
        self.attribution_role = note(Typeface.SANS_ITALIC, 8.0, MUTED)
        self.margin_number = note(medium, 7.6, FAINT)
        self.margin_tag = note(sans, 6.6, FAINT)
        self.section_title = title(heavy, 26.0)
        self.chapter_title = title(heavy, 24.0)
        self.chapter_subtitle = text(italic, 12.6, MUTED)
        self.profile = note(sans, 8.0, MUTED)
        self.profile_strong = note(medium, 8.0)
        self.chart_label = note(sans, 6.2, MUTED)
        self.note = note(sans, 7.2, MUTED)
        self.note_strong = note(medium, 7.2)
        self.note_key = note(medium, 7.2, ACCENT)
        self.interlude = text(serif, 10.6)
        self.body = text(serif, 10.0)
        self.body_muted = text(serif, 10.0, MUTED)
        self.body_italic = text(italic, 10.0, MUTED)
        self.legend = note(sans, 8.0, MUTED)
        self.legend_strong = note(medium, 8.0)
        self.entry = note(sans, 8.2)
        self.entry_strong = note(bold, 8.2)
        self.entry_muted = note(sans, 7.4, MUTED)
        self.entry_link = note(sans, 7.4, ACCENT)
        self.entry_number = note(medium, 8.2, ACCENT)
        self.evidence_place = note(medium, 7.4)
        self.evidence = text(serif, 9.2)
        self.evidence_muted = text(serif, 9.2, MUTED)
        self.credit_line = text(serif, 11.6)
        self.contents_section = note(bold, 8.8)
        self.contents_chapter = text(serif, 11.2)
        self.contents_role = text(italic, 10.2, MUTED)
        self.contents_page = note(sans, 8.4)
        self.index = note(sans, 8.0)
        self.index_page = note(sans, 8.0, MUTED)
        self.index_letter = text(heavy, 11.0, ACCENT)
        self.running_head = note(sans, 7.2, MUTED)
        self.running_chapter = text(italic, 9.2, MUTED)
        self.folio_type = note(medium, 8.0)
        self.cover_mark = Type(heavy, 330.0, PAPER_MARK)
        self.cover_subtitle = text(italic, 16.5, MUTED)
        self.cover_author = note(medium, 10.5)
        self.cover_label = note(sans, 8.4, MUTED)
        self.cover_value = note(sans, 8.4)
        self.pull = title(italic, 17.0, ACCENT)
        self.sheet_quotation = title(serif, 20.0)
        self.sheet_reported = title(italic, 20.0)
        self.sheet_mark = title(serif, 20.0, ACCENT)

    def _set_shapes(self) -> None:
        width, full = self.text_width, self.full_width
        even, balanced = Breaking.EVEN, Breaking.BALANCED

        def shape(kind: Type, leading: float, measure: float = width) -> Measure:
            return Measure(measure, round(kind.size * leading, 2))

        self.quotation_shape = Measure(
            width,
            round(self.quotation.size * 1.448, 2),
            breaking=even,
            hyphenate=True,
            turning=True,
        )
        self.attribution_shape = shape(self.attribution, 1.475)
        self.margin_shape = shape(self.margin_number, 1.184, self.inset - 6)
        self.section_title_shape = Measure(
            full, round(self.section_title.size * 1.23, 2), breaking=balanced
        )
        self.chapter_title_shape = Measure(
            width, round(self.chapter_title.size * 1.208, 2), breaking=balanced
        )
        self.chapter_subtitle_shape = Measure(
            width, round(self.chapter_subtitle.size * 1.35, 2), breaking=balanced
        )
        self.profile_shape = shape(self.profile, 1.525)
        self.note_shape = shape(self.note, 1.417)
        self.body_shape = Measure(
            width, round(self.body.size * 1.4, 2), breaking=even, hyphenate=True, turning=True
        )
        self.interlude_shape = Measure(
            width, round(self.interlude.size * 1.45, 2), breaking=even, hyphenate=True, turning=True
        )
        self.legend_shape = Measure(width, round(self.legend.size * 1.55, 2), hyphenate=True)
        self.entry_shape = shape(self.entry, 1.463)
        self.entry_small_shape = shape(self.entry_muted, 1.486)
        self.evidence_shape = Measure(width, round(self.evidence.size * 1.391, 2), turning=True)
        self.credit_shape = shape(self.credit_line, 1.38)
        self.contents_shape = Measure(
            width - self.small(44.0), round(self.contents_chapter.size * 1.518, 2),
            hanging=self.small(12.0),
        )  # fmt: skip
        self.contact_columns = 2 if self.style is Style.LARGE_PRINT else 3
        self.index_columns = 1 if self.style is Style.LARGE_PRINT else 2
        self.index_gutter = 22.0
        gutters = self.index_gutter * (self.index_columns - 1)
        self.index_shape = Measure(
            (full - gutters) / self.index_columns, round(self.index.size * 1.525, 2),
            hanging=self.small(12.0),
        )  # fmt: skip
        self.cover_subtitle_shape = Measure(
            full, round(self.cover_subtitle.size * 1.333, 2), breaking=balanced
        )
        self.cover_author_shape = shape(self.cover_author, 1.43, full)
        self.cover_label_width = max(self.small(84.0), 7.2 * self.cover_label.size)
        self.cover_value_shape = shape(self.cover_value, 1.55, full - self.cover_label_width)
        self.pull_shape = Measure(
            width, round(self.pull.size * 1.36, 2), breaking=balanced, turning=True
        )
        self.sheet_shape = Measure(
            width, round(self.sheet_quotation.size * 1.42, 2), breaking=even, turning=True
        )

    @cached_property
    def cover_titles(self) -> tuple[tuple[Type, Measure], ...]:
        """The cover's title, from the largest that a short one is set in to the smallest."""
        sizes = ((40.0, 46.0), (31.0, 37.0), (24.0, 29.0), (17.0, 22.0), (11.0, 15.0))
        return tuple(
            (
                Type(Typeface.SERIF_SEMIBOLD, max(size, self._scale.least), INK),
                Measure(
                    self.full_width,
                    max(leading, 1.3 * self._scale.least),
                    breaking=Breaking.BALANCED,
                ),
            )
            for size, leading in sizes
        )


@cache
def look_of(style: Style, page_size: PageSize) -> Look:
    """Return the look of a style on a paper."""
    return Look(style, page_size)
