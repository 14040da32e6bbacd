"""The file: the same bytes for the same contents, whole or not at all, whatever the text is."""

from __future__ import annotations

import errno
import gc
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pikepdf
import pytest

from db.rows import as_spoken
from dossier.errors import Cancelled, DossierError
from dossier.fonts import Typeface, face
from dossier.layout import bidi
from dossier.layout.shaping import is_invisible
from dossier.render import render
from dossier.tagged import TaggedElement
from tests.dossier import making
from tests.dossier.reading import plain, structure

_ROOT = Path(__file__).resolve().parents[2]
_NAUGHTY = _ROOT.parent / "shared" / "corpora" / "naughty_strings" / "blns.json"
HOSTILE = (
    "",
    "   \t\n",
    "<para><font color='red'>&lt;b&gt;</font></para><script>alert(1)</script>",
    "(unbalanced \\) %PDF-1.4 endstream endobj << /JS >>",
    "\x00\x07\x1b[31m\x7f",
    "\ud800 lone \udfff",
    "\u202eesrever \u2066isolate\u2069\u202c end",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319 a\u0300\u0301\u0302\u0303",
    "\u200b\u200d\ufeff\u00ad",
    "x" * 3000,
    "ا" * 900,
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f 1\ufe0f\u20e3 \U0010ffff",
)


_NEXT = ("python3.12", "python3.13")
_RENDER_SCRIPTS = (
    "import sys; from pathlib import Path; from dossier.render import render; "
    "from tests.dossier import making; render(making.in_all_scripts(60), Path(sys.argv[1]))"
)


def test_the_same_contents_give_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from dossier.render import render; "
        "from tests.dossier import making; render(making.many(30, 4), Path(sys.argv[1]))"
    )
    written = []
    for seed in ("1", "2"):
        path = tmp_path / f"{seed}.pdf"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(_ROOT)}
        subprocess.run([sys.executable, "-c", script, str(path)], check=True, env=environment)
        written.append(path.read_bytes())

    assert written[0] == written[1]


_OTHER_PYTHONS = [
    path
    for name in (*os.environ.get("ONRECORD_OTHER_PYTHONS", "").split(os.pathsep), *_NEXT)
    if (path := shutil.which(name)) is not None
]


@pytest.mark.skipif(
    not _OTHER_PYTHONS,
    reason="ONRECORD_OTHER_PYTHONS names no other interpreter that has the libraries",
)
def test_another_python_writes_the_same_bytes(tmp_path: Path) -> None:
    written = {}
    for number, python in enumerate((sys.executable, *_OTHER_PYTHONS)):
        path = tmp_path / f"{number}.pdf"
        environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
        has_libraries = [python, "-c", "import reportlab, uharfbuzz, pyphen, bidi, pikepdf, PIL"]
        if subprocess.run(has_libraries, check=False, capture_output=True).returncode:
            continue
        subprocess.run([python, "-c", _RENDER_SCRIPTS, str(path)], check=True, env=environment)
        written[python] = path.read_bytes()

    if len(written) < 2:
        pytest.skip(f"none of {_OTHER_PYTHONS} has the libraries")
    assert len(set(written.values())) == 1


@pytest.mark.parametrize("at", [0.0, 0.4, 0.9])
def test_cancelled_work_leaves_what_was_there(at: float, tmp_path: Path) -> None:
    path = tmp_path / "dossier.pdf"
    path.write_bytes(b"the one before")
    done = [0.0]

    with pytest.raises(Cancelled, match="cancelled"):
        render(
            making.many(20, 2),
            path,
            progress=lambda step, steps: done.append(step / steps),
            cancelled=lambda: done[-1] >= at,
        )

    assert path.read_bytes() == b"the one before"
    assert list(tmp_path.iterdir()) == [path]


def test_progress_only_grows_and_ends_at_its_end(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []

    render(making.many(20, 2), tmp_path / "dossier.pdf", progress=lambda *step: steps.append(step))

    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert len({total for _, total in steps}) == 1
    assert steps[-1][0] == steps[-1][1]


def test_the_collector_is_as_it_was_when_the_last_dossier_is_done(tmp_path: Path) -> None:
    seen: list[bool] = []

    def within(*_: int) -> None:
        if not seen:
            seen.append(gc.isenabled())
            with pytest.raises(Cancelled):
                render(making.contents(), tmp_path / "other.pdf", cancelled=lambda: True)
            seen.append(gc.isenabled())

    render(making.contents(), tmp_path / "dossier.pdf", progress=within)

    assert seen == [False, False]
    assert gc.isenabled()


def test_a_full_disk_is_said_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(DossierError, match="the disk is full"):
        render(making.contents(), tmp_path / "dossier.pdf")

    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_hold_the_file_is_named_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "taken.pdf").mkdir()

    with pytest.raises(DossierError, match="there is no folder"):
        render(making.contents(), tmp_path / "nowhere" / "dossier.pdf")
    with pytest.raises(DossierError, match="a folder has that name"):
        render(making.contents(), tmp_path / "taken.pdf")


def test_an_empty_selection_is_no_dossier(tmp_path: Path) -> None:
    nothing = making.contents(making.chapter("Ada Berg"))
    nothing = making.contents(*(), chapters=(), sources=())

    with pytest.raises(DossierError, match="nothing to print"):
        render(nothing, tmp_path / "dossier.pdf")

    assert list(tmp_path.iterdir()) == []


def _naughty() -> list[str]:
    if not _NAUGHTY.exists():
        pytest.skip("the collection of naughty strings is not on this machine")
    return [str(text) for text in json.loads(_NAUGHTY.read_text("utf-8"))]


@pytest.mark.parametrize("collection", ["own", "naughty"])
def test_hostile_text_is_printed_as_it_is_wherever_it_stands(
    collection: str, tmp_path: Path
) -> None:
    texts = list(HOSTILE) if collection == "own" else _naughty()
    chapters = [
        making.chapter(text, making.quotation(text, speaker=text, source=number, context=text))
        for number, text in enumerate(texts)
    ]
    sources = [making.source(outlet=text, headline=text, address=text) for text in texts]
    photos = [making.photo(credit_line=text, creator=text, caption=text) for text in texts]
    all_of_it = " ".join(texts)
    contents = making.contents(
        *chapters,
        title=all_of_it, subtitle=all_of_it, author=all_of_it, selection=all_of_it,
        sources=tuple(sources), photos=tuple(photos),
    )  # fmt: skip

    render(contents, tmp_path / "dossier.pdf")

    with pikepdf.Pdf.open(tmp_path / "dossier.pdf") as pdf:
        assert pdf.check_pdf_syntax() == []
        assert not any("/JavaScript" in str(item) for item in pdf.Root.get("/Names", {}))
    elements = structure(tmp_path / "dossier.pdf")
    quoted = [one for one in elements if one.role == "BlockQuote"]
    headed = [one for one in elements if one.role == "H2"]
    others = [_letters(one.text) for one in elements if one.role == "P"]
    cited = iter(others[next(n for n, text in enumerate(others) if text.startswith("1")) :])
    (named,) = {one.text for one in elements if "Shown as code points" in one.text}
    for text, quotation, name in zip(texts, quoted, headed, strict=True):
        assert _says(quotation, as_spoken(text))
        assert _says(name, text)
        for letter in text:
            if _has_no_glyph(letter):
                assert f"U+{ord(letter):04X}" in named
    assert all(any(_same(text, words) for words in cited) for text in texts)


def _has_no_glyph(letter: str) -> bool:
    faces = [face(typeface) for typeface in Typeface]
    shown = any(ord(letter) in one.characters for one in faces)
    return not (shown or letter.isspace() or is_invisible(letter))


def _letters(text: str) -> str:
    """Return what must be read again: a letter that cannot be printed is only named."""
    seen = "".join(one for one in text if not is_invisible(one))
    return "".join(one for one in plain(seen) if one.isprintable() and one != "\ufffd")


def _same(text: str, drawn: str) -> bool:
    """Whether words stand in what is drawn; of what runs to the left the letters are counted."""
    wanted = _letters(text)
    if bidi.is_mixed(wanted):
        return not Counter(wanted) - Counter(drawn)
    return wanted in drawn


def _says(element: TaggedElement, text: str) -> bool:
    return _same(text, _letters(element.text)) and _letters(text) in _letters(
        element.actual or element.text
    )
