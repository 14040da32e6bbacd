"""From words in the order of the text to postings in the order of the dictionary.

Each word is a number, in the order in which the words first occurred; with the document and the
place it stands at it is packed into one 64-bit key, the word's rank in the dictionary in front.
Sorting the keys is the whole inversion: equal ranks are neighbours then, documents and positions in
order. numpy sorts such keys with vector instructions, 26 million in about a second.
"""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Iterable

import numpy as np
from numpy.typing import NDArray

from search.codec.files import Array
from search.codec.postings import FieldPostings, field_postings
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
    """Collects the words of one field with their positions."""

    def __init__(self) -> None:
        self.terms = TermNumbers()
        self._words = array("I")
        self._places = array("I")
        self._documents = array("I")
        self._counts = array("I")

    def add(self, document: int, passages: Iterable[tuple[int, list[str]]]) -> int:
        """Add runs of words, each with the position of its first; return how many words."""
        before = len(self._words)
        for first, words in passages:
            self._words.extend(map(self.terms.__getitem__, words))
            self._places.extend(range(first, first + len(words)))
        count = len(self._words) - before
        self._documents.append(document)
        self._counts.append(count)
        return count

    def postings(self, lengths: NDArray[np.uint8]) -> FieldPostings | None:
        """Return the field's postings; `lengths` are the rounded lengths of all documents."""
        if not len(self._words):
            return None
        terms, ranks = self.terms.ranks()
        documents = np.repeat(np.array(self._documents, np.int64), np.array(self._counts, np.int64))
        places = np.array(self._places, dtype=np.int64)
        word, document, place = _sorted(ranks[np.array(self._words)], documents, places)
        first = np.flatnonzero(
            np.concatenate(([True], (word[1:] != word[:-1]) | (document[1:] != document[:-1])))
        )
        weights = np.diff(np.append(first, len(word)))
        return field_postings(
            TermTable.of(terms),
            np.bincount(word[first], minlength=len(terms)),
            document[first].astype(np.uint32),
            weights,
            lengths[document[first]],
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
    """Collects the terms of one field whose positions do not matter: names, kinds, numbers."""

    def __init__(self) -> None:
        self.terms = TermNumbers()
        self._numbers = array("I")
        self._documents = array("I")
        self._weights = array("f")

    def add(self, document: int, number: int, weight: float) -> None:
        """Add a term, by its number in `terms`. A document may hold each once."""
        self._numbers.append(number)
        self._documents.append(document)
        self._weights.append(weight)

    def postings(self, lengths: NDArray[np.uint8]) -> FieldPostings | None:
        """Return the field's postings; `lengths` are the rounded lengths of all documents."""
        if not len(self._numbers):
            return None
        terms, ranks = self.terms.ranks()
        ranked = ranks[np.array(self._numbers)]
        order = np.argsort(ranked, kind="stable")
        documents = np.array(self._documents)[order]
        return field_postings(
            TermTable.of(terms),
            np.bincount(ranked, minlength=len(terms)),
            documents,
            np.array(self._weights)[order],
            lengths[documents],
        )
