"""Footnotes of a Word document: python-docx has none, so their part is written here.

After ECMA-376 part 1, 17.11: a part of its own, with two notes that hold the separating lines.
"""

from __future__ import annotations

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from lxml.etree import SubElement, _Element

from dossier.citations import Citation, Stretch
from dossier.exports.word_text import add_words, paragraph

_EMPTY = (
    f"<w:footnotes {nsdecls('w')}>"
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/>'
    "</w:r></w:p></w:footnote></w:footnotes>"
)
_SETTINGS = (
    f'<w:footnotePr {nsdecls("w")}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
)
_REFERENCE, _MARK = qn("w:footnoteReference"), qn("w:footnoteRef")


class Footnotes:
    """The notes of one document, numbered as they are cited."""

    def __init__(self, words: str, number: str) -> None:
        """Begin with the ids of the styles for a note's words and for its number."""
        self._words = words
        self._number = number
        self._notes = parse_xml(_EMPTY)
        self._cited = 0

    def cite(self, cited: _Element, citation: Citation) -> None:
        """Add a note to the end of the paragraph `cited`."""
        self._cited += 1
        self._add_number(cited, _REFERENCE).set(qn("w:id"), str(self._cited))
        note = _begun(self._notes, self._cited)
        words = paragraph(self._words, ())
        self._add_number(words, _MARK)
        add_words(words, (Stretch(" "), *citation))
        note.append(words)

    def attach(self, document: Document) -> None:
        """Put the notes into the document, once all are cited."""
        part = document.part
        name = PackURI("/word/footnotes.xml")
        notes = XmlPart(name, CONTENT_TYPE.WML_FOOTNOTES, self._notes, part.package)
        part.relate_to(notes, RELATIONSHIP_TYPE.FOOTNOTES)
        settings = document.settings.element
        compat = settings.find(qn("w:compat"))
        place = len(settings) if compat is None else settings.index(compat)
        settings.insert(place, parse_xml(_SETTINGS))

    def _add_number(self, paragraph: _Element, what: str) -> _Element:
        run = SubElement(paragraph, qn("w:r"))
        SubElement(SubElement(run, qn("w:rPr")), qn("w:rStyle")).set(qn("w:val"), self._number)
        added: _Element = SubElement(run, what)
        return added


def _begun(notes: _Element, number: int) -> _Element:
    """Add an empty note."""
    note: _Element = SubElement(notes, qn("w:footnote"))
    note.set(qn("w:id"), str(number))
    return note
