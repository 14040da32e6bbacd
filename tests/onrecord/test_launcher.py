"""The launcher: a window for a catalogue, a command for anything else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.__main__ import catalogue_at, has_screen
from tests.onrecord.conftest import OnRecord

_ROOT = Path(__file__).resolve().parents[2]


def started(arguments: list[str], folder: Path, **changed: str) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "PYTHONPATH"}
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**environment, **changed},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have a screen")
@pytest.mark.parametrize("changed", [{}, {"QT_QPA_PLATFORM": "xcb"}])
def test_without_a_screen_the_launcher_names_the_commands(
    tmp_path: Path, changed: dict[str, str]
) -> None:
    ran = started([str(_ROOT / "onrecord")], tmp_path, **changed)

    assert ran.returncode == 2
    assert ran.stdout == ""
    assert ran.stderr.count("\n") == 1
    assert all(
        command in ran.stderr
        for command in ("new", "import", "list", "dossier", "extract", "check")
    )


@pytest.mark.parametrize(
    ("environment", "platform", "shown"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", True),
        ({"QT_QPA_PLATFORM": "vnc:size=800x600"}, "linux", True),
        ({"QT_QPA_PLATFORM": "wayland;xcb"}, "linux", False),
        ({}, "darwin", True),
        ({}, "win32", True),
    ],
)
def test_a_screen_is_one_that_qt_can_use(
    environment: dict[str, str], platform: str, shown: bool
) -> None:
    assert has_screen(environment, platform) is shown


def test_a_catalogue_is_named_with_or_without_its_suffix(
    onrecord: OnRecord, tmp_path: Path
) -> None:
    catalogue = tmp_path / "Harbour.onrecord"
    onrecord("new", catalogue)
    (tmp_path / "pages").mkdir()

    assert catalogue_at(str(catalogue)) == catalogue
    assert catalogue_at(str(tmp_path / "Harbour")) == catalogue
    assert catalogue_at(str(tmp_path / "pages")) is None
    assert catalogue_at("import") is None


@pytest.mark.parametrize(
    "arguments", [["-m", "onrecord"], [str(_ROOT / "onrecord" / "__main__.py")]]
)
def test_the_launcher_finds_its_rooms_from_anywhere(tmp_path: Path, arguments: list[str]) -> None:
    folder = _ROOT if arguments[0] == "-m" else tmp_path

    ran = started([*arguments, "check", str(tmp_path / "none")], folder)

    assert ran.returncode == 2
    assert "none" in ran.stderr
    assert "Traceback" not in ran.stderr


_LOADED = """
import sys
from onrecord.__main__ import main
code = main(["import", "--help"])
rooms = {"db", "extraction", "search", "dossier", "desktop"}
print(code, sorted(rooms & set(sys.modules)))
"""


def test_help_is_given_without_loading_the_rooms() -> None:
    ran = started(["-c", _LOADED], _ROOT)

    assert ran.stdout.splitlines()[-1] == "0 []"


def test_nobody_reading_the_output_is_no_error(
    onrecord: OnRecord, harbour: Path, tmp_path: Path
) -> None:
    ran = subprocess.run(
        f"{sys.executable} -m onrecord list people '{harbour}' --json | true; "
        "echo ${PIPESTATUS[0]}",
        shell=True,
        executable="/bin/bash",
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.stderr == ""
    assert ran.stdout.strip() in {"0", "141"}
