"""An import that is ended from outside: nothing that was reported is lost."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from db import Catalogue
from tests.onrecord.conftest import PAGE, OnRecord

_ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="this system has no such signals")


@pytest.fixture
def two_hundred(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(200):
        text = f"Report {number}\n\n{PAGE}\n“It was number {number},” Ana Lind said.\n"
        (folder / f"page{number:03}.txt").write_text(text, encoding="utf-8")
    return folder


def start(catalogue: Path, pages: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "onrecord", "import", str(catalogue), str(pages), "--json"],
        cwd=_ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def files_until(importing: subprocess.Popen[str], count: int) -> list[dict[str, Any]]:
    """Read the reports of `count` files from a running import."""
    assert importing.stdout is not None
    reports: list[dict[str, Any]] = []
    while len(reports) < count:
        event = json.loads(importing.stdout.readline())
        if event["event"] == "file":
            reports.append(event)
    return reports


@pytest.mark.parametrize("count", [1, 60])
def test_kill_9_during_an_import_of_200_files_loses_nothing_reported(
    onrecord: OnRecord, tmp_path: Path, two_hundred: Path, count: int
) -> None:
    catalogue = tmp_path / "Harbour.onrecord"
    onrecord("new", catalogue)
    importing = start(catalogue, two_hundred)
    reports = files_until(importing, count)
    importing.kill()
    rest, _ = importing.communicate()
    reports += [json.loads(line) for line in rest.splitlines() if line.endswith("}")]

    checked = onrecord("check", catalogue)

    assert checked.code == 0, checked
    with Catalogue.open(catalogue) as opened:
        held = {document.id: document.name for document in opened.documents()}
    assert {report["document"]: report["name"] for report in reports}.items() <= held.items()
    assert len(held) < 200

    again = onrecord("import", catalogue, two_hundred, "--json").objects[-1]

    assert again["already"] == len(held)
    assert again["imported"] == 200 - len(held)
    assert onrecord("check", catalogue).code == 0


def contents(catalogue: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that a catalogue holds, but its own identity and the moments of the imports."""
    with closing(sqlite3.connect(catalogue / "catalogue.sqlite")) as raw:
        tables = [
            name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        held: dict[str, list[tuple[object, ...]]] = {}
        for table in sorted(tables):
            columns = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
            told = [f'"{name}"' for name in columns if name not in ("imported_at", "created_at")]
            if table == "journal":  # its numbers follow the transactions
                told = ['"table"', "record"]
            if table not in ("catalogue", "sqlite_sequence"):
                held[table] = sorted(
                    raw.execute(f"SELECT {', '.join(told)} FROM {table}"), key=repr
                )
    held["originals"] = sorted((path.name,) for path in (catalogue / "originals").glob("??/*"))
    return held


def test_an_import_killed_again_and_again_ends_with_the_same_catalogue(
    onrecord: OnRecord, tmp_path: Path, two_hundred: Path
) -> None:
    whole, broken = tmp_path / "Whole.onrecord", tmp_path / "Broken.onrecord"
    with zipfile.ZipFile(two_hundred / "more.zip", "w") as archive:
        for number in range(40):
            archive.writestr(f"{number}.txt", f"Member {number}\n\n{PAGE}")
    onrecord("new", whole)
    onrecord("new", broken)
    assert onrecord("import", whole, two_hundred).code == 0
    dice = random.Random(5)

    for _ in range(4):
        importing = start(broken, two_hundred)
        files_until(importing, dice.randrange(1, 40))
        time.sleep(dice.uniform(0, 0.3))
        importing.kill()
        importing.communicate()
    end = onrecord("import", broken, two_hundred, "--json").objects[-1]

    assert end["imported"] + end["already"] == 240
    assert contents(broken) == contents(whole)
    assert onrecord("check", broken).code == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_an_import_after_the_file_in_hand(
    onrecord: OnRecord, tmp_path: Path, two_hundred: Path, number: signal.Signals
) -> None:
    catalogue = tmp_path / "Harbour.onrecord"
    onrecord("new", catalogue)
    importing = start(catalogue, two_hundred)
    reports = files_until(importing, 3)

    importing.send_signal(number)
    rest, _ = importing.communicate(timeout=60)

    *more, end = [json.loads(line) for line in rest.splitlines()]
    assert importing.returncode == 128 + number
    assert end["event"] == "end"
    assert end["stopped"] is True
    with Catalogue.open(catalogue) as opened:
        assert len(opened.documents()) == end["imported"] == len(reports) + len(more)
