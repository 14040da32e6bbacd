"""Whether a dossier still stands: its PDF against its own data, its data against a catalogue.

A PDF carries its contents as JSON. Equal contents give equal pages, so the pages are made again
from the data and compared; then each quotation is looked up where it was found.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

import pikepdf

from db import Catalogue
from db.rows import DocumentRow, QuotationFilter, QuotationRow, Status
from dossier.attachment import ATTACHED_NAME
from dossier.composition import compose
from dossier.contents import Contents, QuotationEntry, SourceEntry
from dossier.drawing import draw
from dossier.errors import DossierError
from dossier.exports.interchange import read_json
from extraction.findings import Span


class Standing(StrEnum):
    """What became of a quotation since it was printed."""

    STANDS = "stands"
    """The same words at the same place of the same file, said by the same speaker."""
    CHANGED = "changed"
    """The file, the words at the place, or what the catalogue says of them is another now."""
    MOVED = "moved"
    """The words stand in the file, but at another place than the dossier gives."""
    LOST = "lost"
    """The file is gone, or the words are not in it."""


@dataclass(frozen=True, slots=True)
class CheckedQuotation:
    """A printed quotation and what became of it. `reason` is a clause, empty where it stands."""

    number: int
    entry: QuotationEntry
    standing: Standing
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify` found. `pages_fit` says that the pages show what the attached data say."""

    contents: Contents
    pages_fit: bool
    quotations: tuple[CheckedQuotation, ...]

    @property
    def stands(self) -> bool:
        """Whether nothing at all has changed."""
        return self.pages_fit and all(
            checked.standing is Standing.STANDS for checked in self.quotations
        )


def verify(
    path: Path,
    catalogue: Catalogue,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Verification:
    """Check the dossier at `path` against the catalogue it was made from.

    Raises `DossierError` when the file is no dossier of On Record. `progress` receives quotations
    done and in all.
    """
    contents, pages = _read(path)
    originals = _Originals(catalogue)
    entries = [entry for chapter in contents.chapters for entry in chapter.quotations]
    checked = []
    for number, entry in enumerate(entries, 1):
        standing, reason = _standing(entry, contents.sources[entry.source], originals)
        checked.append(CheckedQuotation(number, entry, standing, reason))
        if progress is not None:
            progress(number, len(entries))
    return Verification(contents, _made_again(contents) == pages, tuple(checked))


def _read(path: Path) -> tuple[Contents, list[str]]:
    """Return the attached contents, and what is drawn on each page."""
    try:
        with pikepdf.Pdf.open(path) as pdf:
            attached = pdf.attachments.get(ATTACHED_NAME)
            if attached is None:
                raise DossierError(
                    f"Cannot verify “{path.name}”: it carries no data. "
                    "Choose a dossier that On Record made."
                )
            text = attached.get_file().read_bytes().decode("utf-8", "replace")
            return read_json(text), _drawn(pdf)
    except FileNotFoundError as error:
        raise DossierError(f"Cannot verify “{path.name}”: there is no such file.") from error
    except (pikepdf.PdfError, OSError) as error:
        raise DossierError(
            f"Cannot verify “{path.name}”: it cannot be read as a PDF. "
            "Choose a dossier that On Record made."
        ) from error


def _made_again(contents: Contents) -> list[str]:
    book = compose(contents, _unhurried)
    with pikepdf.Pdf.open(io.BytesIO(draw(book, contents, _unhurried))) as pdf:
        return _drawn(pdf)


def _drawn(pdf: pikepdf.Pdf) -> list[str]:
    """Return a hash of what each page draws, fonts and links included."""
    return [
        hashlib.sha256(
            b"\0".join((page.Contents.read_bytes(), *sorted(_font_files(page)), *_addresses(page)))
        ).hexdigest()
        for page in pdf.pages
    ]


def _font_files(page: pikepdf.Page) -> Iterator[bytes]:
    for font in page.Resources.get("/Font", pikepdf.Dictionary()).as_dict().values():
        descendant = font.DescendantFonts[0]
        yield hashlib.sha256(descendant.FontDescriptor.FontFile2.read_bytes()).digest()
        yield font.ToUnicode.read_bytes()


def _addresses(page: pikepdf.Page) -> Iterator[bytes]:
    for link in page.get("/Annots", ()):
        if "/A" in link:
            yield bytes(link.A.URI)


def _standing(
    entry: QuotationEntry, source: SourceEntry, originals: _Originals
) -> tuple[Standing, str]:
    document = originals.documents.get(source.document_sha256)
    if document is None:
        return Standing.LOST, "its file is not in the catalogue"
    if (reason := originals.trouble(document)) is not None:
        return reason
    row = originals.quotation_at(document, entry.place)
    if row is None:
        return _found_again(entry, originals.text(document))
    if row.text != entry.text:
        return Standing.CHANGED, "the catalogue has other words at its place"
    return _compared(entry, row)


def _compared(entry: QuotationEntry, row: QuotationRow) -> tuple[Standing, str]:
    """Compare what the dossier says of a quotation with what the catalogue says today."""
    if row.status is Status.REJECTED:
        return Standing.CHANGED, "it has been rejected since"
    pairs = (
        ("the speaker", entry.speaker, row.speaker),
        ("the kind", entry.kind.value, row.kind.value),
        ("whom it was said to", entry.told_to, row.told_to),
        ("the day it was said", entry.said_on, row.said_on),
    )
    for what, then, now in pairs:
        if then != now:
            return Standing.CHANGED, f"{what} is now given as {now or 'unknown'}"
    return Standing.STANDS, ""


def _found_again(entry: QuotationEntry, text: str) -> tuple[Standing, str]:
    """Say where the words are that the catalogue has no quotation for at their place."""
    if text[entry.place.start : entry.place.end] == entry.text:
        return Standing.CHANGED, "the catalogue no longer has a quotation at its place"
    at = text.find(entry.text) if entry.text else -1
    if at < 0:
        return Standing.LOST, "its words are not in the file"
    return Standing.MOVED, f"its words stand at character {at:,}, not {entry.place.start:,}"


class _Originals:
    """The catalogue's files and quotations, each asked for once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._trouble: dict[str, tuple[Standing, str] | None] = {}
        self._quotations: dict[str, dict[Span, QuotationRow]] = {}
        self._texts: dict[str, str] = {}

    @cached_property
    def documents(self) -> dict[str, DocumentRow]:
        """The documents by the hash of their file."""
        return {document.sha256: document for document in self._catalogue.documents()}

    def trouble(self, document: DocumentRow) -> tuple[Standing, str] | None:
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

    def _look(self, document: DocumentRow) -> tuple[Standing, str] | None:
        try:
            with self._catalogue.original(document.id).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return Standing.LOST, "its file is gone from the catalogue’s originals"
        if found != document.sha256:
            return Standing.CHANGED, "its file is not the one that was imported"
        return None


def _unhurried() -> None:
    """Take a step of making the pages again: nobody waits to cancel it."""
