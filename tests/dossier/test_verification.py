"""A dossier checked later: every planted change is found, and nothing where nothing changed."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

import seeds
from db import Catalogue
from db.rows import Correction, QuotationRow
from dossier.errors import DossierError
from dossier.pictures import picture_of
from dossier.render import render
from dossier.selection import contents_of
from dossier.verification import Standing, Verification, verify
from extraction import extract, read
from extraction.findings import Kind
from tests.dossier import making


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a catalogue of the sample and a dossier of it, once for all tests."""
    folder = tmp_path_factory.mktemp("made")
    with Catalogue.create(folder / "Sample.onrecord") as catalogue:
        for path in seeds.sample_documents():
            document = read(path)
            catalogue.add(document, extract(document, catalogue.known()), original=path)
        contents = contents_of(
            catalogue, catalogue.quotation_ids(),
            title="Sample", selection="everything", compiled_on=date(2026, 11, 22),
        )  # fmt: skip
    render(contents, folder / "dossier.pdf")
    return folder


@pytest.fixture
def catalogue(made: Path, tmp_path: Path) -> Iterator[Catalogue]:
    folder = tmp_path / "Sample.onrecord"
    shutil.copytree(made / "Sample.onrecord", folder)
    with Catalogue.open(folder) as opened:
        yield opened


@pytest.fixture
def dossier(made: Path) -> Path:
    return made / "dossier.pdf"


def test_an_untouched_dossier_stands(catalogue: Catalogue, dossier: Path) -> None:
    found = verify(dossier, catalogue)

    assert found.stands
    assert len(found.quotations) == len(catalogue.quotation_ids())


def test_every_correction_since_is_found_and_no_other_quotation_is(
    catalogue: Catalogue, dossier: Path
) -> None:
    rows = catalogue.quotations(catalogue.quotation_ids())
    spoken, told, dated, rejected = rows[0], rows[3], rows[5], rows[7]
    catalogue.correct([spoken.id], Correction(speaker="Somebody Else"))
    catalogue.correct([told.id], Correction(told_to="Northern Wire Service"))
    catalogue.correct([dated.id], Correction(said_on=date(1999, 1, 1)))
    catalogue.reject([rejected.id])
    catalogue.confirm([rows[9].id])

    found = verify(dossier, catalogue)

    assert _changed(found) == sorted(_key(row) for row in (spoken, told, dated, rejected))
    reasons = " ".join(checked.reason for checked in found.quotations)
    assert "the speaker is now given as Somebody Else" in reasons
    assert "it has been rejected since" in reasons


def test_a_changed_word_in_an_original_touches_all_its_quotations(
    catalogue: Catalogue, dossier: Path
) -> None:
    document = catalogue.documents()[1]
    original = catalogue.original(document.id)
    original.chmod(0o600)
    original.write_bytes(original.read_bytes().replace(b"the", b"teh", 1))

    found = verify(dossier, catalogue)

    touched = [checked for checked in found.quotations if checked.standing is Standing.CHANGED]
    assert len(touched) == document.quotations
    assert {checked.reason for checked in touched} == {"its file is not the one that was imported"}


def test_a_file_that_is_gone_loses_its_quotations(catalogue: Catalogue, dossier: Path) -> None:
    removed, deleted = catalogue.documents()[0], catalogue.documents()[2]
    catalogue.remove_documents([removed.id])
    original = catalogue.original(deleted.id)
    original.unlink()

    found = verify(dossier, catalogue)

    lost = [checked for checked in found.quotations if checked.standing is Standing.LOST]
    assert len(lost) == removed.quotations + deleted.quotations
    assert found.pages_fit


def test_edited_data_no_longer_fit_the_pages(
    catalogue: Catalogue, dossier: Path, tmp_path: Path
) -> None:
    forged = tmp_path / "forged.pdf"
    with pikepdf.Pdf.open(dossier) as pdf:
        data = json.loads(pdf.attachments["dossier.json"].get_file().read_bytes())
        entry = data["chapters"][0]["quotations"][0]
        entry["text"] = f"not {entry['text']}"
        del pdf.attachments["dossier.json"]
        text = json.dumps(data).encode()
        pdf.attachments["dossier.json"] = pikepdf.AttachedFileSpec(pdf, text)
        pdf.save(forged)

    found = verify(forged, catalogue)

    assert not found.pages_fit
    assert [checked.number for checked in found.quotations if checked.reason] == [1]


def test_a_saved_copy_is_still_the_same_dossier(
    catalogue: Catalogue, dossier: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.pdf"
    with pikepdf.Pdf.open(dossier) as pdf:
        pdf.save(copy, object_stream_mode=pikepdf.ObjectStreamMode.generate)

    assert verify(copy, catalogue).stands


def test_edited_pages_no_longer_fit_the_data(
    catalogue: Catalogue, dossier: Path, tmp_path: Path
) -> None:
    forged = tmp_path / "forged.pdf"
    with pikepdf.Pdf.open(dossier) as pdf:
        page = pdf.pages[3]
        drawn = page.Contents.read_bytes()
        first = drawn.index(b" TJ") - 1
        page.Contents = pdf.make_stream(drawn[: first - 3] + drawn[first - 1 :])
        pdf.save(forged)

    assert not verify(forged, catalogue).pages_fit


def test_what_is_no_dossier_is_told_so(catalogue: Catalogue, tmp_path: Path) -> None:
    other = tmp_path / "other.pdf"
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(other)
    (tmp_path / "text.pdf").write_text("no PDF")

    with pytest.raises(DossierError, match="it carries no data"):
        verify(other, catalogue)
    with pytest.raises(DossierError, match="cannot be read as a PDF"):
        verify(tmp_path / "text.pdf", catalogue)
    with pytest.raises(DossierError, match="there is no such file"):
        verify(tmp_path / "none.pdf", catalogue)


def _changed(found: Verification) -> list[tuple[str, Kind]]:
    return sorted(
        (checked.entry.text, checked.entry.kind)
        for checked in found.quotations
        if checked.standing is not Standing.STANDS
    )


def _key(row: QuotationRow) -> tuple[str, Kind]:
    return row.text, row.kind


def test_a_photograph_that_was_exchanged_is_found_on_its_page(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    Image.effect_noise((320, 240), 60).convert("RGB").save(tmp_path / "cranes.png")
    picture = picture_of(tmp_path / "cranes.png")
    assert picture is not None
    contents = making.contents(photos=(making.photo(picture=picture),))
    dossier, forged = tmp_path / "dossier.pdf", tmp_path / "forged.pdf"
    render(contents, dossier)
    with pikepdf.Pdf.open(dossier) as pdf:
        images = [
            thing
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
        ]
        other = Image.new("RGB", (picture.width, picture.height), "navy")
        written = io.BytesIO()
        other.save(written, "JPEG")
        for image in images:
            image.write(written.getvalue(), filter=pikepdf.Name.DCTDecode)
        pdf.save(forged)

    assert images
    assert verify(dossier, catalogue).pages_fit
    assert not verify(forged, catalogue).pages_fit
