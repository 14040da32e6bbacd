"""Word documents and Excel workbooks, opened again by other programs than those that made them."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from lxml import etree
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image

from dossier.choices import CitationStyle
from dossier.contents import Contents, Interlude
from dossier.exporting import export
from dossier.exports.table import COLUMNS
from dossier.exports.workbook import LONGEST
from dossier.pictures import picture_of
from extraction import read
from extraction.findings import Kind
from tests.dossier import making

_FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("file:///etc")', "https://post.example")
_W = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}


@pytest.fixture
def contents() -> Contents:
    quoted = making.quotation("We counted twice,", told_to="Reuters", page=3)
    reported = making.quotation("the cranes would be sold", Kind.INDIRECT, source=1)
    chapter = making.chapter("Ada Berg", quoted, reported, index_as="Berg, Ada")
    return making.contents(
        replace(chapter, interludes=(Interlude("In her own words.\n\nMostly.", 1),)),
        making.chapter("Salma", making.quotation(making.ARABIC)),
        sources=(
            making.source(byline="By Noor Haddad and R. Castellanos"),
            making.source(outlet=None, published_on=date(1899, 1, 2), address=None),
        ),
        photos=(making.photo(flags=("handout",), licence="CC BY 4.0"),),
        citations=CitationStyle.APA,
    )


@pytest.fixture
def word(contents: Contents, tmp_path: Path) -> Path:
    path = tmp_path / "dossier.docx"
    export(contents, path)
    return path


@pytest.fixture
def excel(contents: Contents, tmp_path: Path) -> Path:
    path = tmp_path / "dossier.xlsx"
    export(contents, path)
    return path


def test_a_word_document_says_all_of_it_in_named_styles(word: Path) -> None:
    document = docx.Document(str(word))

    said = [(_style(part), part.text) for part in document.paragraphs if part.text.strip()]
    assert said[:2] == [("Title", "On the record"), ("Subtitle", "Harbour inquiry")]
    body = said[said.index(("Heading 1", "Ada Berg")) :]
    assert body[1:8] == [
        ("Chapter Subtitle", "minister of transport"),
        ("Quotation", "“We counted twice”"),
        ("Attribution", "Ada Berg · said to Reuters · 9 August 2020 · Harbour Post"),
        ("Remark", "In her own words."),
        ("Remark", "Mostly."),
        ("Reported Speech", "the cranes would be sold"),
        ("Attribution", "Ada Berg · said · 9 August 2020"),
    ]
    assert ("Photo Credit", "© Northern Wire / Anna Weiss") in body
    assert ("Photo Caption", "Cranes at the old harbour. · handout · CC BY 4.0") in body
    assert (
        "Source",
        (
            "1.\tHaddad, N., & Castellanos, R. (2020, August 10). Cranes will not be sold. "
            "Harbour Post. https://post.example/cranes"
        ),
    ) in body


def test_every_quotation_of_a_word_document_has_its_footnote(word: Path) -> None:
    with zipfile.ZipFile(word) as package:
        notes = etree.fromstring(package.read("word/footnotes.xml"))
        body = etree.fromstring(package.read("word/document.xml"))
        types = package.read("[Content_Types].xml").decode()
        relations = package.read("word/_rels/document.xml.rels").decode()

    cited = body.xpath("//w:footnoteReference/@w:id", namespaces=_W)
    words = {
        note.get(qn("w:id")): "".join(note.itertext()).strip()
        for note in notes.iterfind("w:footnote", _W)
    }
    assert cited == ["1", "2", "3", "4"]
    assert words["1"].startswith("Ada Berg to Reuters, as cited in Haddad, N.")
    assert words["4"].startswith("Haddad, N., & Castellanos")
    assert notes.xpath("//w:r[w:rPr/w:i]/w:t/text()", namespaces=_W) == ["Harbour Post"] * 3
    assert types.count("footnotes+xml") == relations.count("footnotes.xml") == 1


def test_a_day_behind_an_arabic_headline_stays_behind_it_in_word(tmp_path: Path) -> None:
    cited = making.contents(
        making.chapter("Salma", making.quotation("We counted.")),
        sources=(making.source(headline=making.ARABIC),),
    )

    export(cited, tmp_path / "dossier.docx")

    with zipfile.ZipFile(tmp_path / "dossier.docx") as package:
        notes = package.read("word/footnotes.xml").decode("utf-8")
    assert f"“{making.ARABIC}”\u200e, " in notes


def test_a_word_documents_contents_lead_to_its_headings(word: Path) -> None:
    with zipfile.ZipFile(word) as package:
        body = etree.fromstring(package.read("word/document.xml"))

    links = body.xpath("//w:hyperlink/@w:anchor", namespaces=_W)
    shown = ["".join(link.itertext()) for link in body.iterfind(".//w:hyperlink", _W)]
    places = {
        mark.get(qn("w:name")): "".join(mark.getparent().itertext())
        for mark in body.iterfind(".//w:bookmarkStart", _W)
    }
    assert shown == ["Ada Berg", "Salma", "Photo credits", "Sources"]
    assert [places[link] for link in links] == shown
    kinds = body.xpath("//w:fldChar/@w:fldCharType", namespaces=_W)
    assert kinds == ["begin", "separate", "end"]
    ids = body.xpath("//w:bookmarkStart/@w:id", namespaces=_W)
    assert len(set(ids)) == len(ids)


def test_a_word_documents_parts_stand_in_the_order_of_the_schema(word: Path) -> None:
    """ECMA-376 part 1: CT_PPr (17.3.1.26), CT_RPr (17.3.2.28) and CT_Settings are sequences."""
    with zipfile.ZipFile(word) as package:
        for name in ("word/document.xml", "word/footnotes.xml", "word/styles.xml"):
            part = etree.fromstring(package.read(name))
            for shape in part.iterfind(".//w:pPr", _W):
                assert _in_order(shape, _PARAGRAPH_ORDER), etree.tostring(shape)
            for face in part.iterfind(".//w:rPr", _W):
                assert _in_order(face, _RUN_ORDER), etree.tostring(face)
        settings = etree.fromstring(package.read("word/settings.xml"))
    names = [child.tag for child in settings]
    assert names.index(qn("w:footnotePr")) == names.index(qn("w:compat")) - 1


def test_what_runs_from_the_right_is_set_so_in_word(word: Path) -> None:
    document = docx.Document(str(word))

    (arabic,) = [part for part in document.paragraphs if making.ARABIC in part.text]
    assert arabic._p.pPr is not None
    assert arabic._p.pPr.find(qn("w:bidi")) is not None
    assert arabic.runs[0].font.rtl


def test_a_word_document_knows_its_title_author_and_language(word: Path) -> None:
    document = docx.Document(str(word))

    about = document.core_properties
    assert (about.title, about.author, about.language) == ("On the record", "The desk", "en")
    assert about.created is not None
    assert about.created.date() == date(2026, 11, 22)
    (language,) = document.styles.element.findall(".//w:rPrDefault//w:lang", _W)
    assert language.get(qn("w:val")) == "en"


def test_a_photograph_stands_in_a_word_document_with_its_credit(tmp_path: Path) -> None:
    Image.new("RGB", (400, 200), "navy").save(tmp_path / "cranes.png")
    picture = picture_of(tmp_path / "cranes.png")
    export(making.contents(photos=(making.photo(picture=picture),)), tmp_path / "dossier.docx")

    document = docx.Document(str(tmp_path / "dossier.docx"))

    (shape,) = document.inline_shapes
    assert shape.width / shape.height == pytest.approx(2, rel=0.01)
    assert shape._inline.docPr.get("descr") == "Cranes at the old harbour."
    styles = [_style(part) for part in document.paragraphs]
    assert styles[styles.index("Photograph") + 1] == "Photo Credit"


def test_our_own_reader_finds_the_quotations_in_a_word_document_again(word: Path) -> None:
    document = read(word)

    assert "“We counted twice”" in document.text
    assert making.ARABIC in document.text


def test_a_workbook_is_a_table_to_filter_with_its_head_in_sight(excel: Path) -> None:
    book = openpyxl.load_workbook(excel)

    assert book.sheetnames == ["Quotations", "Sources", "Photo credits", "About"]
    sheet = book["Quotations"]
    heads = [cell.value for cell in sheet[1]]
    assert heads == [name.replace("_", " ").capitalize() for name in COLUMNS]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:U4"
    assert book["Photo credits"]["B2"].value == "© Northern Wire / Anna Weiss"
    assert book["Sources"]["B2"].value.startswith("Haddad, N., & Castellanos, R. (2020, August")
    assert book.properties.title == "On the record"


def test_days_are_days_and_numbers_numbers_in_a_workbook(excel: Path) -> None:
    sheet = openpyxl.load_workbook(excel)["Quotations"]

    first, second = (_by_head(sheet, row) for row in (2, 3))
    assert first["Said on"] == datetime(2020, 8, 9)
    assert (first["Page"], first["Start"]) == (3, 120)
    assert (first["Kind"], second["Kind"]) == ("direct", "indirect")
    assert second["Published on"] == "1899-01-02", "Excel has no such day"


@pytest.mark.parametrize("text", _FORMULAS)
def test_no_cell_of_a_workbook_is_computed_or_opened(text: str, tmp_path: Path) -> None:
    contents = making.contents(
        making.chapter(text, making.quotation(text, speaker=text, context=text)),
        title=text, sources=(making.source(headline=text, outlet=text, address=text),),
        photos=(making.photo(credit_line=text, caption=text),),
    )  # fmt: skip
    export(contents, tmp_path / "dossier.xlsx")

    book = openpyxl.load_workbook(tmp_path / "dossier.xlsx")

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert [cell for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    assert sum(cell.value == text for cell in cells) >= 9


def test_a_cell_that_excel_cannot_hold_says_that_it_was_cut(tmp_path: Path) -> None:
    text = "word " * 8000
    export(making.contents(making.chapter("A", making.quotation(text))), tmp_path / "long.xlsx")

    value = openpyxl.load_workbook(tmp_path / "long.xlsx")["Quotations"]["B2"].value

    assert len(value) == LONGEST
    assert value.endswith("(cut: Excel holds no longer text)")


def _style(part: object) -> str:
    return str(getattr(getattr(part, "style", None), "name", ""))


def _by_head(sheet: Worksheet, row: int) -> dict[str, object]:
    heads = [str(cell.value) for cell in sheet[1]]
    return dict(zip(heads, (cell.value for cell in sheet[row]), strict=True))


def _in_order(parent: etree._Element, order: str) -> bool:
    names = [etree.QName(child).localname for child in parent]
    places = [order.split().index(name) for name in names]
    return places == sorted(places)


_PARAGRAPH_ORDER = """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr
suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct
autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents
suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr
sectPr pPrChange"""
_RUN_ORDER = """rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss
imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect
bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"""
