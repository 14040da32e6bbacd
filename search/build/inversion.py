"""From words in the order of the text to postings in the order of the dictionary.

Each word is a number, in the order in which the words first occurred; with the document and the
place it stands at it is packed into one 64-bit key, the word's rank in the dictionary in front.
Sorting the keys is the whole inversion: equal ranks are neighbours then, documents and positions in
order. numpy sorts such keys with vector instructions, 26 million in about a second.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.codec.files import Array
from search.codec.lengths import length_bytes
from search.codec.postings import FieldPostings, field_postings
from search.codec.runs import (
    bounds_of_runs,
    firsts_of_runs,
    lengths_of_runs,
    pick_runs,
    places_of_runs,
)
from search.codec.terms import TermTable

Numbers = NDArray[np.int64]


class TermNumbers(dict[Hashable, int]):
    """Numbers terms, texts or bytes, in the order in which they are first asked for."""

    def __missing__(self, term: Hashable) -> int:
        number = self[term] = len(self)
        return number

    def ranks(self) -> tuple[list[bytes], Numbers]:
        """Return the terms in byte order, and each number's place among them."""
        encoded = [term.encode() if isinstance(term, str) else term for term in self]
        terms = [term for term in encoded if isinstance(term, bytes)]
        order = sorted(range(len(terms)), key=terms.__getitem__)
        ranks = np.empty(len(order), dtype=np.int64)
        ranks[order] = np.arange(len(order))
        return [terms[number] for number in order], ranks


class TextInversion:
    """Collects the words of one field with their positions, text by text.

    No word has a space in it, so what stands between two spaces is taken apart when it first
    occurs; from then on it is one number, looked up as fast as a dictionary can.
    """

    def __init__(self, words_of: Callable[[str], Iterable[str]], *, between: int = 0) -> None:
        """`between` positions lie between two texts of a document."""
        self._chunks = _ChunkNumbers(words_of)
        self._between = between
        self._found = array("I")
        self._counts = array("I")
        self._documents = array("I")

    def add(self, document: int, text: str) -> None:
        """Add a text. Documents come in order, one after the other."""
        before = len(self._found)
        self._found.extend(map(self._chunks.__getitem__, text.split()))
        self._documents.append(document)
        self._counts.append(len(self._found) - before)

    def postings(self, count: int, *, scores: bool) -> tuple[FieldPostings | None, Numbers]:
        """Return the field's postings, and how many words each of `count` documents has.

        In a field that does not score, lengths do not matter and are 0.
        """
        if not self._found:  # most fields of a single document
            return None, np.zeros(count, dtype=np.int64)
        words, sizes = self._chunks.words(np.array(self._found))
        bounds = bounds_of_runs(sizes)[bounds_of_runs(np.array(self._counts))]
        ends, lengths = bounds[1:], bounds[1:] - bounds[:-1]
        documents = np.array(self._documents, dtype=np.int64)
        # Where each text begins: behind the texts of the same document that came before.
        firsts = np.flatnonzero(firsts_of_runs(documents))
        begins = np.cumsum(lengths + self._between) - lengths - self._between
        begins -= np.repeat(begins[firsts], lengths_of_runs(firsts, len(documents)))
        places = np.arange(len(words)) + np.repeat(begins - (ends - lengths), lengths)
        totals = np.zeros(count, dtype=np.int64)
        if scores:
            np.add.at(totals, documents, lengths)
        spread = np.repeat(documents, lengths)
        return _postings(self._chunks.terms, words, spread, places, totals), totals


class _ChunkNumbers(dict[str, int]):
    """Numbers what stands between two spaces, and keeps the numbers of the words in it."""

    def __init__(self, words_of: Callable[[str], Iterable[str]]) -> None:
        self.terms = TermNumbers()
        self._words_of = words_of
        self._words = array("I")
        self._starts = array("I", (0,))

    def __missing__(self, chunk: str) -> int:
        number = self[chunk] = len(self)
        self._words.extend(map(self.terms.__getitem__, self._words_of(chunk)))
        self._starts.append(len(self._words))
        return number

    def words(self, chunks: Array) -> tuple[Array, Numbers]:
        """Return the words of some chunks, one after the other, and how many each has."""
        words, starts = np.array(self._words), np.array(self._starts, dtype=np.int64)
        sizes = (starts[1:] - starts[:-1])[chunks]
        if (sizes == 1).all():
            return words[starts[chunks]], sizes
        return pick_runs(words, starts[chunks], sizes), sizes


class TokenInversion:
    """Collects the words of one field whose analyzer says itself at which position each stands."""

    def __init__(self) -> None:
        self._terms = TermNumbers()
        self._words = array("I")
        self._places = array("I")
        self._documents = array("I")

    def add(self, document: int, tokens: Iterable[tuple[int, str]]) -> None:
        """Add words with their positions."""
        for place, word in tokens:
            self._words.append(self._terms[word])
            self._places.append(place)
            self._documents.append(document)

    def postings(self, count: int, *, scores: bool) -> tuple[FieldPostings | None, Numbers]:
        """Return what `TextInversion.postings` does."""
        documents = np.array(self._documents, dtype=np.int64)
        places = np.array(self._places, dtype=np.int64)
        totals = np.bincount(documents, minlength=count) if scores else np.zeros(count, np.int64)
        return _postings(self._terms, np.array(self._words), documents, places, totals), totals


def _postings(
    numbers: TermNumbers, words: Array, documents: Numbers, places: Numbers, lengths: Numbers
) -> FieldPostings | None:
    if not len(words):
        return None
    terms, ranks = numbers.ranks()
    word, document, place = _sorted(ranks[words], documents, places)
    firsts = np.flatnonzero(firsts_of_runs(word) | firsts_of_runs(document))
    holders = document[firsts]
    return field_postings(
        TermTable.of(terms),
        np.bincount(word[firsts], minlength=len(terms)),
        holders.astype(np.uint32),
        lengths_of_runs(firsts, len(word)),
        length_bytes(lengths)[holders],
        positions=place,
    )


def _sorted(words: Numbers, documents: Numbers, places: Numbers) -> tuple[Array, Array, Array]:
    """Sort by word, then document, then place."""
    for_document, for_place = (int(part.max()).bit_length() for part in (documents, places))
    if int(words.max()).bit_length() + for_document + for_place > 63:
        order = np.lexsort((places, documents, words))  # more than the keys can hold
        return words[order], documents[order], places[order]
    keys = (words << (for_document + for_place)) | (documents << for_place) | places
    keys.sort()
    return (
        keys >> (for_document + for_place),
        (keys >> for_place) & ((1 << for_document) - 1),
        keys & ((1 << for_place) - 1),
    )


class ValueInversion:
    """Collects one field whose terms have no positions: names, kinds, numbers.

    The same values come again and again: each is taken apart once.
    """

    def __init__(self, analyzed: Callable[[Any], tuple[int, list[tuple[bytes, float]]]]) -> None:
        """`analyzed` gives a value's length, and its terms with their weights."""
        self._analyzed = analyzed
        self._known: dict[Hashable, int] = {}
        self._terms = TermNumbers()
        self._numbers = array("I")
        self._weights = array("f")
        self._starts = array("I", (0,))
        self._lengths = array("I")
        self._values = array("I")
        self._documents = array("I")

    def add(self, document: int, value: Any) -> None:
        """Add a document's value, whatever the field takes."""
        try:
            number = self._known[value]
        except KeyError:
            number = self._known[value] = self._new(value)
        except TypeError:  # a list, or another value that has no hash
            number = self._new(value)
        self._values.append(number)
        self._documents.append(document)

    def _new(self, value: Any) -> int:
        length, terms = self._analyzed(value)
        for term, weight in terms:
            self._numbers.append(self._terms[term])
            self._weights.append(weight)
        self._starts.append(len(self._numbers))
        self._lengths.append(length)
        return len(self._lengths) - 1

    def postings(self, count: int, *, scores: bool) -> tuple[FieldPostings | None, Numbers]:
        """Return what `TextInversion.postings` does, for lengths as the field counts them."""
        totals = np.zeros(count, dtype=np.int64)
        if not len(self._values):
            return None, totals
        values, documents = np.array(self._values), np.array(self._documents)
        if scores:
            totals[documents] = np.array(self._lengths)[values]
        starts = np.array(self._starts, dtype=np.int64)
        counts = (starts[1:] - starts[:-1])[values]
        places = places_of_runs(starts[values], counts)
        if not len(places):
            return None, totals
        terms, ranks = self._terms.ranks()
        ranked = ranks[np.array(self._numbers)[places]]
        order = np.argsort(ranked, kind="stable")
        documents = np.repeat(documents, counts)[order]
        postings = field_postings(
            TermTable.of(terms),
            np.bincount(ranked, minlength=len(terms)),
            documents,
            np.array(self._weights)[places[order]],
            length_bytes(totals)[documents],
        )
        return postings, totals
