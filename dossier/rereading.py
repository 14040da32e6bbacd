"""Pages that another edition set, compared with their data by what they say, not how they look.

Each quotation and each context must stand in the text as the data have it, in their order, and no
page may hold a word that the present program does not print of these data. Numbers of pages may
differ; comments stuck on a page, and a page cut to a part of itself, are seen. What is painted over
is not: that takes a program of the same edition.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

import pikepdf

from db.rows import as_spoken
from dossier.contents import Contents, QuotationEntry
from dossier.layout import bidi
from dossier.layout.shaping import is_invisible
from dossier.layout.structure import Role
from dossier.sections.names import sort_key
from dossier.tagged import TaggedElement, TaggedText
from extraction.findings import Kind

_WORDS = re.compile(r"\S+")
_NUMBER = re.compile(r"\d+")
_ROMAN = re.compile(r"[ivxlc]+")


def pages_that_say_otherwise(
    pdf: pikepdf.Pdf, contents: Contents, again: pikepdf.Pdf
) -> Iterator[int]:
    """Yield the indexes of the pages that do not say what the data do, in order.

    `again` are the pages as the present program sets them.
    """
    text = TaggedText(pdf)
    elements = list(text.elements())
    altered = {*_misquoting(elements, contents), *_stuck_on(pdf)}
    known = _Vocabulary(TaggedText(again), contents, pages=len(pdf.pages))
    for element in elements:
        if element.page is not None and not known.has_all(element.text):
            altered.add(element.page)
    for page, words in enumerate(text.furniture):
        if not known.has_all(words, furniture=True):
            altered.add(page)
    yield from sorted(altered)


def _misquoting(elements: Sequence[TaggedElement], contents: Contents) -> Iterator[int]:
    """Yield the pages of quotations and of contexts that are not as in the data."""
    entries = [entry for chapter in contents.chapters for entry in chapter.quotations]
    quoted = [element for element in elements if element.role == Role.QUOTATION.value]
    for element, entry in zip_longest(quoted, entries):
        if element is None:
            yield quoted[-1].page or 0 if quoted else 0
        elif entry is None or not _says(element, _printed(entry)):
            yield element.page or 0
    others = [element for element in elements if element.role == Role.PARAGRAPH.value]
    place = 0
    for entry in entries:
        found = next(
            (at for at in range(place, len(others)) if _says(others[at], entry.context)), None
        )
        if found is not None:
            place = found + 1
        elif others:
            yield others[min(place, len(others) - 1)].page or 0


def _printed(entry: QuotationEntry) -> str:
    return entry.text if entry.kind is Kind.INDIRECT else as_spoken(entry.text)


def _says(element: TaggedElement, words: str) -> bool:
    """Whether `words` stand in an element; of what runs to the left the letters are counted."""
    wanted, drawn = _letters(words), _letters(element.text)
    if bidi.is_mixed(wanted):
        return not Counter(wanted) - Counter(drawn) and wanted in _letters(element.actual)
    return wanted in drawn


def _stuck_on(pdf: pikepdf.Pdf) -> Iterator[int]:
    """Yield the pages that have comments, or show a part of themselves."""
    for index, page in enumerate(pdf.pages):
        links = [note.get("/Subtype") == "/Link" for note in page.get("/Annots", ())]
        if not all(links) or "/CropBox" in page or "/Rotate" in page:
            yield index


class _Vocabulary:
    """The words that a dossier may hold: those that it holds when it is set `again`.

    Layout 1 had in its index, too, who was told something and has no name: "the council," under C.
    """

    def __init__(self, again: TaggedText, contents: Contents, *, pages: int) -> None:
        self._pages = pages
        said = [*again.furniture, *(element.text for element in again.elements())]
        said += [
            f"{entry.told_to}, {sort_key(entry.told_to)[:1].upper()}"
            for chapter in contents.chapters
            for entry in chapter.quotations
            if entry.told_to
        ]
        self._words = {_letters(word) for text in said for word in _WORDS.findall(text)}
        self._turned = {"".join(sorted(word)) for word in self._words if bidi.is_mixed(word)}

    def has_all(self, text: str, *, furniture: bool = False) -> bool:
        """Whether every word is known. Running heads may be cut, and pages have Roman numbers."""
        return all(self._has(_letters(word), furniture=furniture) for word in _WORDS.findall(text))

    def _has(self, word: str, *, furniture: bool) -> bool:
        if not word or word in self._words:
            return True
        if bidi.is_mixed(word):
            return furniture or "".join(sorted(word)) in self._turned
        if not any(letter.isalpha() for letter in word):
            return all(int(number) <= self._pages for number in _NUMBER.findall(word))
        if not furniture:
            return False
        return bool(_ROMAN.fullmatch(word)) or any(known.startswith(word) for known in self._words)


def _letters(text: str) -> str:
    """Return what is left when spaces, hyphens at line ends, and what no page shows are forgotten.

    A letter that cannot be printed is drawn as its code point, and says only that it is one.
    """
    seen = "".join(letter for letter in text if not is_invisible(letter))
    return "".join(
        letter
        for letter in unicodedata.normalize("NFC", seen)
        if letter.isprintable() and not letter.isspace() and letter != "\ufffd"
    )
