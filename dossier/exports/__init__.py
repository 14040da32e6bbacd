"""The same contents in other forms: to edit, to count, to cite, to link, to read back.

Each form is a module with a pure function from contents to text; `export` writes the file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from dossier.citations import CitationStyle
from dossier.contents import Contents
from dossier.errors import DossierError
from dossier.exports.bibliography import as_bibtex, as_csl_json, as_ris
from dossier.exports.interchange import as_json
from dossier.exports.linked_data import as_json_ld
from dossier.exports.markdown import as_markdown
from dossier.exports.references import references_in
from dossier.exports.table import as_csv
from dossier.writing import check_place, write_whole

__all__ = ["Format", "export", "format_of"]


@dataclass(frozen=True, slots=True)
class _Form:
    suffix: str
    label: str
    write: Callable[[Contents], str]
    encoding: str = "utf-8"


class Format(Enum):
    """A form of export: the ending of its files, what people call it, and how it is made."""

    MARKDOWN = _Form(".md", "Markdown", as_markdown)
    # Spreadsheets take UTF-8 for the local code page unless the file begins with its mark.
    CSV = _Form(".csv", "Table (CSV)", as_csv, "utf-8-sig")
    JSON = _Form(".json", "On Record (JSON)", as_json)
    JSON_LD = _Form(".jsonld", "Linked data (JSON-LD, schema.org)", as_json_ld)
    CSL_JSON = _Form(".csl.json", "Sources (CSL-JSON)", as_csl_json)
    BIBTEX = _Form(".bib", "Sources (BibTeX)", as_bibtex)
    RIS = _Form(".ris", "Sources (RIS)", as_ris)
    APA = _Form(".apa.txt", "Citations (APA)", references_in(CitationStyle.APA))
    CHICAGO = _Form(
        ".chicago.txt", "Citations (Chicago, notes)", references_in(CitationStyle.CHICAGO_NOTES)
    )
    CHICAGO_AUTHOR_DATE = _Form(
        ".author-date.txt",
        "Citations (Chicago, author-date)",
        references_in(CitationStyle.CHICAGO_AUTHOR_DATE),
    )
    MLA = _Form(".mla.txt", "Citations (MLA)", references_in(CitationStyle.MLA))
    AP = _Form(".ap.txt", "Citations (AP)", references_in(CitationStyle.AP))
    HOUSE = _Form(".txt", "Citations (plain)", references_in(CitationStyle.HOUSE))

    @property
    def suffix(self) -> str:
        """How the names of such files end."""
        return self.value.suffix

    @property
    def label(self) -> str:
        """What the form is called."""
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
            f"Choose one of {endings}, or .pdf for a dossier."
        )
    return max(fitting, key=lambda form: len(form.suffix))


def export(contents: Contents, path: Path, form: Format | None = None) -> None:
    """Write `contents` at `path`, in the form that its name asks for unless one is given.

    Raises `DossierError` when the file cannot be written; then `path` is as it was.
    """
    form = form or format_of(path)
    check_place(path)
    write_whole(form.value.write(contents).encode(form.value.encoding, "replace"), path)
