"""What the program remembers between two starts, and the folders it lives in.

`ONRECORD_HOME` moves all of it to one folder of the user's choice.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

import platformdirs
from PySide6.QtCore import QByteArray, QSettings

_RECENT = 8


def settings_folder() -> Path:
    """Where the settings file lies."""
    home = os.environ.get("ONRECORD_HOME")
    return Path(home) if home else platformdirs.user_config_path("onrecord", appauthor=False)


def catalogues_folder() -> Path:
    """Where catalogues are made when the user names no place."""
    home = os.environ.get("ONRECORD_HOME")
    data = Path(home) if home else platformdirs.user_data_path("onrecord", appauthor=False)
    return data / "catalogues"


def _unfinished(catalogue: Path) -> str:
    return "unfinished/" + hashlib.sha256(str(catalogue).encode("utf-8", "replace")).hexdigest()


class Settings:
    """The program's memory: an ini file that a person can read."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or settings_folder()
        self._store = QSettings(str(self._folder / "window.ini"), QSettings.Format.IniFormat)

    @property
    def appearance(self) -> str:
        return str(self._store.value("appearance", "system"))

    @appearance.setter
    def appearance(self, value: str) -> None:
        self._store.setValue("appearance", value)

    @property
    def author(self) -> str:
        """The name last put on a dossier."""
        return str(self._store.value("author", ""))

    @author.setter
    def author(self, value: str) -> None:
        self._store.setValue("author", value)

    def choice(self, name: str) -> str:
        """What was last chosen under a name ("citations", "page size"), or an empty string."""
        return str(self._store.value(f"choices/{name}", ""))

    def keep_choice(self, name: str, value: str) -> None:
        self._store.setValue(f"choices/{name}", value)

    @property
    def recent(self) -> tuple[Path, ...]:
        """Catalogues opened before and still there, the latest first."""
        stored = self._store.value("recent", [])
        paths = [stored] if isinstance(stored, str) else stored if isinstance(stored, list) else []
        return tuple(Path(str(path)) for path in paths if Path(str(path)).is_dir())

    def remember(self, catalogue: Path) -> None:
        """Put a catalogue first among the recent ones."""
        others = [path for path in self.recent if path != catalogue]
        self._store.setValue("recent", [str(path) for path in (catalogue, *others)][:_RECENT])

    @property
    def pasted_folder(self) -> Path:
        """Where pasted texts lie until a catalogue has them."""
        return self._folder / "pasted"

    def unfinished(self, catalogue: Path) -> tuple[Path, ...]:
        """Return what an import into a catalogue had to go through when it was broken off."""
        stored = self._store.value(_unfinished(catalogue), [])
        paths = [stored] if isinstance(stored, str) else stored if isinstance(stored, list) else []
        return tuple(Path(str(path)) for path in paths if Path(str(path)).exists())

    def keep_unfinished(self, catalogue: Path, paths: Iterable[Path]) -> None:
        """Note, on the disk at once, what an import into a catalogue has to go through."""
        if wanted := [str(path.absolute()) for path in paths]:
            self._store.setValue(_unfinished(catalogue), wanted)
        else:
            self._store.remove(_unfinished(catalogue))
        self._store.sync()

    def layout(self, name: str) -> QByteArray | None:
        """Return the geometry or the state that was kept under a name."""
        stored = self._store.value(f"layout/{name}")
        return stored if isinstance(stored, QByteArray) else None

    def keep_layout(self, name: str, state: QByteArray) -> None:
        self._store.setValue(f"layout/{name}", state)

    def folder(self, purpose: str) -> str:
        """The folder last chosen for a purpose ("import", "dossier"), or an empty string."""
        return str(self._store.value(f"folders/{purpose}", ""))

    def keep_folder(self, purpose: str, folder: Path) -> None:
        self._store.setValue(f"folders/{purpose}", str(folder))
