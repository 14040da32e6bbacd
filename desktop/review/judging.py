"""What a person decides about quotations: each a change of the catalogue, undoable as one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from db.rows import Correction, PersonRow, QuotationId, QuotationRow
from desktop.reader.wording import citation
from desktop.review.correction_dialog import CorrectionDialog
from desktop.session import Session
from desktop.translation import counted


def confirm(session: Session, ids: Sequence[QuotationId]) -> None:
    session.change(lambda catalogue: catalogue.confirm(ids))


def reject(session: Session, ids: Sequence[QuotationId]) -> None:
    session.change(lambda catalogue: catalogue.reject(ids))


def reopen(session: Session, ids: Sequence[QuotationId]) -> None:
    session.change(lambda catalogue: catalogue.reopen(ids))


def edit(session: Session, ids: Sequence[QuotationId], window: QWidget) -> None:
    """Open the dialog that corrects quotations, with the names the catalogue knows."""

    def save(correction: Correction) -> None:
        session.change(lambda catalogue: catalogue.correct(ids, correction))

    def show(answer: tuple[Sequence[QuotationRow], Sequence[PersonRow]]) -> None:
        rows, people = answer
        if not rows:
            return
        names = sorted({name for person in people for name in (person.name, *person.aliases)})
        dialog = CorrectionDialog(rows, names, window)
        dialog.corrected.connect(save)
        dialog.open()

    session.ask(lambda catalogue: (catalogue.quotations(ids), catalogue.people()), show)


def copy_citation(
    session: Session, ids: Sequence[QuotationId], announce: Callable[[str], None]
) -> None:
    """Put quotations with their speakers and places on the clipboard."""

    def copy(rows: Sequence[QuotationRow]) -> None:
        QGuiApplication.clipboard().setText("\n\n".join(citation(row) for row in rows))
        announce(counted(len(rows), "{n} citation copied", "{n} citations copied"))

    session.ask(lambda catalogue: catalogue.quotations(ids), copy)
