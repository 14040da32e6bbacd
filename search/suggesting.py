"""Words of the catalogue's own vocabulary that somebody may have meant, or is about to type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from search.analysis import words
from search.codec.postings import FieldPostings
from search.codec.similar import similar_terms
from search.evaluate.segments import SegmentView
from search.patterns import Exactly, Forms, Typed
from search.query import Node, Words, leaves
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

    def beginning_with(self, beginning: str, count: int) -> tuple[str, ...]:
        """Return the most frequent words that begin so."""
        counts: Counter[str] = Counter()
        for one in self._postings:
            self._count(counts, one, one.terms.starting_with(beginning.encode()))
        return _most_frequent(counts, count)

    @staticmethod
    def _count(counts: Counter[str], postings: FieldPostings, places: Sequence[int]) -> None:
        frequencies = postings.frequencies(list(places)).tolist()
        for place, frequency in zip(places, frequencies, strict=True):
            counts[postings.terms[place].decode()] += frequency


def _most_frequent(counts: Counter[str], count: int) -> tuple[str, ...]:
    return tuple(sorted(counts, key=lambda word: (-counts[word], word))[:count])


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
