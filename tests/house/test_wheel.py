"""The wheel is whole, and puts one folder into site-packages."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what installing the wheel would put there."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=HOME,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_holds_one_folder(site: Path) -> None:
    assert [place.name for place in site.iterdir() if place.suffix != ".dist-info"] == ["onrecord"]


def test_the_wheel_works_without_the_checkout(site: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(site), "ONRECORD_HOME": str(tmp_path / "home")}

    def onrecord(*arguments: str) -> str:
        command = [sys.executable, "-m", "onrecord", *arguments]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    onrecord("new", "sample")
    onrecord("import", "sample", str(site / "onrecord" / "seeds" / "documents"))
    people = onrecord("list", "people", "sample", "--json")
    onrecord("dossier", "sample", "sample.pdf")

    assert "Svetlana Tikhanovskaya" in people
    assert (tmp_path / "sample.pdf").read_bytes().startswith(b"%PDF-")
