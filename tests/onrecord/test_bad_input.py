"""Bad input ends with one clear sentence and exit code 2, and loses nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.onrecord.conftest import PAGE, OnRecord, Ran

_ROOT = Path(__file__).resolve().parents[2]


def is_one_sentence(ran: Ran) -> bool:
    (line, *others) = ran.err.splitlines() or [""]
    return ran.code == 2 and not others and line.endswith(".") and "Traceback" not in line


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "it is empty"),
        ("blank.txt", b" \n\t\n", "nothing but white space"),
        ("binary.txt", bytes(range(256)) * 40, "binary data"),
        ("page.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", "a PDF that is damaged or cut short"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    onrecord: OnRecord, harbour: Path, tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)

    imported = onrecord("import", harbour, file)
    extracted = onrecord("extract", file, tmp_path / "out.jsonl")

    for ran in (imported, extracted):
        assert is_one_sentence(ran)
        assert name in ran.err
        assert says in ran.err
    assert not (tmp_path / "out.jsonl").exists()
    assert onrecord("check", harbour).out == "Everything holds: 1 document, 2 quotations.\n"


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-8-sig"])
def test_other_encodings_are_read(onrecord: OnRecord, tmp_path: Path, encoding: str) -> None:
    page = tmp_path / "page.txt"
    text = 'Gates stay shut\n\n"Le café est fermé à minuit," Mara Lindqvist said on Monday.\n'
    page.write_bytes(text.encode(encoding))
    onrecord("new", tmp_path / "Harbour")

    ran = onrecord("import", tmp_path / "Harbour", page)

    (quotation,) = onrecord("list", "quotations", tmp_path / "Harbour", "--json").objects
    assert ran.code == 0
    assert quotation["text"] == "Le café est fermé à minuit,"
    assert quotation["speaker"]["name"] == "Mara Lindqvist"


def test_unbalanced_marks_do_not_stop_an_import(onrecord: OnRecord, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "“We left the gates open, Mara Lindqvist said.\n\n"
        "We did not” close them, she added.\n\n"
        "“I counted twice,” Tomas Okafor said.\n",
        encoding="utf-8",
    )
    onrecord("new", tmp_path / "Harbour")

    ran = onrecord("import", tmp_path / "Harbour", page)

    texts = [
        quotation["text"]
        for quotation in onrecord("list", "quotations", tmp_path / "Harbour", "--json").objects
    ]
    assert ran.code == 0
    assert "I counted twice," in texts


def test_one_bad_file_does_not_stop_the_others(
    onrecord: OnRecord, page: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").touch()
    onrecord("new", tmp_path / "Harbour")

    ran = onrecord("import", tmp_path / "Harbour", tmp_path / "empty.txt", page)

    assert ran.code == 1
    assert ran.out.splitlines()[-1] == "2 files: 1 imported, 1 set aside."
    assert "it is empty" in ran.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check", "{tmp}/none"], "none"),
        (["check", "{page}"], "gates.txt"),
        (["check", "{tmp}"], "Cannot open"),
        (["import", "{tmp}/none", "{page}"], "none"),
        (["import", "{harbour}", "{tmp}/none.txt"], "There is no file or folder"),
        (["import", "{harbour}", "{page}", "--published", "soon"], "“soon” is no date"),
        (["import", "{harbour}"], "Missing argument"),
        (["new", "{harbour}"], "Harbour"),
        (["list", "quotations", "{harbour}", "--query", "colour:red"], "no field “colour:”"),
        (["list", "quotations", "{harbour}", "--limit", "few"], "--limit"),
        (["list", "everything", "{harbour}"], "everything"),
        (["dossier", "{harbour}", "{tmp}/o.pdf", "--person", "Nobody"], "“Nobody”"),
        (["dossier", "{harbour}", "{tmp}/o.pdf", "--person", ""], "Write the whole name"),
        (["dossier", "{harbour}", "{tmp}/o.pdf", "--query", "zzz"], "no quotation to print"),
        (["dossier", "{harbour}", "{tmp}/none/o.pdf"], "o.pdf"),
        (["extract", "{tmp}/none", "{tmp}/o.jsonl"], "none"),
        (["extract", "{tmp}/none.jsonl", "{tmp}/o.jsonl"], "none.jsonl"),
        (["extract", "{page}", "{tmp}/none/o.jsonl"], "o.jsonl"),
        (["--loud"], "--loud"),
        (["harbor"], "“harbor” is neither a command nor a catalogue"),
    ],
)
def test_a_wrong_argument_is_answered_in_one_sentence(
    onrecord: OnRecord, harbour: Path, page: Path, tmp_path: Path, arguments: list[str], says: str
) -> None:
    names = {"tmp": tmp_path, "page": page, "harbour": harbour}

    ran = onrecord(*(argument.format(**names) for argument in arguments))

    assert is_one_sentence(ran), ran
    assert says in ran.err
    assert not list(tmp_path.glob("o.*"))
    assert onrecord("check", harbour).out == "Everything holds: 1 document, 2 quotations.\n"


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (b"{not json}\n", "line 1"),
        (b'{"id": "a", "text": "x"}\n[]\n', "line 2"),
        (b'{"id": "a"}\n', "line 1"),
        (b'{"text": "x", "published": "soon"}\n', "“soon”"),
        (b'{"text": "caf\xe9"}\n', "UTF-8"),
        (b"[" * 100_000 + b"\n", "line 1"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_written(
    onrecord: OnRecord, tmp_path: Path, lines: bytes, says: str
) -> None:
    (tmp_path / "in.jsonl").write_bytes(lines)
    (tmp_path / "out.jsonl").write_text("as it was")

    ran = onrecord("extract", tmp_path / "in.jsonl", tmp_path / "out.jsonl")

    assert is_one_sentence(ran)
    assert says in ran.err
    assert (tmp_path / "out.jsonl").read_text() == "as it was"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_half_a_surrogate_pair_goes_through(onrecord: OnRecord, tmp_path: Path) -> None:
    given = {"id": "\ud800", "text": "“It is \ud800 half,” Ana Lind said."}
    (tmp_path / "in.jsonl").write_text(json.dumps(given) + "\n")

    ran = onrecord("extract", tmp_path / "in.jsonl", tmp_path / "out.jsonl")

    assert ran.code == 0
    made = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))
    assert made["quotes"][0]["text"] == "It is \ufffd half,"


def test_a_damaged_catalogue_is_told_and_left_alone(
    onrecord: OnRecord, harbour: Path, page: Path
) -> None:
    file = harbour / "catalogue.sqlite"
    content = bytearray(file.read_bytes())
    content[100:4000] = b"\xff" * 3900
    file.write_bytes(content)

    for arguments in (["check", harbour], ["list", "people", harbour], ["import", harbour, page]):
        ran = onrecord(*arguments)
        assert is_one_sentence(ran), ran
        assert "damaged" in ran.err
    assert file.read_bytes() == bytes(content)
    assert any((harbour / "originals").rglob("*"))


def test_a_catalogue_path_that_is_a_file_is_refused(onrecord: OnRecord, tmp_path: Path) -> None:
    file = tmp_path / "Harbour.onrecord"
    file.write_text("no catalogue")

    for command in (["new", file], ["check", file], [file]):
        ran = onrecord(*command)
        assert is_one_sentence(ran), ran
        assert "Harbour.onrecord" in ran.err
    assert file.read_text() == "no catalogue"


@pytest.mark.parametrize("size", [50_000_000, 100_000_000])
def test_a_file_too_large_to_be_an_article_is_refused(
    onrecord: OnRecord, harbour: Path, tmp_path: Path, size: int
) -> None:
    page = tmp_path / "large.txt"
    sentence = b"The pier stays shut, she said. "
    page.write_bytes(sentence * (size // len(sentence)))

    ran = onrecord("import", harbour, page)

    assert is_one_sentence(ran), ran
    assert "large.txt" in ran.err


@pytest.mark.skipif(os.name != "posix", reason="this system has no rights of this kind")
@pytest.mark.parametrize("where", ["the files", "the catalogue", "the output"])
def test_a_folder_without_rights_is_told_in_a_sentence(
    onrecord: OnRecord, harbour: Path, page: Path, tmp_path: Path, where: str
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    (closed / "page.txt").write_text(PAGE, encoding="utf-8")
    arguments = {
        "the files": ["import", harbour, closed],
        "the catalogue": ["new", closed / "Other"],
        "the output": ["extract", page, closed / "out.jsonl"],
    }[where]
    closed.chmod(0)
    try:
        ran = _without_rights([str(argument) for argument in arguments], tmp_path)
    finally:
        closed.chmod(0o755)

    assert is_one_sentence(ran), ran
    assert onrecord("check", harbour).out == "Everything holds: 1 document, 2 quotations.\n"


_DROP_RIGHTS = """
import ctypes, os, sys
# Capabilities are what lets root pass closed doors: without them root is a user like any other.
if os.geteuid() == 0:
    libc = ctypes.CDLL(None, use_errno=True)
    PR_CAPBSET_DROP, CAPABILITIES = 24, range(41)
    for capability in CAPABILITIES:
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
os.execv(sys.executable, [sys.executable, "-m", "onrecord", *sys.argv[1:]])
"""


def _without_rights(arguments: list[str], home: Path) -> Ran:
    """Run a command as a user to whom a closed folder is closed."""
    if os.geteuid() == 0 and not sys.platform.startswith("linux"):
        pytest.skip("root passes every door here, and only Linux lets it give that up")
    ran = subprocess.run(
        [sys.executable, "-c", _DROP_RIGHTS, *arguments],
        cwd=_ROOT,
        env={**os.environ, "ONRECORD_HOME": str(home / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)
