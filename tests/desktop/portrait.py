"""Take the picture of the window that the README shows.

    python tests/desktop/portrait.py OUT.png [--dark]

Fills the sample catalogue in a folder of its own, reviews a little, and searches. Without a display
it paints off screen, with the same fonts.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
if "DISPLAY" not in os.environ:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest

from db import Catalogue
from db.rows import Changes
from desktop.app import application
from desktop.main_window import MainWindow
from desktop.settings import Settings
from desktop.theme import Appearance, Theme


def settle(window: MainWindow) -> None:
    """Wait until nothing has been under way for a while."""
    quiet = 0
    while quiet < 20:
        QTest.qWait(20)
        quiet = quiet + 1 if window.is_idle else 0


def take(picture: Path, *, dark: bool, home: Path) -> None:
    settings = Settings(home)
    settings.appearance = Appearance.DARK if dark else Appearance.LIGHT
    window = MainWindow(Theme(application()), settings)
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    window.open_sample()
    settle(window)
    pane = window.workspace.quotations
    ids = list(pane.ids)
    assert window.session is not None
    rows = window.session.catalogue.quotations(ids)
    shown = next(row.id for row in rows if "never closed the harbour" in row.text)
    edits: list[Callable[[Catalogue], Changes]] = [
        lambda catalogue: catalogue.create_collection("Harbour inquiry"),
        lambda catalogue: catalogue.collect(catalogue.collections()[0].id, ids[-40:-9]),
        lambda catalogue: catalogue.save_search("“harbour” in March", "harbour when:2024-03"),
        lambda catalogue: catalogue.create_dossier("The closed gates"),
        lambda catalogue: catalogue.add_to_dossier(catalogue.dossiers()[0].id, ids[-40:-33]),
        lambda catalogue: catalogue.confirm([id for id in ids[::2] if id != shown]),
    ]
    for edit in edits:
        window.session.change(edit)
    window.workspace.progress.hide()
    pane.box.setText("harbour")
    settle(window)
    pane.table.setFocus()
    pane.table.go_to(list(pane.ids).index(shown))
    QTest.qWait(7000)  # until the status bar is itself again
    settle(window)
    window.grab().save(str(picture))
    window.close()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("picture", type=Path)
    arguments.add_argument("--dark", action="store_true")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ONRECORD_HOME"] = folder
        take(chosen.picture, dark=chosen.dark, home=Path(folder))


if __name__ == "__main__":
    main()
