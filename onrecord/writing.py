"""A file that is there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from extraction import OnRecordError


class CannotWrite(OnRecordError):
    """A file cannot be written where it was asked for; whatever was there before is untouched."""

    def __init__(self, path: Path, error: OSError) -> None:
        reason = (error.strerror or type(error).__name__).lower()
        super().__init__(
            f"Cannot write “{path}”: {reason}. Choose another place or make room, and try again."
        )


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """Open a UTF-8 text file that takes the name `path` when the block ends without an error.

    Until then it has a temporary name in the same folder; it is on the disk before it is renamed.
    Raises CannotWrite, and leaves no temporary file behind.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise CannotWrite(path, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            try:
                yield file
                file.flush()
                os.fsync(handle)
            except OSError as error:
                raise CannotWrite(path, error) from error
        try:
            temporary.chmod(0o666 & ~_umask())
            temporary.replace(path)
        except OSError as error:
            raise CannotWrite(path, error) from error
    except BaseException:
        with suppress(FileNotFoundError):
            temporary.unlink()
        raise


def _umask() -> int:
    """Return the mask for new files, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
