"""The lines of an office document while they are gathered, with the places where pages begin."""

from __future__ import annotations

from dataclasses import dataclass, field

from extraction.findings import Span
from extraction.readers.characters import cleared


@dataclass(slots=True)
class Flow:
    """Text that grows by lines. A heading is parted from what is above it by an empty line."""

    pieces: list[str] = field(default_factory=list)
    pages: list[int] = field(default_factory=lambda: [0])
    length: int = 0
    turning: bool = False

    def add(self, line: str, *, heading: bool = False) -> Span | None:
        """Add a line and return where it stands; one of white space alone is left out."""
        line = cleared(line.replace("\f", "\n"))[0].strip()
        if not line:
            return None
        if heading and self.pieces:
            self._append("\n")
        span = Span(self.length, self.length + len(line))
        self._append(line + "\n")
        if self.turning:
            self.turning = False
            self.turn_page()
        return span

    def turn_page(self) -> None:
        """Begin a page with the next line."""
        if self.pages[-1] != self.length:
            self.pages.append(self.length)

    def turn_page_after_line(self) -> None:
        """Begin a page after the next line, in which it begins: a line is never cut in two."""
        self.turning = True

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    @property
    def page_starts(self) -> tuple[int, ...]:
        """Where pages begin; empty when the document does not say."""
        starts = tuple(start for start in self.pages if start < self.length)
        return starts if len(starts) > 1 else ()

    def _append(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += len(piece)
