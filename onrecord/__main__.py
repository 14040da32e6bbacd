"""The launcher: opens the window, or hands its arguments to the command line.

The rooms of the house are imported as `db`, `search` and so on. In a checkout they stand beside
this package, in an installed wheel inside it (docs/decisions/0001-one-folder-in-the-wheel.md); the
launcher puts the folder that holds them first on the path, and worker processes inherit that path.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_home = Path(__file__).resolve().parent
if not (_home / "desktop").is_dir():
    _home = _home.parent
if str(_home) not in sys.path:
    sys.path.insert(0, str(_home))

SUFFIX = ".onrecord"

_SCREENS = frozenset({"xcb", "wayland", "wayland-egl"})
"""The Qt platforms on Linux that need a display server to talk to."""

NO_SCREEN = (
    "There is no screen to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set); the "
    "commands new, import, list, versions, export, dossier, verify, extract, evaluate and check "
    "work without one: see onrecord --help."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run On Record as its command line says and return the exit code."""
    # A frozen program starts itself for each worker process; without this it does so for ever.
    multiprocessing.freeze_support()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given:
        return _open_window(None)
    catalogue = catalogue_at(given[0]) if len(given) == 1 else None
    if catalogue is not None:
        return _open_window(catalogue)
    from onrecord.cli import run

    return run(given)


def catalogue_at(name: str) -> Path | None:
    """Return the catalogue folder that `name` names, with or without its suffix, if there is one.

    What merely looks like a catalogue counts (a folder of the right name, or one that holds a
    catalogue's file): whether it can be opened, the opening says.
    """
    for folder in (Path(name), Path(name + SUFFIX)):
        if folder.is_dir() and (folder.suffix == SUFFIX or (folder / "catalogue.sqlite").is_file()):
            return folder
    return None


def has_screen(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether a window can be shown. On Linux Qt aborts the process when there is no display."""
    if not platform.startswith("linux"):
        return True
    chosen = environment.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    if chosen and chosen not in _SCREENS:
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def _open_window(catalogue: Path | None) -> int:
    if not has_screen(os.environ):
        sys.stderr.write(NO_SCREEN + "\n")
        return 2
    from desktop.app import run

    return run(catalogue)


if __name__ == "__main__":
    sys.exit(main())
