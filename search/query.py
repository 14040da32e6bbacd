"""A query as it was understood: a small tree of plain values.

One tree serves the index (`compiling`), the catalogue itself (`scanning`), the sentence under the
search box (`explaining`) and the highlights (`highlighting`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from search.patterns import Pattern, Written


class Field(StrEnum):
    """The fields that a query can name."""

    WHO = "who"
    TOLD = "told"
    SAID = "said"
    IN = "in"
    HEADLINE = "headline"
    TEXT = "text"
    CREDIT = "credit"
    CAPTION = "caption"
    PHOTO = "photo"
    TAG = "tag"
    KIND = "kind"
    STATUS = "status"
    WHEN = "when"
    PUBLISHED = "published"
    SAID_AFTER = "said-after"
    SAID_BEFORE = "said-before"


@dataclass(frozen=True, slots=True)
class Words:
    """Words one after the other; each at most `slop` places behind the one before it.

    `field` is None where the user named none.
    """

    patterns: tuple[Pattern, ...]
    field: Field | None = None
    slop: int = 1

    @property
    def is_written(self) -> bool:
        """Whether letter case and accents count, which no index can tell."""
        return any(isinstance(pattern, Written) for pattern in self.patterns)


@dataclass(frozen=True, slots=True)
class Days:
    """A day from `first` to `last`, both included; None leaves a side open.

    `field` is WHEN (the day said, where unknown the day published) or PUBLISHED.
    """

    field: Field
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values of KIND or STATUS."""

    field: Field
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; without parts, everything does."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """The part does not hold."""

    part: Node


Node = Words | Days | Choice | AllOf | AnyOf | Without

EVERYTHING = AllOf(())


def leaves(node: Node, *, wanted: bool = True) -> Iterator[tuple[Words | Days | Choice, bool]]:
    """Yield the leaves of a tree from left to right, each with whether it is wanted or excluded."""
    match node:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part, wanted=wanted)
        case Without(part):
            yield from leaves(part, wanted=not wanted)
        case _:
            yield node, wanted
