"""What office programs note about a document: its title, its author, their remarks.

A document may have these and no words of its own, as an empty sheet that somebody has signed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extraction.errors import UnreadableDocument
from extraction.findings import Statement, StatementField
from extraction.readers.dates import date_in
from extraction.readers.flow import Flow
from extraction.readers.package import Package, parse_xml

DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"

_SHOWN = (StatementField.HEADLINE, StatementField.DESCRIPTION, StatementField.BYLINE)

NO_WORDS = "It holds no words of its own; what is shown is what the file states of itself."


def stated_in(
    package: Package, part: str, tags: Mapping[str, StatementField]
) -> tuple[Statement, ...]:
    """Return what a part of a package states, in the order of `tags`; nothing where it is absent.

    A value comes without needless white space, a day as ISO 8601.
    """
    if part not in package:
        return ()
    root = parse_xml(package.read(part), package.name)
    found: list[Statement] = []
    for tag, field in tags.items():
        value = " ".join((root.findtext(f".//{tag}") or "").split())
        if field is StatementField.CREATED_ON:
            day = date_in(value)
            value = day.isoformat() if day else ""
        if value:
            found.append(Statement(field, value, f"property {tag.rpartition('}')[2]}"))
    return tuple(found)


def text_or_properties(
    flow: Flow, statements: Sequence[Statement], name: str
) -> tuple[str, tuple[str, ...]]:
    """Return a document's text, or what is noted about it where it has none, with a warning.

    Raises `UnreadableDocument` for a document with neither.
    """
    if flow.text:
        return flow.text, ()
    noted = dict.fromkeys(
        said.value for field in _SHOWN for said in statements if said.field is field
    )
    if not noted:
        raise UnreadableDocument(
            name,
            "it holds no words, perhaps only pictures",
            "Save its text as a plain text file and import that.",
        )
    return "\n".join(noted) + "\n", (NO_WORDS,)
