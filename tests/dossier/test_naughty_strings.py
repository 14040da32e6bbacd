"""515 strings that break programs, as quotation, name, headline and title: every form keeps them.

The list is development data, not part of the project; without it this is skipped.
"""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import docx
import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from db.rows import as_spoken
from dossier.contents import Contents
from dossier.exporting import Format, export
from dossier.exports.interchange import read_json
from dossier.exports.markdown import escaped
from dossier.exports.table import cell_text
from dossier.exports.word_text import one_line
from tests.dossier import making

_LIST = Path(__file__).resolve().parents[2].parent / "shared/corpora/naughty_strings/blns.json"
pytestmark = pytest.mark.skipif(not _LIST.is_file(), reason="the list of strings is not here")


@pytest.fixture(scope="module")
def strings() -> list[str]:
    given: list[str] = json.loads(_LIST.read_text(encoding="utf-8"))
    assert len(given) == 515
    return given


@pytest.fixture(scope="module")
def contents(strings: list[str]) -> Contents:
    chapters = [
        making.chapter(
            text, making.quotation(text, speaker=text, role=text, context=text, source=number)
        )
        for number, text in enumerate(strings)
    ]
    sources = tuple(making.source(headline=text, outlet=text, byline=text) for text in strings)
    photos = tuple(
        making.photo(credit_line=text, caption=text, source=number)
        for number, text in enumerate(strings)
    )
    return making.contents(*chapters, sources=sources, photos=photos, title="".join(strings[:40]))


@pytest.fixture(scope="module")
def exported(contents: Contents, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("naughty")
    for form in Format:
        if form is not Format.PDF:
            export(contents, folder / f"dossier{form.suffix}")
    return folder


def test_json_gives_all_of_it_back(exported: Path, contents: Contents) -> None:
    assert read_json((exported / "dossier.json").read_text(encoding="utf-8")) == contents


def test_a_table_gives_every_string_back(exported: Path, strings: list[str]) -> None:
    text = (exported / "dossier.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))

    for column in ("quotation", "speaker", "role", "outlet", "headline", "context"):
        assert [cell_text(row[column]) for row in rows] == strings


def test_a_workbook_gives_every_string_back(exported: Path, strings: list[str]) -> None:
    book = openpyxl.load_workbook(exported / "dossier.xlsx")

    columns = (("Quotations", "B"), ("Quotations", "D"), ("Sources", "D"), ("Photo credits", "H"))
    for sheet, column in columns:
        values = [cell.value for cell in book[sheet][column][1:]]
        assert [unescape(value or "") for value in values] == strings


def test_a_word_document_gives_every_string_back(exported: Path, strings: list[str]) -> None:
    document = docx.Document(str(exported / "dossier.docx"))

    styles: dict[str, list[str]] = {}
    for paragraph in document.paragraphs:
        assert paragraph.style is not None
        styles.setdefault(str(paragraph.style.name), []).append(paragraph.text)
    # Within marks stand the words alone: no blanks at the ends, not the reporter's comma.
    wanted = [_folded(as_spoken(text)) for text in strings]
    assert [_folded(words[1:-1]) for words in styles["Quotation"]] == wanted
    assert styles["Photo Credit"] == [one_line(text) for text in strings]


def test_markdown_gives_every_string_back(exported: Path, strings: list[str]) -> None:
    lines = (exported / "dossier.md").read_text(encoding="utf-8").splitlines()

    credits_ = [line for line in lines if line.startswith("- ")]
    assert len(credits_) == len(strings)
    for number, (line, text) in enumerate(zip(credits_, strings, strict=True), 1):
        assert line.startswith(f"- {escaped(text)}[^{number}]")
        assert re.sub(r"\\([^a-zA-Z0-9\s])", r"\1", escaped(text)) == " ".join(text.split())


def test_linked_data_and_reference_managers_take_every_string(
    exported: Path, strings: list[str]
) -> None:
    linked = json.loads((exported / "dossier.jsonld").read_text(encoding="utf-8"))
    csl = json.loads((exported / "dossier.csl.json").read_text(encoding="utf-8"))
    ris = (exported / "dossier.ris").read_bytes().decode()
    bibtex = (exported / "dossier.bib").read_text(encoding="utf-8")

    headlines = [article.get("headline", "") for article in linked["citation"]]
    assert headlines == strings
    assert len(csl) == len({item["id"] for item in csl}) == len(strings)
    assert [
        line for line in ris.split("\r\n") if line and not re.match("[A-Z][A-Z0-9]  - ", line)
    ] == []
    assert ris.count("ER  - \r\n") == len(re.findall("^@article{", bibtex, re.MULTILINE)) == 515


def _folded(text: str) -> str:
    """Return `text` as Word holds it, blanks of every kind aside."""
    return "".join(one_line(text).translate({0x240B: " ", 0x240C: " "}).split())
