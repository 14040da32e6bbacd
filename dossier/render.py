"""Contents become a PDF under its final name, or nothing does."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from dossier.composition import compose
from dossier.contents import Contents
from dossier.drawing import draw
from dossier.errors import Cancelled, DossierError

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
    _check_folder(path)
    steps = _Steps(quotations, progress, cancelled)
    book = compose(contents, steps.composed)
    steps.begin_drawing(len(book.leaves))
    _write(draw(book, contents, steps.drawn), path)
    steps.finish()


class _Steps:
    """Counts the work as one number: each quotation set twice (text, evidence), then each page."""

    def __init__(
        self, quotations: int, progress: Progress | None, cancelled: Callable[[], bool] | None
    ) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self._done = 0
        self._composing = 2 * quotations
        # Drawing takes about a third of the time; how many pages there are is not yet known.
        self._total = 3 * quotations + 1
        self._pages = self._drawn = 0

    def composed(self) -> None:
        self._done += 1
        self._tell()

    def begin_drawing(self, pages: int) -> None:
        self._pages = pages
        self._done = self._composing

    def drawn(self) -> None:
        self._drawn += 1
        share = (self._total - 1 - self._composing) * self._drawn // self._pages
        self._done = self._composing + share
        self._tell()

    def finish(self) -> None:
        if self._progress is not None:
            self._progress(self._total, self._total)

    def _tell(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Cancelled
        if self._progress is not None:
            self._progress(self._done, self._total)


def _check_folder(path: Path) -> None:
    """Say what is wrong with the place before the work, not after it."""
    folder = path.parent
    if path.is_dir():
        raise DossierError(
            f"Cannot write “{path.name}”: a folder has that name. Choose another name."
        )
    if not folder.is_dir():
        raise DossierError(
            f"Cannot write “{path.name}”: there is no folder “{folder}”. "
            "Create it or choose another one."
        )
    if not os.access(folder, os.W_OK | os.X_OK):
        raise DossierError(_no_rights(path))


def _no_rights(path: Path) -> str:
    return (
        f"Cannot write “{path.name}”: you may not write in the folder “{path.parent}”. "
        "Choose another folder."
    )


def _write(data: bytes, path: Path) -> None:
    """Write beside the final name, and rename once every byte is on the disk."""
    partial = path.with_name(f".{uuid4().hex}.part")
    try:
        with partial.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise DossierError(_reason(error, path)) from error


def _reason(error: OSError, path: Path) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"Cannot write “{path.name}”: the disk is full. Make room or choose another disk."
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return _no_rights(path)
    return (
        f"Cannot write “{path.name}”: {(error.strerror or str(error)).lower()}. "
        "Choose another place."
    )
