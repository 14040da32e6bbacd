"""Files appear under their names whole, or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from dossier.errors import DossierError


def check_place(path: Path) -> None:
    """Raise `DossierError` if no file can be made at `path`: before the work, not after it."""
    if path.is_dir():
        raise DossierError(
            f"Cannot write “{path.name}”: a folder has that name. Choose another name."
        )
    if not path.parent.is_dir():
        raise DossierError(
            f"Cannot write “{path.name}”: there is no folder “{path.parent}”. "
            "Create it or choose another one."
        )
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise DossierError(_no_rights(path))


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Give a file beside the final name, which it gets when every byte is on the disk.

    Whatever is raised meanwhile leaves `path` as it was, and no other file.
    """
    partial = path.with_name(f".{uuid4().hex}.part")
    try:
        with partial.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise DossierError(_reason(error, path)) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def write_whole(data: bytes, path: Path) -> None:
    """Write a file at once, whole or not at all."""
    with whole_file(path) as file:
        file.write(data)


def _no_rights(path: Path) -> str:
    return (
        f"Cannot write “{path.name}”: you may not write in the folder “{path.parent}”. "
        "Choose another folder."
    )


def _reason(error: OSError, path: Path) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"Cannot write “{path.name}”: the disk is full. Make room or choose another disk."
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return _no_rights(path)
    what = (error.strerror or str(error)).lower()
    return f"Cannot write “{path.name}”: {what}. Choose another place."
