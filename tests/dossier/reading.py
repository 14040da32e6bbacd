"""Reading a finished PDF back, with another library than the one that wrote it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from dossier.contents import Contents
from dossier.render import render


@dataclass(frozen=True)
class ReadPage:
    """A page as a reader shows it: the number printed on it, and its text."""

    label: str
    text: str

    @property
    def words(self) -> str:
        return plain(self.text)


def printed(contents: Contents, folder: Path) -> tuple[ReadPage, ...]:
    """Render `contents` and read the pages back."""
    path = folder / "dossier.pdf"
    render(contents, path)
    return pages(path)


def pages(path: Path) -> tuple[ReadPage, ...]:
    """Read the pages of a PDF."""
    with pypdfium2.PdfDocument(path) as pdf:
        read = []
        for index in range(len(pdf)):
            page = pdf[index]
            text_page = page.get_textpage()
            read.append(ReadPage(pdf.get_page_label(index), text_page.get_text_range()))
            text_page.close()
            page.close()
        return tuple(read)


def plain(text: str) -> str:
    """Return what is left of a text when lines, spaces and hyphens at line ends are forgotten."""
    text = "".join(letter for letter in text if letter not in "\u00ad\u0002\ufffe")
    return "".join(
        letter
        for letter in unicodedata.normalize("NFC", text)
        if not letter.isspace() and unicodedata.category(letter) not in {"Cf", "Cc"}
    )
