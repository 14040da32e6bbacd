"""Files that hold files: pages with their pictures, crawls, zip archives."""

from __future__ import annotations

import gzip
import io
import stat
import struct
import zipfile
from email.message import EmailMessage
from pathlib import Path

import brotli
import pytest
from PIL import Image

from extraction.errors import UnreadableDocument
from extraction.findings import CreditField
from extraction.readers import open_part, parts_of, read

STORY = (
    "<p>The harbour of Ystra will stay closed until the ice is gone, the harbour master said on "
    "Monday, and nobody in the small town expects that to happen before the middle of March.</p>"
    "<p>“We will not open a single gate before the ice has left the basin,” said Marta Lind, who "
    "has been in office since the great flood and is known for not changing her mind.</p>"
)
FIGURE = "<figure><img src='{}'><figcaption>The quay. Photo: Per Lund</figcaption></figure>"


def picture() -> bytes:
    exif = Image.Exif()
    exif[0x013B] = "Ada Holm"
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "JPEG", exif=exif)
    return file.getvalue()


def page(body: str = STORY, head: str = "") -> str:
    return f"<html><head>{head}</head><body><article><h1>Shut</h1>{body}</article></body></html>"


def test_a_page_saved_as_one_file_is_joined_to_its_pictures(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"] = "<Saved by a browser>"
    message["Snapshot-Content-Location"] = "https://sound.example/2024/02/12/shut"
    message.set_content("unused")
    message.make_related()
    message.set_payload([])
    html = EmailMessage()
    html.set_content(page(FIGURE.format("https://sound.example/quay.jpg") + STORY), subtype="html")
    image = EmailMessage()
    image.set_content(picture(), maintype="image", subtype="jpeg")
    image["Content-Location"] = "https://sound.example/quay.jpg"
    message.attach(html)
    message.attach(image)
    path = tmp_path / "shut.mhtml"
    path.write_bytes(message.as_bytes())

    document = read(path)

    assert "“We will not open a single gate" in document.text
    assert document.address == "https://sound.example/2024/02/12/shut"
    assert document.media_type == "multipart/related"
    (shown,) = document.pictures
    assert shown.caption
    assert shown.caption.of(document.text) == "The quay. Photo: Per Lund"
    # The printed credit and the embedded one disagree; both are kept.
    assert shown.embedded
    assert shown.embedded.values(CreditField.CREATOR) == ("Ada Holm",)


def record(address: str, body: bytes, content_type: str, *, encoding: str = "") -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n"
    if encoding == "chunked":
        http += "Transfer-Encoding: chunked\r\n"
        body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    elif encoding:
        http += f"Content-Encoding: {encoding}\r\n"
    block = http.encode() + b"\r\n" + body
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


@pytest.mark.parametrize("encoding", ["", "gzip", "br", "chunked"])
@pytest.mark.parametrize("compressed", [False, True])
def test_a_web_archive_gives_its_page_whatever_it_is_packed_in(
    tmp_path: Path, encoding: str, *, compressed: bool
) -> None:
    body = page(FIGURE.format("/quay.jpg") + STORY).encode()
    body = {"gzip": gzip.compress, "br": brotli.compress}.get(encoding, bytes)(body)
    records = [
        record("https://sound.example/shut", body, "text/html; charset=utf-8", encoding=encoding),
        record("https://ads.example/frame", b"<p>Buy now</p>", "text/html"),
        record("https://sound.example/quay.jpg", picture(), "image/jpeg"),
    ]
    data = b"".join(map(gzip.compress, records)) if compressed else b"".join(records)
    path = tmp_path / "crawl.bin"
    path.write_bytes(data)

    document = read(path)

    assert "“We will not open a single gate" in document.text
    assert "Buy now" not in document.text
    assert document.address == "https://sound.example/shut"
    assert document.pictures[0].embedded


def test_several_pages_of_a_web_archive_are_several_stories(tmp_path: Path) -> None:
    pages = [page(STORY.replace("Ystra", town)).encode() for town in ("Ystra", "Hamn", "Vik")]
    path = tmp_path / "crawl.warc"
    path.write_bytes(
        b"".join(
            record(f"https://sound.example/{n}", body, "text/html") for n, body in enumerate(pages)
        )
    )

    document = read(path)

    assert len(document.stories) == 3
    assert all(document.text[at:].startswith("Shut\n") for at in document.stories)
    assert document.address is None


def test_a_web_archive_that_was_cut_short_keeps_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc"
    whole = record("https://sound.example/shut", page().encode(), "text/html")
    path.write_bytes(whole + whole[:300])

    document = read(path)

    assert "“We will not open" in document.text
    assert "cut short" in document.warnings[0]


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def test_a_zip_of_documents_is_one_document_of_several_stories(tmp_path: Path) -> None:
    inner = archive(tmp_path / "inner.zip", {"a.txt": b"never opened"}).read_bytes()
    path = archive(
        tmp_path / "press.zip",
        {
            "a/one.txt": "“We stay,” she said.".encode(),
            "two.html": page().encode(),
            "song.mp3": b"ID3\x04\0\0",
            "more.zip": inner,
            "__MACOSX/._one.txt": b"\0\5\26\7",
        },
    )

    document = read(path)

    assert [document.text[at:][:9] for at in document.stories] == ["“We stay,", "Shut\nThe "]
    assert any("song.mp3" in warning for warning in document.warnings)
    assert any("archive in the archive" in warning for warning in document.warnings)


def test_a_zip_of_one_page_is_that_page(tmp_path: Path) -> None:
    head = '<link rel=canonical href="https://sound.example/shut">'

    document = read(archive(tmp_path / "shut.zip", {"shut.html": page(head=head).encode()}))

    assert document.address == "https://sound.example/shut"
    assert document.name == "shut.zip"


HOSTILE_NAMES = [
    "../../escaped.txt",
    "/etc/escaped.txt",
    "C:\\escaped.txt",
    "..\\..\\escaped.txt",
    "nul.txt",
    "a/con",
    "....//escaped.txt",
    "name\x00.txt",
    "x" * 300 + ".txt",
    ". ",
]


def test_members_are_read_one_by_one_and_nothing_is_written(tmp_path: Path) -> None:
    path = archive(tmp_path / "hostile.zip", dict.fromkeys(HOSTILE_NAMES, b"words"))
    with zipfile.ZipFile(path, "a") as file:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(link, "/etc/passwd")

    originals = [open_part(path, part.key) for part in parts_of(path)]

    assert [original.data for original in originals] == [b"words"] * len(HOSTILE_NAMES)
    assert originals[0].name == "hostile.zip › escaped.txt"
    assert not any(
        part in ("..", "") or ":" in part
        for original in originals
        for part in original.name.removeprefix("hostile.zip › ").split("/")
    )
    assert [path.name for path in tmp_path.iterdir()] == ["hostile.zip"]


def test_an_archive_that_says_it_is_a_bomb_is_not_taken_apart(tmp_path: Path) -> None:
    path = archive(tmp_path / "bomb.zip", {f"{n}.txt": b"\0" * 1000 for n in range(100)})
    data = path.read_bytes()
    said = data.replace(struct.pack("<I", 1000), struct.pack("<I", 60_000_000))
    path.write_bytes(said)

    with pytest.raises(UnreadableDocument, match="more than 50 times its own size"):
        parts_of(path)


def test_a_protected_zip_says_so(tmp_path: Path) -> None:
    path = archive(tmp_path / "locked.zip", {"one.txt": b"words"})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\3\4") + 6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(data)

    with pytest.raises(UnreadableDocument, match="protected by a password"):
        read(path)
