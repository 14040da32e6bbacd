"""Boosted decision trees as plain arrays: trained elsewhere, run here with numpy alone.

A forest gives each row of features the sum of one leaf per tree. The arithmetic is the same on
every machine: comparisons, and a sum in a fixed order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt


class StaleModel(Exception):
    """A model file was trained on other features than the code now gives."""


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
        trees, nodes = self.feature.shape
        rows = len(features)
        offsets = (np.arange(trees, dtype=np.int32) * nodes)[None, :]
        feature, threshold = self.feature.ravel(), self.threshold.ravel()
        left, right = self.left.ravel(), self.right.ravel()
        columns = features.shape[1]
        flat = np.ascontiguousarray(features).ravel()
        starts = (np.arange(rows, dtype=np.int32) * columns)[:, None]
        at = np.broadcast_to(offsets, (rows, trees))
        for _ in range(self.depth):
            goes_left = flat[starts + feature[at]] <= threshold[at]
            at = offsets + np.where(goes_left, left[at], right[at])
        scores: npt.NDArray[np.float64] = self.value.ravel()[at].astype(np.float64).sum(axis=1)
        return scores + self.baseline

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
