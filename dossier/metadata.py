"""What the PDF says about itself: title, author, language, dates, labels of pages, XMP.

Dates are the day of `Contents.compiled_on`, never a clock's, so equal contents give equal bytes.
"""

# ReportLab is untyped.
# mypy: disable-error-code="attr-defined,no-untyped-call,valid-type"

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc

from dossier.contents import Contents
from dossier.layout.leaves import Section

if TYPE_CHECKING:
    from dossier.drawing import DossierCanvas

_PROGRAM = "On Record"


def describe(canvas: DossierCanvas, contents: Contents, data: bytes) -> None:
    """Write title, author, selection, dates, preferences, and the identity of the whole `data`."""
    title = printable(contents.title) or "Untitled"
    canvas.setTitle(title)
    canvas.setAuthor(printable(contents.author))
    canvas.setSubject(printable(contents.selection))
    canvas.setCreator(_PROGRAM)
    canvas.setKeywords("")
    canvas.setDateFormatter(lambda *_: stamp(contents))
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.showOutline()
    canvas.set_metadata(_packet(contents, title, data))


def stamp(contents: Contents) -> str:
    """Return the day of the dossier as PDF writes it."""
    day = contents.compiled_on
    return f"D:{day.year:04}{day.month:02}{day.day:02}000000Z"


def label_pages(canvas: DossierCanvas, pages: Sequence[tuple[Section, str]]) -> None:
    """Let readers call pages what is printed on them: Cover, i, ii, 1, 2."""
    before: Section | None = None
    for place, (section, label) in enumerate(pages):
        if section is not before:
            before = section
            if section is Section.COVER:
                canvas.addPageLabel(place, prefix=label)
            else:
                style = "ROMAN_LOWER" if section is Section.FRONT else "ARABIC"
                canvas.addPageLabel(place, style=style, start=1)


def stream(packet: bytes) -> pdfdoc.PDFStream:
    """Return an XMP packet as an object of the document, uncompressed so that any tool finds it."""
    described = pdfdoc.PDFStream(content=packet, filters=[])
    described.dictionary["Type"] = pdfdoc.PDFName("Metadata")
    described.dictionary["Subtype"] = pdfdoc.PDFName("XML")
    return described


def printable(words: str) -> str:
    """Return `words` on one line without control characters, fit for a title bar."""
    return "".join(
        character if character.isprintable() else "\ufffd" for character in " ".join(words.split())
    )


def _packet(contents: Contents, title: str, data: bytes) -> bytes:
    day = f"{contents.compiled_on.isoformat()}T00:00:00Z"
    identity = hashlib.sha256(data).hexdigest()
    author = printable(contents.author)
    creator = f"<dc:creator><rdf:Seq><rdf:li>{escape(author)}</rdf:li></rdf:Seq></dc:creator>"
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>
{creator if author else ""}
<dc:language><rdf:Bag><rdf:li>{escape(contents.language)}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{_PROGRAM}</xmp:CreatorTool>
<xmp:CreateDate>{day}</xmp:CreateDate>
<xmp:ModifyDate>{day}</xmp:ModifyDate>
<xmpMM:DocumentID>sha256:{identity}</xmpMM:DocumentID>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
""".encode("utf-8", "replace")
