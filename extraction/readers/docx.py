"""Word documents (DOCX): paragraphs, headings and notes of WordprocessingML. ECMA-376, 17.

Words that a reviewer deleted, field codes and the second copy of each text box are no text of the
document. Pages begin where Word last broke them.
"""

from __future__ import annotations

from lxml import etree

from extraction.findings import Document, StatementField
from extraction.readers.flow import Flow
from extraction.readers.original import Original
from extraction.readers.package import Package, parse_xml
from extraction.readers.properties import DUBLIN_CORE, stated_in, text_or_properties

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

_UNSEEN = frozenset((_W + "delText", _W + "instrText", _W + "del", _W + "moveFrom", _FALLBACK))
_HEADINGS = ("heading", "title", "berschrift", "titre", "ttulo")
_MAIN = "word/document.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_PROPERTIES = "docProps/core.xml"
_STATED = {
    DUBLIN_CORE + "title": StatementField.HEADLINE,
    DUBLIN_CORE + "creator": StatementField.BYLINE,
    DUBLIN_CORE + "language": StatementField.LANGUAGE,
    DUBLIN_CORE + "description": StatementField.DESCRIPTION,
    "{http://purl.org/dc/terms/}created": StatementField.CREATED_ON,
}


def read_docx(original: Original) -> Document:
    """Read a Word document, its notes at the end; raises `UnreadableDocument`."""
    package = Package(original)
    flow = Flow()
    _paragraphs(parse_xml(package.read(_MAIN), original.name), flow)
    for part in _NOTES:
        if part in package:
            _paragraphs(parse_xml(package.read(part), original.name), flow)
    statements = stated_in(package, _PROPERTIES, _STATED)
    text, warnings = text_or_properties(flow, statements, original.name)
    best = {said.field: said.value for said in reversed(statements)}
    return Document(
        name=original.name,
        text=text,
        sha256=original.sha256,
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        language=best.get(StatementField.LANGUAGE),
        byline=best.get(StatementField.BYLINE),
        headline=best.get(StatementField.HEADLINE),
        pages=flow.page_starts,
        warnings=warnings,
        statements=statements,
    )


def _paragraphs(root: etree._Element, flow: Flow) -> None:
    """Add each paragraph; one in a text box comes before the paragraph that anchors the box."""
    open_paragraphs: list[list[str]] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in _UNSEEN:
                walk.skip_subtree()
            elif tag == _W + "p":
                open_paragraphs.append([])
            elif tag == _W + "lastRenderedPageBreak" or (
                tag == _W + "br" and element.get(_W + "type") == "page"
            ):
                _turn_page(flow, open_paragraphs)
            elif open_paragraphs:
                open_paragraphs[-1].append(_characters(element))
        elif tag == _W + "p":
            text = "".join(open_paragraphs.pop())
            heading = _is_heading(element)
            for line in text.split("\n"):
                flow.add(line, heading=heading)


def _turn_page(flow: Flow, open_paragraphs: list[list[str]]) -> None:
    """Begin a page with this paragraph if nothing of it stands before the break, else after it."""
    if not any(piece for paragraph in open_paragraphs for piece in paragraph):
        flow.turn_page()
    else:
        flow.turn_page_after_line()


def _characters(element: etree._Element) -> str:
    match element.tag:
        case tag if tag == _W + "t":
            return element.text or ""
        case tag if tag in (_W + "tab", _W + "ptab"):
            # Also the definition of a tab stop in a paragraph's properties, which shows nothing.
            return "\t" if _is_in_run(element) else ""
        case tag if tag in (_W + "br", _W + "cr"):
            return "\n"
        case tag if tag == _W + "noBreakHyphen":
            return "-"
    return ""


def _is_in_run(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == _W + "r"


def _is_heading(paragraph: etree._Element) -> bool:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = (style.get(_W + "val") or "").lower() if style is not None else ""
    return any(word in name for word in _HEADINGS)
