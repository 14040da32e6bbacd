"""Contents as an Excel workbook: a sheet of quotations, one of sources, one of photo credits.

Everything that came from a document is written as a string: no cell is ever computed, and no
address becomes a link that opens at a touch. What XML cannot hold is written as Office Open XML
escapes it (`_x0001_`, ECMA-376 part 1, 22.4.2.4).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dossier import wording
from dossier.citations import as_text, cite
from dossier.contents import Contents
from dossier.exports.table import COLUMNS, rows
from dossier.render import Progress

LONGEST = 32_767
"""Characters that Excel allows in a cell."""
_CUT = " … (cut: Excel holds no longer text)"
_FIRST_DAY = date(1900, 3, 1)
"""Excel counts a 29 February 1900 that never was; days before it are written as text."""
_STEP = 50

_INK, _MUTED, _ACCENT, _GROUND, _RULE = "#1C1B19", "#6E6A62", "#8A2B1E", "#F3EFE6", "#E4DED2"
_WIDTHS = {
    "number": 8, "quotation": 64, "kind": 10, "speaker": 24, "role": 24, "cue": 12, "told_to": 18,
    "said_on": 13, "published_on": 13, "outlet": 22, "headline": 40, "byline": 24, "address": 36,
    "document": 24, "sha256": 20, "page": 7, "start": 9, "end": 9, "context": 64, "evidence": 40,
    "checked": 9, "citation": 72, "credit_line": 36, "agency": 22, "creator": 22,
    "distributor": 22, "flags": 18, "licence": 18, "caption": 48, "source": 9,
}  # fmt: skip
_SOURCES = (
    "number", "citation", "outlet", "headline", "byline", "published_on", "address", "document",
    "sha256",
)  # fmt: skip
_PHOTOS = (
    "number", "credit_line", "agency", "creator", "distributor", "flags", "licence", "caption",
    "source",
)  # fmt: skip
_READ = frozenset({"quotation", "context", "headline", "caption", "citation", "credit_line"})
"""Columns of running text: they turn over at the end of the line."""

_Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class _Looks:
    """The formats of the workbook."""

    head: Format
    cell: Format
    text: Format
    day: Format
    title: Format
    label: Format


def as_xlsx(contents: Contents, progress: Progress) -> bytes:
    """Write `contents` as a workbook; the same contents give the same bytes."""
    written = io.BytesIO()
    # A workbook made of strings only: XlsxWriter shall guess neither formulas nor links.
    book = xlsxwriter.Workbook(
        written,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    day = contents.compiled_on
    book.set_properties(
        {
            "title": _cell(contents.title),
            "subject": _cell(contents.selection),
            "author": _cell(contents.author),
            "comments": "Made by On Record",
            "created": datetime(day.year, day.month, day.day),
        }
    )
    looks = _looks(book)
    _fill(
        book.add_worksheet("Quotations"), COLUMNS, _told(rows(contents), contents, progress), looks
    )
    _fill(book.add_worksheet("Sources"), _SOURCES, _sources(contents), looks)
    _fill(book.add_worksheet("Photo credits"), _PHOTOS, _photos(contents), looks)
    _describe(book.add_worksheet("About"), contents, looks)
    book.close()
    return written.getvalue()


def _told(given: Iterator[_Row], contents: Contents, progress: Progress) -> Iterator[_Row]:
    total = sum(len(chapter.quotations) for chapter in contents.chapters)
    for number, row in enumerate(given):
        if number % _STEP == 0:
            progress(number, total + 1)
        yield row


def _sources(contents: Contents) -> Iterator[_Row]:
    for number, source in enumerate(contents.sources, 1):
        yield (
            number, as_text(cite(source, contents.citations)), source.outlet, source.headline,
            source.byline, source.published_on, source.address, source.document_name,
            source.document_sha256,
        )  # fmt: skip


def _photos(contents: Contents) -> Iterator[_Row]:
    for number, photo in enumerate(contents.photos, 1):
        yield (
            number, photo.credit_line, photo.agency, photo.creator, photo.distributor,
            ", ".join(photo.flags), photo.licence, photo.caption, photo.source + 1,
        )  # fmt: skip


def _fill(sheet: Worksheet, columns: Sequence[str], given: Iterator[_Row], looks: _Looks) -> None:
    """Write a table: its head stays in sight, every column can be filtered."""
    for place, name in enumerate(columns):
        sheet.write_string(0, place, name.replace("_", " ").capitalize(), looks.head)
        sheet.set_column(place, place, _WIDTHS[name])
    last = 0
    for last, row in enumerate(given, 1):
        for place, (name, value) in enumerate(zip(columns, row, strict=True)):
            _write(
                sheet, last, place, value, looks.text if name in _READ else looks.cell, looks.day
            )
    sheet.set_row(0, 24)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write(
    sheet: Worksheet, row: int, place: int, value: object, look: Format, day: Format
) -> None:
    match value:
        case None | "":
            sheet.write_blank(row, place, None, look)
        case date() if value >= _FIRST_DAY:
            sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), day)
        case int():
            sheet.write_number(row, place, value, look)
        case _:
            sheet.write_string(row, place, _cell(str(value)), look)


def _cell(text: str) -> str:
    """Return `text` as a cell can hold it: whole halves of pairs, and not too long."""
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= LONGEST else text[: LONGEST - len(_CUT)] + _CUT


def _describe(sheet: Worksheet, contents: Contents, looks: _Looks) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, _cell(wording.named(contents.title, "Untitled")), looks.title)
    sheet.set_row(0, 32)
    facts = (
        ("Subtitle", contents.subtitle),
        ("Author", contents.author),
        ("Compiled on", contents.compiled_on),
        ("Selection", contents.selection),
        ("Catalogue", contents.fingerprint),
        ("Reported speech", "Rows of the kind “indirect” hold no one’s own words."),
    )
    known = ((label, value) for label, value in facts if value)
    for row, (label, value) in enumerate(chain(known), 2):
        sheet.write_string(row, 0, label, looks.label)
        _write(sheet, row, 1, value, looks.text, looks.day)


def _looks(book: xlsxwriter.Workbook) -> _Looks:
    plain = {"font_name": "Calibri", "font_size": 11, "font_color": _INK, "valign": "top"}
    below = {"bottom": 1, "bottom_color": _RULE}
    head = {"bold": True, "font_color": _ACCENT, "bg_color": _GROUND, "valign": "vcenter"}
    return _Looks(
        head=book.add_format({**plain, **head, "bottom": 2, "bottom_color": _ACCENT}),
        cell=book.add_format({**plain, **below}),
        text=book.add_format({**plain, **below, "font_name": "Georgia", "text_wrap": True}),
        day=book.add_format({**plain, **below, "num_format": "d mmm yyyy", "align": "left"}),
        title=book.add_format({**plain, "font_name": "Georgia", "font_size": 20}),
        label=book.add_format({**plain, "font_color": _MUTED}),
    )
