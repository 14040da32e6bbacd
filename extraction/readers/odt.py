"""OpenDocument files (ODT, and the words of ODS and ODP). OASIS OpenDocument 1.3, part 3."""

from __future__ import annotations

import re

from lxml import etree

from extraction.errors import UnreadableDocument
from extraction.findings import Document, StatementField
from extraction.readers.flow import Flow
from extraction.readers.original import Original
from extraction.readers.package import Package, parse_xml
from extraction.readers.properties import DUBLIN_CORE, stated_in, text_or_properties

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"

_UNSEEN = frozenset(
    (
        _OFFICE + "annotation",
        _TEXT + "tracked-changes",
        _TEXT + "note-citation",
        _TEXT + "table-of-content",
        _OFFICE + "forms",
    )
)
_STATED = {
    DUBLIN_CORE + "title": StatementField.HEADLINE,
    _META + "initial-creator": StatementField.BYLINE,
    DUBLIN_CORE + "creator": StatementField.BYLINE,
    DUBLIN_CORE + "language": StatementField.LANGUAGE,
    DUBLIN_CORE + "description": StatementField.DESCRIPTION,
    _META + "creation-date": StatementField.CREATED_ON,
}
_PARAGRAPHS = frozenset((_TEXT + "p", _TEXT + "h"))
_MOST_SPACES = 1000
_SPACES = re.compile(r"[ \t\n\r]+")


def read_odt(original: Original) -> Document:
    """Read an OpenDocument file, its notes after the paragraphs that call them.

    Raises `UnreadableDocument` when it is protected, damaged or without words.
    """
    package = Package(original)
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read(
        "META-INF/manifest.xml"
    ):
        raise UnreadableDocument(
            original.name,
            "it is protected by a password",
            "Save an unprotected copy and import that.",
        )
    flow = Flow()
    _paragraphs(parse_xml(package.read("content.xml"), original.name), flow)
    statements = stated_in(package, "meta.xml", _STATED)
    text, warnings = text_or_properties(flow, statements, original.name)
    best = {said.field: said.value for said in reversed(statements)}
    return Document(
        name=original.name,
        text=text,
        sha256=original.sha256,
        media_type=_media_type(package),
        language=best.get(StatementField.LANGUAGE),
        byline=best.get(StatementField.BYLINE),
        headline=best.get(StatementField.HEADLINE),
        pages=flow.page_starts,
        warnings=warnings,
        statements=statements,
    )


def _media_type(package: Package) -> str:
    if "mimetype" in package:
        return package.read("mimetype", largest=1000).decode("ascii", "replace").strip()
    return "application/vnd.oasis.opendocument.text"


def _paragraphs(root: etree._Element, flow: Flow) -> None:
    open_paragraphs: list[list[str]] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in _UNSEEN:
                walk.skip_subtree()
                continue
            if tag in _PARAGRAPHS:
                open_paragraphs.append([])
            elif tag == _TEXT + "soft-page-break":
                if any(piece.strip() for paragraph in open_paragraphs for piece in paragraph):
                    flow.turn_page_after_line()
                else:
                    flow.turn_page()
            if open_paragraphs:
                open_paragraphs[-1].append(_opening(element))
            continue
        if tag in _PARAGRAPHS:
            for line in "".join(open_paragraphs.pop()).split("\n"):
                flow.add(line, heading=tag == _TEXT + "h")
        if open_paragraphs and element.tail:
            open_paragraphs[-1].append(_collapsed(element.tail))


def _opening(element: etree._Element) -> str:
    """Return what an element shows before its children: text, or the white space it means."""
    match element.tag:
        case tag if tag == _TEXT + "s":
            count = element.get(_TEXT + "c") or "1"
            return " " * min(int(count) if count.isdigit() else 1, _MOST_SPACES)
        case tag if tag == _TEXT + "tab":
            return "\t"
        case tag if tag == _TEXT + "line-break":
            return "\n"
    return _collapsed(element.text or "")


def _collapsed(text: str) -> str:
    """White space of the XML is one space (6.1.2); what an author typed has elements of its own."""
    return _SPACES.sub(" ", text)
