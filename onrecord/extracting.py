"""`onrecord extract`: texts in, a line of JSON for each out, without a catalogue.

The lines are those of `extraction.lines`. A long input is shared out to worker processes; the
output is in the order of the input either way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from extraction import Document, OnRecordError, UnreadableDocument, extract, read
from extraction.limits import allow_for_length
from extraction.lines import document_of, line_of
from onrecord.examining import load_readers
from onrecord.faults import own_fault
from onrecord.files import clause, files_in, is_worth_workers, size_of
from onrecord.listing import json_line
from onrecord.pieces import need_workers
from onrecord.workers import Died, in_order, worker_count
from onrecord.writing import replacing

_HALF_PAIR = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an extraction went: lines written, and a sentence for each file that gave none."""

    written: int
    set_aside: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """0 when every document gave its line, 1 when some were set aside, 2 when all were."""
        if not self.set_aside:
            return 0
        return 1 if self.written else 2


class UnusableInput(OnRecordError):
    """The input of an extraction is not what it should be; nothing was written."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a .jsonl, numbered from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a line or file gave nothing; a wrong line spoils the whole input, a file only itself."""

    reason: str
    spoils_all: bool


class Stopped(OnRecordError):
    """The user asked for the work to stop."""

    def __init__(self, out: Path) -> None:
        super().__init__(f"Stopped. “{out}” was not written.")


def extract_to(
    source: Path, out: Path, *, whole: bool = False, stopped: Callable[[], bool]
) -> Outcome:
    """Extract what `source` holds and write `out`, which appears when all is done.

    `whole` is that of `extraction.lines.line_of`.

    Raises an OnRecordError and writes nothing when `source` cannot be read as what it is, or when
    `stopped` says so: half an output cannot be told from a whole one.
    """
    set_aside: list[str] = []
    written = 0
    with replacing(out) as file:
        for answer in _answers(source, partial(_answer, whole=whole)):
            if isinstance(answer, str):
                file.write(answer)
                written += 1
            elif isinstance(answer, Died):
                set_aside.append(
                    "Cannot take in one of the documents: the process that read it ended "
                    f"unexpectedly ({answer.ending})."
                )
            elif answer.spoils_all:
                raise UnusableInput(answer.reason)
            else:
                set_aside.append(answer.reason)
            if stopped():
                raise Stopped(out)
        if set_aside and not written:
            raise UnusableInput(set_aside[0])
    return Outcome(written, tuple(set_aside))


def _answers(
    source: Path, answer: Callable[[Line | Path], str | Refusal]
) -> Iterator[str | Refusal | Died]:
    if source.suffix == ".jsonl" and not source.is_dir():
        processes = worker_count() if is_worth_workers([source]) else 0
        inputs: Iterable[Line | Path] = _lines_of(source)
    else:
        inputs = files = files_in([source])
        processes = worker_count() if need_workers(files) else 0
    if not processes:
        return map(answer, inputs)
    together = in_order(answer, inputs, processes=processes, prepare=load_readers, weight=_weight)
    return chain.from_iterable(together)


def _weight(given: Line | Path) -> int:
    return 4 * len(given.text) if isinstance(given, Line) else size_of(given)


def _lines_of(source: Path) -> Iterator[Line]:
    """Yield the lines of a .jsonl that hold anything."""
    try:
        with source.open(encoding="utf-8-sig") as file:
            for number, text in enumerate(file, start=1):
                if text.strip():
                    yield Line(number, text)
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            source.name, "it is not UTF-8", "Save it as UTF-8 and try again."
        ) from error
    except OSError as error:
        raise UnreadableDocument(source.name, clause(error)) from error


def _answer(given: Line | Path, *, whole: bool) -> str | Refusal:
    """Return the output for one line or file, with its newline. Runs in a worker."""
    try:
        document = _on_line(given) if isinstance(given, Line) else read(given)
        allow_for_length(len(document.text))
        findings = extract(document)
        with_text = not isinstance(given, Line)
        made = line_of(document.name, document, findings, with_text=with_text, whole=whole)
    except OnRecordError as error:
        return Refusal(str(error), spoils_all=isinstance(given, Line))
    except MemoryError:
        raise
    except Exception as error:
        name = f"line {given.number}" if isinstance(given, Line) else given.name
        return Refusal(own_fault(name, error), spoils_all=False)
    return json_line(made) + "\n"


def _on_line(given: Line) -> Document:
    try:
        record = json.loads(given.text)
    except (ValueError, RecursionError) as error:
        raise UnusableInput(
            f"Cannot extract line {given.number}: it is not JSON. Write one object a line."
        ) from error
    if not isinstance(record, dict):
        raise UnusableInput(
            f"Cannot extract line {given.number}: it is no object. Write one object a line."
        )
    if isinstance(record.get("text"), str):
        # Half a surrogate pair is no character and cannot be written; one for one, places hold.
        record["text"] = _HALF_PAIR.sub("\ufffd", record["text"])
    return document_of(record, given.number)
