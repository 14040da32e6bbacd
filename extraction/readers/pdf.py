"""PDF: PDFium reads it, pypdf what PDFium cannot; columns, running heads and hyphens undone."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pypdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extraction.errors import UnreadableDocument
from extraction.findings import Document, Statement, StatementField
from extraction.readers.characters import cleared
from extraction.readers.dates import date_in
from extraction.readers.layout.columns import Line, lines_in_order
from extraction.readers.layout.fragments import fragments_of
from extraction.readers.layout.paragraphs import text_of
from extraction.readers.layout.running import without_running_lines
from extraction.readers.original import MEBIBYTE, Original

_log = logging.getLogger(__name__)

_MOST_PAGES = 20_000
_MOST_CHARACTERS = 1_500_000  # two long novels; twice that takes over 10 CPU s
_SECOND_READER_PAGES = 40
_SECOND_READER_SIZE = 4 * MEBIBYTE
"""pypdf takes twenty times as long as PDFium: it is asked about small files only."""

_WORD = re.compile(r"[^\W\d_]{2,}")
_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff]")
_FILE_NAME = re.compile(
    r"\.(?:docx?|pdf|indd|qxd|tex|dvi|rtf|odt|html?|pages|pptx?|xlsx?)$|^untitled|^microsoft word",
    re.IGNORECASE,
)


class _ProtectedError(Exception):
    """The file asks for a password."""


class _BrokenError(Exception):
    """The file cannot be opened at all."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What PDFium gave: the lines of each page, and the numbers of pages that are pictures.

    `unread` is the number of the first page that was not looked at, for want of room.
    """

    pages: list[list[Line]]
    statements: tuple[Statement, ...]
    pictured: list[int]
    unread: int | None


def read_pdf(original: Original) -> Document:
    """Read a PDF; raises `UnreadableDocument`, which tells protected, broken, empty and scanned.

    `Document.pages` holds where each page's words begin, in the order of the file.
    """
    was_broken = False
    try:
        found = _by_pdfium(original)
    except _ProtectedError:
        raise UnreadableDocument(
            original.name,
            "it is protected by a password",
            "Save an unprotected copy and import that.",
        ) from None
    except _BrokenError:
        found = _Read([], (), [], None)
        was_broken = True
    text, starts = text_of(without_running_lines(found.pages))
    text, _ = cleared(text)
    warnings: tuple[str, ...] = ()
    if not _WORD.search(text) and (second := _by_pypdf(original)):
        text, starts = second
        warnings = ("Its pages could be read only roughly: lines and columns may be mixed up.",)
    _refuse_wordless(original, text, found, was_broken=was_broken)
    statements = found.statements
    best = {said.field: said.value for said in reversed(statements)}
    return Document(
        name=original.name,
        text=text.rstrip("\n") + "\n",
        sha256=original.sha256,
        media_type="application/pdf",
        byline=best.get(StatementField.BYLINE),
        headline=best.get(StatementField.HEADLINE),
        pages=starts,
        warnings=(*warnings, *_told_of(found, text)),
        statements=statements,
    )


def _refuse_wordless(original: Original, text: str, found: _Read, *, was_broken: bool) -> None:
    if text.strip() and len(_UNKNOWN.findall(text)) < 0.5 * len(text.replace(" ", "")):
        return
    if was_broken:
        reason = "it is a PDF that is damaged or cut short"
        remedy = "Copy or download it again and import that."
    elif text.strip():
        reason = "its letters carry no meaning for a computer (a font without a character table)"
        remedy = "Print it, recognise its text with an OCR program, and import what that saves."
    elif found.pictured:
        reason = "its pages are pictures, a scan without text"
        remedy = "Recognise its text with an OCR program and import what that saves."
    elif not found.pages:
        reason = "it has no pages"
        remedy = "Save it again from the program it was made with and import that."
    else:
        reason = "its pages hold no text"
        remedy = "If a PDF viewer shows text there, recognise it with an OCR program."
    raise UnreadableDocument(original.name, reason, remedy)


def _told_of(found: _Read, text: str) -> Iterator[str]:
    count = len(found.pages)
    scans = found.pictured
    if scans:
        shown = ", ".join(map(str, scans[:20])) + (" and others" if len(scans) > 20 else "")
        some = "Page" if len(scans) == 1 else "Pages"
        yield f"{some} {shown} of {count} held only pictures; no text was read from there."
    if found.unread:
        yield (
            f"Pages {found.unread:,} to {count:,} were not read: the PDF is too long to be read "
            "at once. Split it and import its parts."
        )
    unknown = len(_UNKNOWN.findall(text))
    if unknown:
        yield f"{unknown} character(s) have no meaning in the file and are shown as they are."


@contextmanager
def _opened(original: Original) -> Iterator[pdfium.PdfDocument]:
    try:
        document = pdfium.PdfDocument(original.data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD:
            raise _ProtectedError from error
        raise _BrokenError from error
    try:
        yield document
    finally:
        document.close()


def _by_pdfium(original: Original) -> _Read:
    """Read page after page; raises `_ProtectedError` and `_BrokenError`."""
    pages: list[list[Line]] = []
    pictured: list[int] = []
    unread: int | None = None
    with _opened(original) as document:
        count = len(document)
        if count > _MOST_PAGES:
            raise UnreadableDocument(
                original.name,
                f"it has {count:,} pages, and at most {_MOST_PAGES:,} are read",
                "Split it and import its parts.",
            )
        room = _MOST_CHARACTERS
        for number in range(count):
            if room <= 0:
                pages += [[]] * (count - number)
                unread = number + 1
                break
            try:
                page = document[number]
            except pdfium.PdfiumError:
                pages.append([])  # A broken page among good ones; its number must stay.
                continue
            try:
                lines = lines_in_order(*fragments_of(page))
                if not lines and _shows_a_picture(page):
                    pictured.append(number + 1)
            except pdfium.PdfiumError:
                lines = []
            finally:
                page.close()
            pages.append(lines)
            room -= sum(len(line.text) for line in lines)
        return _Read(pages, _statements(document), pictured, unread)


def _shows_a_picture(page: pdfium.PdfPage) -> bool:
    return next(iter(page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE])), None) is not None


def _statements(document: pdfium.PdfDocument) -> tuple[Statement, ...]:
    found: list[Statement] = []
    for key, field in (
        ("Title", StatementField.HEADLINE),
        ("Author", StatementField.BYLINE),
        ("CreationDate", StatementField.CREATED_ON),
    ):
        value = " ".join(cleared(document.get_metadata_value(key))[0].split())[:500]
        if field is StatementField.HEADLINE and _FILE_NAME.search(value):
            continue
        if field is StatementField.CREATED_ON:
            day = date_in(value.removeprefix("D:"))
            value = day.isoformat() if day else ""
        if value:
            found.append(Statement(field, value, f"PDF {key}"))
    return tuple(found)


def _by_pypdf(original: Original) -> tuple[str, tuple[int, ...]] | None:
    """Read what PDFium could not; None when pypdf cannot either."""
    if len(original.data) > _SECOND_READER_SIZE:
        return None
    # pypdf reports every flaw of a file; the user is told once, in our words.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    pieces: list[str] = []
    starts: list[int] = []
    length = 0
    try:
        reader = pypdf.PdfReader(io.BytesIO(original.data))
        for page in reader.pages[:_SECOND_READER_PAGES]:
            starts.append(length)
            piece = cleared(page.extract_text().replace("\f", "\n"))[0].strip("\n") + "\n"
            pieces.append(piece)
            length += len(piece)
    except Exception:
        # pypdf fails on broken files with whatever its code stumbles over, from KeyError to
        # DeprecationError. What it had read is kept; the caller tells of the rest.
        _log.debug("pypdf stopped in %s", original.name, exc_info=True)
    text = "".join(pieces)
    return (text, tuple(starts)) if _WORD.search(text) else None
