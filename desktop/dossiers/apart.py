"""Work in a process of its own, with progress, and cancelled without a trace."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.dossiers.worker import Report
from desktop.translation import tr

_LOOK_MS = 40


class Apart(QObject):
    """One job under way; exactly one of `finished`, `failed`, `cancelled` comes at the end.

    `job` is a function of `worker`; it is called with where to report, what says stop, and `given`.
    """

    progressed = Signal(int, int)
    finished = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(
        self, job: Callable[..., None], *given: object, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        # A fork would copy Qt's threads and locks half alive; a fresh process has none.
        context = multiprocessing.get_context("spawn")
        self._reports, tell = context.Pipe(duplex=False)
        self._stop = context.Event()
        self._process = context.Process(target=job, args=(tell, self._stop, *given), daemon=True)
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

    def abandon(self) -> None:
        """Stop without waiting for an answer; no signal comes any more."""
        self._stop.set()
        if self._timer.isActive():
            self._timer.stop()
            self._reports.close()

    def _look(self) -> None:
        try:
            while self._reports.poll():
                self._take(self._reports.recv())
                if not self._timer.isActive():
                    return
        except EOFError:
            self._end()
            self.failed.emit(tr("The work could not be done: its process stopped by itself."))

    def _take(self, report: Report) -> None:
        match report:
            case ("progress", int(done), int(total)):
                self.progressed.emit(done, total)
            case ("finished", result, _):
                self._end()
                self.finished.emit(result)
            case ("cancelled", _, _):
                self._end()
                self.cancelled.emit()
            case (_, sentence, _):
                self._end()
                self.failed.emit(str(sentence))

    def _end(self) -> None:
        self._timer.stop()
        self._reports.close()
        self._process.join(2)
