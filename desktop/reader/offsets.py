"""The one place where code points become UTF-16 units.

The catalogue counts code points, as Python does. Qt's strings, cursors and text layouts count
UTF-16 units, in which a character beyond the basic plane (most emoji, some Han) takes two.
"""

from __future__ import annotations

from bisect import bisect_left

from extraction.findings import Span

# Characters that Qt would change on insertion, so that positions after them would be off: it
# folds "\r\n" into one block, and keeps U+FDD0 and U+FDD1 for its own frame marks. A lone surrogate
# cannot pass into Qt at all.
_REPLACED = {ord("\r"): " ", 0: "\ufffd", 0xFDD0: "\ufffd", 0xFDD1: "\ufffd"}
_REPLACED |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def showable(text: str) -> str:
    """Replace what Qt would alter by something as long, so that every offset keeps its meaning."""
    return text.translate(_REPLACED)


class Utf16Offsets:
    """Translates offsets of one text; each costs a binary search over its wide characters."""

    def __init__(self, text: str) -> None:
        self._wide = [] if text.isascii() else [i for i, c in enumerate(text) if ord(c) > 0xFFFF]

    def unit(self, offset: int) -> int:
        """Return the UTF-16 offset of a code point offset."""
        return offset + bisect_left(self._wide, offset)

    def units(self, span: Span) -> tuple[int, int]:
        """Return start and length of a span, in UTF-16 units."""
        start = self.unit(span.start)
        return start, self.unit(span.end) - start
