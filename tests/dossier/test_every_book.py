"""Every style and composition is sound: files, fonts, and each page number that is printed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from dossier.choices import Composition, PageSize, Style
from dossier.contents import Contents, Picture
from dossier.render import render
from dossier.tagged import TaggedElement, TaggedText
from tests.dossier import making
from tests.dossier.reading import plain

_CLASSIC = [(Style.CLASSIC, PageSize.LETTER, composition) for composition in Composition]
_OTHERS = [
    (style, PageSize.A4, Composition.BY_PERSON) for style in (Style.COMPACT, Style.LARGE_PRINT)
]


@pytest.fixture(scope="module", params=_CLASSIC + _OTHERS, ids=lambda made: f"{made[0]}, {made[2]}")
def book(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Contents, Path]:
    style, paper, composition = request.param
    many = making.many(45, 4)
    picture = Picture("0" * 64, 400, 300)
    photos = (
        making.photo(caption=f"{many.chapters[1].title} and a crane.", picture=picture, source=3),
        making.photo(picture=picture, creator="Jo Quist"),
        making.photo(),
    )
    contents = replace(
        many, style=style, page_size=paper, composition=composition, photos=photos,
        chapters=() if composition is Composition.CONTACT_SHEET else many.chapters,
    )  # fmt: skip
    path = tmp_path_factory.mktemp("book") / "dossier.pdf"
    render(contents, path)
    return contents, path


def test_the_file_is_sound_and_every_font_of_every_page_is_in_it(
    book: tuple[Contents, Path],
) -> None:
    with pikepdf.Pdf.open(book[1]) as pdf:
        assert pdf.check_pdf_syntax() == []
        fonts = [font for page in pdf.pages for font in page.Resources.Font.as_dict().values()]
        assert fonts
        for font in fonts:
            (descendant,) = font.DescendantFonts
            assert re.fullmatch(r"/[A-Z]{6}\+.+", str(font.BaseFont))
            assert "/FontFile2" in descendant.FontDescriptor
            assert "/ToUnicode" in font
        used = {
            (str(operands[0]), str(operands[0]) in page.Resources.Font)
            for page in pdf.pages
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "Tf"
        }
        assert all(is_there for _, is_there in used)


def test_the_outline_leads_to_pages_that_have_its_titles(book: tuple[Contents, Path]) -> None:
    with pypdfium2.PdfDocument(book[1]) as pdf:
        entries = [(entry.get_title(), entry.get_dest()) for entry in pdf.get_toc()]
        for title, place in entries:
            if book[0].composition is Composition.SINGLE_SHEETS:
                title = title.partition(". ")[2]
            if title != "Quotations":  # The part begins with its first chapter.
                text = pdf[place.get_index()].get_textpage().get_text_range()
                assert plain(title) in plain(text)
    assert entries or book[0].composition is Composition.CONTACT_SHEET


def test_a_number_that_is_a_link_leads_to_the_page_that_bears_it(
    book: tuple[Contents, Path],
) -> None:
    checked = 0
    with pikepdf.Pdf.open(book[1]) as pdf, pypdfium2.PdfDocument(book[1]) as shown:
        labels = {page.obj.objgen: page.label for page in pdf.pages}
        places = pikepdf.NameTree(pdf.Root.Names.Dests)
        for index, page in enumerate(pdf.pages):
            text = shown[index].get_textpage()
            for link in page.get("/Annots", ()):
                if "/Dest" not in link:
                    continue
                target = str(link.Dest)
                bears = labels[places[target][0].objgen]
                words = text.get_text_bounded(*(float(side) for side in link.Rect)).strip()
                if target.startswith("page-"):
                    assert re.match(r"\d+", words)[0] == bears  # type: ignore[index]  # fails if None
                    checked += 1
                elif page.label == "i" and words.isdecimal():
                    assert words == bears
                    checked += 1
    assert checked or book[0].composition in (Composition.SINGLE_SHEETS, Composition.CONTACT_SHEET)


def test_index_and_sources_name_just_the_pages_that_quote_and_cite(
    book: tuple[Contents, Path],
) -> None:
    contents, path = book
    with pikepdf.Pdf.open(path) as pdf:
        labels = [page.label for page in pdf.pages]
        elements = list(TaggedText(pdf).elements())
    entries = [entry for chapter in contents.chapters for entry in chapter.quotations]
    quoted = [element for element in elements if element.role == "BlockQuote"]
    assert len(quoted) == len(entries)
    if contents.composition in (Composition.SINGLE_SHEETS, Composition.CONTACT_SHEET):
        return
    speaking: dict[str, set[str]] = defaultdict(set)
    for element, entry in zip(quoted, entries, strict=True):
        speaking[entry.speaker or ""].add(labels[element.page or 0])
    citing: dict[str, set[str]] = defaultdict(set)
    for element in elements:
        if element.role == "Note":
            citing[element.text.split()[0]].add(labels[element.page or 0])

    index = " ".join(element.text for element in _part(elements, "Index of names"))
    for chapter in contents.chapters:
        told = re.search(rf"{chapter.index_as}, ([\d–, ]+)", index)
        assert told is not None
        assert _expanded(told[1]) == speaking[chapter.title]
    cited = [element.text for element in _part(elements, "Sources") if " SHA-256 " in element.text]
    assert len(cited) == len(contents.sources)
    for text in cited:
        pages = re.search(r"cited on ([\d–, ]+) SHA-256", text)
        assert _expanded(pages[1] if pages else "") == citing[text.split()[0]]


def _part(elements: list[TaggedElement], title: str) -> Iterator[TaggedElement]:
    """Yield what stands in a part of the back matter."""
    within = False
    for element in elements:
        if element.role == "H1":
            within = element.text.strip() == title
        elif within:
            yield element


def _expanded(ranges: str) -> set[str]:
    pages: set[str] = set()
    for part in filter(None, ranges.replace(" ", "").split(",")):
        first, _, last = part.partition("–")
        pages |= {str(page) for page in range(int(first), int(last or first) + 1)}
    return pages
