"""The reading pane tells what became of a quotation in other saved versions of its page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from db import Catalogue
from desktop.main_window import MainWindow
from extraction import extract, read

PAGE = """<html><head><link rel="canonical" href="https://tidewater.example/port"></head><body>
<article><h1>Harbour stays closed</h1>{paragraphs}</article></body></html>"""
KEPT = "“We have lost eleven days of work and nobody knows why,” said Ruth Okafor of the union."
FIRST = "“The cranes will not move before the inquiry ends,” said Ada Lindqvist, harbour master."
LATER = "“The cranes will not move before the whole inquiry ends,” said Ada Lindqvist."
GONE = "“The mayor was asked twice and did not answer,” Lindqvist said."


@pytest.fixture
def port(tmp_path: Path) -> Path:
    folder = tmp_path / "Port.onrecord"
    with Catalogue.create(folder) as catalogue:
        for name, lines in (("first.html", (FIRST, KEPT, GONE)), ("second.html", (LATER, KEPT))):
            page = tmp_path / name
            body = "".join(f"<p>{line}</p>" for line in lines)
            page.write_text(PAGE.format(paragraphs=body), encoding="utf-8")
            document = read(page)
            catalogue.add(document, extract(document), original=page)
    return folder


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (0, "This quote read: “The cranes will not move before the whole inquiry ends”"),
        (1, "1 quote stayed, 1 changed, 0 came, 1 went."),
        (2, "This quote is no longer there."),
        (3, "This quote read: “The cranes will not move before the inquiry ends”"),
    ],
)
def test_a_quotation_says_what_it_is_in_the_other_version(
    window: MainWindow, port: Path, settle: Callable[[], None], row: int, told: str
) -> None:
    window.open_catalogue(port)
    settle()

    window.workspace.quotations.table.go_to(row)
    settle()

    (line,) = window.workspace.reader._versions.things
    assert told in line.toPlainText()


def test_a_page_saved_once_says_nothing_of_versions(
    window: MainWindow, make_catalogue: Callable[..., Path], settle: Callable[[], None]
) -> None:
    window.open_catalogue(make_catalogue())
    settle()

    assert window.workspace.reader._versions.isHidden()
