"""Bringing files into a catalogue: found, read and searched for quotations, then added one by one.

Reading and extracting may happen in worker processes; adding always happens in the caller's
process, in the order of the files, each file in a transaction of its own. A `Report` is given only
after that transaction is on disk, so whatever was reported survives whatever comes next.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path

from db import Catalogue
from db.errors import OriginalChanged
from db.rows import DocumentId
from extraction import Document, Findings, OnRecordError, UnreadableDocument, extract, read
from extraction.known import Known
from onrecord.faults import own_fault
from onrecord.files import clause, files_in, is_worth_workers
from onrecord.workers import Died, in_order, worker_count


class State(StrEnum):
    """What became of a file."""

    IMPORTED = "imported"
    ALREADY = "already"
    """Its bytes were in the catalogue before; nothing was added."""
    SET_ASIDE = "set aside"


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one file. `reason` is a sentence where it was set aside, else None."""

    path: Path
    state: State
    done: int
    total: int
    reason: str | None = None
    document: DocumentId | None = None
    quotations: int = 0
    photos: int = 0
    passed_over: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Examined:
    """A file as read and searched, on its way from a worker to the catalogue."""

    document: Document
    findings: Findings


def import_paths(
    catalogue: Catalogue,
    paths: Iterable[Path],
    published_on: date | None = None,
    *,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Report]:
    """Import what `paths` name: `import_files` of `files_in(paths)`, whose errors come first."""
    return import_files(catalogue, files_in(paths), published_on, stopped=stopped)


def import_files(
    catalogue: Catalogue,
    files: Sequence[Path],
    published_on: date | None = None,
    *,
    stopped: Callable[[], bool] = lambda: False,
    examine: Callable[..., Examined | str] | None = None,
    processes: int | None = None,
) -> Iterator[Report]:
    """Import each file and yield its report, in order.

    `published_on` is used for documents that do not state a date themselves. `stopped` is asked
    after each file. `examine` stands in for `examine_file`; `processes` is the number of workers
    (0: all in this process), by the size of the job where None.
    """
    # What the catalogue knows is taken once, so that findings do not depend on how workers race.
    known = catalogue.known()
    look = partial(examine or examine_file, published_on=published_on, known=known)
    if processes is None:
        processes = worker_count(spare=1) if len(files) > 1 and is_worth_workers(files) else 0
    answers = in_order(look, files, processes=processes) if processes else map(look, files)
    for done, (path, answer) in enumerate(zip(files, answers, strict=True), start=1):
        yield _settle(catalogue, path, answer, done=done, total=len(files))
        if stopped():
            return


def examine_file(path: Path, *, published_on: date | None, known: Known) -> Examined | str:
    """Read a file and find what it holds, or say in a sentence why that cannot be done."""
    try:
        document = read(path)
        if published_on is not None and document.published_on is None:
            document = dataclasses.replace(document, published_on=published_on)
        return Examined(document, extract(document, known))
    except OnRecordError as error:
        return str(error)
    except OSError as error:
        return str(UnreadableDocument(path.name, clause(error)))
    except Exception as error:
        return own_fault(path.name, error)


def _settle(
    catalogue: Catalogue, path: Path, answer: Examined | str | Died, *, done: int, total: int
) -> Report:
    report = partial(Report, path=path, done=done, total=total)
    if isinstance(answer, Died):
        return report(
            state=State.SET_ASIDE,
            reason=f"Cannot take in “{path.name}”: the process that read it ended unexpectedly "
            f"({answer.ending}). The other files are not affected.",
        )
    if isinstance(answer, str):
        return report(state=State.SET_ASIDE, reason=answer)
    try:
        changes = catalogue.add(answer.document, answer.findings, original=path)
    except OriginalChanged as error:
        return report(state=State.SET_ASIDE, reason=str(error))
    except (FileNotFoundError, PermissionError) as error:
        reason = str(UnreadableDocument(path.name, clause(error)))
        return report(state=State.SET_ASIDE, reason=reason)
    if changes.already is not None:
        return report(state=State.ALREADY, document=changes.already)
    found = answer.findings
    return report(
        state=State.IMPORTED,
        document=next(iter(changes.documents)),
        quotations=len(found.attributions),
        photos=len(found.credits),
        passed_over=len(found.passed_over),
        warnings=answer.document.warnings,
    )
