"""An import as it is told: in lines for people, or in JSON for the window and for scripts."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from typing import Protocol

import click

from extraction.accounting import Account
from extraction.wording import counted
from onrecord.importing import Report, State
from onrecord.listing import Record, json_line, plain
from onrecord.pieces import Piece
from onrecord.versions import comparison_record, like_record, likeness_sentence


class Reports(Protocol):
    """Tells how an import goes; each line is flushed, since somebody may be waiting for it."""

    def start(self, pieces: Sequence[Piece]) -> None: ...
    def file(self, report: Report) -> None: ...
    def end(self, *, stopped: bool) -> None: ...
    @property
    def exit_code(self) -> int: ...


class _Tally:
    """Counts what became of the files."""

    def __init__(self) -> None:
        self.states: Counter[State] = Counter()

    @property
    def exit_code(self) -> int:
        """0 when every file is in, 1 when some were set aside, 2 when all were."""
        aside = self.states[State.SET_ASIDE]
        if not aside:
            return 0
        return 2 if aside == self.states.total() else 1


class JsonReports(_Tally):
    """One object a line: "start", a "file" for each, "end"."""

    def start(self, pieces: Sequence[Piece]) -> None:
        self._say({"event": "start", "total": len(pieces)})

    def file(self, report: Report) -> None:
        self.states[report.state] += 1
        self._say(
            {
                "event": "file",
                "name": plain(report.name),
                "path": str(report.path),
                "state": report.state,
                "reason": report.reason,
                "quotations": report.quotations,
                "photos": report.photos,
                "passed_over": report.passed_over,
                "passages": report.account.passages,
                "taken": len(report.account.taken),
                "omitted": [
                    {
                        "words": omitted.words,
                        "reason": omitted.reason,
                        "start": omitted.span.start if omitted.span else None,
                        "end": omitted.span.end if omitted.span else None,
                    }
                    for omitted in report.account.omitted
                ],
                "document": report.document,
                "done": report.done,
                "total": report.total,
                "warnings": list(report.warnings),
                "like": _like(report),
            }
        )

    def end(self, *, stopped: bool) -> None:
        self._say(
            {
                "event": "end",
                "imported": self.states[State.IMPORTED],
                "already": self.states[State.ALREADY],
                "set_aside": self.states[State.SET_ASIDE],
                "stopped": stopped,
            }
        )

    def _say(self, record: dict[str, object]) -> None:
        click.echo(json_line(record, sys.stdout.encoding or "utf-8"))
        sys.stdout.flush()


def _like(report: Report) -> Record | None:
    """Return the older document that a document is like, in a sentence and in detail."""
    if report.like is None:
        return None
    return {
        **like_record(report.like),
        "sentence": likeness_sentence(report.like, report.comparison),
        "changes": comparison_record(report.comparison) if report.comparison else None,
    }


class PlainReports(_Tally):
    """A line for each file in columns; what was set aside goes to standard error, with reason."""

    def __init__(self) -> None:
        super().__init__()
        self._width = 0
        self._total = 0

    def start(self, pieces: Sequence[Piece]) -> None:
        self._total = len(pieces)
        self._width = min(40, max((len(plain(piece.name)) for piece in pieces), default=0))

    def file(self, report: Report) -> None:
        self.states[report.state] += 1
        if report.state is State.SET_ASIDE:
            told = plain(report.reason or "")
        elif report.state is State.ALREADY:
            told = "is in the catalogue, nothing was added"
        else:
            told = counted(report.quotations, "quotation")
            if report.photos:
                told += f", {counted(report.photos, 'photo credit')}"
            if report.account.passages:
                told += f"; {_accounted(report.account)}"
        name = plain(report.name).ljust(self._width)
        line = f"{report.state:<10} {name}  {told}"
        click.echo(line, err=report.state is State.SET_ASIDE)
        told_of_it = [plain(warning) for warning in report.warnings]
        if report.like:
            told_of_it.append(likeness_sentence(report.like, report.comparison))
        for sentence in told_of_it:
            click.echo(f"{'':<10} {'':<{self._width}}  {sentence}")
        sys.stdout.flush()

    def end(self, *, stopped: bool) -> None:
        parts = [
            f"{count} {state}"
            for state, count in ((state, self.states[state]) for state in State)
            if count
        ]
        done = f"{counted(self.states.total(), 'file')}: " + (", ".join(parts) or "nothing to do")
        left = self._total - self.states.total()
        click.echo(f"{done}.{f' Stopped; {left} not looked at.' if stopped and left else ''}")


def _accounted(account: Account) -> str:
    """Return the account of the passages in quotation marks, as a clause.

    >>> from extraction.accounting import Omitted
    >>> from extraction.findings import Omission, Span
    >>> left = Omitted("the best of all ideas", Omission.SCARE_QUOTE, None)
    >>> _accounted(Account((Span(0, 20),), (left,)))
    '2 quoted passages: 1 taken, 1 left (scare quote)'
    """
    told = f"{counted(account.passages, 'quoted passage')}: {len(account.taken)} taken"
    for reason, count in account.reasons.most_common():
        told += f", {count} left ({reason})"
    return told
