"""Offline is a promise: an import of every kind of file asks the system for no connection."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from db import Catalogue
from tests.onrecord.hostile import write_hostile_set

HOME = Path(__file__).resolve().parents[2]
CORPORA = HOME.parent / "shared" / "corpora"

_TRACED = ("strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=network", "-o")
_IMPORT = (sys.executable, "-m", "onrecord", "import")
_CALL = re.compile(r"\b(socket|socketpair|connect|bind|sendto|sendmsg|listen|accept4?)\(")


def foreign_calls(trace: str) -> list[str]:
    """The lines of a trace in which a socket is made, bound or connected that is not local."""
    return [
        line
        for line in trace.splitlines()
        if _CALL.search(line) and "AF_UNIX" not in line and re.search(r"AF_[A-Z]+", line)
    ]


def test_the_check_would_notice() -> None:
    trace = (
        "12 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 3\n"
        "12 socket(AF_INET, SOCK_DGRAM, IPPROTO_IP) = 3\n"
        "12 connect(3, {sa_family=AF_INET, sin_port=htons(53)}, 16) = 0\n"
    )

    assert len(foreign_calls(trace)) == 2


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not here")
def test_an_import_of_every_kind_of_file_makes_no_network_call(tmp_path: Path) -> None:
    files = tmp_path / "files"
    write_hostile_set(files)
    for kind in ("exiftool_images", "odd_pdfs", "article_pages/html"):
        for path in (CORPORA / kind).glob("*.*"):
            shutil.copy(path, files / f"{kind.partition('/')[0]} {path.name}")
    Catalogue.create(tmp_path / "Traced.onrecord").close()
    trace = tmp_path / "trace"

    ran = subprocess.run(
        [*_TRACED, trace, *_IMPORT, tmp_path / "Traced.onrecord", files],
        cwd=HOME,
        capture_output=True,
        text=True,
        check=False,
    )

    told = re.match(r"(\d+) files: \d+ imported, \d+ set aside", ran.stdout.splitlines()[-1])
    assert told is not None, ran.stderr[-2000:]
    assert int(told[1]) >= sum(path.is_file() for path in files.rglob("*"))
    assert foreign_calls(trace.read_text("utf-8", "replace")) == []
