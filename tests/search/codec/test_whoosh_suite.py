"""Whoosh's own tests pass with the array codec as its default codec.

They are not part of Whoosh's package: set WHOOSH_SOURCE to its source distribution (the archive, or
the folder it unpacks to) to run them, or to "pip" to have it fetched, checked by its hash.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

KNOWN = {
    "test_automata.py::test_minimize_dfa",  # fails with Whoosh's own codec too
    "test_columns.py::test_varbytes_offsets",  # asserts a detail of Whoosh's own column files
}

SHA256 = "e0857375f63e9041e03fedd5b7541f97cf78917ac1b6b06c1fcc9b45375dda69"

PLUGIN = """
import whoosh.codec
from search.codec.codec import ArrayCodec

whoosh.codec.default_codec = lambda *_, **__: ArrayCodec()
"""


def test_whoosh_passes_its_own_tests_with_the_array_codec(tmp_path: Path) -> None:
    given = os.environ.get("WHOOSH_SOURCE")
    if not given:
        pytest.skip("WHOOSH_SOURCE does not name Whoosh's source distribution")
    source = _fetched(tmp_path / "fetched") if given == "pip" else Path(given)
    if source.is_file():
        shutil.unpack_archive(source, tmp_path / "source")
        (source,) = (tmp_path / "source").iterdir()
    shutil.copytree(source / "tests", tmp_path / "run" / "tests")
    (tmp_path / "array_codec_by_default.py").write_text(PLUGIN)
    here = Path(__file__).resolve().parents[3]
    command = [sys.executable, "-m", "pytest", "-q", "-W", "ignore", "-p", "array_codec_by_default"]
    options = ["-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", ".", "-rf", "tests"]

    done = subprocess.run(
        [*command, *options],
        cwd=tmp_path / "run",
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(here), str(tmp_path)])},
        capture_output=True,
        text=True,
        check=False,
    )

    lines = done.stdout.splitlines()
    failed = {
        line.split(" - ")[0].removeprefix("FAILED tests/")
        for line in lines
        if line.startswith(("FAILED", "ERROR"))
    }
    assert failed <= KNOWN, done.stdout
    assert int(lines[-1].split(" passed")[0].split()[-1]) > 500


def _fetched(folder: Path) -> Path:
    """Let pip bring the source distribution; skip where it cannot."""
    folder.mkdir()
    wanted = folder / "wanted.txt"
    wanted.write_text(f"Whoosh==2.7.4 --hash=sha256:{SHA256}\n")
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--no-binary",
        ":all:",
    ]
    done = subprocess.run(
        [*command, "--require-hashes", "-r", str(wanted), "-d", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    found = list(folder.glob("*.zip"))
    if not found:
        pytest.skip(f"pip cannot fetch Whoosh's source distribution: {done.stderr.strip()[-300:]}")
    return found[0]
