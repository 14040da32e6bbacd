"""Bringing files into a catalogue: found, read and searched for quotations, then added.

Reading and extracting happen in worker processes, but for a few small plain texts; adding always
happens in the caller's process, in the order of the files, as many together as are ready. A
`Report` is given only after the transaction with its document is on disk, so whatever was reported
survives whatever comes next. An import that was broken off is gone on with by importing the same
again: what is in the catalogue is passed over, and the rest gives what it would have given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any  # Any: a report's fields are put together in two steps

from db import Catalogue
from db.originals import Originals
from db.rows import Changes, Comparison, DocumentId, Likeness, LikeRow
from extraction import OnRecordError
from extraction.accounting import NO_PASSAGES, Account, account
from extraction.limits import CPU_SECONDS, MEMORY
from onrecord.examining import Already, Answer, Examined, Halt, Job, examine, load_readers
from onrecord.pieces import Piece, need_workers
from onrecord.workers import Died, in_order, worker_count


class State(StrEnum):
    """What became of a file."""

    IMPORTED = "imported"
    ALREADY = "already"
    """Its bytes were in the catalogue before; nothing was added."""
    SET_ASIDE = "set aside"


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one piece. `reason` is a sentence where it was set aside, else None."""

    path: Path
    name: str
    """The file's name, with that of the member where it came out of an archive."""
    state: State
    done: int
    total: int
    reason: str | None = None
    document: DocumentId | None = None
    quotations: int = 0
    photos: int = 0
    passed_over: int = 0
    account: Account = NO_PASSAGES
    """What became of each passage in quotation marks."""
    warnings: tuple[str, ...] = ()
    like: LikeRow | None = None
    """The older document that this one is a version of, or says the same as."""
    comparison: Comparison | None = None
    """What became of the quotations since that version."""


class ImportHalted(OnRecordError):
    """Nothing more can be imported; what was reported is safe."""


def import_pieces(
    catalogue: Catalogue,
    pieces: Sequence[Piece],
    published_on: date | None = None,
    *,
    stopped: Callable[[], bool] = lambda: False,
    examine: Callable[..., Answer] = examine,
    processes: int | None = None,
) -> Iterator[Report]:
    """Import each piece and yield its report, in order.

    `published_on` is used for documents that do not state a date themselves. `stopped` is asked
    whenever reports have been given. `processes` is the number of workers (0: all in this
    process), by the pieces where None.
    """
    if processes is None:
        processes = worker_count() if need_workers({piece.path for piece in pieces}) else 0
    job = Job(
        Originals(catalogue.folder),
        # What the catalogue knows is taken once: findings do not depend on how workers race.
        catalogue.known(),
        published_on,
        catalogue.hashes(),
    )
    look = partial(examine, job=job)
    answers = (
        in_order(
            look,
            pieces,
            processes=processes,
            prepare=load_readers,
            weight=attrgetter("weight"),
        )
        if processes
        else ([look(piece)] for piece in pieces)
    )
    done = 0
    with closing(answers):
        for together in answers:
            of = pieces[done : done + len(together)]
            for report in _settle(catalogue, list(zip(of, together, strict=True))):
                done += 1
                yield report(done=done, total=len(pieces))
            if stopped():
                return


def _settle(
    catalogue: Catalogue, answers: Sequence[tuple[Piece, Answer | Died]]
) -> Iterator[Callable[..., Report]]:
    """Add what was found in one transaction, and then say what became of each piece.

    What comes before a piece that halts the import is added all the same.
    """
    halt = next((answer for _, answer in answers if isinstance(answer, Halt)), None)
    until = next((n for n, (_, a) in enumerate(answers) if isinstance(a, Halt)), len(answers))
    settled = answers[:until]
    found = [answer for _, answer in settled if isinstance(answer, Examined)]
    changes = catalogue.add_all([(one.document, one.findings) for one in found])
    likes = catalogue.likenesses([id_ for change in changes for id_ in change.documents])
    added = iter(changes)
    here = catalogue.documents_with([a.sha256 for _, a in settled if isinstance(a, Already)])
    for piece, answer in settled:
        report = partial(Report, path=piece.path, name=piece.name)
        match answer:
            case Examined():
                yield partial(report, **_imported(catalogue, answer, next(added), likes))
            case Already():
                yield partial(report, state=State.ALREADY, document=here.get(answer.sha256))
            case Died():
                yield partial(report, state=State.SET_ASIDE, reason=_of_death(piece, answer))
            case str():
                yield partial(report, state=State.SET_ASIDE, reason=answer)
    if halt is not None:
        raise ImportHalted(halt.reason)


def _imported(
    catalogue: Catalogue, answer: Examined, changes: Changes, likes: Mapping[DocumentId, LikeRow]
) -> dict[str, Any]:
    if changes.already is not None:
        return {"state": State.ALREADY, "document": changes.already}
    (document,) = changes.documents
    like = likes.get(document)
    is_version = like is not None and like.kind is Likeness.VERSION
    return {
        "state": State.IMPORTED,
        "document": document,
        "like": like,
        "comparison": catalogue.compare(like.document, document) if like and is_version else None,
        "quotations": len(answer.findings.attributions),
        "photos": len(answer.findings.credits),
        "passed_over": len(answer.findings.passed_over),
        "warnings": (*answer.document.warnings, *answer.findings.warnings),
        "account": account(answer.document, answer.findings),
    }


def _of_death(piece: Piece, died: Died) -> str:
    if died.is_by_limit:
        return (
            f"Cannot take in “{piece.name}”: reading it takes more than one file may cost "
            f"({CPU_SECONDS} seconds of the processor, {MEMORY >> 30} GiB of memory). "
            "Save its text as a plain text file and import that."
        )
    return (
        f"Cannot take in “{piece.name}”: the process that read it ended unexpectedly "
        f"({died.ending}). The other files are not affected."
    )
