"""Words within a few edits of a word, found by comparing it with the whole vocabulary at once.

Levenshtein's distance by Wagner and Fischer's table (J. ACM 21, 1974, pp. 168-173), cut to the
diagonal band that a distance of k can reach (Ukkonen, Information and Control 64, 1985, pp.
100-118). The table's cells are arrays with an entry for each word: words of one length form a
matrix of characters, and a row of the table is some numpy operations on its columns.

Few words get that far. Cut into one piece more than there are edits, a word keeps one piece whole
in every word so near to it, moved by no more letters than there are edits (Wu and Manber, CACM 35,
1992, pp. 83-91): a comparison of a few columns finds the words that have such a piece. A single
edit needs no table at all (`search.codec.remains`).
"""

from __future__ import annotations

from itertools import pairwise
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from search.codec.remains import within_one_edit
from search.codec.spellings import Letters, Places, spellings
from search.codec.terms import TermTable

Marks = NDArray[np.bool_]

_vocabularies: WeakKeyDictionary[TermTable, dict[int, tuple[Places, Letters]]] = WeakKeyDictionary()


def similar_terms(
    terms: TermTable, word: str, *, distance: int, prefix: int = 0, swaps: bool = False
) -> Places:
    """Return the places of all terms within `distance` edits that share `prefix` letters.

    With `swaps`, two neighbouring letters that changed places are one edit (the optimal string
    alignment distance), otherwise two.
    """
    if distance == 1:
        return within_one_edit(terms, word, prefix=prefix, swaps=swaps)
    vocabulary = _vocabularies.get(terms)
    if vocabulary is None:
        vocabulary = _vocabularies[terms] = spellings(terms)
    letters = [ord(letter) for letter in word]
    found = []
    for length in range(max(0, len(word) - distance), len(word) + distance + 1):
        if length in vocabulary and length >= min(prefix, len(word)):
            places, matrix = vocabulary[length]
            promising = _with_a_piece(matrix, letters, distance, swaps)
            if promising is not None:
                places, matrix = places[promising], matrix[:, promising]
            found.append(_within(places, matrix, letters, distance, prefix, swaps))
    return np.sort(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)


def _with_a_piece(letters: Letters, word: list[int], distance: int, swaps: bool) -> Places | None:
    """Return which words of one length hold a piece of the word; None where that tells nothing."""
    touched = 2 if swaps else 1  # the pieces that one edit can spoil: a swap two that meet
    pieces = touched * distance + 1
    if len(word) < 2 * pieces:
        return None
    longer = len(letters) - len(word)
    bounds = [len(word) * piece // pieces for piece in range(pieces + 1)]
    found = []
    for piece, (begin, end) in enumerate(pairwise(bounds)):
        # The first piece that is whole: each before it was spoilt, and moved what follows.
        least = -(-piece // touched)
        for moved in range(-distance, distance + 1) if piece else (0,):
            if not any(
                abs(moved) <= before and abs(longer - moved) <= distance - before
                for before in range(least, distance + 1 if piece else 1)
            ):
                continue
            if begin + moved < 0 or end + moved > len(letters):
                continue
            holding = np.flatnonzero(letters[begin + moved] == word[begin])
            for place in range(begin + 1, end):
                holding = holding[letters[place + moved].take(holding) == word[place]]
            found.append(holding)
    return np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)


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
