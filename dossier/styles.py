"""The look: paper, margins, colours, and the type for everything that a dossier says.

Serif for what people said, sans for what we say about it.
"""

from __future__ import annotations

from dossier.fonts import Typeface
from dossier.layout.pages import Sheet
from dossier.layout.text import Align, Breaking, Measure, Type

PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89
"""A4, in points."""

LEFT = 72.0
"""The margin column, with a quotation's number, begins here."""
TEXT = 128.0
"""The text begins here."""
RIGHT = 516.0
TOP = 98.0
BOTTOM = 758.0
HEAD = 58.0
"""The baseline of the running head."""
FOLIO = 800.0
"""The baseline of the page number."""

TEXT_WIDTH = RIGHT - TEXT
FULL_WIDTH = RIGHT - LEFT
INSET = TEXT - LEFT

SHEET = Sheet(height=BOTTOM - TOP, note_gap=22.0, note_space=2.0)
NOTE_RULE_ABOVE = 9.0
"""The rule over the notes stands so far above them."""
NOTE_RULE_WIDTH = 52.0

INK = "1C1B19"
MUTED = "6E6A62"
FAINT = "A39E94"
ACCENT = "8A2B1E"
RULE = "D9D3C7"
PAPER = "FAF8F2"
PAPER_MARK = "EFE9DC"
BAR = "C9A79B"

QUOTATION = Type(Typeface.SERIF, 11.6, INK)
REPORTED = Type(Typeface.SERIF_ITALIC, 11.6, INK)
QUOTATION_MARK = Type(Typeface.SERIF, 11.6, ACCENT)
NOTE_NUMBER = Type(Typeface.SANS_MEDIUM, 6.6, ACCENT, rise=4.9)
NOTE_NUMBER_SMALL = Type(Typeface.SANS_MEDIUM, 5.8, ACCENT, rise=3.6)
QUOTATION_SHAPE = Measure(TEXT_WIDTH, 16.8, breaking=Breaking.EVEN, hyphenate=True, turning=True)

ATTRIBUTION = Type(Typeface.SANS, 8.0, MUTED)
ATTRIBUTION_NAME = Type(Typeface.SANS_MEDIUM, 8.0, INK)
ATTRIBUTION_ROLE = Type(Typeface.SANS_ITALIC, 8.0, MUTED)
ATTRIBUTION_SHAPE = Measure(TEXT_WIDTH, 11.8)

MARGIN_NUMBER = Type(Typeface.SANS_MEDIUM, 7.6, FAINT)
MARGIN_TAG = Type(Typeface.SANS, 6.6, FAINT)
MARGIN_SHAPE = Measure(INSET - 12, 9.0)

SECTION_TITLE = Type(Typeface.SERIF_SEMIBOLD, 26.0, INK)
SECTION_TITLE_SHAPE = Measure(FULL_WIDTH, 32.0, breaking=Breaking.BALANCED)
CHAPTER_TITLE = Type(Typeface.SERIF_SEMIBOLD, 24.0, INK)
CHAPTER_TITLE_SHAPE = Measure(TEXT_WIDTH, 29.0, breaking=Breaking.BALANCED)
CHAPTER_SUBTITLE = Type(Typeface.SERIF_ITALIC, 12.6, MUTED)
CHAPTER_SUBTITLE_SHAPE = Measure(TEXT_WIDTH, 17.0, breaking=Breaking.BALANCED)
PROFILE = Type(Typeface.SANS, 8.0, MUTED)
PROFILE_STRONG = Type(Typeface.SANS_MEDIUM, 8.0, INK)
PROFILE_SHAPE = Measure(TEXT_WIDTH, 12.2)
CHART_LABEL = Type(Typeface.SANS, 6.2, MUTED)

NOTE = Type(Typeface.SANS, 7.2, MUTED)
NOTE_STRONG = Type(Typeface.SANS_MEDIUM, 7.2, INK)
NOTE_KEY = Type(Typeface.SANS_MEDIUM, 7.2, ACCENT)
NOTE_SHAPE = Measure(TEXT_WIDTH, 10.2)

BODY = Type(Typeface.SERIF, 10.0, INK)
BODY_MUTED = Type(Typeface.SERIF, 10.0, MUTED)
BODY_ITALIC = Type(Typeface.SERIF_ITALIC, 10.0, MUTED)
BODY_SHAPE = Measure(TEXT_WIDTH, 14.0, breaking=Breaking.EVEN, hyphenate=True, turning=True)
LEGEND = Type(Typeface.SANS, 8.0, MUTED)
LEGEND_STRONG = Type(Typeface.SANS_MEDIUM, 8.0, INK)
LEGEND_SHAPE = Measure(TEXT_WIDTH, 12.4, hyphenate=True)

ENTRY = Type(Typeface.SANS, 8.2, INK)
ENTRY_STRONG = Type(Typeface.SANS_SEMIBOLD, 8.2, INK)
ENTRY_MUTED = Type(Typeface.SANS, 7.4, MUTED)
ENTRY_LINK = Type(Typeface.SANS, 7.4, ACCENT)
ENTRY_NUMBER = Type(Typeface.SANS_MEDIUM, 8.2, ACCENT)
ENTRY_SHAPE = Measure(TEXT_WIDTH, 12.0)
ENTRY_SMALL_SHAPE = Measure(TEXT_WIDTH, 11.0)
EVIDENCE_PLACE = Type(Typeface.SANS_MEDIUM, 7.4, INK)
EVIDENCE = Type(Typeface.SERIF, 9.2, INK)
EVIDENCE_MUTED = Type(Typeface.SERIF, 9.2, MUTED)
EVIDENCE_SHAPE = Measure(TEXT_WIDTH, 12.8, turning=True)
CREDIT_LINE = Type(Typeface.SERIF, 11.6, INK)
CREDIT_SHAPE = Measure(TEXT_WIDTH, 16.0)

CONTENTS_SECTION = Type(Typeface.SANS_SEMIBOLD, 8.8, INK)
CONTENTS_CHAPTER = Type(Typeface.SERIF, 11.2, INK)
CONTENTS_ROLE = Type(Typeface.SERIF_ITALIC, 10.2, MUTED)
CONTENTS_PAGE = Type(Typeface.SANS, 8.4, INK)
CONTENTS_SHAPE = Measure(TEXT_WIDTH - 44, 17.0, hanging=12.0)

INDEX = Type(Typeface.SANS, 8.0, INK)
INDEX_PAGE = Type(Typeface.SANS, 8.0, MUTED)
INDEX_LETTER = Type(Typeface.SERIF_SEMIBOLD, 11.0, ACCENT)
INDEX_COLUMNS = 2
INDEX_GUTTER = 22.0
INDEX_SHAPE = Measure(
    (FULL_WIDTH - INDEX_GUTTER * (INDEX_COLUMNS - 1)) / INDEX_COLUMNS, 12.2, hanging=12.0
)

RUNNING_HEAD = Type(Typeface.SANS, 7.2, MUTED)
RUNNING_CHAPTER = Type(Typeface.SERIF_ITALIC, 9.2, MUTED)
FOLIO_TYPE = Type(Typeface.SANS_MEDIUM, 8.0, INK)

COVER_MARK = Type(Typeface.SERIF_SEMIBOLD, 330.0, PAPER_MARK)
COVER_TITLE_SIZES = ((40.0, 46.0), (31.0, 37.0), (24.0, 29.0), (17.0, 22.0), (11.0, 15.0))
COVER_TITLE_HEIGHT = 225.0
COVER_SUBTITLE = Type(Typeface.SERIF_ITALIC, 16.5, MUTED)
COVER_SUBTITLE_SHAPE = Measure(FULL_WIDTH, 22.0, breaking=Breaking.BALANCED)
COVER_AUTHOR = Type(Typeface.SANS_MEDIUM, 10.5, INK)
COVER_AUTHOR_SHAPE = Measure(FULL_WIDTH, 15.0)
COVER_LABEL = Type(Typeface.SANS, 8.4, MUTED)
COVER_VALUE = Type(Typeface.SANS, 8.4, INK)
COVER_VALUE_SHAPE = Measure(FULL_WIDTH - 84.0, 13.0)
COVER_LABEL_WIDTH = 84.0

CENTRED = Align.CENTRE


def title_type(size: float) -> Type:
    """Return the cover title's type at a size that suits its length."""
    return Type(Typeface.SERIF_SEMIBOLD, size, INK)
