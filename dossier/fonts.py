"""The faces a dossier is set in, and which of them can stand in for another.

The files ship with the product (`resources.FONTS`). A face is read once in a process and never
changes; what a document uses of it is the business of `shaping` and `embedding`.
"""

# uharfbuzz is compiled: mypy sees none of its names.
# mypy: disable-error-code="attr-defined"

from __future__ import annotations

from enum import Enum
from functools import cache

import uharfbuzz

import resources

EM = 1000
"""Units to the em, in every face: what PDF counts in, whatever the file's own grid is."""


class Typeface(Enum):
    """A face, by its file under `resources.FONTS`."""

    SERIF = "source-serif-4/SourceSerif4_400Regular.ttf"
    SERIF_ITALIC = "source-serif-4/SourceSerif4_400Regular_Italic.ttf"
    SERIF_SEMIBOLD = "source-serif-4/SourceSerif4_600SemiBold.ttf"
    SANS = "inter/Inter_400Regular.ttf"
    SANS_ITALIC = "inter/Inter_400Regular_Italic.ttf"
    SANS_MEDIUM = "inter/Inter_500Medium.ttf"
    SANS_SEMIBOLD = "inter/Inter_600SemiBold.ttf"
    ARABIC = "noto-naskh-arabic/NotoNaskhArabic_400Regular.ttf"
    ARABIC_BOLD = "noto-naskh-arabic/NotoNaskhArabic_700Bold.ttf"
    HEBREW = "noto-serif-hebrew/NotoSerifHebrew_400Regular.ttf"
    HEBREW_BOLD = "noto-serif-hebrew/NotoSerifHebrew_700Bold.ttf"
    EMOJI = "noto-emoji/NotoEmoji_400Regular.ttf"

    __hash__ = object.__hash__
    """Members are compared by identity; Enum's own hash runs in Python, a hundred times a line."""

    @property
    def resource(self) -> str:
        """The name by which the contents of a page call the face."""
        return f"/F{_NUMBERS[self]}"


_NUMBERS = {typeface: number for number, typeface in enumerate(Typeface, 1)}

_REGULAR = (Typeface.ARABIC, Typeface.HEBREW, Typeface.EMOJI)
_BOLD = (Typeface.ARABIC_BOLD, Typeface.HEBREW_BOLD, Typeface.EMOJI)

STAND_INS: dict[Typeface, tuple[Typeface, ...]] = {
    Typeface.SERIF: (Typeface.SANS, *_REGULAR),
    Typeface.SERIF_ITALIC: (Typeface.SERIF, Typeface.SANS, *_REGULAR),
    Typeface.SERIF_SEMIBOLD: (Typeface.SANS_SEMIBOLD, *_BOLD),
    Typeface.SANS: (Typeface.SERIF, *_REGULAR),
    Typeface.SANS_ITALIC: (Typeface.SANS, Typeface.SERIF, *_REGULAR),
    Typeface.SANS_MEDIUM: (Typeface.SERIF_SEMIBOLD, *_BOLD),
    Typeface.SANS_SEMIBOLD: (Typeface.SERIF_SEMIBOLD, *_BOLD),
}
"""Where to look, in order, for a character that a face lacks."""


class Face:
    """A face as read from its file: which characters it has, how wide its glyphs are."""

    def __init__(self, typeface: Typeface) -> None:
        blob = uharfbuzz.Blob.from_file_path(str(resources.FONTS / typeface.value))
        self.typeface = typeface
        self.hb_face = uharfbuzz.Face(blob)
        self.hb_font = uharfbuzz.Font(self.hb_face)
        self.hb_font.scale = (EM, EM)
        self.characters: frozenset[int] = frozenset(self.hb_face.unicodes)
        extents = self.hb_font.get_font_extents("ltr")
        self.ascender: int = extents.ascender
        self.descender: int = extents.descender
        self.glyph_count: int = self.hb_face.glyph_count
        self.pairs: dict[tuple[str, str], int | None] = {}
        """How far kerning moves two letters, as `shaping` found it; None where they join."""
        self._advances: dict[int, int] = {}

    def advance(self, glyph: int) -> int:
        """Return the glyph's own width, kerning apart, in thousandths of an em."""
        width = self._advances.get(glyph)
        if width is None:
            width = self._advances[glyph] = int(self.hb_font.get_glyph_h_advance(glyph))
        return width

    def glyph(self, character: str) -> int:
        """Return the glyph of a character that the face has."""
        return int(self.hb_font.get_nominal_glyph(ord(character)))


@cache
def face(typeface: Typeface) -> Face:
    """Read a face, or return it if it was read before."""
    return Face(typeface)
