"""How documents, and what changed between versions of a page, are told on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from db import Catalogue
from db.rows import Comparison, DocumentRow, Likeness, LikeRow, QuotationRow
from extraction import OnRecordError
from extraction.wording import counted, long_day
from onrecord.listing import Form, Record, plain


class NoSuchDocument(OnRecordError):
    """A name or number that was given means no document of the catalogue, or several."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A document, and the older one that it is like."""

    document: DocumentRow
    like: LikeRow | None


@dataclass(frozen=True, slots=True)
class Step:
    """Two successive versions of a page and what became of its quotations between them."""

    before: DocumentRow
    after: DocumentRow
    comparison: Comparison


def steps(catalogue: Catalogue, document: DocumentRow) -> Iterator[Step]:
    """Yield what changed from each version of a page to the next, oldest first."""
    copies = catalogue.versions(document.id)
    for before, after in pairwise(copies):
        yield Step(before, after, catalogue.compare(before.id, after.id))


def document_meant(catalogue: Catalogue, given: str) -> DocumentRow:
    """Return the document that a number or a file name means; the last of several versions."""
    rows = [row for row in catalogue.documents() if given == row.name or given == str(int(row.id))]
    if not rows:
        raise NoSuchDocument(
            f"There is no document “{plain(given)}” in this catalogue. "
            f"See onrecord list documents {catalogue.name}."
        )
    copies = catalogue.versions(rows[-1].id)
    if any(row not in copies for row in rows):
        numbers = " or ".join(str(row.id) for row in rows[:5])
        raise NoSuchDocument(f"“{plain(given)}” may be document {numbers}. Give its number.")
    return rows[-1]


def likeness_clause(like: LikeRow) -> str:
    """Say in a clause what a document is like: "a new version of “port.html”"."""
    name = f"“{plain(like.name)}”"
    if like.kind is Likeness.VERSION:
        return f"a new version of {name}"
    if like.kind is Likeness.SAME_TEXT:
        return f"the same text as {name}"
    return f"nearly the same as {name} ({like.resemblance:.0%})"


def likeness_sentence(like: LikeRow, comparison: Comparison | None) -> str:
    """Say in a sentence what a document is like, and what a new version of a page changed."""
    clause = likeness_clause(like)
    changed = f": {comparison_clause(comparison)}" if comparison else ""
    return f"{clause[0].upper()}{clause[1:]}{changed}."


def like_record(like: LikeRow) -> Record:
    return {
        "kind": like.kind,
        "document": like.document,
        "name": like.name,
        "resemblance": round(like.resemblance, 3),
    }


def comparison_record(comparison: Comparison) -> Record:
    """Return what became of the quotations; those that stayed are counted."""
    return {
        "stayed": len(comparison.stayed),
        "changed": [
            {"before": _quotation_record(pair.before), "after": _quotation_record(pair.after)}
            for pair in comparison.changed
        ],
        "came": [_quotation_record(row) for row in comparison.came],
        "went": [_quotation_record(row) for row in comparison.went],
    }


def comparison_clause(comparison: Comparison) -> str:
    """Count what became of the quotations: "12 stayed, 1 changed, 2 came, 1 went"."""
    return ", ".join(
        f"{len(part)} {word}"
        for part, word in (
            (comparison.stayed, "stayed"),
            (comparison.changed, "changed"),
            (comparison.came, "came"),
            (comparison.went, "went"),
        )
    )


def _document_record(listed: Listed) -> Record:
    row, like = listed.document, listed.like
    return {
        "id": row.id,
        "name": row.name,
        "sha256": row.sha256,
        "outlet": row.outlet,
        "published_on": row.published_on.isoformat() if row.published_on else None,
        "address": row.address,
        "imported_at": row.imported_at.isoformat(),
        "articles": row.articles,
        "quotations": row.quotations,
        "photos": row.photos,
        "passed_over": len(row.passed_over),
        "warnings": list(row.warnings),
        "like": like_record(like) if like else None,
    }


def _document_lines(listed: Listed) -> str:
    row = listed.document
    where = [plain(row.outlet)] if row.outlet else []
    if row.published_on:
        where.append(long_day(row.published_on))
    counts = [counted(row.quotations, "quotation")]
    if row.photos:
        counts.append(counted(row.photos, "photo credit"))
    lines = [f"{plain(row.name)} (document {row.id})", "    " + "; ".join((*where, *counts))]
    if row.address:
        lines.append(f"    {plain(row.address)}")
    if listed.like:
        lines.append(f"    {likeness_clause(listed.like)}")
    return "\n".join(lines)


def _step_record(step: Step) -> Record:
    return {
        "before": {"id": step.before.id, "name": step.before.name},
        "after": {"id": step.after.id, "name": step.after.name},
        **comparison_record(step.comparison),
    }


def _quotation_record(row: QuotationRow) -> Record:
    return {"id": row.id, "text": row.text, "speaker": row.speaker}


def _step_lines(step: Step) -> str:
    compared = step.comparison
    lines = [f"{_dated(step.before)} → {_dated(step.after)}", f"    {comparison_clause(compared)}"]
    for pair in compared.changed:
        lines += [f"  - {_said(pair.before)}", f"  + {_said(pair.after)}"]
    lines += [f"  came: {_said(row)}" for row in compared.came]
    lines += [f"  went: {_said(row)}" for row in compared.went]
    return "\n".join(lines)


def _dated(row: DocumentRow) -> str:
    return f"{plain(row.name)} (saved here {long_day(row.imported_at.astimezone().date())})"


def _said(row: QuotationRow) -> str:
    return f"{plain(row.speaker or row.mention or 'nobody named')}: {plain(row.text)}"


DOCUMENTS = Form(_document_record, _document_lines)
STEPS = Form(_step_record, _step_lines)
