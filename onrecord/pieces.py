"""What an import goes through: files, and in place of an archive or a library the parts of it.

Files are taken apart in a worker, since an archive's directory may be made to break its reader.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from extraction import OnRecordError
from onrecord.files import is_worth_workers, printable, size_of
from onrecord.workers import Died, in_order

_OF_LIBRARIES = frozenset((".json", ".rdf", ".csv"))
"""How the files end that other programs export libraries to."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What becomes one document: a file or a part of one."""

    path: Path
    name: str
    """How people are told of it: “page.html”, “press.zip › page.html”."""
    part: str | None = None
    """The key of the part of the file that is meant, None for all of it."""
    siblings: int = 1
    """How many parts the file has."""

    @property
    def weight(self) -> int:
        """About how many bytes have to be read for it."""
        return size_of(self.path) // self.siblings


def pieces_of(
    files: Sequence[Path], *, stopped: Callable[[], bool] = lambda: False
) -> tuple[Piece, ...]:
    """Return the files, each that holds several documents replaced by its parts.

    One that cannot be taken apart stays itself; whoever reads it says why.
    """
    parted = [file for file in files if _may_have_parts(file)]
    parts: dict[Path, tuple[Piece, ...]] = {}
    if parted:
        with closing(in_order(_parts, parted, processes=1, weight=lambda _path: 0)) as answers:
            told = iter(parted)
            for together in answers:
                parts.update(
                    (path, answer)
                    for answer, path in zip(together, told, strict=False)
                    if not isinstance(answer, Died)
                )
                if stopped():
                    break
    return tuple(
        piece for file in files for piece in parts.get(file) or [Piece(file, printable(file.name))]
    )


def need_workers(files: Collection[Path]) -> bool:
    """Whether to read in processes of their own: all but a few small files of nothing but text."""
    if is_worth_workers(files):
        return True
    from extraction.readers import is_plain_text

    try:
        return not all(is_plain_text(path) for path in files if path.is_file())
    except OSError:
        return False  # whoever reads it says so


def _may_have_parts(path: Path) -> bool:
    """Whether a file looks like an archive or a library; a worker looks again."""
    try:
        if not path.is_file():
            return False
        if path.suffix.lower() in _OF_LIBRARIES:
            return True
        with path.open("rb") as file:
            return file.read(2) == b"PK"
    except OSError:
        return False


def _parts(path: Path) -> tuple[Piece, ...]:
    """List a file's parts, none for what has none or cannot be taken apart. In a worker."""
    from extraction.readers import parts_of

    try:
        parts = parts_of(path)
    except OnRecordError:
        return ()
    whole = printable(path.name)
    return tuple(Piece(path, f"{whole} › {part.name}", part.key, len(parts)) for part in parts)
