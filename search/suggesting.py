"""Words of the catalogue's own vocabulary that somebody may have meant, or is about to type."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from db.rows import NameOf, NameRow
from search.analysis import folded_words, words
from search.codec.postings import FieldPostings
from search.codec.similar import similar_terms
from search.evaluate.segments import SegmentView
from search.patterns import Exactly, Forms, Typed
from search.query import Field, Node, Words, leaves
from search.records import Sort, parts_for
from search.results import Scope

_SHORTEST = 4
"""Letters of a word that may be misspelt: shorter ones are similar to too many."""


class Vocabulary:
    """The words of some parts of the index, and in how many records they stand."""

    def __init__(self, segments: Sequence[SegmentView], fields: Iterable[str]) -> None:
        found = [segment.postings(field) for field in fields for segment in segments]
        self._postings: list[FieldPostings] = [one for one in found if one is not None]

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and any(
            one.terms.find(word.encode()) >= 0 for one in self._postings
        )

    def frequency(self, word: str) -> int:
        """Return in how many records a word stands, a record with it in two parts counted twice."""
        found = 0
        for one in self._postings:
            place = one.terms.find(word.encode())
            if place >= 0:
                found += int(one.frequencies([place])[0])
        return found

    def most_like(self, word: str) -> str | None:
        """Return the most frequent word within one edit, else within two; None without one."""
        for edits in (1, 2):
            counts: Counter[str] = Counter()
            for one in self._postings:
                places = similar_terms(one.terms, word, distance=edits, swaps=True)
                self._count(counts, one, places.tolist())
            if counts:
                return _most_frequent(counts, 1)[0]
        return None

    def beginning_with(self, beginning: str, count: int) -> tuple[tuple[str, int], ...]:
        """Return the most frequent words that begin so, with their frequencies."""
        counts: Counter[str] = Counter()
        for one in self._postings:
            self._count(counts, one, one.terms.starting_with(beginning.encode()))
        return tuple((word, counts[word]) for word in _most_frequent(counts, count))

    @staticmethod
    def _count(counts: Counter[str], postings: FieldPostings, places: Sequence[int]) -> None:
        frequencies = postings.frequencies(list(places)).tolist()
        for place, frequency in zip(places, frequencies, strict=True):
            counts[postings.terms[place].decode()] += frequency


def _most_frequent(counts: Counter[str], count: int) -> tuple[str, ...]:
    return tuple(sorted(counts, key=lambda word: (-counts[word], word))[:count])


_NAMES_AT_MOST = 3
"""Names among the completions: words and names both find room."""

_COMPLETED_FROM = 2
"""Letters after which a word is completed: one letter begins half the dictionary."""


@dataclass(frozen=True, slots=True)
class Completion:
    """How a query may go on.

    `query` is the whole query with the last word completed, `text` what is new in it (a word, a
    name), `of` what a name is the name of, None for a word; `weight` tells how much it finds.
    """

    query: str
    text: str
    of: NameOf | None
    weight: int


_FIELD_OF = {NameOf.PERSON: Field.WHO, NameOf.OUTLET: Field.IN, NameOf.TAG: Field.TAG}
_LAST_WORD = re.compile(r"(?:^|(?<=[\s(-]))(?:([a-z-]+):)?[\"“]?([^\s()\"“”:]+)$", re.IGNORECASE)


def completed(
    query: str, names: Sequence[NameRow], vocabulary: Vocabulary, count: int
) -> tuple[Completion, ...]:
    """Return how the last word of a query may go on: names first, then words, frequent ones first.

    A name is completed from the beginning of any of its words; behind a field (`who:`) only names
    of its kind are. A word that is whole already is not offered again.
    """
    match = _LAST_WORD.search(query)
    typed = [word.text for word in words(match[2])] if match else []
    if match is None or len(typed) != 1 or len(typed[0]) < _COMPLETED_FROM:
        return ()
    before, field = query[: match.start()], (match[1] or "").lower()
    if field and field not in set(Field):
        return ()
    found = [
        Completion(
            f"{before}{_FIELD_OF[row.of]}:{_quoted(row.name)} ", row.name, row.of, row.weight
        )
        for row in _beginning(names, typed[0])
        if not field or _FIELD_OF[row.of] == field
    ]
    if field and field != Field.SAID:
        return tuple(found[:count])
    prefix = f"{before}{field}:" if field else before
    found = found[: min(_NAMES_AT_MOST, count)]
    for word, weight in vocabulary.beginning_with(typed[0], count + 1):
        if word != typed[0] and len(found) < count:
            found.append(Completion(f"{prefix}{word} ", word, None, weight))
    return tuple(found)


def _beginning(names: Sequence[NameRow], typed: str) -> list[NameRow]:
    found = [row for row in names if any(word.startswith(typed) for word in folded_words(row.name))]
    return sorted(found, key=lambda row: (-row.weight, row.name))


def _quoted(name: str) -> str:
    bare = name.translate({ord(mark): None for mark in '"“”„'})
    return bare if bare.isalnum() else f'"{bare}"'


def corrected(query: str, node: Node, scope: Scope, segments: Sequence[SegmentView]) -> str | None:
    """Return the query with the words that stand nowhere replaced by similar ones that do.

    None where nothing is to be corrected, or nothing similar is there. The rest of the query is
    left as it was typed.
    """
    meant: dict[str, str] = {}
    for leaf, wanted in leaves(node):
        if not wanted or not isinstance(leaf, Words):
            continue
        vocabulary = Vocabulary(segments, parts_for(leaf.field, Sort.QUOTATION, scope))
        for pattern in leaf.patterns:
            if not isinstance(pattern, Exactly | Forms | Typed) or len(pattern.text) < _SHORTEST:
                continue
            known = pattern.text in vocabulary or (
                isinstance(pattern, Typed) and vocabulary.beginning_with(pattern.text, 1)
            )
            if not known and (found := vocabulary.most_like(pattern.text)):
                meant[pattern.text] = found
    if not meant:
        return None
    pieces, end = [], 0
    for word in words(query):
        if word.text in meant:
            pieces += [query[end : word.start], meant[word.text]]
            end = word.end
    return "".join([*pieces, query[end:]])
