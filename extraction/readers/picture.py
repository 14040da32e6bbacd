"""A picture on its own: what its metadata say of it, as a caption and a credit line.

The text of the document is written from the fields, in the form in which papers print them, so that
a picture's credit is found, searched and cited like a printed one.
"""

from __future__ import annotations

from collections.abc import Callable

from extraction.findings import (
    CreditField,
    Document,
    EmbeddedCredit,
    EmbeddedField,
    Picture,
    Span,
    Statement,
    StatementField,
)
from extraction.pictures import embedded_credit, preview
from extraction.readers.characters import cleared
from extraction.readers.dates import date_in
from extraction.readers.original import Original

# Of what a user is told when blocks disagree; the other facts credit nobody.
_TOLD = {
    CreditField.CREATOR: "creator",
    CreditField.CREDIT_LINE: "credit line",
    CreditField.COPYRIGHT_NOTICE: "copyright notice",
    CreditField.SOURCE: "source",
    CreditField.CAPTION: "caption",
}
_UNCREDITED = (
    "The picture says nothing of who made it: neither EXIF nor IPTC nor XMP holds a credit."
)


def picture_reader(media_type: str) -> Callable[[Original], Document]:
    """Return the reader of pictures of one type."""

    def read_picture(original: Original) -> Document:
        return picture_document(original, media_type)

    return read_picture


def picture_document(original: Original, media_type: str) -> Document:
    """Read a picture; one that says nothing of itself becomes a document of its name alone."""
    embedded = embedded_credit(original.data)
    caption = _line(_caption(embedded)) if embedded else ""
    credit = _line(credit_line(embedded)) if embedded else ""
    warnings = _conflicts(embedded) if embedded else ()
    if not credit:
        warnings = (*warnings, _UNCREDITED)
    text = "\n".join(line for line in (caption, credit) if line) or original.name
    start = len(caption) + 1 if caption else 0
    return Document(
        name=original.name,
        text=text + "\n",
        sha256=original.sha256,
        media_type=media_type,
        warnings=warnings,
        statements=_statements(embedded),
        pictures=(
            Picture(
                original.name,
                caption=Span(0, len(caption)) if caption else None,
                credit=Span(start, start + len(credit)) if credit else None,
                embedded=embedded,
                preview=preview(original.data),
            ),
        ),
    )


def credit_line(embedded: EmbeddedCredit) -> str:
    """Write a picture's fields as a paper prints them: "Photo: Jane Doe/Agency"."""
    creators = " and ".join(embedded.values(CreditField.CREATOR))
    agency = next(
        iter(embedded.values(CreditField.CREDIT_LINE) or embedded.values(CreditField.SOURCE)), ""
    )
    if creators and agency and creators.casefold() not in agency.casefold():
        return f"Photo: {creators}/{agency}"
    if creators or agency:
        return f"Photo: {agency or creators}"
    notice = next(iter(embedded.values(CreditField.COPYRIGHT_NOTICE)), "")
    if not notice or "©" in notice or notice.casefold().startswith("copyright"):
        return notice
    return f"© {notice}"


def _caption(embedded: EmbeddedCredit) -> str:
    for field in (CreditField.CAPTION, CreditField.HEADLINE, CreditField.TITLE):
        if values := embedded.values(field):
            return values[0]
    return ""


def _line(text: str) -> str:
    return " ".join(cleared(text)[0].split())


def _statements(embedded: EmbeddedCredit | None) -> tuple[Statement, ...]:
    if embedded is None:
        return ()
    of = {
        CreditField.CREATOR: StatementField.BYLINE,
        CreditField.HEADLINE: StatementField.HEADLINE,
        CreditField.CREATED_ON: StatementField.CREATED_ON,
    }
    found: list[Statement] = []
    for entry in (*embedded.shown, *embedded.conflicts):
        if field := of.get(entry.field):
            value = "; ".join(entry.values)
            if field is StatementField.CREATED_ON:
                day = date_in(value)
                value = day.isoformat() if day else ""
            if value:
                found.append(Statement(field, value, f"{entry.block} {entry.field}"))
    return tuple(found)


def _conflicts(embedded: EmbeddedCredit) -> tuple[str, ...]:
    shown = {entry.field: entry for entry in embedded.shown}
    return tuple(
        _told_apart(shown[other.field], other)
        for other in embedded.conflicts
        if other.field in _TOLD
    )


def _told_apart(shown: EmbeddedField, other: EmbeddedField) -> str:
    return (
        f"The picture's {_TOLD[other.field]} is “{'; '.join(shown.values)}” in its "
        f"{shown.block} and “{'; '.join(other.values)}” in its {other.block}."
    )
