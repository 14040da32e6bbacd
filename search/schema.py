"""How a record lies in the index: its texts as postings, its numbers as columns.

`FORMAT` is raised whenever anything here, or what counts as a word, changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from whoosh.analysis import Token, Tokenizer
from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, ID, TEXT, Schema

from db.rows import Status
from extraction.findings import Kind
from search.analysis import words, words_of_chunk
from search.records import Part, Record, Sort

FORMAT = 3

KIND = "kind"
STATUS = "status"

ID_COLUMN = "id_column"
ARTICLE_COLUMN = "article_column"
SORT_COLUMN = "sort_column"
WHEN_COLUMN = "when_column"
PUBLISHED_COLUMN = "published_column"
SPEAKER_COLUMN = "speaker_column"
OUTLET_COLUMN = "outlet_column"
KIND_COLUMN = "kind_column"
STATUS_COLUMN = "status_column"
COLUMNS = (
    ID_COLUMN,
    ARTICLE_COLUMN,
    SORT_COLUMN,
    WHEN_COLUMN,
    PUBLISHED_COLUMN,
    SPEAKER_COLUMN,
    OUTLET_COLUMN,
    KIND_COLUMN,
    STATUS_COLUMN,
)

PLACE_OF = {sort: place for place, sort in enumerate(Sort, start=1)}
"""How a sort is written in its column."""
KINDS = tuple(Kind)
STATUSES = tuple(Status)
"""A kind and a status are written as their place here, from 1."""

SEPARATOR = "\x00"


class FoldingTokenizer(Tokenizer):
    """Gives Whoosh the words of `search.analysis`, the texts of a part far from each other."""

    between_texts = 1000
    """Positions between two texts of one part: no phrase, however loose, runs across."""

    def __call__(
        self, value: str, positions: bool = False, start_pos: int = 0, **_: Any
    ) -> Iterator[Token]:
        token: Any = Token(positions, removestops=True)  # takes what attributes it is given
        position = start_pos
        for text in value.split(SEPARATOR):
            for word in words(text):
                token.text = word.text
                token.boost = 1.0
                token.stopped = False
                token.pos = position
                position += 1
                yield token
            position += self.between_texts

    def texts(self, value: str) -> list[str]:
        """Part a value into its texts, `between_texts` positions apart."""
        return value.split(SEPARATOR)

    def words_of(self, chunk: str) -> tuple[str, ...]:
        """Return the words of what stands between two spaces: none has a space in it."""
        return words_of_chunk(chunk)


def schema() -> Schema:
    """Return the schema of an index."""
    made = Schema(
        **{KIND: ID(), STATUS: ID()},
        **{column: COLUMN(NumericColumn("I")) for column in COLUMNS},
    )
    for part in Part:
        made.add(part, TEXT(analyzer=FoldingTokenizer(), phrase=True))
    return made


def document(record: Record) -> dict[str, Any]:  # Any: Whoosh takes each field's own type
    """Return what Whoosh is given for a record."""
    given: dict[str, Any] = {
        ID_COLUMN: record.id,
        ARTICLE_COLUMN: record.article,
        SORT_COLUMN: PLACE_OF[record.sort],
        WHEN_COLUMN: number(record.when),
        PUBLISHED_COLUMN: number(record.published),
        SPEAKER_COLUMN: record.speaker,
        OUTLET_COLUMN: record.outlet,
    }
    if record.kind:
        given[KIND] = str(record.kind)
        given[KIND_COLUMN] = KINDS.index(Kind(record.kind)) + 1
    if record.status:
        given[STATUS] = str(record.status)
        given[STATUS_COLUMN] = STATUSES.index(Status(record.status)) + 1
    for part, texts in record.texts.items():
        if texts:
            given[str(part)] = SEPARATOR.join(text.replace(SEPARATOR, " ") for text in texts)
    return given


def number(day: date | None) -> int:
    """Return a day as its column holds it; 0 is no day."""
    return 0 if day is None else day.toordinal()
