"""The second pass: leaves drawn on ReportLab's canvas. Everything has its place already."""

# ReportLab is untyped.
# mypy: disable-error-code="attr-defined,no-untyped-call,valid-type"

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

import reportlab.rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from dossier import attachment, metadata, styles
from dossier.composition import Book, Leaf
from dossier.contents import Contents
from dossier.embedding import EmbeddedFonts, resource_name
from dossier.exports.interchange import as_json
from dossier.fonts import Typeface
from dossier.layout.pages import Row
from dossier.layout.setting import Fragment
from dossier.layout.shaping import Shaper
from dossier.layout.structure import Element
from dossier.tagging import StructureTree

_PDF_VERSION = (1, 7)
_LINK_ABOVE, _LINK_BELOW = 0.85, 0.25
"""How far a link reaches over and under the baseline, in sizes of its text."""
_PLACE_ABOVE = 12.0
"""A link shows its place with so much room above it."""
_URL_SAFE = "!#$%&'()*+,/:;=?@[]~"
_LONGEST_URL = 2000
"""Readers refuse longer ones."""

# Streams as they are: the ASCII form that ReportLab prefers is a quarter longer and slow to make.
reportlab.rl_config.useA85 = 0

Step = Callable[[], None]
_PlacedRow = tuple[float, float, Row]
"""A row with its distance from the left and the head of the paper."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an anchor lies: the page, counting from 1, and the height on it."""

    page: int
    top: float


class _Link(pdfdoc.PDFObject):
    """A link annotation, written at once: a dossier has thousands, ReportLab's own take most time.

    `action` is a whole action dictionary, or None for a link to `place`.
    """

    def __init__(self, area: str, place: _Place | None, action: bytes = b"") -> None:
        self._area = area
        self._place = place
        self._action = action

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        target = self._action
        if self._place is not None:
            page = pdfdoc.PDFObjectReference(f"Page{self._place.page}").format(document)
            target = b"/Dest [%s /XYZ 0 %.2f 0]" % (page, self._place.top)
        return b"<< /Type /Annot /Subtype /Link /Border [0 0 0] /Rect [%s] %s >>" % (
            self._area.encode("ascii"),
            target,
        )


class _Compressed(pdfdoc.PDFObject):
    """What a page draws, compressed as soon as it is drawn: thousands of pages wait to be saved."""

    __RefOnly__ = 1

    def __init__(self, drawn: bytes) -> None:
        self._data = zlib.compress(drawn)

    def format(self, _: pdfdoc.PDFDocument) -> bytes:
        head = b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(self._data)
        return b"%s%s\nendstream" % (head, self._data)


class DossierCanvas(Canvas):
    """ReportLab's canvas without its default font, which would name a font that nobody embeds."""

    def _make_preamble(self) -> None:
        self._preamble = ""

    def embed(self, fonts: EmbeddedFonts) -> None:
        """Add the fonts when the document is saved; page contents call them by resource name."""
        self._doc.delayedFonts.append(fonts)

    def add_page(self, drawn: str) -> None:
        """Finish a page with what is drawn on it."""
        self.addLiteral(" ")
        self.showPage()
        page = self._doc.idToObject[f"Page{self._doc.pageCounter - 1}"]
        page.stream = None
        page.Contents = _Compressed(drawn.encode("ascii"))

    def add_link(self, area: tuple[float, float, float, float], place: _Place) -> None:
        """Make an area of this page, in points from its lower left corner, lead to a place."""
        self._annotationrefs.append(_Link(_rectangle(area), place))

    def add_address(self, area: tuple[float, float, float, float], address: str) -> None:
        """Make an area of this page lead to an address of the web."""
        written = pdfdoc.PDFString(address).format(self._doc)
        action = b"/A << /S /URI /URI %s >>" % written
        self._annotationrefs.append(_Link(_rectangle(area), None, action))

    def attach(self, data: bytes, stamp: str) -> None:
        """Attach the dossier's own data; `stamp` is their day as PDF writes it."""
        catalog = self._doc.Catalog
        specification = attachment.file_specification(self._doc, data, stamp)
        catalog.Names = attachment.names(specification)
        # ReportLab writes only the entries it knows by name; AF is younger than it.
        catalog.__NoDefault__ = [*catalog.__NoDefault__, "AF"]
        catalog.AF = pdfdoc.PDFArray([specification])

    def add_structure(self, tree: StructureTree, pages: int) -> None:
        """Add the structure tree, and to each page its number in it."""
        for number in range(pages):
            page = self._doc.idToObject[f"Page{number + 1}"]
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents = number
            page.Tabs = pdfdoc.PDFName("S")
        tree.add_to(self._doc)

    def set_metadata(self, packet: bytes) -> None:
        """Attach an XMP packet."""
        self._doc.Catalog.Metadata = metadata.stream(packet)


def draw(book: Book, contents: Contents, step: Step) -> bytes:
    """Return the book as a PDF; `step` is called after every page."""
    canvas = DossierCanvas(
        io.BytesIO(),
        pagesize=(styles.PAGE_WIDTH, styles.PAGE_HEIGHT),
        pageCompression=1,
        invariant=1,
        pdfVersion=_PDF_VERSION,
        lang=contents.language,
    )
    metadata.describe(canvas, contents)
    metadata.label_pages(canvas, book)
    canvas.attach(
        as_json(contents, indent=None).encode("utf-8", "replace"), metadata.stamp(contents)
    )
    places = _places(book)
    tree = StructureTree()
    for leaf in book.leaves:
        _draw_leaf(canvas, leaf, places, tree, book.shaper)
        step()
    canvas.add_structure(tree, len(book.leaves))
    canvas.embed(EmbeddedFonts(book.shaper.used))
    return bytes(canvas.getpdfdata())


def _places(book: Book) -> dict[str, _Place]:
    return {
        row.anchor: _Place(page, styles.PAGE_HEIGHT - y + _PLACE_ABOVE)
        for page, leaf in enumerate(book.leaves, 1)
        for _, y, row in leaf.rows
        if row.anchor is not None
    }


def _draw_leaf(
    canvas: DossierCanvas,
    leaf: Leaf,
    places: dict[str, _Place],
    tree: StructureTree,
    shaper: Shaper,
) -> None:
    tree.begin_page()
    strokes = ["/Artifact BMC"]
    if leaf.paper:
        strokes.append(
            f"{_colour(leaf.paper)} 0 0 {styles.PAGE_WIDTH:.2f} {styles.PAGE_HEIGHT:.2f} re f"
        )
    strokes.extend(_boxes(leaf.furniture))
    strokes.extend(_boxes(leaf.rows))
    pen = _Pen(strokes, shaper)
    strokes.append("BT")
    for x, y, row in leaf.furniture:
        pen.write(x, y, row)
    strokes += ["ET", "EMC", "BT"]
    pen.write_marked(leaf.rows, tree)
    strokes.append("ET")
    for x, y, row in leaf.rows:
        _connect(canvas, x, y, row, places)
    canvas.add_page("\n".join(strokes))


def _boxes(rows: Sequence[_PlacedRow]) -> Iterator[str]:
    colour = ""
    for x, y, row in rows:
        for box in row.boxes:
            if box.colour != colour:
                colour = box.colour
                yield _colour(colour)
            foot = styles.PAGE_HEIGHT - y - box.y - box.height
            yield f"{x + box.x:.2f} {foot:.2f} {box.width:.2f} {box.height:.2f} re f"


class _Pen:
    """Writes the text of one page; font and colour are named where they change."""

    def __init__(self, strokes: list[str], shaper: Shaper) -> None:
        self._strokes = strokes
        self._shaper = shaper
        self._font: tuple[Typeface, float] | None = None
        self._colour = ""

    def write_marked(self, rows: Sequence[_PlacedRow], tree: StructureTree) -> None:
        """Write rows, each under the number of the element it is a part of."""
        open_element: Element | None = None
        for x, y, row in rows:
            if not row.lines:
                continue
            if row.element is not open_element:
                if open_element is not None:
                    self._strokes.append("EMC")
                open_element = row.element
                if open_element is not None:
                    number = tree.mark(open_element)
                    self._strokes.append(f"/{open_element.role.value} <</MCID {number}>> BDC")
            self.write(x, y, row)
        if open_element is not None:
            self._strokes.append("EMC")

    def write(self, x: float, y: float, row: Row) -> None:
        """Write the lines of a row that stands at this place of the paper."""
        stroke = self._strokes.append
        last = len(row.lines) - 1
        for index, placed in enumerate(row.lines):
            left = x + placed.x
            baseline = styles.PAGE_HEIGHT - y - placed.baseline
            for fragment in placed.line.fragments:
                if fragment.colour != self._colour:
                    self._colour = fragment.colour
                    stroke(_colour(fragment.colour))
                font = (fragment.typeface, fragment.size)
                if font != self._font:
                    self._font = font
                    stroke(_font(*font))
                stroke(f"1 0 0 1 {left + fragment.x:.2f} {baseline + fragment.rise:.2f} Tm")
                if fragment.says is None:
                    stroke(f"[{fragment.array}] TJ")
                else:
                    said = fragment.says.encode("utf-16-be", "replace").hex().upper()
                    stroke(f"/Span <</ActualText <FEFF{said}>>> BDC [{fragment.array}] TJ EMC")
            # Without a space at its end a line reads as one word with the next.
            if self._font is not None and (placed.line.spaced or index < last):
                stroke(f"[{self._shaper.space(self._font[0])[0]}] TJ")


def _connect(
    canvas: DossierCanvas, x: float, y: float, row: Row, places: dict[str, _Place]
) -> None:
    """Make the row's links and its entries in the outline."""
    top = styles.PAGE_HEIGHT - y
    for title, level in row.outline:
        # ReportLab keeps one title for a key: each entry gets its own.
        key = f"{row.anchor} {level}"
        canvas.bookmarkPage(key, fit="XYZ", left=0, top=top + _PLACE_ABOVE, zoom=0)
        canvas.addOutlineEntry(metadata.printable(title), key, level, closed=level == 0)
    for placed in row.lines:
        baseline = top - placed.baseline
        for link, left, right, size, rise in _links(placed.line.fragments):
            foot = baseline + rise
            area = (
                x + placed.x + left, foot - _LINK_BELOW * size,
                x + placed.x + right, foot + _LINK_ABOVE * size,
            )  # fmt: skip
            if link.startswith("#"):
                canvas.add_link(area, places[link[1:]])
            elif address := web_address(link):
                canvas.add_address(area, address)


def _links(
    fragments: tuple[Fragment, ...],
) -> Iterator[tuple[str, float, float, float, float]]:
    """Yield each link of a line once, from its first to its last fragment."""
    before: tuple[str, float, float, float, float] | None = None
    for fragment in fragments:
        if before is not None and fragment.link != before[0]:
            yield before
            before = None
        if fragment.link is None:
            continue
        right = fragment.x + fragment.width
        if before is None:
            before = (fragment.link, fragment.x, right, fragment.size, fragment.rise)
        else:
            left = min(before[1], fragment.x)
            before = (fragment.link, left, max(before[2], right), before[3], before[4])
    if before is not None:
        yield before


def web_address(link: str) -> str | None:
    """Return an address as a PDF may hold it, in ASCII; None where it cannot be one."""
    address = quote(link, safe=_URL_SAFE, errors="replace")
    return address if len(address) <= _LONGEST_URL else None


@cache
def _font(typeface: Typeface, size: float) -> str:
    return f"/{resource_name(typeface)} {size:.4g} Tf"


@cache
def _colour(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    return f"{red:.3f} {green:.3f} {blue:.3f} rg"


def _rectangle(area: tuple[float, float, float, float]) -> str:
    return " ".join(f"{length:.2f}" for length in area)
