"""Whether the catalogue still says what its originals say."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from db.engine import integrity_problems
from db.models import Document, Picture, Quotation
from db.originals import Originals
from db.queries import document_text
from db.rows import CheckReport


def check(connection: Connection, originals: Originals) -> CheckReport:
    """Read everything once and report what does not hold, each as a sentence."""
    problems = integrity_problems(connection)
    documents = connection.execute(
        select(Document.id, Document.name, Document.sha256).order_by(Document.id)
    ).all()
    for document in documents:
        if problem := originals.problem(document.sha256, document.name):
            problems.append(problem)
        problems += _misplaced(connection, document.id, document.name)
    for address, sha256 in connection.execute(
        select(Picture.address, Picture.sha256).where(Picture.sha256.is_not(None))
    ):
        if sha256 and (problem := originals.problem(sha256, address)):
            problems.append(problem)
    return CheckReport(
        documents=len(documents),
        quotations=connection.scalar(select(func.count(Quotation.id))) or 0,
        problems=tuple(problems),
    )


def _misplaced(connection: Connection, document: int, name: str) -> Iterator[str]:
    text = document_text(connection, document)
    for start, end, exact in connection.execute(
        select(Quotation.start, Quotation.end, Quotation.exact)
        .where(Quotation.document_id == document)
        .order_by(Quotation.start)
    ):
        if text[start:end] != exact:
            yield f"A quotation of “{name}” does not stand where it should: “{_begin(exact)}”."


def _begin(words: str, most: int = 60) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
