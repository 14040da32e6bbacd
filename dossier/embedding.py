"""Fonts in the PDF: each face cut down to the glyphs that the document uses.

A face becomes a composite font (Type0, Identity-H): strings hold glyph numbers, so whatever shaping
found can be drawn, and a ToUnicode map tells readers which characters the glyphs stand for.
HarfBuzz does the cutting, in milliseconds.
"""

# ReportLab is untyped.
# mypy: disable-error-code="attr-defined,no-untyped-call,valid-type"

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping

import uharfbuzz
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent
from reportlab.pdfbase import pdfdoc

from dossier.fonts import EM, Face, Typeface
from dossier.layout.shaping import UsedGlyphs

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
_MOVED_BY_UNITS = 0x0002
"""TrueType's ARGS_ARE_XY_VALUES: a component's place is given in the font's units."""
_RANGES_AT_ONCE = 100
"""A ToUnicode block may hold so many entries (PDF 32000-1, 9.7.5.4)."""


class EmbeddedFonts:
    """The fonts of one document, in the form in which ReportLab asks for them when it saves."""

    def __init__(self, used: Mapping[Typeface, UsedGlyphs]) -> None:
        self._used = used

    def addObjects(self, document: pdfdoc.PDFDocument) -> None:  # noqa: N802 (ReportLab's name)
        """Add every used face to the document's fonts; ReportLab calls this once."""
        fonts = document.idToObject["BasicFonts"].dict
        for typeface in Typeface:
            used = self._used.get(typeface)
            if used is not None and used.texts:
                name = typeface.resource[1:]
                fonts[name] = document.Reference(_font(document, used), name)


def _font(document: pdfdoc.PDFDocument, used: UsedGlyphs) -> pdfdoc.PDFDictionary:
    numbers = sorted(used.texts)
    name = pdfdoc.PDFName(f"{_tag(used)}+{_postscript_name(used.face)}")
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
            "FontDescriptor": document.Reference(_descriptor(document, used, name)),
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
            "ToUnicode": document.Reference(_stream(_to_unicode(used.texts))),
        }
    )


def _descriptor(
    document: pdfdoc.PDFDocument, used: UsedGlyphs, name: pdfdoc.PDFName
) -> pdfdoc.PDFDictionary:
    shape = used.face
    italic = "ITALIC" in shape.typeface.name
    return pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("FontDescriptor"),
            "FontName": name,
            "Flags": _SYMBOLIC | (_ITALIC if italic else 0),
            "FontBBox": pdfdoc.PDFArray([-EM // 2, shape.descender, 2 * EM, shape.ascender]),
            "ItalicAngle": -10 if italic else 0,
            "Ascent": shape.ascender,
            "Descent": shape.descender,
            "CapHeight": round(0.67 * EM),
            "StemV": _STEM,
            "FontFile2": document.Reference(_font_file(used)),
        }
    )


def _font_file(used: UsedGlyphs) -> pdfdoc.PDFStream:
    wanted = uharfbuzz.SubsetInput()
    wanted.flags = _KEPT_NUMBERS
    wanted.glyph_set.update(glyph for glyph in used.texts if glyph not in used.composites)
    for composite in used.composites.values():
        wanted.glyph_set.update(glyph for glyph, _, _ in composite.parts)
    for table in _DROPPED:
        wanted.drop_table_tag_set.add(int.from_bytes(table.encode(), "big"))
    data = bytes(uharfbuzz.subset(used.face.hb_face, wanted).blob.data)
    if used.composites:
        data = _with_composites(data, used)
    stream = _stream(data)
    stream.dictionary["Length1"] = len(data)
    return stream


def _with_composites(data: bytes, used: UsedGlyphs) -> bytes:
    """Add the document's own composites to a font file, at the numbers that they were given."""
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    scale = font["head"].unitsPerEm / EM
    glyphs, widths = font["glyf"], font["hmtx"]
    names = list(font.getGlyphOrder())
    own = range(len(names), max(used.composites) + 1)
    names += [f"own{number}" for number in own]
    font.setGlyphOrder(names)
    glyphs.setGlyphOrder(names)
    for number in own:
        glyph = Glyph()
        composite = used.composites.get(number)
        if composite is not None:
            glyph.numberOfContours = -1
            glyph.components = [
                _component(names[part], round(x * scale), round(y * scale))
                for part, x, y in composite.parts
            ]
        glyphs[names[number]] = glyph
        advance = composite.advance if composite is not None else 0
        widths[names[number]] = (max(round(advance * scale), 0), 0)
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


def _component(name: str, x: int, y: int) -> GlyphComponent:
    component = GlyphComponent()
    component.glyphName = name
    component.x, component.y = x, y
    component.flags = _MOVED_BY_UNITS
    return component


def _stream(content: bytes) -> pdfdoc.PDFStream:
    stream = pdfdoc.PDFStream(content=content)
    stream.filters = [pdfdoc.PDFZCompress]
    return stream


def _widths(used: UsedGlyphs, numbers: list[int]) -> list[str]:
    return [f"{number} [{used.advance(number)}]" for number in numbers]


def _tag(used: UsedGlyphs) -> str:
    """Return the six capitals that mark a subset; the same glyphs have the same ones."""
    digest = hashlib.sha256(repr((sorted(used.texts), used.composites)).encode()).digest()
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
