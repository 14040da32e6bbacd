"""Files appear under their names whole, or not at all."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path
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


def write_whole(data: bytes, path: Path) -> None:
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
