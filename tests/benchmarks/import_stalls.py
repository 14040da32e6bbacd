"""How long the window stands still while it imports files that break importers.

    python tests/benchmarks/import_stalls.py

The set is that of `tests/onrecord/hostile.py`. A timer of 5 ms ticks in the window's event loop.
Told are the longest time between two ticks by the clock, which on a machine that others use is
theirs as well, and what the window is to blame for: the most that its own thread, and that all its
threads together, which share one interpreter, worked in between.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer  # noqa: E402 - after the path of the checkout

from db import Catalogue  # noqa: E402
from desktop.app import application  # noqa: E402
from desktop.main_window import MainWindow  # noqa: E402
from desktop.settings import Settings  # noqa: E402
from desktop.theme import Theme  # noqa: E402
from tests.onrecord.hostile import write_hostile_set  # noqa: E402

MOST_MS = 100
_TICK_MS = 5


class Ticks:
    """The longest pauses between two ticks, in seconds."""

    def __init__(self) -> None:
        self.longest = [0.0, 0.0, 0.0]
        self.count = 0
        self._last = _now()

    def begin(self) -> None:
        self._last = _now()

    def tick(self) -> None:
        now = _now()
        pauses = (after - before for before, after in zip(self._last, now, strict=True))
        self.longest = [max(pair) for pair in zip(self.longest, pauses, strict=True)]
        self._last = now
        self.count += 1


def _now() -> tuple[float, float, float]:
    """The clock, the work of this thread, and that of all threads."""
    return time.monotonic(), time.thread_time(), time.process_time()


def main() -> int:
    """Print the pauses; 0 when the window never worked for longer than it may."""
    app = application()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        os.environ["ONRECORD_HOME"] = str(scratch / "home")
        count = write_hostile_set(scratch / "hostile")
        Catalogue.create(scratch / "Stalls.onrecord").close()
        window = MainWindow(Theme(app), Settings(scratch / "home"))
        window.show()
        window.open_catalogue(scratch / "Stalls.onrecord")
        ticks = Ticks()
        told: list[str] = []
        timer = QTimer(interval=_TICK_MS)

        def end(trouble: str) -> None:
            told.extend((str(len(window.workspace.report.model.reports)), trouble))
            QTimer.singleShot(2000, app.quit)

        def begin() -> None:
            if not window.is_idle:
                QTimer.singleShot(500, begin)
                return
            window.importer.ended.connect(end)
            window.import_paths([scratch / "hostile"])
            ticks.begin()
            timer.timeout.connect(ticks.tick)
            timer.start()

        QTimer.singleShot(3000, begin)
        app.exec()
        window.close()
    clock, own, all_threads = (f"{seconds * 1e3:.0f} ms" for seconds in ticks.longest)
    print(f"{told[0]} of {count} files told of, {ticks.count} ticks. {told[1]}")
    print(f"longest pause by the clock       {clock}")
    print(f"most work of the window's thread {own}")
    print(f"most work of all its threads     {all_threads}")
    return 0 if told[0] == str(count) and ticks.longest[1] * 1e3 < MOST_MS else 1


if __name__ == "__main__":
    sys.exit(main())
