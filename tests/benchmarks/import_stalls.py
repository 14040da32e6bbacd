"""How long the window stands still while it imports files that break importers.

    python tests/benchmarks/import_stalls.py

The set is that of `tests/onrecord/hostile.py`. A timer of 5 ms ticks in the window's event loop;
told are the longest time between two ticks by the clock, and the most that the window's own thread
worked in between, which is what the window itself is to blame for on a machine that others use.
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
        self.clock = self.work = 0.0
        self.count = 0
        self._last = (time.monotonic(), time.thread_time())

    def tick(self) -> None:
        now = (time.monotonic(), time.thread_time())
        self.clock = max(self.clock, now[0] - self._last[0])
        self.work = max(self.work, now[1] - self._last[1])
        self._last = now
        self.count += 1


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

        def begin() -> None:
            if not window.is_idle:
                QTimer.singleShot(500, begin)
                return
            window.importer.ended.connect(told.append)
            window.importer.ended.connect(lambda: QTimer.singleShot(2000, app.quit))
            window.import_paths([scratch / "hostile"])
            timer.timeout.connect(ticks.tick)
            timer.start()

        QTimer.singleShot(3000, begin)
        app.exec()
        reports = window.workspace.report.model.reports
        window.close()
    print(f"{len(reports)} of {count} files told of, {ticks.count} ticks")
    print(*told)
    print(f"longest pause by the clock  {ticks.clock * 1e3:.0f} ms")
    print(f"most work between two ticks {ticks.work * 1e3:.0f} ms")
    return 0 if len(reports) == count and ticks.work * 1e3 < MOST_MS else 1


if __name__ == "__main__":
    sys.exit(main())
