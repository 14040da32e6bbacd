"""The words of a page with their boxes, joined into runs that no gutter between columns parts.

Units are points (1/72 inch), y grows upwards, as PDF has it. PDFium gives the words in the order of
the content stream. A gutter shows as a strip that stays white over several lines: the gaps between
the words of justified text are as wide, but do not stand above each other.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

HYPHEN = "\u2010"
"""Stands at the end of a run for a hyphen that PDFium found at the end of its line."""

_MOST_CHARACTERS = 200_000  # on one page; a page of newsprint holds 30,000
_LINE_HYPHENS = frozenset(("\x02", "\ufffe"))
_HALVES = re.compile("[\ud800-\udfff]")
_WORD = re.compile("[^\\s\0-\x20\ufffe]+")
_LEAST_LINES = 6
"""Heights of a line over which a strip must stay white to part columns."""

_BIN = 2.0  # points; the grid on which white strips are looked for
_LARGEST_GRID = 2_000
_NARROWEST = 3  # bins
_LEAST_GAP = 0.5
_WIDEST_GAP = 4.0
"""Heights of the letters between two words of one run: at a gutter, and elsewhere."""


@dataclass(slots=True)
class Fragment:
    """A run of words on one line. `opening` is the width of its first word."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    opening: float

    @property
    def size(self) -> float:
        return self.top - self.bottom

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def middle_x(self) -> float:
        return (self.left + self.right) / 2


def fragments_of(page: pdfium.PdfPage) -> tuple[list[Fragment], list[float]]:
    """Return the runs of a page in the order in which the file draws them, and its gutters' x."""
    text_page = page.get_textpage()
    try:
        words = list(_words(text_page.raw))
    finally:
        text_page.close()
    gutters = _gutters(words)
    return list(_joined(words, gutters)), gutters


def _words(text_page: object) -> Iterator[Fragment]:
    letters = _letters(text_page)
    has_halves = _HALVES.search(letters) is not None
    box = _Box(text_page)
    for word in _WORD.finditer(letters):
        text = _whole(word[0]) if has_halves else word[0]
        if letters[word.end() : word.end() + 1] in _LINE_HYPHENS:
            text += HYPHEN
        left, bottom, right, top = box.at(word.start())
        _, end_bottom, end, end_top = box.at(word.end() - 1)
        right = max(right, end)
        yield Fragment(
            text, left, min(bottom, end_bottom), right, max(top, end_top), opening=right - left
        )


def _whole(text: str) -> str:
    """Put the halves of characters beyond the first plane together."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _letters(text_page: object) -> str:
    """Return the page's characters, one for each of PDFium's indices.

    Characters beyond the first plane come as the two halves that UTF-16 makes of them.
    """
    count = min(pdfium_c.FPDFText_CountChars(text_page), _MOST_CHARACTERS)
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium_c.FPDFText_GetText(text_page, 0, count, buffer)
    if written == count + 1:
        return "".join(map(chr, buffer[:count]))
    # Some characters are left out of the text at once; asked for one by one, all are there.
    codes = (pdfium_c.FPDFText_GetUnicode(text_page, index) for index in range(count))
    return "".join(chr(code) if 0 < code <= 0x10FFFF else "\ufffd" for code in codes)


class _Box:
    """Asks PDFium where letters stand; one structure serves for all of a page."""

    def __init__(self, text_page: object) -> None:
        self._text_page = text_page
        self._cell = pdfium_c.FS_RECTF()
        self._reference = ctypes.byref(self._cell)

    def at(self, index: int) -> tuple[float, float, float, float]:
        """Return left, bottom, right, top of the letter's cell, which is alike for all letters."""
        cell = self._cell
        if not pdfium_c.FPDFText_GetLooseCharBox(self._text_page, index, self._reference):
            return 0.0, 0.0, 0.0, 0.0
        left, right, bottom, top = cell.left, cell.right, cell.bottom, cell.top
        if left > right:
            left, right = right, left
        if bottom > top:
            bottom, top = top, bottom
        return left, bottom, right, top


def _gutters(words: Sequence[Fragment]) -> list[float]:
    """Find the strips, between words on both sides, that stay white over several lines."""
    if len(words) < 4 * _LEAST_LINES:
        return []
    height = median(word.size for word in words)
    left, bottom = min(word.left for word in words), min(word.bottom for word in words)
    wide = (max(word.right for word in words) - left) / _BIN
    tall = (max(word.top for word in words) - bottom) / height if height > 0 else 0.0
    if not 0 < wide < _LARGEST_GRID or not 0 < tall < _LARGEST_GRID:
        return []
    inked = np.zeros((int(tall) + 2, int(wide) + 2), dtype=bool)
    for word in words:
        # Descenders and ascenders of the next line must not ink this one: the middle does.
        row = int((word.middle - bottom) / height)
        inked[row, int((word.left - left) / _BIN) : int((word.right - left) / _BIN) + 1] = True
    # Lines of two columns need not stand on one height: a row counts with its neighbour.
    inked[:-1] |= inked[1:]
    has_left = np.logical_or.accumulate(inked, axis=1)
    has_right = np.logical_or.accumulate(inked[:, ::-1], axis=1)[:, ::-1]
    between = ~inked & has_left & has_right
    streak = np.zeros(inked.shape[1], dtype=int)
    longest = streak.copy()
    for white, black in zip(between, inked, strict=True):
        streak = np.where(black, 0, streak + white)
        longest = np.maximum(longest, streak)
    gutters: list[float] = []
    for first, last in _stretches(longest >= _LEAST_LINES):
        if last - first + 1 >= _NARROWEST:
            # Ragged lines leave a strip white for a while; the gutter is where it is white longest.
            strip = longest[first : last + 1]
            gutters.append(
                left + _BIN * (first + float(np.flatnonzero(strip == strip.max()).mean()))
            )
    return gutters


def _stretches(marks: Sequence[bool] | np.ndarray) -> Iterator[tuple[int, int]]:
    """Yield the first and last index of each stretch of true marks."""
    first: int | None = None
    for index, mark in enumerate([*marks, False]):
        if mark and first is None:
            first = index
        elif not mark and first is not None:
            yield first, index - 1
            first = None


def _joined(words: Sequence[Fragment], gutters: Sequence[float]) -> Iterator[Fragment]:
    run: Fragment | None = None
    for word in words:
        if run is not None and _continues(run, word, gutters):
            run.text += f" {word.text}"
            run.right = max(run.right, word.right)
            run.bottom = min(run.bottom, word.bottom)
            run.top = max(run.top, word.top)
        else:
            if run is not None:
                yield run
            run = word
    if run is not None:
        yield run


def _continues(run: Fragment, word: Fragment, gutters: Sequence[float]) -> bool:
    height = max(min(run.size, word.size), 1.0)
    gap = word.left - run.right
    if (
        run.text.endswith(HYPHEN)
        or abs(run.middle - word.middle) >= 0.5 * height
        or not -0.5 * height < gap < _WIDEST_GAP * height
    ):
        return False
    return gap < _LEAST_GAP * height or not any(run.right <= at <= word.left for at in gutters)
