"""Contents become a PDF under its final name, or nothing does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dossier.collecting import no_collecting
from dossier.composition import Book
from dossier.contents import Contents
from dossier.drawing import draw
from dossier.errors import Cancelled, DossierError
from dossier.writing import check_place, whole_file

Progress = Callable[[int, int], None]


def render(
    contents: Contents,
    path: Path,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Print `contents` as a PDF at `path`, replacing a file that is there.

    The same contents give the same bytes. `progress` receives steps done and in all; `cancelled` is
    asked between steps, both on the calling thread. Raises `Cancelled` when it says yes, and
    `DossierError` when there is nothing to print or the file cannot be written; then `path` is as
    it was.
    """
    quotations = sum(len(chapter.quotations) for chapter in contents.chapters)
    if not quotations and not contents.photos:
        raise DossierError(
            "There is nothing to print: the selection holds no quotation and no photo credit. "
            "Choose at least one and export again."
        )
    check_place(path)
    steps = _Steps(quotations, progress, cancelled)
    with whole_file(path) as file, no_collecting():
        draw(Book(contents, steps.composed), contents, file, steps.drawn)
    steps.finish()


class _Steps:
    """Counts the work as one number: each quotation is set twice, as text and as evidence."""

    def __init__(
        self, quotations: int, progress: Progress | None, cancelled: Callable[[], bool] | None
    ) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self._done = 0
        self._total = 2 * quotations + 1

    def composed(self) -> None:
        """Count a quotation set."""
        self._done = min(self._done + 1, self._total - 1)
        self.drawn()

    def drawn(self) -> None:
        """Tell how far the work is, and stop it if that is wanted."""
        if self._cancelled is not None and self._cancelled():
            raise Cancelled
        if self._progress is not None:
            self._progress(self._done, self._total)

    def finish(self) -> None:
        if self._progress is not None:
            self._progress(self._total, self._total)
