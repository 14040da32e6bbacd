"""A picture that came with a page is found, joined to its caption, and shown small."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from extraction import read
from extraction.findings import CreditField, Document
from extraction.pictures import preview
from tests.extraction.readers.test_archives import picture

PAGE = """<html><head><title>Quay</title></head><body><article><h1>The quay at dawn</h1>
<p>The harbour master walked along the quay before anybody else was awake, and counted cranes.</p>
<figure><img src="{address}"><figcaption>The quay at dawn. Photo: Ada Holm</figcaption></figure>
<p>“Eleven of them stand still,” she said, and wrote the number down in her small book.</p>
</article></body></html>"""


def jpeg(width: int = 800, height: int = 600) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(written, "JPEG")
    return written.getvalue()


def saved_page(folder: Path, address: str) -> Path:
    path = folder / "Quay.html"
    path.write_text(PAGE.format(address=address), encoding="utf-8")
    return path


def put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def shown(document: Document) -> bytes | None:
    (only,) = document.pictures
    assert only.caption
    assert only.caption.of(document.text).startswith("The quay at dawn.")
    return only.preview


def test_a_picture_in_the_folder_that_a_browser_saved_beside_the_page_is_joined(
    tmp_path: Path,
) -> None:
    put(tmp_path / "Quay_files" / "a b.jpg", picture())
    document = read(saved_page(tmp_path, "./Quay_files/a%20b.jpg"))
    (only,) = document.pictures
    assert only.embedded
    assert only.embedded.values(CreditField.CREATOR)


def test_a_picture_is_shown_small(tmp_path: Path) -> None:
    put(tmp_path / "Quay_files" / "quay.jpg", jpeg(1600, 1200))
    small = shown(read(saved_page(tmp_path, "Quay_files/quay.jpg")))
    assert small
    with Image.open(io.BytesIO(small)) as image:
        assert image.size == (640, 480)


def test_a_picture_written_into_the_page_is_shown_too(tmp_path: Path) -> None:
    address = "data:image/jpeg;base64," + base64.b64encode(jpeg()).decode()
    document = read(saved_page(tmp_path, address))
    assert shown(document)
    assert "base64" not in document.text


@pytest.mark.parametrize(
    "address",
    [
        "../secret/quay.jpg",
        "secret/quay.jpg",
        "Quay_files/../../secret/quay.jpg",
        "Quay_link/quay.jpg",
    ],
)
def test_a_page_cannot_make_us_read_what_lies_elsewhere(tmp_path: Path, address: str) -> None:
    put(tmp_path / "secret" / "quay.jpg", jpeg())
    folder = tmp_path / "page"
    put(folder / "secret" / "quay.jpg", jpeg())
    (folder / "Quay_files").mkdir()
    (folder / "Quay_link").symlink_to(tmp_path / "secret")
    assert shown(read(saved_page(folder, address))) is None


@pytest.mark.parametrize(
    "address", ["https://[bad/quay.jpg", "Quay_files/%00.jpg", "Quay_files/gone.jpg"]
)
def test_a_picture_that_is_not_there_leaves_its_caption(tmp_path: Path, address: str) -> None:
    assert shown(read(saved_page(tmp_path, address))) is None


def test_the_pictures_of_a_book_keep_their_captions(tmp_path: Path) -> None:
    path = tmp_path / "quay.epub"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OPS/book.opf"/></rootfiles></container>',
        )
        book.writestr(
            "OPS/book.opf",
            '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
            '<item id="c" href="text/one.xhtml" media-type="application/xhtml+xml"/>'
            '<item id="p" href="img/quay.jpg" media-type="image/jpeg"/></manifest>'
            '<spine><itemref idref="c"/></spine></package>',
        )
        book.writestr("OPS/text/one.xhtml", PAGE.format(address="../img/quay.jpg"))
        book.writestr("OPS/img/quay.jpg", jpeg())
    assert shown(read(path))


def test_a_preview_is_upright_and_opaque() -> None:
    turned = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    exif = turned.getexif()
    exif[0x0112] = 6  # a quarter turn
    written = io.BytesIO()
    turned.save(written, "PNG", exif=exif)
    small = preview(written.getvalue())
    assert small
    with Image.open(io.BytesIO(small)) as image:
        assert (image.size, image.mode) == ((200, 300), "RGB")
        assert image.getpixel((5, 5)) == (255, 255, 255)


def test_icons_junk_and_bombs_have_no_preview() -> None:
    bomb = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(bomb, "PNG")
    assert preview(jpeg(64, 64)) is None
    assert preview(jpeg()[:400]) is None
    assert preview(b"GIF89a") is None
    assert preview(bomb.getvalue()) is None
