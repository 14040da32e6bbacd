"""Drive the real window with a real keyboard: Xvfb, openbox and xdotool.

    python tests/desktop/flow_under_xvfb.py FOLDER

Starts the program as a user does, opens the sample, searches, confirms, corrects a speaker, undoes,
prints a dossier and quits, all by keys, and leaves a picture of each step in FOLDER. What the keys
did is read back through the command line. Needs Xvfb, openbox and xdotool on the path.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
SCREEN = "1440x900x24"
GRAB = (
    "import sys; from PySide6.QtGui import QGuiApplication as A; a = A([]);"
    "a.primaryScreen().grabWindow(0).save(sys.argv[1])"
)


class Screen:
    """A display of its own, with hands and eyes."""

    def __init__(self, number: int, pictures: Path) -> None:
        self.environment = os.environ | {
            "DISPLAY": f":{number}",
            "QT_QPA_PLATFORM": "xcb",
            "PYTHONPATH": str(HOUSE),
        }
        self._pictures = pictures
        self._taken = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self._xdotool("key", "--clearmodifiers", key)
            time.sleep(0.3)

    def type(self, words: str) -> None:
        self._xdotool("type", "--delay", "40", words)
        time.sleep(0.8)

    def shows(self, title: str) -> bool:
        """Whether a window with these words in its title is on the screen."""
        search = ["xdotool", "search", "--onlyvisible", "--name", title]
        return (
            subprocess.run(
                search, env=self.environment, capture_output=True, check=False
            ).returncode
            == 0
        )

    def picture(self, name: str) -> None:
        self._taken += 1
        path = self._pictures / f"{self._taken:02} {name}.png"
        subprocess.run([sys.executable, "-c", GRAB, str(path)], env=self.environment, check=True)

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self.environment, check=True)


@contextmanager
def running(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=environment, cwd=HOUSE)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def quotations(catalogue: Path, screen: Screen) -> list[dict[str, object]]:
    """Read the catalogue back as a stranger would."""
    listed = subprocess.run(
        [sys.executable, "-m", "onrecord", "list", "quotations", str(catalogue), "--json"],
        env=screen.environment,
        cwd=HOUSE,
        capture_output=True,
        check=False,
    )
    return [json.loads(line) for line in listed.stdout.splitlines()]


def wait_for(screen: Screen, what: str, holds: Callable[[], bool], seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            screen.picture("in vain")
            raise SystemExit(f"Waited in vain for {what}.")
        time.sleep(0.5)
    time.sleep(1.5)  # the window shows what the catalogue already holds
    sys.stdout.write(f"{what}: yes\n")


def statuses(catalogue: Path, screen: Screen, status: str) -> int:
    return sum(row["status"] == status for row in quotations(catalogue, screen))


def drive(screen: Screen, home: Path, window: subprocess.Popen[bytes]) -> None:
    sample = home / "catalogues" / "Sample.onrecord"
    dossier = home / "harbour.pdf"
    wait_for(screen, "the window is open", lambda: screen.shows("On Record"))
    screen.picture("welcome")
    screen.press("ctrl+alt+s")
    wait_for(screen, "the sample is imported", lambda: len(quotations(sample, screen)) > 40)
    time.sleep(3)
    screen.picture("sample")
    screen.press("ctrl+f")
    screen.type("harbour")
    screen.press("Return", "j", "j")
    screen.picture("search")
    screen.press("Return")
    wait_for(screen, "a quotation is confirmed", lambda: statuses(sample, screen, "confirmed") == 1)
    screen.picture("confirmed")
    screen.press("e")
    time.sleep(1)
    screen.press("ctrl+a")
    screen.type("Somebody Else")
    screen.picture("edit")
    screen.press("Return")
    wait_for(screen, "its speaker is corrected", lambda: statuses(sample, screen, "corrected") == 1)
    screen.press("ctrl+z")
    wait_for(screen, "the correction is undone", lambda: statuses(sample, screen, "corrected") == 0)
    screen.press("ctrl+p")
    time.sleep(1)
    screen.press("alt+f", "ctrl+a")
    screen.type(str(dossier))
    screen.press("Return")
    wait_for(screen, "the dossier is printed", dossier.is_file)
    screen.picture("dossier")
    screen.press("Escape", "F1")
    screen.picture("keys")
    screen.press("Escape", "ctrl+k")
    screen.picture("commands")
    screen.press("Escape", "ctrl+alt+2", "ctrl+6")
    time.sleep(1)
    screen.picture("dark timeline")
    screen.press("ctrl+q")
    wait_for(screen, "the window is closed", lambda: window.poll() == 0, 20)


def main() -> None:
    pictures = Path(sys.argv[1])
    pictures.mkdir(parents=True, exist_ok=True)
    number = 100 + os.getpid() % 900
    screen = Screen(number, pictures)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        screen.environment["ONRECORD_HOME"] = folder
        with running(
            ["Xvfb", f":{number}", "-screen", "0", SCREEN, "-nolisten", "tcp"], screen.environment
        ):
            time.sleep(1)
            with (
                running(["openbox", "--sm-disable"], screen.environment),
                running([sys.executable, "-m", "onrecord"], screen.environment) as window,
            ):
                drive(screen, home, window)


if __name__ == "__main__":
    main()
