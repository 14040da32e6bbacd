"""Boosted decision trees as plain arrays: trained elsewhere, run here with numpy alone.

A forest gives each row of features the sum of one leaf per tree. The arithmetic is the same on
every machine: comparisons, and a sum in a fixed order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt


class StaleModel(Exception):
    """A model file was trained on other features than the code now gives."""


Indices = npt.NDArray[np.intp]
Leaves = npt.NDArray[np.unsignedinteger[Any]]
"""The leaves still within reach, as bits: of each tree (rows) for each thing (columns)."""

_KINDS = (np.uint16, np.uint32, np.uint64)
_BLOCK = 128
"""Things that are looked at together, so that all that is known of them stays in the cache."""


@dataclass(frozen=True)
class _Questions:
    """What the trees ask of some of the features ("is it at most ...?"), each question once.

    `features` are numbered among those features. Inner nodes stand in layers, each with a node of
    every one of `trees`, made up where a tree has fewer; `kept` are the leaves that stay within
    reach of a node when the answer is no: all but those on its left.
    """

    features: Indices
    thresholds: npt.NDArray[np.float32]
    trees: Indices | slice
    of_nodes: Indices
    kept: Leaves


@dataclass(frozen=True)
class _Shape:
    """The leaves of a forest from left to right, as many bits as a tree has at most."""

    kind: type[np.unsignedinteger[Any]]
    all: np.unsignedinteger[Any]
    """All bits."""
    one: np.unsignedinteger[Any]
    behind: npt.NDArray[np.intp]
    """What stands before the leaves of each tree in `values`."""
    values: npt.NDArray[np.float64]
    kept: npt.NDArray[np.uint64]
    """For each node of each tree the leaves that are not on its left."""


@dataclass(frozen=True)
class Forest:
    """Trees as arrays: row t of each holds the nodes of tree t, the root first.

    A leaf is its own child. The answer of a tree is its leftmost leaf that no question rules out,
    in whatever order they are put (Lucchese et al., QuickScorer, SIGIR 2015). So what is asked of
    some features can be answered for all things at once, and joined with what is known later.
    """

    names: tuple[str, ...]
    feature: npt.NDArray[np.int16]
    threshold: npt.NDArray[np.float32]
    left: npt.NDArray[np.int16]
    right: npt.NDArray[np.int16]
    value: npt.NDArray[np.float32]
    baseline: float

    def score(self, features: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """Return the raw score (log odds) of each row of `features`."""
        return self.sums(self.leaves(features.T, self.names))

    def leaves(
        self,
        columns: npt.NDArray[np.float32],
        names: tuple[str, ...],
        among: Leaves | None = None,
    ) -> Leaves:
        """Return the leaves within reach as far as the features `names` tell.

        `columns` has a row for each of them and a column for each thing. What other features have
        told may be given: the leaves `among` which to look.
        """
        asked = self._questions(names)
        shape = self._shape
        if among is None:
            reached: Leaves = np.empty((len(self.feature), columns.shape[1]), shape.kind)
            reached.fill(shape.all)
        else:
            reached = among.copy()
        for start in range(0, columns.shape[1], _BLOCK):
            some = columns[:, start : start + _BLOCK].take(asked.features, axis=0)
            answers = (some <= asked.thresholds) * shape.all
            nodes = answers.take(asked.of_nodes, axis=0)
            nodes |= asked.kept
            reached[asked.trees, start : start + _BLOCK] &= np.bitwise_and.reduce(nodes, axis=0)
        return reached

    def sums(self, leaves: Leaves) -> npt.NDArray[np.float64]:
        """Return the raw score of each column of leaves, of which all features have been asked."""
        shape = self._shape
        # All bits up to the lowest one that is set.
        upto = np.bitwise_count(leaves ^ (leaves - shape.one))
        scores: npt.NDArray[np.float64] = np.add.reduce(shape.values.take(upto + shape.behind))
        return scores + self.baseline

    @cached_property
    def _shape(self) -> _Shape:
        trees = zip(self.left.tolist(), self.right.tolist(), strict=True)
        orders = [_in_order(left, right) for left, right in trees]
        most = max(len(leaves) for leaves, _ in orders)
        kind = next(kind for kind in _KINDS if most <= np.iinfo(kind).bits)
        values = np.zeros((len(orders), most))
        kept = np.full(self.left.shape, np.iinfo(np.uint64).max, np.uint64)
        for tree, (leaves, lefts) in enumerate(orders):
            values[tree, : len(leaves)] = self.value[tree, leaves]
            for node, (low, high) in lefts.items():
                kept[tree, node] ^= np.uint64((1 << high) - (1 << low))
        every = kind(np.iinfo(kind).max)
        behind = np.arange(len(orders))[:, None] * most - 1
        return _Shape(kind, every, kind(1), behind, values.ravel(), kept)

    @cached_property
    def _asked(self) -> dict[tuple[str, ...], _Questions]:
        return {}

    def _questions(self, names: tuple[str, ...]) -> _Questions:
        if names not in self._asked:
            self._asked[names] = self._gathered(names)
        return self._asked[names]

    def _gathered(self, names: tuple[str, ...]) -> _Questions:
        number_of = {self.names.index(name): number for number, name in enumerate(names)}
        question_of: dict[tuple[int, float], int] = {}
        nodes: dict[int, list[tuple[int, np.uint64]]] = {}
        for tree, node in np.argwhere(self.left != np.arange(self.left.shape[1])).tolist():
            number = number_of.get(int(self.feature[tree, node]))
            if number is not None:
                asked = (number, float(self.threshold[tree, node]))
                question = question_of.setdefault(asked, len(question_of))
                nodes.setdefault(tree, []).append((question, self._shape.kept[tree, node]))
        layers = max(map(len, nodes.values()), default=0)
        of_nodes = np.zeros((layers, len(nodes)), np.intp)
        kept = np.full((layers, len(nodes), 1), np.iinfo(np.uint64).max, np.uint64)
        for column, held in enumerate(nodes.values()):
            for layer, (question, leaves) in enumerate(held):
                of_nodes[layer, column], kept[layer, column] = question, leaves
        return _Questions(
            np.array([number for number, _ in question_of], np.intp),
            np.array([threshold for _, threshold in question_of], np.float32)[:, None],
            slice(None) if len(nodes) == len(self.feature) else np.array(list(nodes), np.intp),
            of_nodes,
            kept.astype(self._shape.kind),
        )

    def save(self, path: Path) -> None:
        """Write the forest; the same forest gives the same bytes."""
        np.savez_compressed(
            path,
            names=np.array(self.names),
            feature=self.feature,
            threshold=self.threshold,
            left=self.left,
            right=self.right,
            value=self.value,
            baseline=np.float64(self.baseline),
        )

    @classmethod
    def load(cls, path: Path, names: Sequence[str]) -> Forest | None:
        """Read a forest that was trained on the features `names`, None where no file is.

        Raises `StaleModel` for a file trained on others.
        """
        if not path.is_file():
            return None
        with np.load(path, allow_pickle=False) as held:
            trained_on = tuple(str(name) for name in held["names"])
            if trained_on != tuple(names):
                raise StaleModel(f"{path.name} was trained on other features; train it anew")
            return cls(
                trained_on,
                held["feature"],
                held["threshold"],
                held["left"],
                held["right"],
                held["value"],
                float(held["baseline"]),
            )


def _in_order(
    left: Sequence[int], right: Sequence[int]
) -> tuple[list[int], dict[int, tuple[int, int]]]:
    """Return the leaves of a tree from left to right, and of each inner node those on its left.

    The latter as the numbers, among the leaves, of the first and of the one behind the last.
    """
    leaves: list[int] = []
    lefts: dict[int, tuple[int, int]] = {}

    def walk(node: int) -> None:
        if left[node] == node:
            leaves.append(node)
            return
        begin = len(leaves)
        walk(left[node])
        lefts[node] = (begin, len(leaves))
        walk(right[node])

    walk(0)
    return leaves, lefts
