"""A query answered without an index: each record is read and compared.

Slower by orders of magnitude, and always right for what the catalogue holds now. It stands in while
the index is missing, and for the few records that the index has not read yet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from search.analysis import Word, words
from search.highlighting import runs
from search.query import AllOf, AnyOf, Choice, Days, Field, Node, Without, Words, leaves
from search.records import PARTS_OF, Part, Record, Sort, parts_for
from search.results import Scope


class Scan:
    """Compares records of one sort with one query."""

    def __init__(self, query: Node, sought: Sort, scope: Scope) -> None:
        self._query = query
        self._sought = sought
        self._scope = scope
        self._near: Sequence[Record] = ()
        self._article = 0
        self._words: dict[str, list[Word]] = {}

    @cached_property
    def looks_beside(self) -> bool:
        """Whether other records of the same article may decide."""
        return any(
            self._sought is not Sort.QUOTATION
            if isinstance(leaf, Choice)
            else isinstance(leaf, Words) and bool(self._parts(leaf)[1])
            for leaf, _ in leaves(self._query)
        )

    def finds(self, record: Record, near: Sequence[Record] = ()) -> bool:
        """Whether the query finds `record`; `near` are all of its article, if it `looks_beside`."""
        if record.article != self._article:
            self._words.clear()
        self._article, self._near = record.article, near
        return self._holds(self._query, record)

    def closeness(self, record: Record) -> int:
        """How often the words of the query stand in the record itself: a measure to order by."""
        return sum(
            len(runs(leaf, self._parted(text)))
            for leaf in _words_in(self._query)
            for part in parts_for(leaf.field, self._sought, self._scope)
            for text in record.texts.get(part, ())
        )

    def _holds(self, node: Node, record: Record) -> bool:
        match node:
            case AllOf(parts):
                return all(self._holds(part, record) for part in parts)
            case AnyOf(parts):
                return any(self._holds(part, record) for part in parts)
            case Without(part):
                return not self._holds(part, record)
            case Words():
                return self._finds(node, record)
            case Days():
                return _is_within(node, record)
            case Choice():
                if self._sought is Sort.QUOTATION:
                    return _is_chosen(node, record)
                return self._beside(lambda near: _is_chosen(node, near))

    def _parts(self, leaf: Words) -> tuple[list[Part], list[Part]]:
        """Return where words are looked for: in the record itself, and in those beside it."""
        parts = parts_for(leaf.field, self._sought, self._scope)
        own = PARTS_OF[self._sought]
        return [part for part in parts if part in own], [part for part in parts if part not in own]

    def _finds(self, leaf: Words, record: Record) -> bool:
        own, others = self._parts(leaf)
        if self._stands(leaf, record, own):
            return True
        return bool(others) and self._beside(lambda near: self._stands(leaf, near, others))

    def _stands(self, leaf: Words, record: Record, parts: Sequence[Part]) -> bool:
        return any(
            runs(leaf, self._parted(text)) for part in parts for text in record.texts.get(part, ())
        )

    def _beside(self, holds: Callable[[Record], bool]) -> bool:
        """Whether a record of the same article holds."""
        return any(map(holds, self._near))

    def _parted(self, text: str) -> list[Word]:
        present = self._words.get(text)
        if present is None:
            present = self._words[text] = list(words(text))
        return present


def _words_in(node: Node) -> list[Words]:
    return [leaf for leaf, wanted in leaves(node) if wanted and isinstance(leaf, Words)]


def _is_within(leaf: Days, record: Record) -> bool:
    day = record.published if leaf.field is Field.PUBLISHED else record.when
    if day is None:
        return leaf.first is None and leaf.last is None
    return (leaf.first is None or leaf.first <= day) and (leaf.last is None or day <= leaf.last)


def _is_chosen(leaf: Choice, record: Record) -> bool:
    value = record.kind if leaf.field is Field.KIND else record.status
    return value in leaf.values
