"""Fields of a Word document: the list of contents, the page number, and the places they lead to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from lxml.etree import SubElement, _Element

from dossier.exports.word_text import add_text, paragraph

_CONTENTS = ' TOC \\o "1-1" \\h \\z \\u '
_PAGE = " PAGE "


def contents_lines(style: str, sections: Sequence[str]) -> Iterator[_Element]:
    """Make the lines of a field of contents that Word refreshes when it opens the file."""
    for number, section in enumerate(sections, 1):
        line = paragraph(style, ())
        if number == 1:
            _mark(line, "begin").set(qn("w:dirty"), "true")
            _instruct(line, _CONTENTS)
            _mark(line, "separate")
        link = SubElement(line, qn("w:hyperlink"))
        link.set(qn("w:anchor"), _place(number))
        link.set(qn("w:history"), "1")
        add_text(SubElement(link, qn("w:r")), section)
        if number == len(sections):
            _mark(line, "end")
        yield line


def add_page_number(line: _Element) -> None:
    """Add the number of the page that the paragraph comes to stand on."""
    _mark(line, "begin")
    _instruct(line, _PAGE)
    _mark(line, "separate")
    add_text(SubElement(line, qn("w:r")), "1")
    _mark(line, "end")


def mark_heading(heading: _Element, number: int) -> None:
    """Make a heading the place that the line of this number in the list of contents leads to."""
    begin: _Element = OxmlElement("w:bookmarkStart")
    begin.set(qn("w:id"), str(number))
    begin.set(qn("w:name"), _place(number))
    heading.insert(1, begin)
    SubElement(heading, qn("w:bookmarkEnd")).set(qn("w:id"), str(number))


def page_break(style: str) -> _Element:
    """Make a paragraph after which a new page begins."""
    made = paragraph(style, ())
    SubElement(SubElement(made, qn("w:r")), qn("w:br")).set(qn("w:type"), "page")
    return made


def _place(number: int) -> str:
    return f"_Toc{number:09}"


def _mark(line: _Element, kind: str) -> _Element:
    mark: _Element = SubElement(SubElement(line, qn("w:r")), qn("w:fldChar"))
    mark.set(qn("w:fldCharType"), kind)
    return mark


def _instruct(line: _Element, words: str) -> None:
    instruction = SubElement(SubElement(line, qn("w:r")), qn("w:instrText"))
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = words
