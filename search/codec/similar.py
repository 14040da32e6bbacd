"""Words within a few edits of a word, found by comparing it with the whole vocabulary at once.

Levenshtein's distance by Wagner and Fischer's table (J. ACM 21, 1974, pp. 168-173), cut to the
diagonal band that a distance of k can reach (Ukkonen, Information and Control 64, 1985, pp.
100-118). The table's cells are arrays with an entry for each word: words of one length form a
matrix of characters, and a row of the table is some numpy operations on its columns. Words that
have left the band are dropped row by row, which after the first letters leaves few.
"""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from search.codec.terms import TermTable

Places = NDArray[np.int64]
Letters = NDArray[np.uint32]


class Vocabulary:
    """The words of a term table by length: their places, and a row of letters for each position."""

    def __init__(self, terms: TermTable) -> None:
        words = [term.decode("utf-8", "replace") for term in terms]
        lengths = np.fromiter(map(len, words), np.int64, len(words))
        self.by_length: dict[int, tuple[Places, Letters]] = {}
        for length in np.unique(lengths).tolist():
            places = np.flatnonzero(lengths == length)
            text = "".join(words[place] for place in places.tolist())
            letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
            matrix = letters.reshape(len(places), length).T
            self.by_length[length] = places, np.ascontiguousarray(matrix)


_vocabularies: WeakKeyDictionary[TermTable, Vocabulary] = WeakKeyDictionary()


def similar_terms(
    terms: TermTable, word: str, *, distance: int, prefix: int = 0, swaps: bool = False
) -> Places:
    """Return the places of all terms within `distance` edits that share `prefix` letters.

    With `swaps`, two neighbouring letters that changed places are one edit (the optimal string
    alignment distance), otherwise two.
    """
    vocabulary = _vocabularies.get(terms)
    if vocabulary is None:
        vocabulary = _vocabularies[terms] = Vocabulary(terms)
    letters = [ord(letter) for letter in word]
    found = [
        _within(*vocabulary.by_length[length], letters, distance, prefix, swaps)
        for length in range(max(0, len(word) - distance), len(word) + distance + 1)
        if length in vocabulary.by_length and length >= min(prefix, len(word))
    ]
    return np.sort(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)


def _within(
    places: Places, letters: Letters, word: list[int], distance: int, prefix: int, swaps: bool
) -> Places:
    """Choose the words of one length that are within the distance."""
    length = len(letters)
    for position in range(min(prefix, len(word))):
        places, letters = _keep(letters[position] == word[position], places, letters)
    out = distance + 1  # stands for every greater distance too
    row = {
        column: np.full(len(places), column, dtype=np.int8)
        for column in range(min(length, distance) + 1)
    }
    above: dict[int, NDArray[np.int8]] = {}
    for number, letter in enumerate(word, start=1):
        if not len(places):
            break
        higher, above, row = above, row, {}
        for column in range(max(0, number - distance), min(length, number + distance) + 1):
            if not column:
                row[0] = np.full(len(places), number, dtype=np.int8)
                continue
            best = np.full(len(places), out, dtype=np.int8)
            if column - 1 in above:
                np.minimum(best, above[column - 1] + (letters[column - 1] != letter), out=best)
            if column in above:
                np.minimum(best, above[column] + 1, out=best)
            if column - 1 in row:
                np.minimum(best, row[column - 1] + 1, out=best)
            if swaps and number > 1 and column > 1 and column - 2 in higher:
                swapped = (letters[column - 2] == letter) & (
                    letters[column - 1] == word[number - 2]
                )
                np.minimum(best, np.where(swapped, higher[column - 2] + 1, out), out=best)
            row[column] = best
        near = np.minimum.reduce(list(row.values())) <= distance
        if 2 * np.count_nonzero(near) < len(near):
            places, letters = _keep(near, places, letters)
            above, row = (
                {column: cells[near] for column, cells in rows.items()} for rows in (above, row)
            )
    if not len(places) or length not in row:
        return np.empty(0, dtype=np.int64)
    return places[row[length] <= distance]


def _keep(chosen: NDArray[np.bool_], places: Places, letters: Letters) -> tuple[Places, Letters]:
    return places[chosen], letters[:, chosen]
