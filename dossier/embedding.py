"""Fonts in the PDF: each face cut down to the glyphs that the document uses.

A face becomes a composite font (Type0, Identity-H): strings hold glyph numbers, so whatever shaping
found can be drawn, and a ToUnicode map tells readers which characters the glyphs stand for.
HarfBuzz does the cutting, in milliseconds.
"""

# ReportLab is untyped.
# mypy: disable-error-code="attr-defined,no-untyped-call,valid-type"

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import uharfbuzz
from reportlab.pdfbase import pdfdoc

from dossier.fonts import EM, Face, Typeface, face

_SYMBOLIC = 4
_ITALIC = 64
_STEM = 80
_NAME_ID_POSTSCRIPT = 6
_DROPPED = ("GSUB", "GPOS", "GDEF", "BASE", "STAT", "DSIG", "OS/2", "name", "post", "cmap", "gasp")
_KEPT_NUMBERS = (
    uharfbuzz.SubsetFlags.RETAIN_GIDS
    | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
    | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
    | uharfbuzz.SubsetFlags.NO_HINTING
)
_RANGES_AT_ONCE = 100
"""A ToUnicode block may hold so many entries (PDF 32000-1, 9.7.5.4)."""


def resource_name(typeface: Typeface) -> str:
    """Return the name by which page contents call a face."""
    return f"F{_NUMBERS[typeface]}"


_NUMBERS = {typeface: number for number, typeface in enumerate(Typeface, 1)}


class EmbeddedFonts:
    """The fonts of one document, in the form in which ReportLab asks for them when it saves."""

    def __init__(self, glyph_texts: Mapping[Typeface, Mapping[int, str]]) -> None:
        self._glyph_texts = glyph_texts

    def addObjects(self, document: pdfdoc.PDFDocument) -> None:  # noqa: N802 (ReportLab's name)
        """Add every used face to the document's fonts; ReportLab calls this once."""
        fonts = document.idToObject["BasicFonts"].dict
        for typeface in Typeface:
            glyphs = self._glyph_texts.get(typeface)
            if glyphs:
                name = resource_name(typeface)
                fonts[name] = document.Reference(_composite(document, face(typeface), glyphs), name)


def _composite(
    document: pdfdoc.PDFDocument, used: Face, glyphs: Mapping[int, str]
) -> pdfdoc.PDFDictionary:
    numbers = sorted(glyphs)
    name = pdfdoc.PDFName(f"{_tag(numbers)}+{_postscript_name(used)}")
    descendant = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("Font"),
            "Subtype": pdfdoc.PDFName("CIDFontType2"),
            "BaseFont": name,
            "CIDSystemInfo": pdfdoc.PDFDictionary(
                {
                    "Registry": pdfdoc.PDFString("Adobe"),
                    "Ordering": pdfdoc.PDFString("Identity"),
                    "Supplement": 0,
                }
            ),
            "FontDescriptor": document.Reference(_descriptor(document, used, name, numbers)),
            "W": pdfdoc.PDFArray(_widths(used, numbers)),
            "CIDToGIDMap": pdfdoc.PDFName("Identity"),
        }
    )
    return pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("Font"),
            "Subtype": pdfdoc.PDFName("Type0"),
            "BaseFont": name,
            "Encoding": pdfdoc.PDFName("Identity-H"),
            "DescendantFonts": pdfdoc.PDFArray([document.Reference(descendant)]),
            "ToUnicode": document.Reference(_stream(_to_unicode(glyphs))),
        }
    )


def _descriptor(
    document: pdfdoc.PDFDocument, used: Face, name: pdfdoc.PDFName, numbers: list[int]
) -> pdfdoc.PDFDictionary:
    italic = "ITALIC" in used.typeface.name
    return pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("FontDescriptor"),
            "FontName": name,
            "Flags": _SYMBOLIC | (_ITALIC if italic else 0),
            "FontBBox": pdfdoc.PDFArray([-EM // 2, used.descender, 2 * EM, used.ascender]),
            "ItalicAngle": -10 if italic else 0,
            "Ascent": used.ascender,
            "Descent": used.descender,
            "CapHeight": round(0.67 * EM),
            "StemV": _STEM,
            "FontFile2": document.Reference(_font_file(used, numbers)),
        }
    )


def _font_file(used: Face, numbers: list[int]) -> pdfdoc.PDFStream:
    wanted = uharfbuzz.SubsetInput()
    wanted.flags = _KEPT_NUMBERS
    wanted.glyph_set.update(numbers)
    for table in _DROPPED:
        wanted.drop_table_tag_set.add(int.from_bytes(table.encode(), "big"))
    data = bytes(uharfbuzz.subset(used.hb_face, wanted).blob.data)
    stream = _stream(data)
    stream.dictionary["Length1"] = len(data)
    return stream


def _stream(content: bytes) -> pdfdoc.PDFStream:
    stream = pdfdoc.PDFStream(content=content)
    stream.filters = [pdfdoc.PDFZCompress]
    return stream


def _widths(used: Face, numbers: list[int]) -> list[object]:
    widths: list[object] = []
    for number in numbers:
        widths += [number, pdfdoc.PDFArray([used.advance(number)])]
    return widths


def _tag(numbers: list[int]) -> str:
    """Return the six capitals that mark a subset; the same glyphs have the same ones."""
    digest = hashlib.sha256(repr(numbers).encode()).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _postscript_name(used: Face) -> str:
    return str(used.hb_face.get_name(_NAME_ID_POSTSCRIPT))


def _to_unicode(glyphs: Mapping[int, str]) -> bytes:
    entries = [
        f"<{glyph:04X}> <{text.encode('utf-16-be', 'replace').hex().upper()}>"
        for glyph, text in sorted(glyphs.items())
    ]
    blocks = [
        "\n".join((f"{len(block)} beginbfchar", *block, "endbfchar"))
        for start in range(0, len(entries), _RANGES_AT_ONCE)
        for block in [entries[start : start + _RANGES_AT_ONCE]]
    ]
    head = (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
    )
    tail = "\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    return (head + "\n".join(blocks) + tail).encode("ascii")
