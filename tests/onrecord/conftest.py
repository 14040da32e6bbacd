"""The command line, called in this process as the launcher would call it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from onrecord.cli import run

PAGE = """Gates stay shut

“We never closed the harbour, we only closed the gates,” Mara Lindqvist told Reuters.

“I counted the ledgers twice,” Tomas Okafor said on Monday.

© Northern Wire / Anna Weiss
"""


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


OnRecord = Callable[..., Ran]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep search indexes out of the cache folder of whoever runs the tests."""
    home = tmp_path / "home"
    monkeypatch.setenv("ONRECORD_HOME", str(home))
    return home


@pytest.fixture
def onrecord(capsys: pytest.CaptureFixture[str]) -> OnRecord:
    def call(*arguments: str | Path) -> Ran:
        code = run([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return call


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A file with two quotations and a photo credit."""
    page = tmp_path / "gates.txt"
    page.write_text(PAGE, encoding="utf-8")
    return page


@pytest.fixture
def harbour(onrecord: OnRecord, page: Path, tmp_path: Path) -> Path:
    """A catalogue that holds the page."""
    catalogue = tmp_path / "Harbour.onrecord"
    assert onrecord("new", catalogue).code == 0
    assert onrecord("import", catalogue, page, "--published", "2024-03-05").code == 0
    return catalogue
