"""A window on a real catalogue, in a home of its own."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if "DISPLAY" not in os.environ:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import Catalogue
from desktop.app import application
from desktop.main_window import MainWindow
from desktop.settings import Settings
from desktop.theme import Theme
from extraction import extract, read

HARBOUR = """Gates stay shut

“We never closed the harbour, we only closed the gates,” Mara Lindqvist told reporters.

“I counted the ledgers twice,” Tomas Okafor said on Monday.

© Northern Wire / Anna Weiss
"""
MARKET = """Stalls return

“The market opens at six,” Petra Nowak said.

Petra Nowak said that the fishmongers would come back.
"""


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return QApplication


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("ONRECORD_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    application()
    return Theme(qapp)


@pytest.fixture
def window(home: Path, theme: Theme, qtbot: QtBot) -> Iterator[MainWindow]:
    window = MainWindow(theme, Settings(home))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


@pytest.fixture
def make_catalogue(tmp_path: Path) -> Callable[..., Path]:
    """Make a catalogue of texts, of two small pages where none is given."""

    def make(*texts: str) -> Path:
        folder = tmp_path / "Harbour.onrecord"
        with Catalogue.create(folder) as catalogue:
            for text in texts or (HARBOUR, MARKET):
                name = hashlib.sha256(text.encode()).hexdigest()[:8]
                path = tmp_path / f"{name}.txt"
                path.write_text(text, encoding="utf-8")
                document = read(path)
                catalogue.add(document, extract(document, catalogue.known()), original=path)
        return folder

    return make


@pytest.fixture
def settle(window: MainWindow, qtbot: QtBot) -> Callable[[], None]:
    """Wait until all that was begun has been done and shown."""

    def wait() -> None:
        quiet = 0

        def is_quiet() -> bool:
            nonlocal quiet
            quiet = quiet + 1 if window.is_idle else 0
            return quiet > 20  # longer than the pauses of the search box and of the counts

        qtbot.waitUntil(is_quiet, timeout=60_000)

    return wait
