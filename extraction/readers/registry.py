"""Every kind of file that can be recognised, and who reads it.

A format is recognised by how its bytes begin. Those without a reader are named all the same, so
that the refusal says what the file is; a reader that is written later takes its line here.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from extraction.errors import UnreadableDocument
from extraction.findings import Document
from extraction.readers.archive import archive_reader
from extraction.readers.docx import read_docx
from extraction.readers.epub import read_epub
from extraction.readers.html import read_html
from extraction.readers.libraries import LIBRARIES, Library
from extraction.readers.mail import read_mail
from extraction.readers.mhtml import read_mhtml
from extraction.readers.odt import read_odt
from extraction.readers.original import Original
from extraction.readers.pdf import read_pdf
from extraction.readers.picture import picture_reader
from extraction.readers.text import read_text
from extraction.readers.warc import read_warc

Reader = Callable[[Original], Document]

_HEAD = 4096
_TAIL = 64 * 1024  # A zip file lists its members at its end.


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its name with article, how its bytes give it away, and its reader if any."""

    name: str
    recognises: Callable[[bytes], bool]
    remedy: str = "Save it as plain text and import that."
    reader: Reader | None = None
    library: Library | None = None


def reader_for(original: Original) -> Reader:
    """Choose by the file's bytes who reads it; `UnreadableDocument` when nobody can yet."""
    form = _format_of(original.data)
    return read_text if form is None else form.reader or _refuser(form)


def is_archive(original: Original) -> bool:
    """Whether a file is a zip archive of files, not a document that is kept in one."""
    return _format_of(original.data) is ARCHIVE


def is_archive_at(path: Path) -> bool:
    """Answer the same of a file of any size, of which only the two ends are read."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        size = file.seek(0, os.SEEK_END)
        file.seek(max(len(head), size - _TAIL))
        return _format_of(head + file.read()) is ARCHIVE


def is_plain_text(path: Path) -> bool:
    """Whether a file is nothing but text, so that no parser can be led astray by it."""
    with path.open("rb") as file:
        return _format_of(file.read(_TAIL)) is None


def library_of(original: Original) -> Library | None:
    """Return which program's library a file is, None if it is none."""
    form = _format_of(original.data)
    return form.library if form else None


def _format_of(data: bytes) -> Format | None:
    return next((form for form in FORMATS if form.recognises(data)), None)


def _refuser(form: Format) -> Reader:
    def refuse(original: Original) -> Document:
        raise UnreadableDocument(
            original.name, f"it is {form.name}, which cannot be read yet", form.remedy
        )

    return refuse


def _begins(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(signatures)


def _at(offset: int, *signatures: bytes) -> Callable[[bytes], bool]:
    return lambda data: data[offset : offset + 16].startswith(signatures)


def _zip_holding(*members: bytes) -> Callable[[bytes], bool]:
    def recognises(data: bytes) -> bool:
        if not data.startswith(b"PK\x03\x04"):
            return False
        listed = data[:_HEAD] + data[-_TAIL:]
        return any(member in listed for member in members)

    return recognises


def _riff(kind: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(b"RIFF") and data[8:12] == kind


def _opening(pattern: str) -> Callable[[bytes], bool]:
    """Recognise a format of text by its first characters, in whatever encoding those are."""
    compiled = re.compile(pattern, re.IGNORECASE)

    def recognises(data: bytes) -> bool:
        head = data[:_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\f")
        return compiled.match(head.decode("latin-1")) is not None

    return recognises


def _is_compressed_warc(data: bytes) -> bool:
    """Whether the first words that a gzip stream unpacks to are those of a WARC record."""
    if not data.startswith(b"\x1f\x8b"):
        return False
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data[:_HEAD], 5) == b"WARC/"
    except zlib.error:
        return False


def _is_mail(data: bytes) -> bool:
    """Whether a block of header lines comes first, with one that only mail programs write."""
    headers = data[:_HEAD].replace(b"\r", b"").split(b"\n\n", 1)[0].lower().split(b"\n")
    names = {line.split(b":", 1)[0] for line in headers if b":" in line}
    return b":" in headers[0] and not names.isdisjoint(
        (b"mime-version", b"message-id", b"received")
    )


def _is_saved_page(data: bytes) -> bool:
    return _is_mail(data) and b"multipart/related" in data[:_HEAD].lower()


_PICTURE_REMEDY = "Type the words it shows into a text file and import that."
_UNPACK = "Unpack it and import the files in it."

ARCHIVE = Format(
    "a zip archive",
    _begins(b"PK\x03\x04", b"PK\x05\x06"),
    reader=archive_reader(reader_for, is_archive),
)

FORMATS: tuple[Format, ...] = (
    Format(
        "a PDF",
        lambda data: b"%PDF-" in data[:1024],  # Readers allow a kilobyte of junk before it.
        reader=read_pdf,
    ),
    Format("a Word document (DOCX)", _zip_holding(b"word/document.xml"), reader=read_docx),
    Format(
        "an EPUB book",
        _zip_holding(b"application/epub+zip", b"META-INF/container.xml"),
        reader=read_epub,
    ),
    Format(
        "an OpenDocument file",
        _zip_holding(b"application/vnd.oasis.opendocument", b"META-INF/manifest.xml"),
        reader=read_odt,
    ),
    Format("a spreadsheet (XLSX)", _zip_holding(b"xl/workbook.xml")),
    Format("a presentation (PPTX)", _zip_holding(b"ppt/presentation.xml")),
    ARCHIVE,
    Format("a web archive (WARC)", _is_compressed_warc, reader=read_warc),
    Format(
        "a compressed archive",
        _begins(
            b"\x1f\x8b",
            b"BZh",
            b"\xfd7zXZ\0",
            b"7z\xbc\xaf\x27\x1c",
            b"Rar!\x1a",
            b"\x28\xb5\x2f\xfd",
        ),
        _UNPACK,
    ),
    Format("an archive (tar)", _at(257, b"ustar"), _UNPACK),
    Format(
        "an old Office document (DOC, XLS or PPT)", _begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    ),
    Format("a picture (JPEG)", _begins(b"\xff\xd8\xff"), reader=picture_reader("image/jpeg")),
    Format("a picture (PNG)", _begins(b"\x89PNG\r\n\x1a\n"), reader=picture_reader("image/png")),
    Format("a picture (GIF)", _begins(b"GIF87a", b"GIF89a"), _PICTURE_REMEDY),
    Format("a picture (WebP)", _riff(b"WEBP"), reader=picture_reader("image/webp")),
    Format("a picture (TIFF)", _begins(b"II*\0", b"MM\0*"), reader=picture_reader("image/tiff")),
    Format("a picture (JPEG 2000)", _at(4, b"jP  \r\n"), reader=picture_reader("image/jp2")),
    Format(
        "a picture (HEIC or AVIF)", _at(4, b"ftypheic", b"ftypmif1", b"ftypavif"), _PICTURE_REMEDY
    ),
    Format(
        "a picture (Photoshop)",
        _begins(b"8BPS"),
        reader=picture_reader("image/vnd.adobe.photoshop"),
    ),
    Format(
        "a sound or video recording",
        lambda data: (
            data.startswith((b"ID3", b"OggS", b"fLaC", b"\x1a\x45\xdf\xa3"))
            or data[4:8] == b"ftyp"
            or _riff(b"WAVE")(data)
        ),
        "Write down what is said in a text file and import that.",
    ),
    Format(
        "a database (SQLite)", _begins(b"SQLite format 3\0"), "Export its text and import that."
    ),
    Format(
        "a picture (PostScript)",
        _begins(b"%!PS", b"\xc5\xd0\xd3\xc6"),
        reader=picture_reader("application/postscript"),
    ),
    Format(
        "what a program says of a picture beside it (XMP)",
        _opening(r"(?:<\?x(?:ml|packet)[^>]{0,200}>\s*){0,2}<x:xmpmeta\b"),
        reader=picture_reader("application/rdf+xml"),
    ),
    *(
        Format(
            library.name,
            _opening(library.head),
            reader=library.read,
            library=library,
        )
        for library in LIBRARIES
    ),
    Format("a rich-text document (RTF)", _opening(r"\{\\rtf")),
    Format("a web archive (WARC)", _opening(r"WARC/\d"), reader=read_warc),
    Format(
        "a web page saved as one file (MHTML)",
        _is_saved_page,
        reader=read_mhtml,
    ),
    Format("an e-mail", _is_mail, reader=read_mail),
    Format(
        "a web page (HTML)",
        _opening(
            r"(?:<\?xml[^>]{0,200}>\s*|<!--[^>]{0,1000}-->\s*){0,3}<(?:!doctype\s+html|html|head|body)\b"
        ),
        reader=read_html,
    ),
    Format(
        "a drawing (SVG)",
        _opening(
            r"(?:<\?xml[^>]{0,200}>\s*|<!--[^>]{0,1000}-->\s*|<!doctype[^>]{0,300}>\s*){0,4}<svg\b"
        ),
        reader=picture_reader("image/svg+xml"),
    ),
    Format(
        "a program",
        _begins(b"\x7fELF", b"MZ\x90\0", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe"),
        "Choose a file that holds text.",
    ),
)
