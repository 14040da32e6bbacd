"""The structure tree of the PDF: every element with its marked content, in reading order.

After PDF 32000-1, 14.7: a page numbers its marked contents, an element lists them, and the parent
tree leads back from page and number to the element. A list of contents is gathered into one TOC.
The tree covers the text; links are not part of it, so this is no claim of PDF/UA.
"""

# ReportLab is untyped.
# mypy: disable-error-code="no-untyped-call,attr-defined"

from __future__ import annotations

from dataclasses import dataclass, field

from reportlab.pdfbase import pdfdoc

from dossier.layout.structure import Element, Role

_LIST_OF_CONTENTS = "TOC"


@dataclass(slots=True)
class _Node:
    """An element of the tree, and where its contents are: page and number, counting from 0."""

    role: str
    alternative: str = ""
    text: str = ""
    contents: list[tuple[int, int]] = field(default_factory=list)
    children: list[_Node] = field(default_factory=list)
    reference: bytes = b""


class StructureTree:
    """Gathers what the pages hold while they are drawn."""

    def __init__(self) -> None:
        self._document = _Node("Document")
        self._nodes: dict[Element, _Node] = {}
        self._pages: list[list[_Node]] = []

    def begin_page(self) -> None:
        """Go on to the next page."""
        self._pages.append([])

    def mark(self, element: Element) -> int:
        """Return the number under which the current page marks this element's contents."""
        node = self._nodes.get(element)
        if node is None:
            node = self._nodes[element] = _Node(
                element.role.value, element.alternative, element.text
            )
            self._parent_of(element.role).children.append(node)
        page = self._pages[-1]
        node.contents.append((len(self._pages) - 1, len(page)))
        page.append(node)
        return len(page) - 1

    def add_to(self, document: pdfdoc.PDFDocument) -> None:
        """Write the tree; ReportLab must know every page by now."""
        pages = [
            pdfdoc.PDFObjectReference(f"Page{number}").format(document)
            for number in range(1, len(self._pages) + 1)
        ]
        root, parents = _Raw(), _Raw()
        root_reference = document.Reference(root).format(document)
        _write(document, self._document, root_reference, pages)
        root.written = b"<< /Type /StructTreeRoot /K %s /ParentTree %s /ParentTreeNextKey %d >>" % (
            self._document.reference,
            document.Reference(parents).format(document),
            len(pages),
        )
        parents.written = b"<< /Nums [%s] >>" % b" ".join(
            b"%d [%s]" % (number, b" ".join(node.reference for node in page))
            for number, page in enumerate(self._pages)
        )
        document.Catalog.StructTreeRoot = root
        document.Catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})

    def _parent_of(self, role: Role) -> _Node:
        if role is not Role.CONTENTS_ENTRY:
            return self._document
        last = self._document.children[-1] if self._document.children else None
        if last is None or last.role != _LIST_OF_CONTENTS:
            last = _Node(_LIST_OF_CONTENTS)
            self._document.children.append(last)
        return last


class _Raw(pdfdoc.PDFObject):
    """An object of which the bytes are written here: a tree has thousands."""

    __RefOnly__ = 1
    written = b""

    def format(self, _: pdfdoc.PDFDocument) -> bytes:
        return self.written


def _write(document: pdfdoc.PDFDocument, node: _Node, parent: bytes, pages: list[bytes]) -> None:
    """Write an element and all below it."""
    made = _Raw()
    node.reference = document.Reference(made).format(document)
    for child in node.children:
        _write(document, child, node.reference, pages)
    kids = [child.reference for child in node.children]
    kids += [
        b"<< /Type /MCR /Pg %s /MCID %d >>" % (pages[page], number)
        for page, number in node.contents
    ]
    said = b"".join(
        b" /%s %s" % (key, pdfdoc.PDFString(words).format(document))
        for key, words in ((b"Alt", node.alternative), (b"ActualText", node.text))
        if words
    )
    made.written = b"<< /Type /StructElem /S /%s /P %s /K [%s]%s >>" % (
        node.role.encode("ascii"),
        parent,
        b" ".join(kids),
        said,
    )
