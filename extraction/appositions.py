"""Descriptions that stand behind the name they describe: "Mara Lindqvist, 61, an engineer"."""

from __future__ import annotations

from functools import cached_property

from extraction.findings import EntityKind
from extraction.mentions import MentionKind
from extraction.reading import Reading
from extraction.standing import Standings

_NEXT = 1
"""The path to a cue that stands next to its subject."""


class Appositions:
    """Answers for one reading whom a description stands behind."""

    def __init__(self, reading: Reading, standings: Standings) -> None:
        self._reading = reading
        self._standings = standings

    @cached_property
    def _people_until(self) -> dict[int, int]:
        """The mention of a person by name that ends before each place."""
        mentions = self._reading.mentions
        return {
            standing.after: number
            for number, standing in self._standings.items()
            if mentions[number].kind is MentionKind.NAME
            and mentions[number].entity_kind is EntityKind.PERSON
            and not standing.possessive
        }

    def named(self, number: int) -> int:
        """Return the mention of the name that mention `number` describes, -1 for none."""
        reading, mention = self._reading, self._reading.mentions[number]
        standing = self._standings[number]
        if mention.kind is not MentionKind.NOMINAL or mention.plural or standing.path == _NEXT:
            return -1
        comma = standing.first - 1
        if reading.sign(comma - 1).isdigit() and reading.sign(comma - 2) == ",":
            comma -= 2
        if reading.sign(comma) != "," or not reading.same_sentence(comma + 1, comma):
            return -1
        return self._people_until.get(comma, -1)
