"""Exports of other catalogues among the files of an import: taken in as they are, not searched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from db import Catalogue
from dossier.sharing import bring, is_shared
from extraction import OnRecordError
from extraction.wording import counted
from onrecord.importing import Report, State


def parted(files: Sequence[Path]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Part files into exports of On Record and all others, each in their order."""
    exports = dict.fromkeys(file for file in files if is_shared(file))
    return tuple(exports), tuple(file for file in files if file not in exports)


def import_exports(
    catalogue: Catalogue,
    exports: Sequence[Path],
    total: int,
    *,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Report]:
    """Take in each export and yield its report; `total` counts the import's other files too."""
    for done, path in enumerate(exports, 1):
        if stopped():
            return
        report = partial(Report, path=path, name=path.name, done=done, total=total)
        try:
            brought = bring(catalogue, path)
        except OnRecordError as error:
            yield report(state=State.SET_ASIDE, reason=str(error))
            continue
        notes = brought.notes
        if brought.decisions:
            notes = (f"With {counted(brought.decisions, 'decision')} of people.", *notes)
        yield report(
            state=State.IMPORTED if brought else State.ALREADY,
            quotations=brought.quotations,
            photos=brought.photos,
            warnings=notes,
        )
