"""Importing in a process of its own: the window stays fluent, a crash in there is none here.

The process is the command line's `import`; it reports a file only when the file's transaction is on
disk, one JSON object a line.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

import resources
from desktop.translation import tr
from extraction.findings import Span

_REFUSED = 2
"""The exit code with which the command line says in a sentence what is wrong."""


@dataclass(frozen=True, slots=True)
class OmittedPassage:
    """Words in quotation marks that are no quotation, and why.

    `span` counts in the document's text, None for words of the file that are not in it.
    """

    words: str
    reason: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file: `state` is "imported", "already" or "set aside".

    `passages` stand in quotation marks, `taken` of them as quotations; the others are `omitted`.
    """

    path: str
    name: str
    state: str
    reason: str | None
    quotations: int
    photos: int
    passages: int
    taken: int
    omitted: tuple[OmittedPassage, ...]
    document: int | None
    warnings: tuple[str, ...]
    like: str = ""
    """A sentence: the older document that it is a version of, or says the same as."""


class ImportProcess(QObject):
    """One import under way. Not used again once it has `ended`."""

    progressed = Signal(int, int)
    """Files done, files in all."""
    reported = Signal(object)
    """A `FileReport`, when its file is safe."""
    ended = Signal(str)
    """An empty string, or one sentence about why the import could not go on."""

    def __init__(
        self, catalogue: Path, paths: Sequence[Path], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.paths = tuple(paths)
        self.was_cancelled = False
        self._rest = b""
        self._is_complete = False
        self._has_ended = False
        self._process = QProcess(self)
        self._process.setProcessEnvironment(_environment())
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._failed)
        program, arguments = _command(catalogue, paths)
        self._process.setProgram(program)
        self._process.setArguments(arguments)

    def start(self) -> None:
        self._process.start()

    def cancel(self) -> None:
        """Stop after the file in hand; what was reported stays."""
        self.was_cancelled = True
        self._process.terminate()

    def wait(self, milliseconds: int) -> bool:
        """Wait for the process to end, as the window does when it closes."""
        return bool(
            self._process.state() is QProcess.ProcessState.NotRunning
            or self._process.waitForFinished(milliseconds)
        )

    def _read(self) -> None:
        self._rest += bytes(self._process.readAllStandardOutput().data())
        *lines, self._rest = self._rest.split(b"\n")
        for line in lines:
            if line.strip():
                self._take(json.loads(line))

    def _take(self, event: dict[str, object]) -> None:
        match event:
            case {"event": "start", "total": int(total)}:
                self.progressed.emit(0, total)
            case {"event": "file", "done": int(done), "total": int(total)}:
                self.reported.emit(_report(event))
                self.progressed.emit(done, total)
            case {"event": "end"}:
                self._is_complete = True

    def _finished(self, code: int, _status: QProcess.ExitStatus) -> None:
        self._read()
        if self._is_complete or self.was_cancelled:
            self._end("")
            return
        said = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
        # Only a refusal speaks to the user; anything else on the error channel is a bug's.
        refusal = _last_sentence(said) if code == _REFUSED else ""
        stopped = tr("The import stopped by itself. The files listed as imported are safe.")
        self._end(refusal or stopped)

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._end(tr("The import could not begin: Python could not be started."))

    def _end(self, trouble: str) -> None:
        if not self._has_ended:
            self._has_ended = True
            self.ended.emit(trouble)


def _command(catalogue: Path, paths: Sequence[Path]) -> tuple[str, list[str]]:
    arguments = ["import", str(catalogue), *(str(path) for path in paths), "--json"]
    if getattr(sys, "frozen", False):
        return sys.executable, arguments
    return sys.executable, ["-m", "onrecord", *arguments]


def _environment() -> QProcessEnvironment:
    """Let the process find the same code: the checkout, or the folder the wheel was put into."""
    environment = QProcessEnvironment.systemEnvironment()
    home = Path(resources.__file__).resolve().parent.parent
    if not (home / "onrecord").is_dir():
        home = home.parent
    environment.insert("PYTHONPATH", str(home))
    environment.insert("PYTHONIOENCODING", "utf-8")
    return environment


def _report(event: dict[str, object]) -> FileReport:
    def count(key: str) -> int:
        value = event.get(key)
        return value if isinstance(value, int) else 0

    reason, document, warnings = event.get("reason"), event.get("document"), event.get("warnings")
    like = event.get("like")
    return FileReport(
        path=str(event.get("path", "")),
        name=str(event.get("name", "")),
        state=str(event.get("state", "")),
        reason=str(reason) if reason else None,
        quotations=count("quotations"),
        photos=count("photos"),
        passages=count("passages"),
        taken=count("taken"),
        omitted=_omitted(event.get("omitted")),
        document=document if isinstance(document, int) else None,
        warnings=tuple(str(line) for line in warnings) if isinstance(warnings, list) else (),
        like=str(like.get("sentence", "")) if isinstance(like, dict) else "",
    )


def _omitted(told: object) -> tuple[OmittedPassage, ...]:
    return tuple(
        OmittedPassage(
            str(passage.get("words", "")),
            str(passage.get("reason", "")),
            None if passage.get("start") is None else Span(passage["start"], passage["end"]),
        )
        for passage in (told if isinstance(told, list) else ())
    )


def _last_sentence(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1].removeprefix("Error: ") if lines else ""
