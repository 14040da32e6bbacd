"""Reading a finished PDF back, with another library than the one that wrote it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2

from dossier.contents import Contents
from dossier.layout.setting import Line
from dossier.layout.shaping import Shaper
from dossier.render import render
from dossier.tagged import TaggedElement, TaggedText


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


def structure(path: Path) -> list[TaggedElement]:
    """Read the structure tree's leaves in its own order, with the text that they mark."""
    with pikepdf.Pdf.open(path) as pdf:
        return list(TaggedText(pdf).elements())


_STROKES = re.compile(
    r"<FEFF(?P<said>[0-9A-F]*)>|(?P<string>\((?:[^\\()]|\\.)*\))|(?P<end>EMC)", re.DOTALL
)


def glyphs_in(string: str) -> list[int]:
    """Return the glyphs that a string of PDF shows, its parentheses included."""
    shown = bytes(pikepdf.Object.parse(string.encode("latin-1")))
    return [int.from_bytes(shown[at : at + 2]) for at in range(0, len(shown), 2)]


def words_of(line: Line, shaper: Shaper) -> list[str]:
    """Read what each part of a line draws, from left to right, by the glyphs' meanings."""
    words = []
    for part in line.parts:
        text, said, letters = "", False, shaper.used[part.type.typeface].texts
        for stroke in _STROKES.finditer(part.drawn):
            if stroke["said"] is not None:
                text, said = text + bytes.fromhex(stroke["said"]).decode("utf-16-be"), True
            elif stroke["end"] is not None:
                said = False
            elif not said:
                text += "".join(letters[glyph] for glyph in glyphs_in(stroke["string"]))
        words.append(text)
    return words


def text_of(line: Line, shaper: Shaper) -> str:
    """Read what a line draws, from left to right."""
    return "".join(words_of(line, shaper))


def plain(text: str) -> str:
    """Return what is left of a text when lines, spaces and hyphens at line ends are forgotten."""
    text = "".join(letter for letter in text if letter not in "\u00ad\u0002\ufffe")
    return "".join(
        letter
        for letter in unicodedata.normalize("NFC", text)
        if not letter.isspace() and unicodedata.category(letter) not in {"Cf", "Cc"}
    )
