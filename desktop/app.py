"""Starts the window."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop import failures, fonts
from desktop.settings import Settings
from desktop.theme import Theme


def run(catalogue: Path | None) -> int:
    """Open the window on a catalogue, the last one, or the welcome; return the exit code."""
    app = application()
    from desktop.main_window import MainWindow

    failures.install(app)
    settings = Settings()
    window = MainWindow(Theme(app), settings)
    chosen = catalogue.absolute() if catalogue else next(iter(settings.recent), None)
    if chosen is not None:
        window.open_catalogue(chosen)
    window.show()
    return app.exec()


def application() -> QApplication:
    """Return the application object, made with the program's name and fonts if it is new."""
    present = QApplication.instance()
    app = present if isinstance(present, QApplication) else QApplication(sys.argv[:1])
    QGuiApplication.setApplicationDisplayName("On Record")
    QApplication.setApplicationName("onrecord")
    QGuiApplication.setDesktopFileName("onrecord")
    fonts.register()
    return app
