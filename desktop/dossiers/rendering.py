"""Rendering a dossier in a process of its own, with progress, and cancelled without a trace."""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.dossiers.worker import Report, render_apart
from desktop.translation import tr

if TYPE_CHECKING:
    from dossier.contents import Contents

_LOOK_MS = 40


class Rendering(QObject):
    """One dossier under way; exactly one of `finished`, `failed`, `cancelled` comes at the end."""

    progressed = Signal(int, int)
    finished = Signal()
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, contents: Contents, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # A fork would copy Qt's threads and locks half alive; a fresh process has none.
        context = multiprocessing.get_context("spawn")
        self._reports, tell = context.Pipe(duplex=False)
        self._stop = context.Event()
        self._process = context.Process(
            target=render_apart, args=(contents, path, tell, self._stop), daemon=True
        )
        self._tell = tell
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        self._process.start()
        self._tell.close()  # the other end is the process's: its death then reads as an end
        self._timer.start()

    def cancel(self) -> None:
        """Ask the process to stop; it removes what it has begun."""
        self._stop.set()

    def _look(self) -> None:
        try:
            while self._reports.poll():
                self._take(self._reports.recv())
                if not self._timer.isActive():
                    return
        except EOFError:
            self._end()
            self.failed.emit(tr("The dossier could not be made: its process stopped by itself."))

    def _take(self, report: Report) -> None:
        what, done, total, sentence = report
        if what == "progress":
            self.progressed.emit(done, total)
            return
        self._end()
        if what == "finished":
            self.finished.emit()
        elif what == "cancelled":
            self.cancelled.emit()
        else:
            self.failed.emit(sentence)

    def _end(self) -> None:
        self._timer.stop()
        self._reports.close()
        self._process.join(2)
