"""What the catalogue already knows of names, in the form extraction can use: plain values.

A correction by the user helps the next import through this value; extraction never asks the
catalogue itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from extraction.lexicons import words
from extraction.wording import long_day

YOU = "you"
"""Who corrected a name, where it was the person at the keyboard."""


@dataclass(frozen=True, slots=True)
class KnownName:
    """Whom the catalogue means by a name.

    `preferred` is the name that people gave or the catalogue chose, `gender` "f", "m" or "" as far
    as people's verdicts tell it. `corrected_by` says who settled that the one name means the other:
    `YOU`, somebody's login name, or "" where the catalogue met both names as one person's; None
    stands for a day that older catalogues did not keep.
    """

    preferred: str
    gender: str = ""
    corrected_by: str = ""
    corrected_on: date | None = None

    @property
    def reason(self) -> str:
        """Why the name means whom it means, as a clause for people.

        >>> KnownName("Anna Lee", "f", YOU, date(2026, 3, 3)).reason
        'the name means Anna Lee: corrected by you on 3 March 2026'
        """
        meaning = f"the name means {self.preferred}"
        if not self.corrected_by:
            return f"{meaning}: so this catalogue has met it before"
        on = self.corrected_on
        when = f" on {long_day(on)}" if on else ""
        return f"{meaning}: corrected by {self.corrected_by}{when}"


@dataclass(frozen=True)
class Known:
    """Names the catalogue has settled. Look-ups ignore letter case.

    A preferred name may stand among the names itself, for the gender that is known of it.
    """

    names: Mapping[str, KnownName] = field(default_factory=dict)

    @cached_property
    def _folded(self) -> dict[str, KnownName]:
        return {name.casefold(): known for name, known in self.names.items()}

    def name(self, name: str) -> KnownName | None:
        """Return whom the catalogue means by `name`, None if it knows nobody of that name."""
        return self._folded.get(name.casefold())

    def preferred(self, name: str) -> str | None:
        """Return the full name the catalogue prefers for `name`, None if it knows none."""
        known = self.name(name)
        return known.preferred if known is not None else None


NOTHING_KNOWN = Known()


def gender_told(mention: str) -> str:
    """Return the gender of whom a pronoun means: "f", "m", or "" for any other word."""
    word = mention.lower()
    if word in words("words", "pronouns_f"):
        return "f"
    return "m" if word in words("words", "pronouns_m") else ""
