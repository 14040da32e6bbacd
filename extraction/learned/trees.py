"""Boosted decision trees as plain arrays: trained elsewhere, run here with numpy alone.

A forest gives each row of features the sum of one leaf per tree. The arithmetic is the same on
every machine: comparisons, and a sum in a fixed order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt


class StaleModel(Exception):
    """A model file was trained on other features than the code now gives."""


@dataclass(frozen=True)
class _Nodes:
    """The nodes of all trees in one row, as `score` walks them: few look-ups, ready indices.

    The children of node n are `children[2 * n]`, the left one, and `children[2 * n + 1]`.
    """

    roots: npt.NDArray[np.intp]
    feature: npt.NDArray[np.intp]
    threshold: npt.NDArray[np.float32]
    children: npt.NDArray[np.intp]


@dataclass(frozen=True)
class Forest:
    """Trees of equal shape: row t of each array holds the nodes of tree t, the root first.

    A leaf is its own child, so that every row takes `depth` steps whatever its way.
    """

    names: tuple[str, ...]
    feature: npt.NDArray[np.int16]
    threshold: npt.NDArray[np.float32]
    left: npt.NDArray[np.int16]
    right: npt.NDArray[np.int16]
    value: npt.NDArray[np.float32]
    depth: int
    baseline: float

    def score(self, features: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """Return the raw score (log odds) of each row of `features`."""
        nodes = self._nodes
        rows, columns = features.shape
        cells = np.ascontiguousarray(features).ravel()
        starts = (np.arange(rows) * columns)[:, None]
        at = np.broadcast_to(nodes.roots, (rows, len(nodes.roots)))
        for _ in range(self.depth):
            goes_right = cells.take(nodes.feature.take(at) + starts) > nodes.threshold.take(at)
            at = nodes.children.take(2 * at + goes_right)
        scores: npt.NDArray[np.float64] = self.value.ravel().take(at).astype(np.float64).sum(axis=1)
        return scores + self.baseline

    @cached_property
    def _nodes(self) -> _Nodes:
        trees, count = self.feature.shape
        roots = np.arange(trees) * count
        children = np.stack((self.left, self.right), axis=2) + roots[:, None, None]
        return _Nodes(
            roots, self.feature.ravel().astype(np.intp), self.threshold.ravel(), children.ravel()
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
            depth=np.int16(self.depth),
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
                int(held["depth"]),
                float(held["baseline"]),
            )
