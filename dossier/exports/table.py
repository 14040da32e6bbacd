"""Contents as a table: a quotation a line, for spreadsheets and statistics.

A cell that a spreadsheet would take for a formula begins with an apostrophe, as spreadsheets
themselves mark text; so does a cell that begins with one, and `cell_text` takes it off again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from dossier.contents import Contents

COLUMNS = (
    "number", "quotation", "kind", "speaker", "role", "cue", "told_to", "said_on", "published_on",
    "outlet", "headline", "byline", "address", "document", "sha256", "page", "start", "end",
    "context", "evidence", "checked",
)  # fmt: skip

_TAKEN_FOR_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")
_MARK = "'"


def as_csv(contents: Contents) -> str:
    """Write the quotations of `contents`, in their order; lines end as RFC 4180 wants them."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows(contents):
        writer.writerow(["" if cell is None else safe_cell(str(cell)) for cell in row])
    return written.getvalue()


def safe_cell(text: str) -> str:
    """Return `text` so that no spreadsheet computes it.

    >>> safe_cell("=1+1")
    "'=1+1"
    """
    return f"{_MARK}{text}" if text.startswith(_TAKEN_FOR_FORMULAS) else text


def cell_text(cell: str) -> str:
    """Return what was put into a cell that `safe_cell` made."""
    return cell.removeprefix(_MARK)


def rows(contents: Contents) -> Iterator[tuple[object, ...]]:
    """Yield the values of each quotation, in the order of `COLUMNS`."""
    entries = (entry for chapter in contents.chapters for entry in chapter.quotations)
    for number, entry in enumerate(entries, 1):
        source = contents.sources[entry.source]
        yield (
            number, entry.text, entry.kind.value, entry.speaker, entry.role, entry.cue,
            entry.told_to, entry.said_on, source.published_on, source.outlet, source.headline,
            source.byline, source.address, source.document_name, source.document_sha256,
            entry.page, entry.place.start, entry.place.end, entry.context, entry.found_because,
            "yes" if entry.confirmed else "no",
        )  # fmt: skip
