"""What a search answers: plain values, the same from every engine behind the service."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from enum import StrEnum


class Order(StrEnum):
    """Orders of an answer; ties are broken by id."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    PUBLISHED = "published"
    SPEAKER = "speaker"


class Scope(StrEnum):
    """Where a query without a field looks."""

    SAID = "said"
    """Quotations, with their speaker's name."""
    EVERYTHING = "everything"
    """Also the text and headline of the article around them, and its photo captions and credits."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The quotations that a query finds, best first.

    `ids` is the whole answer as quotation ids (an `array("I")`), `explanation` says in plain words
    how the query was read, `note` warns of anything the user should know (an index being rebuilt),
    and `seconds` is the wall time taken.
    """

    ids: array[int]
    explanation: str
    seconds: float
    note: str = ""

    def __len__(self) -> int:
        return len(self.ids)
