"""A PDF that goes to its file while it is made: ReportLab's document, with a shorter memory.

ReportLab keeps every object until the end and writes each in full. Here a page is written when it
is done, and small objects (pages, links, elements of the structure tree) are packed by the hundred
into compressed object streams (PDF 32000-1, 7.5.7), listed by a cross-reference stream (7.5.8).
What ReportLab makes of catalogue, fonts and outline follows at the end.
"""

# ReportLab is untyped.
# mypy: disable-error-code="attr-defined,no-untyped-call,misc"

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Sequence
from itertools import accumulate
from typing import BinaryIO

from reportlab.pdfbase import pdfdoc

_VERSION = (1, 7)
_PACKED = 200
"""Objects to an object stream: a reader unpacks all of one to see one."""
_QUICK = 1
"""A list of places gains nothing from more, and takes twenty times as long."""
_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_FREE, _AT, _IN = 0, 1, 2


class StreamedDocument(pdfdoc.PDFDocument):
    """The objects of one PDF, each written once to `file`, which is written from its beginning."""

    def __init__(self, file: BinaryIO, size: tuple[float, float], language: str) -> None:
        """Take the width and height of the paper, which all pages share."""
        super().__init__(compression=1, invariant=1, pdfVersion=_VERSION, lang=language)
        self._file = file
        self._size = size
        self._length = 0
        self._kinds = bytearray([_FREE])
        self._places = array("Q", [0])
        """By object number: where in the file, or in which object stream."""
        self._orders = array("H", [0xFFFF])
        """By object number: the how manieth in its object stream."""
        self._waiting: list[tuple[int, bytes]] = []
        self._pages: list[int] = []
        """The numbers of the pages in the order in which they were begun."""
        self._put(_HEADER)
        self._fonts = self.Reference(self.idToObject["BasicFonts"]).format(self)
        self._tree, self._resources = self.reserve(), self.reserve()
        self.pack(b"<< /Font %s >>" % self._fonts, self._resources)
        self.Catalog.Pages = reference(self._tree).decode("ascii")

    def reserve(self) -> int:
        """Return the number of an object that will be written later."""
        self.objectcounter += 1
        return int(self.objectcounter)

    def write_stream(self, entries: bytes, data: bytes, number: int = 0) -> int:
        """Write a stream whose data are encoded as `entries` say; returns its number."""
        number = number or self.reserve()
        head = b"<< %s /Length %d >>\nstream\n" % (entries, len(data))
        self._write(number, b"%s%s\nendstream" % (head, data))
        return number

    def pack(self, body: bytes, number: int = 0) -> int:
        """Write an object that is no stream, together with others; returns its number."""
        number = number or self.reserve()
        self._waiting.append((number, body))
        if len(self._waiting) == _PACKED:
            self._flush()
        return number

    def begin_page(self) -> bytes:
        """Begin a page; returns how the file calls it."""
        self._pages.append(self.reserve())
        return reference(self._pages[-1])

    def end_page(
        self, drawn: bytes, *, links: Sequence[int], pictures: Sequence[int], key: int
    ) -> None:
        """Write the page begun last.

        `drawn` are its strokes, deflated; links and pictures are given by their numbers; `key` is
        the page's key in the parent tree of the structure.
        """
        contents = self.write_stream(b"/Filter /FlateDecode", drawn)
        resources = reference(self._resources)
        if pictures:
            named = dict.fromkeys(pictures)
            listed = b" ".join(
                b"/%s %d 0 R" % (picture_name(number).encode("ascii"), number) for number in named
            )
            resources = b"<< /Font %s /XObject << %s >> >>" % (self._fonts, listed)
        annotations = b" ".join([b"%d 0 R" % link for link in links])
        self.pack(
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %.7g %.7g] /Resources %s"
            b" /Contents %d 0 R%s /StructParents %d /Tabs /S >>"
            % (
                self._tree, *self._size, resources, contents,
                b" /Annots [%s]" % annotations if annotations else b"", key,
            ),
            self._pages[-1],
        )  # fmt: skip

    def bind(self, order: Sequence[int]) -> None:
        """Put the pages, by their places as they were begun, into the order of reading."""
        kids = b" ".join([reference(self._pages[place]) for place in order])
        entries = (len(order), kids)
        self.pack(b"<< /Type /Pages /Count %d /Kids [%s] >>" % entries, self._tree)

    def thisPageRef(self) -> str:  # noqa: N802 (ReportLab's name)
        """Return how the page begun last is called; ReportLab asks where a bookmark leads."""
        return reference(self._pages[-1]).decode("ascii")

    def format(self) -> bytes:
        """Write what ReportLab holds, and the list of all objects; ReportLab calls this to save.

        Returns nothing: the file has it all.
        """
        root, info = self.Reference(self.Catalog), self.Reference(self.info)
        number = 0
        while number < self.objectcounter:
            number += 1
            name = self.numberToId.get(number)
            if name is None:
                continue
            made = self.idToObject[name]
            body = made.format(self)
            if isinstance(made, pdfdoc.PDFStream):
                self._write(number, body)
            else:
                self.pack(body, number)
        self._flush()
        self._finish(root.format(self), info.format(self))
        return b""

    def _flush(self) -> None:
        """Write the waiting objects as one object stream."""
        if not self._waiting:
            return
        number = self.reserve()
        self._make_room()
        kinds, streams, orders = self._kinds, self._places, self._orders
        numbers, bodies = zip(*self._waiting, strict=True)
        for order, packed in enumerate(numbers):
            kinds[packed], streams[packed], orders[packed] = _IN, number, order
        lengths = accumulate(map(len, bodies), lambda length, body: length + body + 1, initial=0)
        places = zip(numbers, lengths, strict=False)
        head = b" ".join(map(b"%d %d".__mod__, places)) + b"\n"
        entries = b"/Type /ObjStm /Filter /FlateDecode /N %d /First %d" % (len(bodies), len(head))
        self._waiting.clear()
        self.write_stream(entries, zlib.compress(head + b"\n".join(bodies), 4), number)

    def _finish(self, root: bytes, info: bytes) -> None:
        number = self.reserve()
        start = self._length
        self._note(number, start)
        places, orders = _big_endian(self._places), _big_endian(self._orders)
        columns = [self._kinds, *(places[at::8] for at in range(3, 8)), orders[::2], orders[1::2]]
        table = bytearray(len(columns) * len(self._kinds))
        for at, column in enumerate(columns):
            table[at :: len(columns)] = column
        entries = b"/Type /XRef /W [1 5 2] /Size %d /Root %s /Info %s /ID %s /Filter /FlateDecode"
        said = entries % (number + 1, root, info, self.ID().split(b"%")[0].strip())
        self.write_stream(said, zlib.compress(table, _QUICK), number)
        self._put(b"startxref\n%d\n%%%%EOF\n" % start)

    def _write(self, number: int, body: bytes) -> None:
        self._note(number, self._length)
        self._put(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def _note(self, number: int, place: int) -> None:
        self._make_room()
        self._kinds[number], self._places[number] = _AT, place

    def _make_room(self) -> None:
        """Let the list of all objects be as long as there are numbers."""
        missing = self.objectcounter + 1 - len(self._kinds)
        if missing > 0:
            self._kinds.extend(bytes(missing))
            self._places.extend([0] * missing)
            self._orders.extend([0] * missing)

    def _put(self, data: bytes) -> None:
        self._file.write(data)
        self._length += len(data)


def _big_endian(numbers: array[int]) -> bytes:
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers.tobytes()


def reference(number: int) -> bytes:
    """Return how PDF calls the object with this number."""
    return b"%d 0 R" % number


def picture_name(number: int) -> str:
    """Return the name under which pages draw the picture with this object number."""
    return f"Im{number}"
