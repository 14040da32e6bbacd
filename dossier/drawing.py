"""The second pass: leaves drawn on ReportLab's canvas as they come. Everything has its place.

A leaf is forgotten when it is drawn: its strokes are in the file. Links lead to names, which are
given their places at the end, when every page is known.
"""

# ReportLab is untyped.
# mypy: disable-error-code="attr-defined,no-untyped-call,valid-type"

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO, NamedTuple
from urllib.parse import quote

import reportlab.rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from dossier import attachment, metadata
from dossier.composition import Book
from dossier.contents import Contents, Picture
from dossier.document import StreamedDocument, picture_name, reference
from dossier.edition import edition
from dossier.embedding import EmbeddedFonts
from dossier.exports.interchange import as_json
from dossier.layout.leaves import Leaf, PlacedRow, Section
from dossier.layout.pages import Row
from dossier.layout.setting import Line, Part
from dossier.layout.structure import Element, Role
from dossier.layout.text import Type, colour_operator
from dossier.styles import Look
from dossier.tagging import StructureTree

_LINK_ABOVE, _LINK_BELOW = 0.85, 0.25
"""How far a link reaches over and under the baseline, in sizes of its text."""
_PLACE_ABOVE = 12.0
"""A link shows its place with so much room above it."""
_URL_SAFE = "!#$%&'()*+,/:;=?@[]~"
_LONGEST_URL = 2000
"""Readers refuse longer ones."""
_ESCAPED = re.compile(r"[()\\]")
_NAMES_AT_ONCE = 64
_COMPRESSION = 3
"""A file a fifth smaller would take twice as long to compress."""

# Streams as they are: the ASCII form that ReportLab prefers is a quarter longer and slow to make.
reportlab.rl_config.useA85 = 0

Step = Callable[[], None]


class DossierCanvas(Canvas):
    """ReportLab's canvas on a document that is written while it is made.

    It has no default font, which would name a font that nobody embeds.
    """

    def __init__(self, file: BinaryIO, size: tuple[float, float], language: str) -> None:
        super().__init__(file, pagesize=size, pageCompression=1, invariant=1)
        self._doc = self.document = StreamedDocument(file, size, language)

    def _make_preamble(self) -> None:
        self._preamble = ""

    def attach(self, data: bytes, stamp: str) -> None:
        """Attach the dossier's own data; `stamp` is their day as PDF writes it."""
        catalog = self.document.Catalog
        specification = attachment.file_specification(self.document, data, stamp)
        catalog.Names = attachment.names(specification)
        # ReportLab writes only the entries it knows by name; AF is younger than it.
        catalog.__NoDefault__ = [*catalog.__NoDefault__, "AF"]
        catalog.AF = pdfdoc.PDFArray([specification])

    def set_metadata(self, packet: bytes) -> None:
        """Attach an XMP packet."""
        self.document.Catalog.Metadata = metadata.stream(packet)


def draw(book: Book, contents: Contents, file: BinaryIO, step: Step) -> list[str]:
    """Write the book as a PDF; `step` is called after every page.

    Returns what is printed on the pages as their numbers.
    """
    size = (book.look.paper_width, book.look.paper_height)
    canvas = DossierCanvas(file, size, contents.language)
    written = as_json(contents, indent=None, layout=edition())
    # Half a surrogate pair is no text in UTF-8: JSON's own escape keeps it.
    data = written.encode("utf-8", "backslashreplace")
    metadata.describe(canvas, contents, data)
    canvas.attach(data, metadata.stamp(contents))
    press = _Press(canvas, book.look)
    for leaf in book.leaves():
        press.draw(leaf)
        step()
    press.finish()
    metadata.label_pages(canvas, press.labels)
    canvas.document.delayedFonts.append(EmbeddedFonts(book.shaper.used))
    canvas.getpdfdata()
    return [label for _, label in press.labels]


class _Entry(NamedTuple):
    """An entry of the outline."""

    section: Section
    title: str
    level: int
    key: str


class _Press:
    """Draws the leaves of one book and remembers of each what the end of the file needs."""

    def __init__(self, canvas: DossierCanvas, look: Look) -> None:
        self._canvas = canvas
        self._document = canvas.document
        self._width = look.paper_width
        self.height = look.paper_height
        """The height of the paper."""
        self._tree = StructureTree(canvas.document)
        self._places: dict[str, bytes] = {}
        self._entries: list[_Entry] = []
        self._pictures: dict[str, int] = {}
        self._targets: dict[str, bytes | None] = {}
        self._drawn: list[tuple[Section, str]] = []

    @property
    def labels(self) -> list[tuple[Section, str]]:
        """Section and label of each page, in the order of reading."""
        return sorted(self._drawn, key=lambda page: page[0])

    def draw(self, leaf: Leaf) -> None:
        """Draw a page of its section, after those of the same section that were drawn before."""
        page = self._document.begin_page()
        key = self._tree.begin_page(page, leaf.section)
        strokes = ["/Artifact BMC"]
        if leaf.paper:
            paper = f"{self._width:.2f} {self.height:.2f}"
            strokes.append(f"{colour_operator(leaf.paper)} 0 0 {paper} re f")
        strokes.extend(self._boxes(leaf.furniture))
        strokes.extend(self._boxes(row for row in leaf.rows if not _is_figure(row[2])))
        strokes.append("BT")
        pen = _Pen(self, self._tree, strokes)
        for x, y, row in leaf.furniture:
            for placed in row.lines:
                pen.draw(placed.line, x + placed.x, self.height - y - placed.baseline)
        strokes += ["ET", "EMC", "BT"]
        for x, y, row in leaf.rows:
            if row.anchor is not None:
                top = self.height - y + _PLACE_ABOVE
                self._places[row.anchor] = b"[%s /XYZ 0 %.2f 0]" % (page, top)
                self._enter(leaf.section, row, top)
            if row.lines or _is_figure(row):
                pen.write(x, y, row)
        pen.close()
        strokes.append("ET")
        drawn = zlib.compress("\n".join(strokes).encode("latin-1"), _COMPRESSION)
        self._document.end_page(drawn, links=pen.links, pictures=pen.pictures, key=key)
        self._tree.end_page(key)
        self._drawn.append((leaf.section, leaf.label))

    def finish(self) -> None:
        """Bind the pages, and write what leads to them."""
        order = sorted(range(len(self._drawn)), key=lambda place: self._drawn[place][0])
        self._document.bind(order)
        for entry in sorted(self._entries, key=lambda entry: entry.section):
            self._canvas.addOutlineEntry(
                metadata.printable(entry.title), entry.key, entry.level, closed=entry.level == 0
            )
        catalog = self._document.Catalog
        catalog.StructTreeRoot = _called(self._tree.finish())
        catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})
        catalog.Names.dict["Dests"] = _called(self._names())

    def target(self, link: str) -> bytes | None:
        """Return where a link leads, as its annotation says it; None for what is no address."""
        if link not in self._targets:
            self._targets[link] = self._target(link)
        return self._targets[link]

    def _target(self, link: str) -> bytes | None:
        if link.startswith("#"):
            return b"/Dest (%s)" % link[1:].encode("ascii")
        address = web_address(link)
        if address is None:
            return None
        return b"/A << /S /URI /URI (%s) >>" % _ESCAPED.sub(r"\\\g<0>", address).encode("ascii")

    def annotate(self, area: str, target: bytes, key: int, number: int) -> None:
        """Write a link's annotation under its number."""
        self._document.pack(
            b"<< /Subtype /Link /Border [0 0 0] /Rect [%s] /StructParent %d %s >>"
            % (area.encode("ascii"), key, target),
            number,
        )

    def picture(self, picture: Picture) -> int:
        """Return the number of a picture in the file; it is written when it is first drawn."""
        number = self._pictures.get(picture.sha256)
        if number is None:
            entries = b"/Type /XObject /Subtype /Image /BitsPerComponent 8 /Width %d /Height %d %s"
            if picture.data:
                kind = b"/ColorSpace /DeviceRGB /Filter /DCTDecode"
                written = entries % (picture.width, picture.height, kind)
                number = self._document.write_stream(written, picture.data)
            else:
                written = entries % (1, 1, b"/ColorSpace /DeviceGray")
                number = self._document.write_stream(written, b"\xe8")
            self._pictures[picture.sha256] = number
        return number

    def boxes_of(self, x: float, y: float, row: Row) -> list[str]:
        """Return what draws the boxes of one row."""
        return list(self._boxes([(x, y, row)]))

    def _boxes(self, rows: Iterable[PlacedRow]) -> Iterator[str]:
        colour = ""
        for x, y, row in rows:
            for box in row.boxes:
                if box.colour != colour:
                    colour = box.colour
                    yield colour_operator(colour)
                foot = self.height - y - box.y - box.height
                yield f"{x + box.x:.2f} {foot:.2f} {box.width:.2f} {box.height:.2f} re f"

    def _enter(self, section: Section, row: Row, top: float) -> None:
        for title, level in row.outline:
            # ReportLab keeps one title for a key: each entry gets its own.
            key = f"{row.anchor} {level}"
            self._canvas.bookmarkPage(key, fit="XYZ", left=0, top=top, zoom=0)
            self._entries.append(_Entry(section, title, level, key))

    def _names(self) -> int:
        """Write the tree of names that links lead to."""
        names = sorted((name.encode("ascii"), place) for name, place in self._places.items())
        leaves = []
        for start in range(0, len(names), _NAMES_AT_ONCE):
            some = names[start : start + _NAMES_AT_ONCE]
            listed = b" ".join(b"(%s) %s" % entry for entry in some)
            limits = (some[0][0], some[-1][0], listed)
            leaf = self._document.pack(b"<< /Limits [(%s) (%s)] /Names [%s] >>" % limits)
            leaves.append(reference(leaf))
        return self._document.pack(b"<< /Kids [%s] >>" % b" ".join(leaves))


class _Pen:
    """Writes the rows of one page, each under the number of the element that it is a part of."""

    def __init__(self, press: _Press, tree: StructureTree, strokes: list[str]) -> None:
        self.links: list[int] = []
        self.pictures: list[int] = []
        self._press = press
        self._tree = tree
        self._strokes = strokes
        self._element: Element | None = None
        self._is_open = False
        self._look = ""
        """Face and colour as the page has them at this point."""

    def write(self, x: float, y: float, row: Row) -> None:
        """Write what stands in a row at this place of the paper."""
        if row.element is not self._element:
            self.close()
            self._element = row.element
        if _is_figure(row):
            self._figure(x, y, row)
        last = len(row.lines) - 1
        for index, placed in enumerate(row.lines):
            line = placed.line
            left, baseline = x + placed.x, self._press.height - y - placed.baseline
            linked = None
            if line.linked:
                linked = self._draw_linked(line, left, baseline)
            else:
                self._open()
                self.draw(line, left, baseline)
            # Without a space at its end a line reads as one word with the next.
            if line.spaced or index < last:
                self._stroke(line.end, line.space)
            if linked:
                self.close()

    def draw(self, line: Line, left: float, baseline: float) -> None:
        """Draw a line at its place, whatever it is a part of."""
        parts = line.parts
        stroke = self._strokes.append
        stroke(f"1 0 0 1 {left + parts[0].left:.2f} {baseline:.2f} Tm")
        for part in parts:
            look = part.type.operators
            if look != self._look:
                self._look = look
                stroke(look)
            stroke(part.drawn)

    def _draw_linked(self, line: Line, left: float, baseline: float) -> str | None:
        """Draw a line with links in it; returns the one that is still open at its end."""
        self._strokes.append(f"1 0 0 1 {left + line.parts[0].left:.2f} {baseline:.2f} Tm")
        linked: str | None = None
        for part in line.parts:
            if part.link != linked:
                if linked:
                    self.close()
                linked = None
                if part.link and self._link(line.parts, part, part.link, left, baseline):
                    linked = part.link
            if not self._is_open:
                self._open()
            self._stroke(part.type, part.drawn)
        return linked

    def _stroke(self, kind: Type, drawn: str) -> None:
        """Draw in a type; face and colour are told where they change."""
        look = kind.operators
        if look != self._look:
            self._look = look
            self._strokes.append(look)
        self._strokes.append(drawn)

    def close(self) -> None:
        """End what is marked."""
        if self._is_open:
            self._strokes.append("EMC")
            self._is_open = False

    def _open(self) -> None:
        if self._is_open:
            return
        if self._element is None:
            self._strokes.append("/Artifact BMC")
        else:
            number = self._tree.mark(self._element)
            self._strokes.append(f"/{self._element.role.tag} <</MCID {number}>> BDC")
        self._is_open = True

    def _link(
        self, parts: Sequence[Part], part: Part, link: str, left: float, baseline: float
    ) -> bool:
        """Begin the link of this part over all the parts of it in the line; whether it is one."""
        target = self._press.target(link)
        if target is None or self._element is None:
            return False
        start, end = part.left, part.right
        for other in parts:
            if other.link == link:
                start, end = min(start, other.left), max(end, other.right)
        foot, size = baseline + part.type.rise, part.type.size
        area = (
            f"{left + start:.2f} {foot - _LINK_BELOW * size:.2f} "
            f"{left + end:.2f} {foot + _LINK_ABOVE * size:.2f}"
        )
        self.close()
        number, key, annotation = self._tree.mark_link(self._element)
        self._press.annotate(area, target, key, annotation)
        self.links.append(annotation)
        self._strokes.append(f"/Link <</MCID {number}>> BDC")
        self._is_open = True
        return True

    def _figure(self, x: float, y: float, row: Row) -> None:
        """Draw bars and pictures, which stand outside of text."""
        self._look = ""
        self._strokes.append("ET")
        self._open()
        self._strokes += self._press.boxes_of(x, y, row)
        for placed in row.pictures:
            number = self._press.picture(placed.picture)
            self.pictures.append(number)
            foot = self._press.height - y - placed.y - placed.height
            self._strokes.append(
                f"q {placed.width:.2f} 0 0 {placed.height:.2f} {x + placed.x:.2f} {foot:.2f} cm "
                f"/{picture_name(number)} Do Q"
            )
        self.close()
        self._strokes.append("BT")


def _is_figure(row: Row) -> bool:
    return row.element is not None and row.element.role is Role.FIGURE


def _called(number: int) -> str:
    """Return how ReportLab's objects call one that was written without it."""
    return reference(number).decode("ascii")


def web_address(link: str) -> str | None:
    """Return an address as a PDF may hold it, in ASCII; None where it cannot be one."""
    address = quote(link, safe=_URL_SAFE, errors="replace")
    return address if len(address) <= _LONGEST_URL else None
