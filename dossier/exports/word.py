"""Contents as a Word document, to be edited: chapters, quotations with notes, credits, sources.

Real footnotes, real headings and a field of contents, all by named styles (`word_styles`), so that
whoever edits the document changes the look in one place. Word refreshes the list of contents when
it opens the file; until then, and in other programs, it holds the chapters without page numbers.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import cast

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.text.paragraph import CT_P
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from lxml.etree import _Element

from dossier import wording
from dossier.attribution import attribution_facts, spoken
from dossier.citations import cite, cite_quotation
from dossier.contents import Contents, Interlude, PhotoEntry, Picture, QuotationEntry, SourceEntry
from dossier.exports import word_fields as fields
from dossier.exports.word_notes import Footnotes
from dossier.exports.word_styles import Look, dress, set_page
from dossier.exports.word_text import add_tab, add_words, one_line, paragraph
from dossier.render import Progress
from extraction.wording import long_day

_PHOTOS, _SOURCES = "Photo credits", "Sources"
_STEP = 20
_WIDEST, _HIGHEST = 110.0, 90.0
"""Millimetres that a photograph takes at most."""
_ZIPPED_ON = (1980, 1, 1, 0, 0, 0)
"""The day that every part of the package bears: equal contents give equal bytes."""


def as_docx(contents: Contents, progress: Progress) -> bytes:
    """Write `contents` as a Word document; the same contents give the same bytes."""
    document = Document()
    ids = dress(document, contents.language)
    set_page(document, one_line(contents.title))
    _describe(document, contents)
    _Writing(contents, document, ids).write(progress)
    saved = io.BytesIO()
    document.save(saved)
    return _packed_again(saved)


class _Writing:
    """One document on its way."""

    def __init__(self, contents: Contents, document: WordDocument, ids: Mapping[Look, str]) -> None:
        self._contents = contents
        self._document = document
        self._ids = ids
        self._notes = Footnotes(ids[Look.NOTE], ids[Look.NOTE_NUMBER])
        # The properties of the one section stand last in the body; all else goes before them.
        self._end: _Element = document.element.body[-1]
        self._headings = 0

    def write(self, progress: Progress) -> None:
        contents = self._contents
        total = sum(len(chapter.quotations) for chapter in contents.chapters)
        done = 0
        self._cover()
        for chapter in contents.chapters:
            self._heading(wording.named(chapter.title, "Unnamed"))
            if chapter.subtitle:
                self._say(Look.CHAPTER_SUBTITLE, chapter.subtitle)
            for part in chapter.flow():
                if isinstance(part, Interlude):
                    self._remark(part)
                    continue
                self._quotation(part)
                done += 1
                if done % _STEP == 0:
                    progress(done, total + 1)
        if contents.photos:
            self._heading(_PHOTOS)
            for photo in contents.photos:
                self._photo(photo)
        if contents.sources:
            self._heading(_SOURCES)
            for number, source in enumerate(contents.sources, 1):
                self._source(number, source)
        self._notes.attach(self._document)

    def _cover(self) -> None:
        contents = self._contents
        self._say(Look.TITLE, wording.named(contents.title, "Untitled"))
        if contents.subtitle:
            self._say(Look.SUBTITLE, contents.subtitle)
        facts = (
            contents.author,
            long_day(contents.compiled_on),
            contents.selection,
            f"Catalogue {wording.grouped(contents.fingerprint)}" if contents.fingerprint else "",
        )
        for fact in facts:
            if fact:
                self._say(Look.FACT, fact)
        sections = [
            *(wording.named(chapter.title, "Unnamed") for chapter in contents.chapters),
            *([_PHOTOS] if contents.photos else []),
            *([_SOURCES] if contents.sources else []),
        ]
        self._say(Look.CONTENTS_TITLE, "Contents")
        lines = [one_line(section) for section in sections]
        for line in fields.contents_lines(self._ids[Look.CONTENTS], lines):
            self._add(line)
        self._add(fields.page_break(self._ids[Look.FACT]))

    def _remark(self, remark: Interlude) -> None:
        for words in re.split(r"\n\s*\n", remark.text):
            self._say(Look.REMARK, words)

    def _quotation(self, entry: QuotationEntry) -> None:
        source = self._contents.sources[entry.source]
        opening, text, closing = spoken(entry, self._contents.language)
        look = Look.QUOTATION if opening else Look.REPORTED
        words = self._say(look, f"{opening}{one_line(text)}{closing}")
        self._notes.cite(words, cite_quotation(entry, source, self._contents.citations))
        self._say(Look.ATTRIBUTION, " · ".join(attribution_facts(entry, source)))

    def _photo(self, photo: PhotoEntry) -> None:
        source = self._contents.sources[photo.source]
        if photo.picture is not None and photo.picture.data:
            self._picture(photo.picture, photo.caption or photo.credit_line)
        credit = self._say(Look.CREDIT, photo.credit_line)
        self._notes.cite(credit, cite(source, self._contents.citations))
        more = (photo.caption or "", ", ".join(photo.flags), photo.licence or "")
        if told := " · ".join(part for part in more if part):
            self._say(Look.CAPTION, told)

    def _picture(self, picture: Picture, says: str) -> None:
        line = cast(CT_P, self._say(Look.PICTURE, ""))
        place = Paragraph(line, self._document._body)  # noqa: SLF001
        wide = min(_WIDEST, _HIGHEST * picture.width / picture.height)
        shown = place.add_run().add_picture(io.BytesIO(picture.data), width=Mm(wide))
        shown._inline.docPr.set("descr", one_line(says))  # noqa: SLF001  no other way to say it

    def _source(self, number: int, source: SourceEntry) -> None:
        line = self._say(Look.SOURCE, f"{number}.")
        add_tab(line)
        add_words(line, cite(source, self._contents.citations))
        self._say(Look.FILE, f"{source.document_name}, SHA-256 {source.document_sha256}")

    def _heading(self, words: str) -> None:
        self._headings += 1
        fields.mark_heading(self._say(Look.CHAPTER, words), self._headings)

    def _say(self, look: Look, words: str) -> _Element:
        return self._add(paragraph(self._ids[look], words))

    def _add(self, element: _Element) -> _Element:
        self._end.addprevious(element)
        return element


def _describe(document: WordDocument, contents: Contents) -> None:
    """Set the document's properties; Word cuts none of them, but the format ends at 255."""
    day = contents.compiled_on
    about = document.core_properties
    about.title = one_line(contents.title)[:255]
    about.subject = one_line(contents.selection)[:255]
    about.author = one_line(contents.author)[:255]
    about.comments = "Made by On Record"
    about.keywords = ""
    about.last_modified_by = ""
    about.language = contents.language
    about.created = about.modified = datetime(day.year, day.month, day.day)


def _packed_again(saved: io.BytesIO) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(saved) as given, zipfile.ZipFile(packed, "w") as made:
        for name in given.namelist():
            part = zipfile.ZipInfo(name, _ZIPPED_ON)
            part.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(part, given.read(name))
    return packed.getvalue()
