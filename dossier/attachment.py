"""The data that a PDF carries of itself: its contents as JSON, attached for whoever wants to check.

After PDF 32000-2, 14.13 (associated files): the relationship is `Data`.
"""

# ReportLab is untyped.
# mypy: disable-error-code="no-untyped-call,no-any-return"

from __future__ import annotations

from reportlab.pdfbase import pdfdoc

ATTACHED_NAME = "dossier.json"
_DESCRIPTION = "The contents of this dossier, as On Record reads them back"


def file_specification(
    document: pdfdoc.PDFDocument, data: bytes, stamp: str
) -> pdfdoc.PDFObjectReference:
    """Return a reference to the attached file; `stamp` is its day as PDF writes it."""
    stream = pdfdoc.PDFStream(content=data)
    stream.filters = [pdfdoc.PDFZCompress]
    stream.dictionary["Type"] = pdfdoc.PDFName("EmbeddedFile")
    stream.dictionary["Subtype"] = pdfdoc.PDFName("application#2Fjson")
    stream.dictionary["Params"] = pdfdoc.PDFDictionary(
        {"Size": len(data), "ModDate": pdfdoc.PDFString(stamp)}
    )
    embedded = document.Reference(stream)
    name = pdfdoc.PDFString(ATTACHED_NAME)
    return document.Reference(
        pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Filespec"),
                "F": name,
                "UF": name,
                "Desc": pdfdoc.PDFString(_DESCRIPTION),
                "AFRelationship": pdfdoc.PDFName("Data"),
                "EF": pdfdoc.PDFDictionary({"F": embedded, "UF": embedded}),
            }
        )
    )


def names(specification: pdfdoc.PDFObjectReference) -> pdfdoc.PDFDictionary:
    """Return the catalogue's name tree for the one attached file."""
    listed = pdfdoc.PDFArray([pdfdoc.PDFString(ATTACHED_NAME), specification])
    return pdfdoc.PDFDictionary({"EmbeddedFiles": pdfdoc.PDFDictionary({"Names": listed})})
