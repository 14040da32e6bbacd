"""The text of a tagged PDF as its pages draw it, element by element in the order of reading.

Glyphs are read by the fonts' own maps (ToUnicode), so this is what the paper shows, whatever else
the file says of itself. After PDF 32000-1, 9.10 and 14.7.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

_GROUPS = frozenset({"/Document", "/TOC"})
_PAIRS = re.compile(r"<([0-9A-F]{4})> <([0-9A-F]+)>")

_ObjectId = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TaggedElement:
    """An element of the structure tree. `text` is what its glyphs say, from left to right.

    `actual` is its text in the order of reading, where the file gives that, `alternative` what it
    says of a figure, and `page` the index of the page where it begins (None for an empty one).
    """

    role: str
    text: str
    page: int | None = None
    alternative: str = ""
    actual: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class _PageText:
    """What a page draws: by the numbers of its marked contents, and what belongs to none."""

    index: int
    marked: dict[int, str]
    furniture: str


class TaggedText:
    """What the pages of a PDF say."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._root = pdf.Root
        self._pages: dict[_ObjectId, _PageText] = {
            page.obj.objgen: _page_text(index, page) for index, page in enumerate(pdf.pages)
        }

    @property
    def furniture(self) -> list[str]:
        """What each page says apart from its text: running heads, numbers, pull quotations."""
        return [page.furniture for page in self._pages.values()]

    def elements(self) -> Iterator[TaggedElement]:
        """Yield the elements that hold text, in the tree's own order; none of an untagged PDF."""
        tree = self._root.get("/StructTreeRoot")
        if tree is not None:
            yield from self._below(tree.K)

    def _below(self, element: pikepdf.Object) -> Iterator[TaggedElement]:
        if str(element.S) in _GROUPS:
            for kid in element.K:
                yield from self._below(kid)
            return
        found = list(self._marked(element))
        yield TaggedElement(
            role=str(element.S)[1:],
            text="".join(text for _, text in found),
            page=found[0][0] if found else None,
            alternative=str(element.get("/Alt", "")),
            actual=str(element.get("/ActualText", "")),
            language=str(element.get("/Lang", "")),
        )

    def _marked(self, element: pikepdf.Object) -> Iterator[tuple[int, str]]:
        """Yield page and text of what an element marks, with that of the links in it."""
        kids: list[Any] = list(element.K)  # Any: numbers come as int, all else as objects
        for kid in kids:
            if isinstance(kid, int):
                yield self._at(element.Pg, kid)
            elif "/MCID" in kid:
                yield self._at(kid.Pg, int(kid.MCID))
            elif "/S" in kid:
                yield from self._marked(kid)

    def _at(self, page: pikepdf.Object, number: int) -> tuple[int, str]:
        found = self._pages[page.objgen]
        return found.index, found.marked.get(number, "")


def _page_text(index: int, page: pikepdf.Page) -> _PageText:
    named = page.get("/Resources", pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary())
    fonts = {str(name): _meanings(font) for name, font in named.items()}
    marked: dict[int, str] = {}
    furniture: list[str] = []
    within: list[tuple[int | None, str | None]] = []
    letters: dict[int, str] = {}

    def add(text: str) -> None:
        number = next((number for number, _ in reversed(within) if number is not None), None)
        if number is None:
            furniture.append(text)
        else:
            marked[number] = marked.get(number, "") + text

    for instruction in pikepdf.parse_content_stream(page):
        operands = instruction.operands
        match str(instruction.operator):
            case "BDC":
                properties = operands[1]
                said = str(properties.ActualText) if "/ActualText" in properties else None
                within.append((int(properties.MCID) if "/MCID" in properties else None, said))
                add(said or "")
            case "BMC":
                within.append((None, None))
                add("")
            case "EMC" if within:
                within.pop()
            case "Tf":
                letters = fonts.get(str(operands[0]), {})
            case "Tm" if not within or within[-1][0] is None:
                add(" ")
            case "TJ" | "Tj" if not within or within[-1][1] is None:
                add("".join(letters.get(glyph, "\ufffd") for glyph in _glyphs(operands[0])))
    return _PageText(index, marked, "".join(furniture))


def _glyphs(shown: pikepdf.Object) -> Iterator[int]:
    strings = shown if isinstance(shown, pikepdf.Array) else [shown]
    for string in strings:
        if isinstance(string, pikepdf.String):
            drawn = bytes(string)
            yield from (int.from_bytes(drawn[at : at + 2]) for at in range(0, len(drawn), 2))


def _meanings(font: pikepdf.Object) -> dict[int, str]:
    if "/ToUnicode" not in font:
        return {}
    cmap = font.ToUnicode.read_bytes().decode("ascii", "replace")
    pairs = _PAIRS.findall(cmap.partition("endcodespacerange")[2])
    return {int(glyph, 16): bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}
