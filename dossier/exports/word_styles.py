"""The look of a Word document: paper, margins, and a named style for everything that is said.

The faces are those that every office program has or replaces by one of the same widths.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

from dossier import styles
from dossier.exports import word_fields as fields

_SERIF, _SANS = "Georgia", "Calibri"
_WIDTH, _HEIGHT, _MARGIN = Mm(210), Mm(297), Mm(30)


class Look(StrEnum):
    """The styles by their names in the document."""

    TITLE = "Title"
    SUBTITLE = "Subtitle"
    FACT = "Dossier Fact"
    CONTENTS_TITLE = "Contents Title"
    CONTENTS = "toc 1"
    CHAPTER = "Heading 1"
    CHAPTER_SUBTITLE = "Chapter Subtitle"
    REMARK = "Remark"
    QUOTATION = "Quotation"
    REPORTED = "Reported Speech"
    ATTRIBUTION = "Attribution"
    PICTURE = "Photograph"
    CREDIT = "Photo Credit"
    CAPTION = "Photo Caption"
    SOURCE = "Source"
    FILE = "Source File"
    NOTE = "footnote text"
    NOTE_NUMBER = "footnote reference"


@dataclass(frozen=True, slots=True)
class _Face:
    """How a style looks; sizes and distances in points."""

    size: float
    serif: bool = True
    bold: bool = False
    italic: bool = False
    colour: str = styles.INK
    before: float = 0
    after: float = 0
    leading: float = 1.3
    left: float = 0
    hanging: float = 0
    keep_with_next: bool = False
    keep_together: bool = False


_FACES = {
    Look.TITLE: _Face(34, before=150, after=6, leading=1.1, keep_with_next=True),
    Look.SUBTITLE: _Face(15, italic=True, colour=styles.MUTED, after=26, keep_with_next=True),
    Look.FACT: _Face(9.5, serif=False, colour=styles.MUTED, after=2),
    Look.CONTENTS_TITLE: _Face(
        9.5, serif=False, bold=True, colour=styles.ACCENT, before=46, after=6
    ),
    Look.CONTENTS: _Face(11, after=3),
    Look.CHAPTER: _Face(22, before=34, after=2, leading=1.15, keep_with_next=True),
    Look.CHAPTER_SUBTITLE: _Face(
        12, italic=True, colour=styles.MUTED, after=12, keep_with_next=True
    ),
    Look.REMARK: _Face(11, before=12),
    Look.QUOTATION: _Face(12, before=14, after=4, left=28, keep_with_next=True, keep_together=True),
    Look.REPORTED: _Face(
        12, italic=True, before=14, after=4, left=28, keep_with_next=True, keep_together=True
    ),
    Look.ATTRIBUTION: _Face(9.5, serif=False, colour=styles.MUTED, left=28, keep_together=True),
    Look.PICTURE: _Face(11, before=14, keep_with_next=True, leading=1.0),
    Look.CREDIT: _Face(11.5, before=10, keep_with_next=True),
    Look.CAPTION: _Face(9.5, serif=False, colour=styles.MUTED),
    Look.SOURCE: _Face(10, before=8, left=22, hanging=22, keep_with_next=True, keep_together=True),
    Look.FILE: _Face(8, serif=False, colour=styles.MUTED, left=22),
    Look.NOTE: _Face(8.5, serif=False, colour=styles.MUTED, leading=1.15),
}  # fmt: skip


def dress(document: Document, language: str) -> dict[Look, str]:
    """Give a new document its styles and its language; returns the ids of the styles."""
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    _set_face(normal, _SERIF)
    normal.font.size = Pt(11)
    ids: dict[Look, str] = {}
    for look, face in _FACES.items():
        style = _style(document, look)
        _wear(style, face)
        if look is Look.CONTENTS:
            numbers = Length(_WIDTH - 2 * _MARGIN)
            stops = style.paragraph_format.tab_stops
            stops.add_tab_stop(numbers, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        ids[look] = style.style_id
    number = document.styles.add_style(Look.NOTE_NUMBER, WD_STYLE_TYPE.CHARACTER)
    assert isinstance(number, CharacterStyle)
    number.font.superscript = True
    number.font.color.rgb = RGBColor.from_string(styles.ACCENT)
    ids[Look.NOTE_NUMBER] = number.style_id
    _set_language(document, language)
    return ids


def set_page(document: Document, title: str) -> None:
    """Set paper and margins, the title at the head and the page number at the foot."""
    (section,) = document.sections
    section.page_width, section.page_height = _WIDTH, _HEIGHT
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin, section.bottom_margin = Mm(28), Mm(26)
    section.different_first_page_header_footer = True
    for name in ("Header", "Footer"):
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        _wear(style, _Face(8.5, serif=False, colour=styles.MUTED))
    section.header.paragraphs[0].add_run(title)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    fields.add_page_number(foot._p)  # noqa: SLF001  python-docx knows no fields


def _style(document: Document, look: Look) -> ParagraphStyle:
    """Return a style of the template, or make it; those that Word knows keep what they mean."""
    if look in [style.name for style in document.styles]:
        style = document.styles[look]
    else:
        style = document.styles.add_style(look, WD_STYLE_TYPE.PARAGRAPH, builtin=look.islower())
        style.base_style = document.styles["Normal"]
    assert isinstance(style, ParagraphStyle)
    return style


def _wear(style: ParagraphStyle, face: _Face) -> None:
    _drop_borders(style)
    _set_face(style, _SERIF if face.serif else _SANS)
    font, shape = style.font, style.paragraph_format
    font.size = Pt(face.size)
    font.bold, font.italic = face.bold, face.italic
    _dress_all_scripts(style, face)
    font.color.rgb = RGBColor.from_string(face.colour)
    shape.space_before, shape.space_after = Pt(face.before), Pt(face.after)
    shape.line_spacing_rule = WD_LINE_SPACING.MULTIPLE
    shape.line_spacing = face.leading
    shape.left_indent = Pt(face.left)
    if face.hanging:
        shape.first_line_indent = Pt(-face.hanging)
        shape.tab_stops.add_tab_stop(Pt(face.left))
    shape.keep_with_next = face.keep_with_next
    shape.keep_together = face.keep_together
    shape.widow_control = True


def _set_face(style: ParagraphStyle, name: str) -> None:
    """Set the face for all scripts: the template's theme fonts would win otherwise."""
    style.font.name = name
    faces = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(faces.attrib):
        if "Theme" in str(attribute):
            del faces.attrib[attribute]
    for script in ("w:ascii", "w:hAnsi", "w:cs"):
        faces.set(qn(script), name)


def _dress_all_scripts(style: ParagraphStyle, face: _Face) -> None:
    """Set Arabic and Hebrew as large and as heavy as the rest: Word keeps both apart for them.

    The template's spaced letters go.
    """
    properties = style.element.get_or_add_rPr()
    for name in ("w:szCs", "w:bCs", "w:spacing"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    size = OxmlElement("w:szCs", {qn("w:val"): str(round(2 * face.size))})
    properties.find(qn("w:sz")).addnext(size)
    weight = OxmlElement("w:bCs", {qn("w:val"): str(int(face.bold))})
    properties.find(qn("w:b")).addnext(weight)


def _drop_borders(style: ParagraphStyle) -> None:
    """Take off the blue line that the template draws under a title."""
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _set_language(document: Document, language: str) -> None:
    defaults = document.styles.element.find(
        f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}"
    )
    assert defaults is not None
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(OxmlElement("w:lang", {qn("w:val"): language, qn("w:bidi"): "ar-SA"}))
