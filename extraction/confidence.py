"""How sure a finding is: the chance that the words and the speaker are both right."""

from __future__ import annotations

_NEVER_CERTAIN = 0.99


def confidence_of(quotation: float, speaker: float, name: float = 1.0) -> float:
    """Return the chance, in [0, 1], that a quotation is one, by this mention, of this name."""
    return round(min(_NEVER_CERTAIN, quotation * speaker * name), 3)
