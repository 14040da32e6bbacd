"""Which rules set the pages: only dossiers of one edition can be compared stroke by stroke.

A later program may set the same contents otherwise, and be right. So a PDF says in its data what
set it, and `verification` asks whether the present program is that.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import version

LAYOUT = 1
"""Raised whenever the same contents come out otherwise; a test holds the pages of this one."""

_DECIDING = ("uharfbuzz", "fonttools", "pyphen", "python-bidi")
"""The libraries that decide which glyphs are drawn, where, and what the fonts hold."""


@cache
def edition() -> str:
    """Return the name of the rules that set pages here and now."""
    return ", ".join([f"layout {LAYOUT}", *(f"{name} {version(name)}" for name in _DECIDING)])
