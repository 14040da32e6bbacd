"""The other saved versions of a page, and what this quotation is in each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QFont

from desktop import fonts
from desktop.reader.wording import marked, speaker_of
from desktop.translation import counted, long_day, tr
from desktop.widgets.prose import Prose, Run

if TYPE_CHECKING:
    from db import Catalogue
    from db.rows import Comparison, DocumentRow, QuotationDetail, QuotationRow

_MOST = 6
"""How many versions are compared: the nearest."""


@dataclass(frozen=True, slots=True)
class Version:
    """Another version of the page, compared with the one that is read, older with newer."""

    document: DocumentRow
    is_later: bool
    comparison: Comparison


def other_versions(catalogue: Catalogue, detail: QuotationDetail) -> tuple[Version, ...]:
    """Gather the versions nearest to that of a quotation, oldest first; not on the GUI thread."""
    this = detail.row.document_id
    copies = catalogue.versions(this)
    at = next(place for place, copy in enumerate(copies) if copy.id == this)
    first = max(0, min(at - _MOST // 2, len(copies) - _MOST - 1))
    return tuple(
        Version(copy, copy.id > this, catalogue.compare(min(copy.id, this), max(copy.id, this)))
        for copy in copies[first : first + _MOST + 1]
        if copy.id != this
    )


def version_line(version: Version, row: QuotationRow) -> Prose:
    """Tell in a line when the version was saved, how it differs, and what `row` is in it."""
    day = long_day(version.document.imported_at.astimezone().date())
    compared = version.comparison
    when = (
        tr("Saved again on {day}", day=day) if version.is_later else tr("Saved on {day}", day=day)
    )
    parts = [
        counted(len(compared.stayed), "{n} quote stayed", "{n} quotes stayed"),
        counted(len(compared.changed), "{n} changed", "{n} changed"),
        counted(len(compared.came), "{n} came", "{n} came"),
        counted(len(compared.went), "{n} went", "{n} went"),
    ]
    line = Prose(fonts.ui(fonts.Size.META), name=tr("Version of the page"))
    line.say(
        Run(when + "  ", QFont.Weight.DemiBold),
        Run(", ".join(parts) + ". "),
        Run(_fate(version, row), QFont.Weight.Medium),
    )
    line.setToolTip(version.document.name)
    return line


def _fate(version: Version, row: QuotationRow) -> str:
    for pair in version.comparison.changed:
        ours, theirs = pair.before, pair.after
        if not version.is_later:
            ours, theirs = theirs, ours
        if ours.id == row.id:
            if marked(ours.text, ours.kind) == marked(theirs.text, theirs.kind):
                return tr("This quote was given to {speaker}.", speaker=speaker_of(theirs))
            return tr("This quote read: {words}", words=marked(theirs.text, theirs.kind))
    if version.is_later and any(gone.id == row.id for gone in version.comparison.went):
        return tr("This quote is no longer there.")
    if not version.is_later and any(new.id == row.id for new in version.comparison.came):
        return tr("This quote was not there yet.")
    return ""
