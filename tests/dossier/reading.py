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


@dataclass(frozen=True)
class ReadElement:
    """An element of the structure tree: its type, its text as marked on the pages, what it adds."""

    role: str
    text: str
    alternative: str
    actual: str
    language: str = ""


def structure(path: Path) -> list[ReadElement]:
    """Read the structure tree's leaves in its own order, with the text that they mark."""
    with pikepdf.Pdf.open(path) as pdf:
        marked = {page.objgen: _marked_text(page) for page in pdf.pages}
        leaves: list[ReadElement] = []
        _gather(pdf.Root.StructTreeRoot.K, marked, leaves)
        return leaves


def _gather(
    element: pikepdf.Object,
    marked: dict[tuple[int, int], dict[int, str]],
    leaves: list[ReadElement],
) -> None:
    if str(element.S) in _GROUPS:
        for kid in element.K:
            _gather(kid, marked, leaves)
        return
    leaves.append(
        ReadElement(
            str(element.S)[1:], _text_of(element, marked), str(element.get("/Alt", "")),
            str(element.get("/ActualText", "")), str(element.get("/Lang", "")),
        )
    )  # fmt: skip


_GROUPS = ("/Document", "/TOC")


def _text_of(element: pikepdf.Object, marked: dict[tuple[int, int], dict[int, str]]) -> str:
    """Return what an element marks, with what the links in it mark, in the tree's own order."""
    text = ""
    for kid in element.K:
        if isinstance(kid, int):
            text += marked[element.Pg.objgen][kid]
        elif "/MCID" in kid:
            text += marked[kid.Pg.objgen].get(int(kid.MCID), "")
        elif "/S" in kid:
            text += _text_of(kid, marked)
        else:
            assert kid.Obj.Subtype == "/Link"
    return text


def _marked_text(page: pikepdf.Page) -> dict[int, str]:
    """Return the text of each marked content of a page, decoded by the fonts' own maps."""
    fonts = {name: _to_unicode(font) for name, font in page.Resources.Font.as_dict().items()}
    texts: dict[int, str] = {}
    stack: list[tuple[int | None, str | None]] = []
    font: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                properties = operands[1]
                number = int(properties.MCID) if "/MCID" in properties else None
                said = str(properties.ActualText) if "/ActualText" in properties else None
                stack.append((number, said))
                if said is not None:
                    _add(texts, stack, said)
            case "BMC":
                stack.append((None, None))
            case "EMC":
                stack.pop()
            case "Tf":
                font = fonts[str(operands[0])]
            case "TJ" if not stack or stack[-1][1] is None:
                strings = [bytes(item) for item in operands[0] if isinstance(item, pikepdf.String)]
                glyphs = b"".join(strings)
                letters = (glyphs[place : place + 2] for place in range(0, len(glyphs), 2))
                _add(texts, stack, "".join(font[int.from_bytes(two)] for two in letters))
    return texts


def _add(texts: dict[int, str], stack: list[tuple[int | None, str | None]], text: str) -> None:
    number = next((number for number, _ in reversed(stack) if number is not None), None)
    if number is not None:
        texts[number] = texts.get(number, "") + text


def _to_unicode(font: pikepdf.Object) -> dict[int, str]:
    cmap = font.ToUnicode.read_bytes().decode("ascii")
    pairs = re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>", cmap.split("endcodespacerange")[1])
    return {int(glyph, 16): bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}


_STROKES = re.compile(r"<FEFF(?P<said>[0-9A-F]*)>|<(?P<glyphs>[0-9A-F]*)>|(?P<end>EMC)")


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
                text += "".join(
                    letters[int(four, 16)] for four in re.findall("....", stroke["glyphs"])
                )
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
