"""Whoosh's own tests pass with the array codec as its default codec.

They are not part of Whoosh's package: set WHOOSH_SOURCE to its source distribution (the archive, or
the folder it unpacks to) to run them.
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

PLUGIN = """
import whoosh.codec
from search.codec.codec import ArrayCodec

whoosh.codec.default_codec = lambda *_, **__: ArrayCodec()
"""


def test_whoosh_passes_its_own_tests_with_the_array_codec(tmp_path: Path) -> None:
    given = os.environ.get("WHOOSH_SOURCE")
    if not given:
        pytest.skip("WHOOSH_SOURCE does not name Whoosh's source distribution")
    source = Path(given)
    if source.is_file():
        shutil.unpack_archive(source, tmp_path)
        (source,) = (path for path in tmp_path.iterdir() if path.is_dir())
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
