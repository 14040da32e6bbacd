"""What runs in the process that sets a dossier's pages. It loads no Qt."""

from __future__ import annotations

from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import TYPE_CHECKING

from extraction.errors import OnRecordError

if TYPE_CHECKING:
    from dossier.contents import Contents

Report = tuple[str, int, int, str]
"""What ("progress", "finished", "cancelled", "failed"), done, total, and a sentence."""


def render_apart(contents: Contents, path: Path, reports: Connection, stop: Event) -> None:
    """Render a dossier and tell of it in `Report`s; the last is not a "progress"."""
    from dossier.errors import Cancelled
    from dossier.render import render

    def tell(what: str, done: int = 0, total: int = 0, sentence: str = "") -> None:
        reports.send((what, done, total, sentence))

    try:
        render(
            contents,
            path,
            progress=lambda done, total: tell("progress", done, total),
            cancelled=stop.is_set,
        )
    except Cancelled:
        tell("cancelled")
    except OnRecordError as error:
        tell("failed", sentence=str(error))
    else:
        tell("finished")
