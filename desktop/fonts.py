"""The two faces of the window, at the few sizes it uses.

Inter for the interface, Source Serif 4 for words that were said or printed. Both ship with the
program; the Noto faces stand in for scripts that they lack.
"""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtGui import QFont, QFontDatabase

from resources import FONTS

_FACES = (
    "inter/Inter_400Regular.ttf",
    "inter/Inter_400Regular_Italic.ttf",
    "inter/Inter_500Medium.ttf",
    "inter/Inter_600SemiBold.ttf",
    "source-serif-4/SourceSerif4_400Regular.ttf",
    "source-serif-4/SourceSerif4_400Regular_Italic.ttf",
    "source-serif-4/SourceSerif4_600SemiBold.ttf",
    "noto-naskh-arabic/NotoNaskhArabic_400Regular.ttf",
    "noto-serif-hebrew/NotoSerifHebrew_400Regular.ttf",
    "noto-emoji/NotoEmoji_400Regular.ttf",
)
_STAND_INS = ("Noto Naskh Arabic", "Noto Serif Hebrew", "Noto Emoji")


class Size(IntEnum):
    """Sizes in px; nothing in the window is set in another."""

    TAG = 11
    META = 12
    UI = 13
    LEAD = 14
    READING = 16
    TITLE = 20
    LONG_QUOTE = 22
    QUOTE = 30


def register() -> None:
    """Make the faces known to Qt; call once, after the application object exists."""
    for face in _FACES:
        QFontDatabase.addApplicationFont(str(FONTS / face))


def ui(size: Size = Size.UI, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    return _font("Inter", size, weight)


def serif(
    size: Size = Size.READING,
    weight: QFont.Weight = QFont.Weight.Normal,
    *,
    italic: bool = False,
) -> QFont:
    font = _font("Source Serif 4", size, weight)
    font.setItalic(italic)
    return font


def _font(family: str, size: Size, weight: QFont.Weight) -> QFont:
    font = QFont()
    font.setFamilies([family, *_STAND_INS])
    font.setPixelSize(int(size))
    font.setWeight(weight)
    # Hinting rounds advances to whole pixels: words would be spaced unevenly at 12 and 13 px.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
