"""Which rules set the pages: only dossiers of one edition can be compared stroke by stroke.

A later program may set the same contents otherwise, and be right. So a PDF says in its data what
set it, and `verification` asks whether the present program is that.
"""

from __future__ import annotations

from functools import cache

import bidi
import fontTools
import pyphen
import uharfbuzz

LAYOUT = 2
"""Raised whenever the same contents come out otherwise; a test holds the pages of this one."""

_DECIDING = {
    "uharfbuzz": uharfbuzz.__version__,
    "fonttools": fontTools.version,
    "pyphen": pyphen.__version__,
    "python-bidi": bidi.VERSION,
}
"""The libraries that decide which glyphs are drawn, where, and what the fonts hold."""


@cache
def edition() -> str:
    """Return the name of the rules that set pages here and now."""
    deciding = (f"{name} {version}" for name, version in _DECIDING.items())
    return ", ".join([f"layout {LAYOUT}", *deciding])
