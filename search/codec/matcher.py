"""Whoosh's door to a posting list, for every query that the evaluator leaves to Whoosh."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.formats import Format, Positions
from whoosh.matching import LeafMatcher, Matcher, NullMatcher, ReadTooFar
from whoosh.query.spans import Span
from whoosh.scoring import BaseScorer

from search.codec.lengths import LENGTH_OF_BYTE
from search.codec.postings import FieldPostings

BLOCK = 128
"""Postings that are passed over together when none can reach the top (as in Whoosh's own codec)."""


class PostingsMatcher(LeafMatcher):
    """Walks the postings of one term, with the skipping that Whoosh's collectors ask for."""

    def __init__(
        self,
        postings: FieldPostings,
        term: int,
        name: tuple[str, bytes],
        format_: Format,
        scorer: BaseScorer | None,
    ) -> None:
        self._postings = postings
        self._number = term
        self._start, self._stop = postings.bounds(term)
        self._ids: list[int] = postings.documents_of(self._start, self._stop).tolist()
        self._place = 0
        self._term = name
        self.format = format_
        self.scorer = scorer

    @cached_property
    def _weights(self) -> list[float]:
        weights: list[float] = self._postings.weights_of(self._start, self._stop).tolist()
        return weights

    @cached_property
    def _position_ends(self) -> NDArray[np.int64]:
        return np.cumsum(self._postings.weights_of(self._start, self._stop)).astype(np.int64)

    @cached_property
    def _block_weights(self) -> list[float]:
        weights = self._postings.weights_of(self._start, self._stop)
        peaks: list[float] = np.maximum.reduceat(weights, self._blocks).tolist()
        return peaks

    @cached_property
    def _block_lengths(self) -> tuple[list[int], list[int]]:
        lengths = self._postings.length_bytes_of(self._start, self._stop)
        least, most = (
            LENGTH_OF_BYTE[bound.reduceat(lengths, self._blocks)].tolist()
            for bound in (np.minimum, np.maximum)
        )
        return least, most

    @property
    def _blocks(self) -> NDArray[np.int64]:
        return np.arange(0, len(self._ids), BLOCK)

    # Where it stands

    def is_active(self) -> bool:
        return self._place < len(self._ids)

    def id(self) -> int:
        return self._ids[self._place]

    def weight(self) -> float:
        return self._weights[self._place]

    def value(self) -> bytes:
        if self._postings.values is not None:
            assert self._postings.value_starts is not None
            place = self._start + self._place
            start, stop = self._postings.value_starts.part(place, place + 2).tolist()
            return bytes(self._postings.values.part(start, stop).data)
        if self._postings.positions is not None:
            encoded: bytes = Positions().encode(self._positions())
            return encoded
        return b""

    def value_as(self, astype: str) -> Any:
        if astype == "positions" and self._postings.positions is not None:
            return self._positions()
        return self.format.decoder(astype)(self.value())

    def spans(self) -> list[Span]:
        if self._postings.positions is not None:
            return [Span(position) for position in self._positions()]
        return list(super().spans())

    def _positions(self) -> list[int]:
        stop = int(self._position_ends[self._place])
        start = stop - int(self.weight())
        positions: list[int] = self._postings.positions_of(self._number)[start:stop].tolist()
        return positions

    # How it moves

    def next(self) -> bool:
        if not self.is_active():
            raise ReadTooFar
        self._place += 1
        return self._place % BLOCK == 0

    def skip_to(self, targetid: int) -> None:
        if not self.is_active():
            raise ReadTooFar
        self._place = bisect_left(self._ids, targetid, self._place)

    def block_quality(self) -> float:
        return float(self.scorer.block_quality(self)) if self.scorer else self.block_max_weight()

    def skip_to_quality(self, minquality: float) -> int:
        skipped = 0
        while self.is_active() and self.block_quality() <= minquality:
            self._place = (self._place // BLOCK + 1) * BLOCK
            skipped += 1
        return skipped

    def reset(self) -> None:
        self._place = 0

    def copy(self) -> PostingsMatcher:
        twin = PostingsMatcher(self._postings, self._number, self._term, self.format, self.scorer)
        twin._place = self._place
        return twin

    def replace(self, minquality: float = 0) -> Matcher:
        if not self.is_active() or (minquality and self.max_quality() < minquality):
            nothing: Matcher = NullMatcher()
            return nothing
        return self

    # What its collectors may rely on

    def all_ids(self) -> Any:
        return iter(self._ids[self._place :])

    def block_min_length(self) -> int:
        return self._block_lengths[0][self._place // BLOCK]

    def block_max_length(self) -> int:
        return self._block_lengths[1][self._place // BLOCK]

    def block_max_weight(self) -> float:
        return self._block_weights[self._place // BLOCK]

    def block_max_id(self) -> int:
        return self._ids[min((self._place // BLOCK + 1) * BLOCK, len(self._ids)) - 1]

    def score(self) -> float:
        return float(self.scorer.score(self)) if self.scorer else self.weight()

    def max_quality(self) -> float:
        if self.scorer:
            return float(self.scorer.max_quality())
        return self._postings.peak(self._number)
