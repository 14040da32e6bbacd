"""A picture that came with its page stands beside its printed credit, and may contradict it."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image

from db import Catalogue
from db.rows import PhotoRow, PictureRow
from extraction import extract, read
from extraction.findings import CreditField

PAGE = """<html><body><article><h1>The quay at dawn</h1>
<p>The harbour master walked along the quay before anybody else was awake, and counted cranes.</p>
<figure><img src="Quay_files/quay.jpg"><figcaption>The quay at dawn. {credit}</figcaption></figure>
<p>“Eleven of them stand still,” she said, and wrote the number down in her small book.</p>
</article></body></html>"""


def joined(
    catalogue: Catalogue, folder: Path, credit: str, creator: str
) -> tuple[PhotoRow, PictureRow]:
    exif = Image.Exif()
    exif[0x013B] = creator
    file = io.BytesIO()
    Image.new("RGB", (900, 600), "teal").save(file, "JPEG", exif=exif)
    (folder / "Quay_files").mkdir()
    (folder / "Quay_files" / "quay.jpg").write_bytes(file.getvalue())
    page = folder / "Quay.html"
    page.write_text(PAGE.format(credit=credit), encoding="utf-8")
    document = read(page)
    catalogue.add(document, extract(document), original=page)
    (photo,) = catalogue.photos()
    return photo, catalogue.pictures([photo])[photo.id]


def test_the_picture_of_a_printed_credit_is_kept_small_with_what_it_says(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    _, picture = joined(catalogue, tmp_path, "Photo: Ada Holm/Reuters", "Ada Holm")
    assert picture.preview
    with Image.open(io.BytesIO(picture.preview)) as image:
        assert max(image.size) == 640
    assert picture.embedded
    assert picture.embedded.values(CreditField.CREATOR) == ("Ada Holm",)
    assert picture.contradicted == ()


@pytest.mark.parametrize(
    ("credit", "creator", "contradicted"),
    [
        ("Photo: A. Holm/Reuters", "HOLM ADA", ()),
        ("Photo: Ada Holm/Reuters", "Per Lund", (CreditField.CREATOR,)),
        ("Photo: Reuters", "Per Lund", ()),
    ],
)
def test_two_credits_that_share_no_name_contradict_each_other(
    catalogue: Catalogue,
    tmp_path: Path,
    credit: str,
    creator: str,
    contradicted: tuple[CreditField, ...],
) -> None:
    _, picture = joined(catalogue, tmp_path, credit, creator)
    assert picture.contradicted == contradicted


def test_pictures_go_and_come_back_with_their_document(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    photo, picture = joined(catalogue, tmp_path, "Photo: Ada Holm/Reuters", "Ada Holm")
    catalogue.remove_documents([photo.document_id])
    assert catalogue.pictures([photo]) == {}
    catalogue.undo()
    assert catalogue.pictures([photo]) == {photo.id: picture}
    assert catalogue.check().problems == ()


def test_the_picture_itself_is_kept_and_checked(catalogue: Catalogue, tmp_path: Path) -> None:
    _, picture = joined(catalogue, tmp_path, "Photo: Ada Holm/Reuters", "Ada Holm")
    file = tmp_path / "Quay_files" / "quay.jpg"
    assert picture.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    kept = catalogue.folder / "originals" / picture.sha256[:2] / picture.sha256
    assert kept.read_bytes() == file.read_bytes()

    kept.write_bytes(b"other")

    (problem,) = catalogue.check().problems
    assert "Quay_files/quay.jpg" in problem
