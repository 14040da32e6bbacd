"""The structure tree of the PDF: every element with its marked content, in reading order.

After PDF 32000-1, 14.7: a page numbers its marked contents, an element lists them and the elements
and links in it, and the parent tree leads back from page and number to the element. An element is
written when a page has nothing of it any more; a list of contents is gathered into one TOC. No
validator has seen it, so this is no claim of PDF/UA.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dossier.document import StreamedDocument, reference
from dossier.layout.leaves import Section
from dossier.layout.structure import Element, Role

_BRANCH = 256
"""Entries to a leaf of the parent tree."""


@dataclass(slots=True)
class _Node:
    """An element of the tree that may still get contents."""

    number: int
    role: bytes
    parent: int
    said: bytes = b""
    kids: list[bytes] = field(default_factory=list)
    at: bytes = b""
    """How the file calls the page of its first contents; those of other pages name theirs."""
    page: int = 0
    """The last page that has something of it."""


class StructureTree:
    """Writes what the pages hold while they are drawn, page after page."""

    def __init__(self, document: StreamedDocument) -> None:
        self._document = document
        self._root = document.reserve()
        self._whole = document.reserve()
        self._sections: dict[Section, list[bytes]] = {section: [] for section in Section}
        """The elements of each section of the book, in the order of reading."""
        self._section = Section.COVER
        self._open: dict[Element, _Node] = {}
        self._list: _Node | None = None
        self._page = 0
        self._page_reference = b""
        self._marks: list[bytes] = []
        self._links: list[tuple[int, bytes]] = []
        """The links of this page, with their keys."""
        self._parents: list[tuple[int, bytes]] = []
        self._branches: list[bytes] = []
        self._key = 0

    def begin_page(self, page: bytes, section: Section) -> int:
        """Go on to the page with this reference; returns the page's key in the parent tree."""
        self._page += 1
        self._section = section
        self._page_reference = page
        self._marks = []
        self._key += 1
        return self._key - 1

    def mark(self, element: Element) -> int:
        """Return the number under which the current page marks this element's contents."""
        node = self._open.get(element)
        if node is None:
            node = self._open[element] = self._begun(element)
        node.page = self._page
        return self._marked(node)

    def mark_link(self, element: Element) -> tuple[int, int, int]:
        """Begin a link inside an element.

        Returns the number under which the page marks its words, its key in the parent tree, and the
        number that its annotation is to have.
        """
        document = self._document
        link, annotation = document.reserve(), document.reserve()
        called = b"%d 0 R" % link
        within = self._open.get(element)
        if within is None:
            within = self._open[element] = self._begun(element)
        within.page = self._page
        within.kids.append(called)
        number = len(self._marks)
        self._marks.append(called)
        key = self._key
        self._key += 1
        self._links.append((key, called))
        document.pack(
            b"<< /S /Link /P %d 0 R /Pg %s /K [%d << /Type /OBJR /Obj %d 0 R >>] >>"
            % (within.number, self._page_reference, number, annotation),
            link,
        )
        return number, key, annotation

    def end_page(self, key: int) -> None:
        """Close the page with this key; elements that it does not touch are written."""
        self._parents.append((key, b"[%s]" % b" ".join(self._marks)))
        self._parents += self._links
        self._links = []
        if len(self._parents) >= _BRANCH:
            self._end_branch()
        done = [element for element, node in self._open.items() if node.page < self._page]
        for element in done:
            self._write(self._open.pop(element))

    def finish(self) -> int:
        """Write all that is left; returns the number of the root."""
        for node in self._open.values():
            self._write(node)
        if self._list is not None:
            self._write(self._list)
        self._end_branch()
        document = self._document
        kids = b" ".join(kid for kids in self._sections.values() for kid in kids)
        document.pack(
            b"<< /Type /StructElem /S /Document /P %s /K [%s] >>" % (reference(self._root), kids),
            self._whole,
        )
        parents = document.pack(b"<< /Kids [%s] >>" % b" ".join(self._branches))
        document.pack(
            b"<< /Type /StructTreeRoot /K %s /ParentTree %s /ParentTreeNextKey %d >>"
            % (reference(self._whole), reference(parents), self._key),
            self._root,
        )
        return self._root

    def _begun(self, element: Element) -> _Node:
        number = self._document.reserve()
        role = element.role.tag.encode("ascii")
        if element.role is Role.CONTENTS_ENTRY:
            if self._list is None:
                self._list = _Node(self._document.reserve(), b"TOC", self._whole)
                self._sections[self._section].append(reference(self._list.number))
            node = _Node(number, role, self._list.number, _said(element))
            self._list.kids.append(reference(number))
        else:
            node = _Node(number, role, self._whole, _said(element))
            self._sections[self._section].append(reference(number))
        return node

    def _marked(self, node: _Node) -> int:
        number = len(self._marks)
        self._marks.append(reference(node.number))
        page = self._page_reference
        if not node.at:
            node.at = page
        if node.at == page:
            node.kids.append(b"%d" % number)
        else:
            node.kids.append(b"<< /Type /MCR /Pg %s /MCID %d >>" % (page, number))
        return number

    def _write(self, node: _Node) -> None:
        page = b" /Pg %s" % node.at if node.at else b""
        entries = (node.role, node.parent, page, b" ".join(node.kids), node.said)
        self._document.pack(b"<< /S /%s /P %d 0 R%s /K [%s]%s >>" % entries, node.number)

    def _end_branch(self) -> None:
        """Write the entries of the parent tree that are known so far."""
        if not self._parents:
            return
        limits = (self._parents[0][0], self._parents[-1][0])
        entries = b" ".join(b"%d %s" % entry for entry in self._parents)
        self._parents = []
        branch = self._document.pack(b"<< /Limits [%d %d] /Nums [%s] >>" % (*limits, entries))
        self._branches.append(reference(branch))


def _said(element: Element) -> bytes:
    """Return what an element says of itself beside its contents."""
    said = b"".join(
        b" /%s %s" % (key, text_string(words))
        for key, words in ((b"Alt", element.alternative), (b"ActualText", element.text))
        if words
    )
    if element.language:
        said += b" /Lang (%s)" % element.language.encode("ascii", "ignore")
    return said


def text_string(words: str) -> bytes:
    """Return words as PDF holds text outside of pages: UTF-16 with its mark."""
    return b"<FEFF%s>" % words.encode("utf-16-be", "replace").hex().upper().encode("ascii")
