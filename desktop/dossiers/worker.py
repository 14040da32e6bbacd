"""What runs in a process of its own: exporting a dossier, or checking one. It loads no Qt."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import TYPE_CHECKING

from extraction.errors import OnRecordError

if TYPE_CHECKING:
    from dossier.contents import Contents

Report = tuple[str, object, object]
"""("progress", done, total), ("finished", result, None), ("cancelled", None, None) or
("failed", sentence, None)."""

Tell = Callable[[int, int], None]


def export_apart(
    reports: Connection, stop: Event, contents: Contents, path: Path, word: str, catalogue: Path
) -> None:
    """Export contents of a catalogue in the form of this word."""
    from db import Catalogue
    from dossier.exporting import Format, export

    form = next(form for form in Format if form.word == word)

    def job(tell: Tell) -> None:
        if form is not Format.JSON:
            export(contents, path, form, progress=tell, cancelled=stop.is_set)
            return
        with Catalogue.open(catalogue) as opened:
            export(contents, path, form, catalogue=opened, progress=tell, cancelled=stop.is_set)

    _tell_of(reports, job)


def verify_apart(reports: Connection, stop: Event, path: Path, catalogue: Path) -> None:
    """Check the dossier at `path`; the result is a `Verification`."""
    from db import Catalogue
    from dossier.verification import verify

    def job(tell: Tell) -> object:
        with Catalogue.open(catalogue) as opened:
            return verify(path, opened, progress=tell, cancelled=stop.is_set)

    _tell_of(reports, job)


def _tell_of(reports: Connection, job: Callable[[Tell], object]) -> None:
    """Do a job and tell of it in `Report`s; the last is not a "progress"."""
    from dossier.errors import Cancelled

    shown = -1

    def tell(done: int, total: int) -> None:
        nonlocal shown
        share = 200 * done // max(total, 1)
        if share != shown:
            shown = share
            reports.send(("progress", done, total))

    try:
        result = job(tell)
    except Cancelled:
        reports.send(("cancelled", None, None))
    except OnRecordError as error:
        reports.send(("failed", str(error), None))
    else:
        reports.send(("finished", result, None))
