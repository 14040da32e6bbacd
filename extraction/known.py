"""What the catalogue already knows, in the form extraction can use: plain names.

A correction by the user helps the next import through this value; extraction never asks the
catalogue itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType


@dataclass(frozen=True)
class Known:
    """Names the catalogue has settled: each alias with the full name that people prefer.

    A preferred name may stand among the aliases of itself. Look-ups ignore case.
    """

    aliases: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {alias.casefold(): preferred for alias, preferred in self.aliases.items()}

    def preferred(self, name: str) -> str | None:
        """Return the full name the catalogue prefers for `name`, None if it knows none."""
        return self._folded.get(name.casefold())


NOTHING_KNOWN = Known()
