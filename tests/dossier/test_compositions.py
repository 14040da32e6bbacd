"""What each composition prints: sheets, contact sheets, chapters with the maker's own words."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from dossier.choices import Composition, PageSize, Style
from dossier.contents import Interlude, Picture
from dossier.styles import look_of
from tests.dossier import making
from tests.dossier.reading import plain, printed, structure


def test_a_single_sheet_has_the_quotation_its_context_and_its_source(tmp_path: Path) -> None:
    said = making.quotation("We stay,", role="mayor", context="Asked, she said “We stay,” twice.")
    contents = making.contents(
        making.chapter("Ada Berg", said, making.quotation("No.")),
        composition=Composition.SINGLE_SHEETS,
    )

    first, second = printed(contents, tmp_path)

    for words in ("“We stay”", "mayor", "Asked, she said", "Harbour Post", "cranes.txt", "9f3c"):
        assert plain(words) in first.words
    assert plain("“No.”") in second.words
    assert [first.label, second.label] == ["1", "2"]


def test_a_contact_sheet_shows_every_photograph_with_its_credit(tmp_path: Path) -> None:
    photos = tuple(
        making.photo(credit_line=f"Photo: Jo Quist {number}", picture=_picture(number))
        for number in range(13)
    )
    without = making.photo(credit_line="Photo: unknown hand")
    contents = making.contents(
        photos=(*photos, without), composition=Composition.CONTACT_SHEET, chapters=()
    )

    pages = printed(contents, tmp_path)

    words = "".join(page.words for page in pages)
    assert all(plain(photo.credit_line) in words for photo in contents.photos)
    assert _drawn_pictures(tmp_path / "dossier.pdf") == [
        photo.picture.sha256 for photo in photos if photo.picture
    ]
    figures = [one for one in structure(tmp_path / "dossier.pdf") if one.role == "Figure"]
    assert [figure.alternative for figure in figures] == ["Cranes at the old harbour."] * 14


def test_a_photograph_stands_once_beside_whom_it_names(tmp_path: Path) -> None:
    shown = making.photo(caption="Ada Berg at the harbour.", picture=_picture(1))
    other = making.photo(caption="Nobody.", picture=_picture(2))
    contents = making.contents(photos=(shown, other))

    printed(contents, tmp_path)

    names = [photo.picture.sha256 for photo in (shown, other) if photo.picture]
    assert _drawn_pictures(tmp_path / "dossier.pdf") == names
    with pypdfium2.PdfDocument(tmp_path / "dossier.pdf") as pdf:
        text = [page.get_textpage().get_text_range() for page in pdf]
    assert "beside quotation 1" in "".join(text)


def test_what_the_maker_says_stands_where_it_was_put(tmp_path: Path) -> None:
    chapter = replace(
        making.chapter("Part one", making.quotation("First."), making.quotation("Second.")),
        interludes=(Interlude("Before.", 0), Interlude("Between.", 1), Interlude("After.", 2)),
    )

    pages = printed(
        making.contents(chapter, composition=Composition.BY_HAND, sources=(making.source(),)),
        tmp_path,
    )

    words = next(page.words for page in pages if page.label == "1")
    parts = ("Before.", "“First.”", "Between.", "“Second.”", "After.")
    assert [words.index(part) for part in parts] == sorted(words.index(part) for part in parts)


@pytest.mark.parametrize("paper", PageSize)
def test_large_print_has_no_letter_under_16_points(paper: PageSize, tmp_path: Path) -> None:
    contents = replace(making.many(30, 2), style=Style.LARGE_PRINT, page_size=paper)

    printed(contents, tmp_path)

    look = look_of(Style.LARGE_PRINT, paper)
    with pikepdf.Pdf.open(tmp_path / "dossier.pdf") as pdf:
        assert [float(side) for side in pdf.pages[0].MediaBox][2:] == pytest.approx(
            [look.paper_width, look.paper_height], abs=0.01
        )
        sizes = {
            float(operands[1])
            for page in pdf.pages
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "Tf"
        }
    # Only the raised numbers of the notes are smaller, and stand in the margin of their note again.
    assert {size for size in sizes if size < 16} <= {float(f"{look.note_number.size:.4g}")}


def test_every_link_leads_to_a_place_and_is_known_to_the_structure(tmp_path: Path) -> None:
    contents = replace(making.many(30, 3), photos=(making.photo(picture=_picture(3)),))
    printed(contents, tmp_path)

    with pikepdf.Pdf.open(tmp_path / "dossier.pdf") as pdf:
        places = pikepdf.NameTree(pdf.Root.Names.Dests)
        parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        links = [link for page in pdf.pages for link in page.get("/Annots", ())]
        assert len(links) > 100
        for link in links:
            assert "/A" in link or str(link.Dest) in places
            element = parents[int(link.StructParent)]
            assert element.S == "/Link"
            assert element.K[1].Obj.objgen == link.objgen
        for page in pdf.pages:
            marks = parents[int(page.StructParents)]
            numbers = [
                int(operands[1].MCID)
                for operands, operator in pikepdf.parse_content_stream(page)
                if str(operator) == "BDC" and "/MCID" in operands[1]
            ]
            assert numbers == list(range(len(marks)))


def _picture(number: int) -> Picture:
    written = io.BytesIO()
    Image.new("RGB", (60 + number, 40), (number, 90, 140)).save(written, "JPEG")
    data = written.getvalue()
    return Picture(hashlib.sha256(data).hexdigest(), 60 + number, 40, data)


def _drawn_pictures(path: Path) -> list[str]:
    """Return the hashes of the pictures that the pages draw, in the order of drawing."""
    drawn = []
    with pikepdf.Pdf.open(path) as pdf:
        for page in pdf.pages:
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Do":
                    image = page.Resources.XObject[str(operands[0])]
                    drawn.append(hashlib.sha256(image.read_raw_bytes()).hexdigest())
    return drawn
