"""A folder of files that break importers, written anew for each test that wants one."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

from tests.extraction.readers.test_hostile import (
    NAUGHTY,
    bursting_docx,
    circular_pdf,
    deep_divs,
    endless_line,
    huge_png,
    laughing_docx,
    lying_docx,
    nuls,
    quotes_without_end,
    zip_of_zeros,
)

SENTENCE = "“We counted the ledgers twice,” Ana Lind said.\n"

OWN_REASONS = {
    "bomb.docx": "unpacks to",
    "dump.txt": "the largest file that can be read is 64 MiB",
    "empty.html": "it is empty",
    "endless line.txt": "million characters",
    "inner.zip › again.zip": "an archive in an archive",
    "laughs.docx": "not well-formed XML",
    "zeros.zip › 0.txt": "binary data",
}
"""What must be said of some of the files."""


def write_hostile_set(folder: Path) -> int:
    """Write the set and return how many documents it would be if all of it could be read."""
    folder.mkdir()
    makers = {
        "bomb.docx": bursting_docx,
        "circle.pdf": circular_pdf,
        "deep.html": deep_divs,
        "endless line.txt": endless_line,
        "huge.png": huge_png,
        "laughs.docx": laughing_docx,
        "liar.docx": lying_docx,
        "marks.html": quotes_without_end,
        "nuls.html": nuls,
        "zeros.zip": zip_of_zeros,
    }
    for name, make in makers.items():
        make(folder / name)
    (folder / "empty.html").touch()
    (folder / "wrong ending.pdf").write_text(f"<html><body><p>{SENTENCE}</p></body></html>")
    (folder / "no mark of order.txt").write_bytes((SENTENCE * 20).encode("utf-16-le"))
    (folder / "mojibake.txt").write_bytes(SENTENCE.encode().decode("cp1252", "replace").encode())
    with (folder / "dump.txt").open("wb") as dump:
        dump.truncate(1024**3)
    with zipfile.ZipFile(folder / "paths.zip", "w") as archive:
        for name in ("../../escaped.txt", "/etc/escaped.txt", "C:\\escaped.txt", "nul.txt"):
            archive.writestr(name, f"{name}\n\n{SENTENCE}")
    with zipfile.ZipFile(folder / "inner.zip", "w") as archive:
        archive.write(folder / "paths.zip", "again.zip")
    return len(makers) + 4 + 5 + 4 + 1 + _write_naughty(folder / "naughty")


def _write_naughty(folder: Path) -> int:
    """Write each naughty string as the content of a file that bears it as its name."""
    if not NAUGHTY.is_file():
        return 0
    folder.mkdir()
    for number, string in enumerate(json.loads(NAUGHTY.read_text("utf-8"))):
        name = os.fsencode(string).replace(b"/", b"_").replace(b"\0", b"_")[:180]
        path = Path(os.fsdecode(os.fsencode(folder) + b"/%d " % number + name))
        path.write_text(f"{string}\n\n“{string}” is what case {number} said.\n", "utf-8", "replace")
    return sum(1 for _ in folder.iterdir())
