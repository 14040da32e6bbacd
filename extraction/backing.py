"""What reported speech tells of marked words and of those who may have said them.

Before anything is known of a passage in marks, the sentence around it may already say that somebody
reports something there, and who: «Mora called the plan "a bad joke"». Each statement that reported
speech finds *backs* the passages that lie in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Backing:
    """A statement that a passage is part of.

    `source` is the number of the mention that makes it, -1 where nobody is named; `alone` says
    that it holds nothing but the passage.
    """

    confidence: float
    source: int
    alone: bool


@dataclass(frozen=True)
class Backings:
    """The statements behind the passages of one text.

    `behind` holds them by the place of the passage; `stating` the confidence of the surest
    statement, marked or not, that each mention makes.
    """

    behind: Mapping[int, Sequence[Backing]] = field(default_factory=dict)
    stating: Mapping[int, float] = field(default_factory=dict)

    def surest(self, place: int) -> Backing:
        """Return the surest statement behind the passage at `place`, one of no weight for none."""
        return max(self.behind.get(place, ()), key=lambda b: b.confidence, default=_NOTHING)

    def shares(self, source: int, place: int) -> tuple[float, float]:
        """Return how sure it is that a mention states the passage at `place`, and another."""
        own = other = 0.0
        for backing in self.behind.get(place, ()):
            if backing.source == source:
                own = max(own, backing.confidence)
            elif backing.source >= 0:
                other = max(other, backing.confidence)
        return own, other


_NOTHING = Backing(0.0, -1, alone=False)
