"""Whether a dossier still stands: its PDF against its own data, its data against a catalogue.

A PDF carries its contents as JSON. Equal contents give equal pages, so the pages are made again
from the data and compared, by their words where another edition of the program set them; then each
quotation and each photo credit is looked up where it was found.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path

import pikepdf

from db import Catalogue
from db.rows import INTERRUPTION, DocumentRow, PhotoRow, QuotationFilter, QuotationRow, Status
from dossier.attachment import ATTACHED_NAME
from dossier.composition import Book
from dossier.contents import Contents, PhotoEntry, QuotationEntry, SourceEntry
from dossier.drawing import draw
from dossier.edition import edition
from dossier.errors import Cancelled, DossierError
from dossier.exports.interchange import contents_in, parsed
from dossier.printed import pages_that_differ
from dossier.rereading import pages_that_say_otherwise
from extraction.findings import Span

_IDENTITY = re.compile(rb"<xmpMM:DocumentID>([^<]*)</xmpMM:DocumentID>")


class Standing(StrEnum):
    """What became of a quotation or a photo credit since it was printed."""

    STANDS = "stands"
    """The same words at the same place of the same file, said by the same speaker."""
    CHANGED = "changed"
    """The file, the words at the place, or what the catalogue says of them is another now."""
    MOVED = "moved"
    """The words stand in the file, but at another place than the dossier gives."""
    LOST = "lost"
    """The file is gone, or the words are not in it."""


_Finding = tuple[Standing, str]
_STANDS: _Finding = (Standing.STANDS, "")


@dataclass(frozen=True, slots=True)
class CheckedQuotation:
    """A printed quotation and what became of it. `reason` is a clause, empty where it stands."""

    number: int
    entry: QuotationEntry
    source: SourceEntry
    standing: Standing
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CheckedPhoto:
    """A printed photo credit and what became of it."""

    number: int
    entry: PhotoEntry
    source: SourceEntry
    standing: Standing
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify` found.

    `data_intact`: the attached data are those the PDF was made with. `altered_pages`: the pages, by
    the numbers printed on them, that do not show what the data say. `by_words`: another edition of
    the program set the pages, so their words were compared, not how they are drawn.
    """

    contents: Contents
    data_intact: bool
    altered_pages: tuple[str, ...]
    quotations: tuple[CheckedQuotation, ...]
    photos: tuple[CheckedPhoto, ...]
    by_words: bool = False

    @property
    def pages_fit(self) -> bool:
        """Whether every page shows what the data say."""
        return not self.altered_pages

    @property
    def stands(self) -> bool:
        """Whether nothing at all has changed."""
        standings = [*(one.standing for one in self.quotations)]
        standings += [one.standing for one in self.photos]
        return self.data_intact and self.pages_fit and set(standings) <= {Standing.STANDS}


def verify(
    path: Path,
    catalogue: Catalogue,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Verification:
    """Check the dossier at `path` against the catalogue it was made from.

    Raises `DossierError` when the file is no dossier of On Record. `progress` receives steps done
    and in all, `cancelled` is asked between them (`Cancelled` is raised when it says yes), both on
    the calling thread.
    """
    with _opened(path) as pdf:
        try:
            return _verified(_attached(pdf, path), pdf, catalogue, progress, cancelled)
        except pikepdf.PdfError as error:
            raise _unreadable(path) from error


def _verified(
    data: bytes,
    pdf: pikepdf.Pdf,
    catalogue: Catalogue,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> Verification:
    found = parsed(data.decode("utf-8", "replace"))
    contents = _with_pictures(contents_in(found), pdf)
    entries = [entry for chapter in contents.chapters for entry in chapter.quotations]
    total = 3 * len(entries) + len(contents.photos) + 1
    done = 0

    def step() -> None:
        nonlocal done
        done = min(done + 1, total)
        if cancelled is not None and cancelled():
            raise Cancelled
        if progress is not None:
            progress(done, total)

    by_words = found.get("layout") != edition()
    # Setting the pages again takes a step for each quotation's words and one for its evidence.
    altered = _altered(pdf, contents, step, by_words=by_words)
    originals = _Originals(catalogue)
    checked = []
    for number, entry in enumerate(entries, 1):
        source = contents.sources[entry.source]
        checked.append(
            CheckedQuotation(number, entry, source, *_standing(entry, source, originals))
        )
        step()
    credits_ = []
    for number, photo in enumerate(contents.photos, 1):
        source = contents.sources[photo.source]
        credits_.append(
            CheckedPhoto(number, photo, source, *_credit_standing(photo, source, originals))
        )
        step()
    if progress is not None:
        progress(total, total)
    identity = b"sha256:" + hashlib.sha256(data).hexdigest().encode("ascii")
    return Verification(
        contents,
        data_intact=_identity(pdf) == identity,
        altered_pages=altered,
        quotations=tuple(checked),
        photos=tuple(credits_),
        by_words=by_words,
    )


def _opened(path: Path) -> pikepdf.Pdf:
    try:
        return pikepdf.Pdf.open(path)
    except FileNotFoundError as error:
        raise DossierError(f"Cannot verify “{path.name}”: there is no such file.") from error
    except (pikepdf.PdfError, OSError) as error:
        raise _unreadable(path) from error


def _unreadable(path: Path) -> DossierError:
    return DossierError(
        f"Cannot verify “{path.name}”: it cannot be read as a PDF. "
        "Choose a dossier that On Record made."
    )


def _attached(pdf: pikepdf.Pdf, path: Path) -> bytes:
    attached = pdf.attachments.get(ATTACHED_NAME)
    if attached is None:
        raise DossierError(
            f"Cannot verify “{path.name}”: it carries no data. "
            "Choose a dossier that On Record made."
        )
    return attached.get_file().read_bytes()


def _altered(
    pdf: pikepdf.Pdf, contents: Contents, step: Callable[[], None], *, by_words: bool
) -> tuple[str, ...]:
    """Return the printed numbers of the pages that do not show what the data say."""
    made = io.BytesIO()
    labels = draw(Book(contents, step), contents, made, _unhurried)
    with pikepdf.Pdf.open(made) as again:
        if by_words:
            places = list(pages_that_say_otherwise(pdf, contents, again))
            labels = [page.label for page in pdf.pages]
        else:
            places = list(pages_that_differ(pdf, again))
    return tuple(
        labels[place] if place < len(labels) else f"{place + 1} (of the file)" for place in places
    )


def _with_pictures(contents: Contents, pdf: pikepdf.Pdf) -> Contents:
    """Give the photographs the bytes that the pages show; the data know them by their hash."""
    if all(photo.picture is None for photo in contents.photos):
        return contents
    shown: dict[str, bytes] = {}
    for number in range(1, len(pdf.objects)):
        thing = pdf.objects[number]
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
            data = thing.read_raw_bytes()
            shown[hashlib.sha256(data).hexdigest()] = data
    return replace(
        contents,
        photos=tuple(
            replace(
                photo,
                picture=replace(photo.picture, data=shown.get(photo.picture.sha256, b"")),
            )
            if photo.picture
            else photo
            for photo in contents.photos
        ),
    )


def _identity(pdf: pikepdf.Pdf) -> bytes:
    """Return the name that the metadata give the contents, empty where there is none."""
    metadata = pdf.Root.get("/Metadata")
    found = _IDENTITY.search(metadata.read_bytes()) if metadata is not None else None
    return found[1] if found else b""


# Quotations and photo credits in the catalogue


def _standing(entry: QuotationEntry, source: SourceEntry, originals: _Originals) -> _Finding:
    document = originals.documents.get(source.document_sha256)
    if document is None:
        return Standing.LOST, "its file is not in the catalogue"
    if (trouble := originals.trouble(document)) is not None:
        return trouble
    row = originals.quotation_at(document, entry.place)
    if row is None:
        return _found_again(entry, originals.text(document))
    if row.text != entry.text:
        return Standing.CHANGED, "the catalogue has other words at its place"
    if _folded(entry.context) not in originals.folded_text(document):
        return Standing.CHANGED, "the sentence around it is not in its file"
    return _compared(entry, source, row)


def _compared(entry: QuotationEntry, source: SourceEntry, row: QuotationRow) -> _Finding:
    """Compare what the dossier says of a quotation with what the catalogue says today."""
    if row.status is Status.REJECTED:
        return Standing.CHANGED, "it has been rejected since"
    return _first_difference(
        (
            ("the speaker", entry.speaker, row.speaker),
            ("the kind", entry.kind.value, row.kind.value),
            ("the speaker’s role", entry.role, row.role),
            ("the cue", entry.cue, row.cue),
            ("whom it was said to", entry.told_to, row.told_to),
            ("the day it was said", entry.said_on, row.said_on),
            ("the outlet", source.outlet, row.outlet),
            ("the headline", source.headline, row.headline),
            ("the day it was published", source.published_on, row.published_on),
            ("the name of its file", source.document_name, row.document_name),
        )
    )


def _credit_standing(entry: PhotoEntry, source: SourceEntry, originals: _Originals) -> _Finding:
    document = originals.documents.get(source.document_sha256)
    if document is None:
        return Standing.LOST, "its file is not in the catalogue"
    if (trouble := originals.trouble(document)) is not None:
        return trouble
    rows = originals.photos(document)
    row = min(rows, key=lambda row: _unlikeness(entry, row), default=None)
    if row is None or row.credit_line != entry.credit_line:
        return Standing.CHANGED, "the catalogue has no such credit line in its file"
    return _first_difference(
        (
            ("the agency", entry.agency, row.agency),
            ("the photographer", entry.creator, row.creator),
            ("the distributor", entry.distributor, row.distributor),
            ("the licence", entry.licence, row.licence),
            ("the caption", entry.caption, row.caption),
            ("the marks", ", ".join(entry.flags), ", ".join(row.flags)),
        )
    )


def _unlikeness(entry: PhotoEntry, row: PhotoRow) -> tuple[bool, bool]:
    """Order photographs of one file: the same credit line first, the same caption among those."""
    return (row.credit_line != entry.credit_line, row.caption != entry.caption)


def _first_difference(pairs: Iterable[tuple[str, object, object]]) -> _Finding:
    for what, then, now in pairs:
        if then != now:
            return Standing.CHANGED, f"{what} is now given as {now or 'unknown'}"
    return _STANDS


def _found_again(entry: QuotationEntry, text: str) -> _Finding:
    """Say where the words are that the catalogue has no quotation for at their place."""
    parts = entry.text.split(INTERRUPTION) if entry.text else []
    place = entry.place
    if _place_of(parts, text[place.start : place.end]) == 0:
        return Standing.CHANGED, "the catalogue no longer has a quotation at its place"
    at = _place_of(parts, text)
    if at is None:
        return Standing.LOST, "its words are not in the file"
    return Standing.MOVED, f"its words stand at character {at:,}, not {place.start:,}"


def _place_of(parts: Sequence[str], text: str) -> int | None:
    """Return where the parts of a quotation begin that follow one another in `text`."""
    begin, reached = None, 0
    for part in parts:
        at = text.find(part, reached)
        if at < 0:
            return None
        begin, reached = at if begin is None else begin, at + len(part)
    return begin


def _folded(text: str) -> str:
    return " ".join(text.split())


class _Originals:
    """The catalogue's files and what was found in them, each asked for once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._trouble: dict[str, _Finding | None] = {}
        self._quotations: dict[str, Mapping[Span, QuotationRow]] = {}
        self._texts: dict[str, str] = {}
        self._folded: dict[str, str] = {}

    @cached_property
    def documents(self) -> dict[str, DocumentRow]:
        """The documents by the hash of their file."""
        return {document.sha256: document for document in self._catalogue.documents()}

    @cached_property
    def _photos(self) -> dict[str, list[PhotoRow]]:
        rows: dict[str, list[PhotoRow]] = {}
        for row in self._catalogue.photos():
            rows.setdefault(row.document_sha256, []).append(row)
        return rows

    def photos(self, document: DocumentRow) -> list[PhotoRow]:
        return self._photos.get(document.sha256, [])

    def trouble(self, document: DocumentRow) -> _Finding | None:
        """Say what is wrong with the kept file; None if it is the one that was imported."""
        if document.sha256 not in self._trouble:
            self._trouble[document.sha256] = self._look(document)
        return self._trouble[document.sha256]

    def quotation_at(self, document: DocumentRow, place: Span) -> QuotationRow | None:
        known = self._quotations.get(document.sha256)
        if known is None:
            which = QuotationFilter(document=document.id, statuses=frozenset(Status))
            rows = self._catalogue.quotations(self._catalogue.quotation_ids(which))
            known = {Span(row.start, row.end): row for row in rows}
            self._quotations[document.sha256] = known
        return known.get(place)

    def text(self, document: DocumentRow) -> str:
        text = self._texts.get(document.sha256)
        if text is None:
            text = self._texts[document.sha256] = self._catalogue.document_text(document.id)
        return text

    def folded_text(self, document: DocumentRow) -> str:
        """Return the document's text with every run of blanks as one."""
        folded = self._folded.get(document.sha256)
        if folded is None:
            folded = self._folded[document.sha256] = _folded(self.text(document))
        return folded

    def _look(self, document: DocumentRow) -> _Finding | None:
        try:
            with self._catalogue.original(document.id).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return Standing.LOST, "its file is gone from the catalogue’s originals"
        if found != document.sha256:
            return Standing.CHANGED, "its file is not the one that was imported"
        return None


def _unhurried() -> None:
    """Take a step of drawing again: the steps of setting are those that take the time."""
