"""Boosted decision trees as plain arrays: trained elsewhere, run here with numpy alone.

A forest gives each row of features the sum of one leaf per tree. The arithmetic is the same on
every machine: comparisons, and a sum in a fixed order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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

Sums = npt.NDArray[np.float64]

_KINDS = (np.uint16, np.uint32, np.uint64)
_STEP = 2.0**-40
"""What leaves are whole multiples of, so that their sums are the same in whatever order."""
_BLOCK = 128
"""Things that are looked at together, so that all that is known of them stays in the cache."""


@dataclass(frozen=True)
class _Questions:
    """What the trees ask of some of the features ("is it at most ...?"), each question once.

    `features` are numbered among those features. Inner nodes stand in layers, each with a node of
    every tree that asks of them, made up where a tree has fewer; `kept` are the leaves that stay
    within reach of a node when the answer is no: all but those on its left. The first `settled` of
    these trees ask of no other features; `behind` is what stands before the leaves of each in the
    values of the forest.
    """

    features: Indices
    thresholds: npt.NDArray[np.float32]
    of_nodes: Indices
    kept: Leaves
    settled: int
    behind: Indices


@dataclass(frozen=True)
class _Shape:
    """The leaves of a forest from left to right, as many bits as a tree has at most."""

    kind: type[np.unsignedinteger[Any]]
    all: np.unsignedinteger[Any]
    """All bits."""
    one: np.unsignedinteger[Any]
    most: int
    """The most leaves that a tree has, for which there is room in `values`."""
    values: npt.NDArray[np.float64]
    kept: npt.NDArray[np.uint64]
    """For each node of each tree the leaves that are not on its left."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What a forest makes of things of which some features are known.

    `sums` are those of the trees that ask of no other features; `leaves` is what stays within reach
    in the other trees.
    """

    sums: Sums
    leaves: Leaves

    def some(self, those: slice) -> Begun:
        """Return what is made of some of the things."""
        return Begun(self.sums[those], self.leaves[:, those])

    def behind(self, others: Begun) -> Begun:
        """Return what is made of other things and, after them, of these."""
        return Begun(
            np.concatenate((others.sums, self.sums)),
            np.concatenate((others.leaves, self.leaves), axis=1),
        )


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

    def score(self, features: npt.NDArray[np.float32]) -> Sums:
        """Return the raw score (log odds) of each row of `features`."""
        return self.begin(features.T, self.names).sums

    def begin(self, columns: npt.NDArray[np.float32], names: tuple[str, ...]) -> Begun:
        """Ask what the trees ask of the features `names`.

        `columns` has a row for each of them and a column for each thing. Trees that ask nothing
        else give their leaf; if all of them do, the sums are the raw scores.
        """
        asked, count = self._questions(names, ending=False), columns.shape[1]
        settled = asked.settled
        sums = np.empty(count)
        leaves: Leaves = np.empty((len(asked.behind) - settled, count), self._shape.kind)
        for start in range(0, count, _BLOCK):
            block = slice(start, start + _BLOCK)
            reached = self._reached(asked, columns[:, block])
            sums[block] = self._sums(reached[:settled], asked.behind[:settled])
            leaves[:, block] = reached[settled:]
        return Begun(sums + self.baseline, leaves)

    def finish(
        self, begun: Begun, columns: npt.NDArray[np.float32], names: tuple[str, ...]
    ) -> Sums:
        """Return the raw scores of things: these features are all that has not been asked yet."""
        asked = self._questions(names, ending=True)
        reached = self._reached(asked, columns)
        reached &= begun.leaves
        return begun.sums + self._sums(reached, asked.behind)

    def _reached(self, asked: _Questions, columns: npt.NDArray[np.float32]) -> Leaves:
        """Return the leaves that the answers leave within reach in each of the trees asked."""
        some = columns.take(asked.features, axis=0)
        answers = (some <= asked.thresholds) * self._shape.all
        nodes = answers.take(asked.of_nodes, axis=0)
        nodes |= asked.kept
        reached: Leaves = np.bitwise_and.reduce(nodes, axis=0)
        return reached

    def _sums(self, leaves: Leaves, behind: Indices) -> Sums:
        """Return the sum of the first leaf within reach of each tree, for each column of leaves."""
        # All bits up to the lowest one that is set.
        upto = np.bitwise_count(leaves ^ (leaves - self._shape.one))
        sums: Sums = np.add.reduce(self._shape.values.take(upto + behind))
        return sums

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
        values = np.round(values / _STEP) * _STEP
        return _Shape(kind, every, kind(1), most, values.ravel(), kept)

    @cached_property
    def _asked(self) -> dict[tuple[tuple[str, ...], bool], _Questions]:
        return {}

    def _questions(self, names: tuple[str, ...], *, ending: bool) -> _Questions:
        """Return what is asked of some features: of all trees, or `ending` of those that ask."""
        known = self._asked.get((names, ending))
        if known is None:
            others = [name for name in self.names if name not in names]
            open_ones = self._asking(names if ending else others)
            settled = [] if ending else sorted({*range(len(self.feature))}.difference(open_ones))
            known = self._gathered(names, [*settled, *open_ones], len(settled))
            self._asked[names, ending] = known
        return known

    def _asking(self, names: Iterable[str]) -> list[int]:
        """Return the trees that ask of some features, in order."""
        asked = np.isin(self.feature, [self.names.index(name) for name in names])
        trees: list[int] = np.flatnonzero((asked & self._is_inner).any(axis=1)).tolist()
        return trees

    def _gathered(self, names: tuple[str, ...], trees: Sequence[int], settled: int) -> _Questions:
        number_of = {self.names.index(name): number for number, name in enumerate(names)}
        question_of: dict[tuple[int, float], int] = {}
        nodes: list[list[tuple[int, np.uint64]]] = []
        for tree in trees:
            nodes.append([])
            for node in np.flatnonzero(self._is_inner[tree]).tolist():
                number = number_of.get(int(self.feature[tree, node]))
                if number is not None:
                    asked = (number, float(self.threshold[tree, node]))
                    question = question_of.setdefault(asked, len(question_of))
                    nodes[-1].append((question, self._shape.kept[tree, node]))
        layers = max(map(len, nodes), default=0)
        of_nodes = np.zeros((layers, len(nodes)), np.intp)
        kept = np.full((layers, len(nodes), 1), np.iinfo(np.uint64).max, np.uint64)
        for column, held in enumerate(nodes):
            for layer, (question, leaves) in enumerate(held):
                of_nodes[layer, column], kept[layer, column] = question, leaves
        return _Questions(
            np.array([number for number, _ in question_of], np.intp),
            np.array([threshold for _, threshold in question_of], np.float32)[:, None],
            of_nodes,
            kept.astype(self._shape.kind),
            settled,
            np.array(trees, np.intp)[:, None] * self._shape.most - 1,
        )

    @cached_property
    def _is_inner(self) -> npt.NDArray[np.bool_]:
        """Say of each node whether it asks: a leaf is its own child."""
        is_inner: npt.NDArray[np.bool_] = self.left != np.arange(self.left.shape[1])
        return is_inner

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
