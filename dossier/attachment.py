"""The data that a PDF carries of itself: its contents as JSON, attached for whoever wants to check.

After PDF 32000-2, 14.13 (associated files): the relationship is `Data`.
"""

# ReportLab is untyped.
# mypy: disable-error-code="no-untyped-call,no-any-return"

from __future__ import annotations

import zlib

from reportlab.pdfbase import pdfdoc

from dossier.document import StreamedDocument, reference

ATTACHED_NAME = "dossier.json"
_DESCRIPTION = "The contents of this dossier, as On Record reads them back"
_COMPRESSION = 4


def file_specification(
    document: StreamedDocument, data: bytes, stamp: str
) -> pdfdoc.PDFObjectReference:
    """Write the file to attach; returns a reference to it. `stamp` is its day as PDF writes it."""
    entries = (
        b"/Type /EmbeddedFile /Subtype /application#2Fjson /Filter /FlateDecode"
        b" /Params << /Size %d /ModDate (%s) >>" % (len(data), stamp.encode("ascii"))
    )
    written = document.write_stream(entries, zlib.compress(data, _COMPRESSION))
    embedded = reference(written).decode("ascii")
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
