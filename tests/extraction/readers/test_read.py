"""What a file becomes when it is read, and what is said of one that cannot be read."""

from __future__ import annotations

import codecs
import hashlib
import os
import pickle
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.errors import UnreadableDocument
from extraction.findings import Document
from extraction.readers import original as originals
from extraction.readers import read

GERMAN = (
    "Die Hafenmeisterin erklärte: „Größere Schäden schließen wir aus.“ – Über das Öl schwieg sie.\n"
)
FRENCH = "La maire a déclaré à la presse : « Le quai sera fermé dès février. »\n"
POLISH = "Burmistrz powiedziała: „Nie możemy dłużej czekać”. Żółć, gęś, źródło, łódź.\n" * 3
CZECH = "Starostka řekla: „Nemůžeme čekat.“ Příliš žluťoučký kůň úpěl ďábelské ódy.\n" * 3
RUSSIAN = "Мэр заявила, что причал будет закрыт: «Мы не можем ждать», — добавила она.\n" * 3
JAPANESE = "市長は桟橋を閉鎖すると述べた。「もう待てない」と彼女は言った。\n" * 3

PLAIN = str.maketrans("«»—", '""-')  # What encodings older than Windows have no signs for.


def saved(folder: Path, data: bytes | str, name: str = "page.txt") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read(path)
    return str(caught.value)


def test_a_text_file_keeps_its_name_its_words_and_the_hash_of_its_bytes(tmp_path: Path) -> None:
    data = "“We stay,” she said.\n".encode()

    document = read(saved(tmp_path, data))

    assert document == Document(
        name="page.txt",
        text="“We stay,” she said.\n",
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="text/plain",
        encoding="utf-8",
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_every_end_of_line_becomes_one_newline(tmp_path: Path, end: str) -> None:
    document = read(saved(tmp_path, f"one{end}two{end}{end}three"))

    assert document.text == "one\ntwo\n\nthree"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (b"", "utf-8"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
)
@pytest.mark.parametrize("text", [GERMAN, RUSSIAN])
def test_unicode_is_recognised_with_and_without_a_mark(
    tmp_path: Path, mark: bytes, encoding: str, text: str
) -> None:
    document = read(saved(tmp_path, mark + text.encode(encoding)))

    assert document.text == text
    assert document.encoding == encoding
    assert document.warnings == ()


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("latin-1", "Le café est fermé, a-t-elle dit.\n"),
        ("latin-1", "El pequeño muelle se cerrará mañana, según la Policía.\n"),
        ("cp1252", GERMAN),
        ("cp1252", FRENCH),
        ("cp1250", POLISH),
        ("cp1250", CZECH),
        ("cp1251", RUSSIAN),
        ("koi8-r", RUSSIAN.translate(PLAIN)),
        ("cp866", RUSSIAN.translate(PLAIN)),
        ("shift-jis", JAPANESE),
        ("euc-jp", JAPANESE),
    ],
)
def test_an_older_encoding_is_guessed_and_the_guess_is_told(
    tmp_path: Path, encoding: str, text: str
) -> None:
    document = read(saved(tmp_path, text.encode(encoding)))

    assert document.text == text
    assert document.encoding is not None
    (warning,) = document.warnings
    assert f"read as {document.encoding}" in warning


def test_a_damaged_utf8_file_stays_utf8_and_says_where_it_is_damaged(tmp_path: Path) -> None:
    data = (GERMAN * 20).encode()[:-4] + b"\xff\xfe"

    document = read(saved(tmp_path, data))

    assert document.encoding == "utf-8"
    assert document.text.startswith(GERMAN)
    assert "damaged in 2 places" in document.warnings[0]


def test_mojibake_is_told_and_never_repaired(tmp_path: Path) -> None:
    broken = "“We stay,” she said of the café.".encode().decode("cp1252", "replace")

    document = read(saved(tmp_path, broken))

    assert document.text == broken
    assert "broken characters" in document.warnings[0]


def test_a_form_feed_begins_a_page(tmp_path: Path) -> None:
    document = read(saved(tmp_path, "first\fsecond\fthird\f"))

    assert document.text == "first\nsecond\nthird\n"
    assert [document.text[at:][:3] for at in document.pages] == ["fir", "sec", "thi"]


def test_a_stray_nul_becomes_a_space(tmp_path: Path) -> None:
    document = read(saved(tmp_path, "She said\0 no."))

    assert document.text == "She said  no."
    assert "control character" in document.warnings[0]


def test_a_large_text_is_read_whole(tmp_path: Path) -> None:
    data = b"She said it would close. " * (7_500_000 // 25) + "Café.\r\n".encode("latin-1")

    document = read(saved(tmp_path, data))

    assert document.text.endswith("close. Café.\n")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "it is empty"),
        ("blank.txt", b" \r\n\t \n", "nothing but white space"),
        ("random.txt", bytes(range(256)) * 64, "binary data"),
        ("called.txt", b"%PDF-1.4\n", "it is a PDF that is damaged"),
        ("letter.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "an old Office document"),
        ("letter.rtf", rb"{\rtf1\ansi Hello}", "a rich-text document"),
        ("song.mp3", b"ID3\x04\0\0", "a sound or video recording"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_name_and_with_advice(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    message = refusal(saved(tmp_path, data, name))

    assert message.startswith(f"Cannot read “{name}”: ")
    assert reason in message
    assert message.count(". ") == 1
    assert message.endswith(".")


@pytest.mark.parametrize(
    ("member", "reason"),
    [
        ("xl/workbook.xml", "a spreadsheet (XLSX)"),
        ("ppt/presentation.xml", "a presentation (PPTX)"),
    ],
)
def test_a_zip_file_is_named_for_what_it_holds(tmp_path: Path, member: str, reason: str) -> None:
    path = tmp_path / "letter.bin"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "x" * 10_000)
        archive.writestr(member, "hello")

    assert reason in refusal(path)


def test_a_folder_a_missing_file_and_a_pipe_are_told_apart(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    assert "it is a folder" in refusal(tmp_path)
    assert "there is no such file" in refusal(tmp_path / "gone.txt")
    assert "a device or a pipe" in refusal(tmp_path / "pipe")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_the_right_to_read_says_so(tmp_path: Path) -> None:
    path = saved(tmp_path, "words")
    path.chmod(0)

    assert "no right to open it" in refusal(path)


def test_a_right_refused_by_the_system_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    path = saved(tmp_path, "words")
    monkeypatch.setattr(Path, "read_bytes", refuse)

    assert "no right to open it" in refusal(path)


def test_a_file_above_the_limit_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "dump.log"
    with path.open("wb") as file:
        file.truncate(originals.LARGEST + 1)

    assert "the largest file that can be read is 64 MiB" in refusal(path)


def test_a_name_that_is_not_unicode_is_made_printable(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_bytes(b"words")

    assert read(path).name == "caf\ufffd.txt"


def test_a_refusal_crosses_from_one_process_to_another(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read(tmp_path)

    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


@settings(deadline=None)
@given(data=st.binary(min_size=1, max_size=3000))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = saved(tmp_path_factory.mktemp("bytes"), data)

    try:
        document = read(path)
    except UnreadableDocument:
        return

    assert document.text.strip()
    assert not set(document.text) & set("\0\r\f\x0b\u2028")
    document.text.encode()


@settings(deadline=None)
@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1))
def test_text_in_utf8_comes_back_as_written(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    written = "A word. " + text.translate({0x2028: " ", 0x2029: " "})
    document = read(saved(tmp_path_factory.mktemp("text"), written))

    assert document.text == written
