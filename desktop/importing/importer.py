"""Imports, one after the other, and what the window shows of them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from db.rows import Changes, DocumentId
from desktop.importing.process import FileReport, ImportProcess
from desktop.importing.progress import ImportProgress
from desktop.importing.report import ImportReport
from desktop.session import Session
from desktop.settings import Settings
from desktop.translation import tr

_TELL_MS = 700
"""How often the lists follow a running import."""


class Importer(QObject):
    """Starts imports into the open catalogue; what comes while one runs waits its turn."""

    began = Signal()
    ended = Signal(str)
    """When nothing is left to import: what went wrong in a sentence, or an empty string."""
    set_aside = Signal()
    """At the end, when some file was not taken."""

    def __init__(
        self,
        progress: ImportProgress,
        report: ImportReport,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._progress = progress
        self._report = report
        self._session: Session | None = None
        self._running: ImportProcess | None = None
        self._waiting: list[Sequence[Path]] = []
        self._fresh: set[DocumentId] = set()
        self._tell = QTimer(self, singleShot=True, interval=_TELL_MS)
        self._tell.timeout.connect(self._tell_session)
        progress.cancel_wanted.connect(self.cancel)
        progress.go_on_wanted.connect(self._go_on)
        progress.closed.connect(self._forget)
        report.retry_wanted.connect(lambda paths: self.import_paths([Path(path) for path in paths]))

    @property
    def is_running(self) -> bool:
        return self._running is not None

    def open(self, session: Session | None) -> None:
        """Import into another catalogue from now on; what runs for the old one is stopped.

        Where an import into this one was broken off, going on with it is offered.
        """
        self.stop()
        self._session = session
        self._progress.hide()
        self._report.begin()
        if session is not None and session.read_only is None and self._unfinished:
            self._progress.offer()

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Import files and folders."""
        session = self._session
        if session is None or not paths:
            return
        if self._running is not None:
            self._waiting.append(paths)
            self._note()
            return
        process = ImportProcess(session.catalogue.folder, paths, self)
        process.progressed.connect(self._progress.show_progress)
        process.reported.connect(self._take)
        process.ended.connect(self._ended)
        self._running = process
        self._note()
        self._progress.begin()
        self._report.begin()
        process.start()
        self.began.emit()

    def import_text(self, text: str) -> None:
        """Import text from the clipboard as a document of its own."""
        self._settings.pasted_folder.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=self._settings.pasted_folder))
        stamp = datetime.now().strftime("%Y-%m-%d %H.%M.%S")
        path = folder / (tr("Pasted {moment}", moment=stamp) + ".txt")
        path.write_text(text, encoding="utf-8")
        self.import_paths([path])

    def cancel(self) -> None:
        """Stop after the file in hand, and forget what waits."""
        waiting, self._waiting = self._waiting, []
        self._sweep(path for paths in waiting for path in paths)
        if self._running is not None:
            self._running.cancel()
            self._note()

    def stop(self) -> None:
        """End at once what runs, as the window closes or changes its catalogue.

        What was still to be done stays noted, to be gone on with.
        """
        self._waiting.clear()
        if self._running is not None:
            self._running.ended.disconnect(self._ended)
            self._running.reported.disconnect(self._take)
            self._running.cancel()
            self._running.wait(5000)
            self._running.deleteLater()
            self._running = None
        self._tell.stop()
        self._fresh.clear()

    def _go_on(self) -> None:
        self.import_paths(self._unfinished)

    def _forget(self) -> None:
        self._sweep(self._unfinished)
        self._note()

    @property
    def _unfinished(self) -> tuple[Path, ...]:
        session = self._session
        return () if session is None else self._settings.unfinished(session.catalogue.folder)

    def _note(self) -> None:
        """Note what is being imported and waits for it, in case the program ends meanwhile."""
        if self._session is not None:
            running = self._running
            wanted = () if running is None or running.was_cancelled else running.paths
            self._settings.keep_unfinished(
                self._session.catalogue.folder, [*wanted, *chain.from_iterable(self._waiting)]
            )

    def _take(self, report: FileReport) -> None:
        self._report.add(report)
        if report.document is not None and report.state == "imported":
            self._fresh.add(DocumentId(report.document))
            if not self._tell.isActive():
                self._tell.start()

    def _ended(self, trouble: str) -> None:
        process, self._running = self._running, None
        cancelled = process is not None and process.was_cancelled
        if process is not None:
            self._sweep(process.paths)
            process.deleteLater()
        self._note()
        self._tell_session()
        states = self._report.model.states
        self._progress.end(states, trouble)
        self._report.end(trouble, cancelled=cancelled)
        if self._waiting:
            self.import_paths(self._waiting.pop(0))
            return
        if states["set aside"]:
            self.set_aside.emit()
        self.ended.emit(trouble)

    def _tell_session(self) -> None:
        self._tell.stop()
        fresh, self._fresh = frozenset(self._fresh), set()
        if self._session is not None and fresh:
            self._session.absorb(Changes(documents=fresh))

    def _sweep(self, paths: Iterable[Path]) -> None:
        """Remove what was written for pasted texts; the catalogue keeps its own copy."""
        for path in paths:
            if path.parent.parent == self._settings.pasted_folder:
                shutil.rmtree(path.parent, ignore_errors=True)
