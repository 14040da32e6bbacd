"""What office programs note about a document: its title, its author, their remarks.

A document may have these and no words of its own, as an empty sheet that somebody has signed.
"""

from __future__ import annotations

from collections.abc import Sequence

from extraction.errors import UnreadableDocument
from extraction.findings import Statement, StatementField
from extraction.readers.flow import Flow

_SHOWN = (StatementField.HEADLINE, StatementField.DESCRIPTION, StatementField.BYLINE)

NO_WORDS = "It holds no words of its own; what is shown is what the file states of itself."


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
