"""Data that ships with the product, and where to find it.

Paths hold wherever the product runs from: the checkout, an installed wheel, a frozen program.
"""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent

FONTS = _HERE / "fonts"
ICONS = _HERE / "icons"
LEXICONS = _HERE / "lexicons"
MODELS = _HERE / "models"
