"""Every form in which contents leave the program, and the writing of the file.

A file appears under its name when it is whole; what is cancelled or fails leaves the place as it
was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from db import Catalogue
from dossier.contents import Contents
from dossier.errors import Cancelled, DossierError
from dossier.exports.bibliography import as_bibtex, as_csl_json, as_ris
from dossier.exports.interchange import as_json
from dossier.exports.linked_data import as_json_ld
from dossier.exports.markdown import as_markdown
from dossier.exports.references import as_references
from dossier.exports.table import as_csv
from dossier.exports.word import as_docx
from dossier.exports.workbook import as_xlsx
from dossier.render import Progress, render
from dossier.sharing import as_shared_json
from dossier.writing import check_place, write_whole

Cancelling = Callable[[], bool]
_Writer = Callable[[Contents, Progress], bytes]
"""Makes the bytes of a form; it tells of quotations done and in all where that takes time."""


def _text(write: Callable[[Contents], str], encoding: str = "utf-8") -> _Writer:
    def writer(contents: Contents, _progress: Progress) -> bytes:
        return write(contents).encode(encoding, "replace")

    return writer


@dataclass(frozen=True, slots=True)
class _Form:
    word: str
    suffix: str
    label: str
    write: _Writer | None = None
    """None for the PDF, which `render` makes."""


class Format(Enum):
    """A form of export: a word for the command line, the ending of its files, what people say."""

    PDF = _Form("pdf", ".pdf", "Dossier for print (PDF)")
    WORD = _Form("docx", ".docx", "Word document", as_docx)
    EXCEL = _Form("xlsx", ".xlsx", "Excel workbook", as_xlsx)
    # Spreadsheets take UTF-8 for the local code page unless the file begins with its mark.
    CSV = _Form("csv", ".csv", "Table (CSV)", _text(as_csv, "utf-8-sig"))
    MARKDOWN = _Form("markdown", ".md", "Markdown", _text(as_markdown))
    JSON = _Form("json", ".json", "On Record (JSON)", _text(as_json))
    JSON_LD = _Form("json-ld", ".jsonld", "Linked data (JSON-LD)", _text(as_json_ld))
    CSL_JSON = _Form("csl-json", ".csl.json", "Sources (CSL-JSON)", _text(as_csl_json))
    BIBTEX = _Form("bibtex", ".bib", "Sources (BibTeX)", _text(as_bibtex))
    RIS = _Form("ris", ".ris", "Sources (RIS)", _text(as_ris))
    CITATIONS = _Form("citations", ".txt", "Citations (plain text)", _text(as_references))

    @property
    def word(self) -> str:
        """What the command line calls it."""
        return self.value.word

    @property
    def suffix(self) -> str:
        """How the names of such files end."""
        return self.value.suffix

    @property
    def label(self) -> str:
        """What people call it."""
        return self.value.label


def format_of(path: Path) -> Format:
    """Return the form that a file's name asks for; the longest ending wins.

    Raises `DossierError` for an ending that stands for none.
    """
    fitting = [form for form in Format if path.name.lower().endswith(form.suffix)]
    if not fitting:
        endings = ", ".join(form.suffix for form in Format)
        raise DossierError(
            f"Cannot export to “{path.name}”: its ending stands for no form of export. "
            f"Choose one of {endings}."
        )
    return max(fitting, key=lambda form: len(form.suffix))


def export(
    contents: Contents,
    path: Path,
    form: Format | None = None,
    *,
    catalogue: Catalogue | None = None,
    progress: Progress | None = None,
    cancelled: Cancelling | None = None,
) -> None:
    """Write `contents` at `path`, in the form that its name asks for unless one is given.

    With the catalogue that they come from, JSON holds all that another catalogue needs to take them
    in (`dossier.sharing`). `progress` receives steps done and in all, `cancelled` is asked between
    steps, both on the calling thread. Raises `Cancelled`, or `DossierError` when there is nothing
    to export or the file cannot be written; then `path` is as it was.
    """
    form = form or format_of(path)
    write = form.value.write
    if write is None:
        render(contents, path, progress=progress, cancelled=cancelled)
        return
    if not contents.photos and not any(chapter.quotations for chapter in contents.chapters):
        raise DossierError(
            "There is nothing to export: the selection holds no quotation and no photo credit. "
            "Choose at least one and export again."
        )

    def tell(done: int, total: int) -> None:
        if cancelled is not None and cancelled():
            raise Cancelled
        if progress is not None:
            progress(done, total)

    check_place(path)
    tell(0, 1)
    if form is Format.JSON and catalogue is not None:
        data = as_shared_json(contents, catalogue, tell).encode("utf-8", "replace")
    else:
        data = write(contents, tell)
    tell(1, 1)
    write_whole(data, path)
