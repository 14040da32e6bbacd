"""People's names as citations and indexes need them: family name first, particles with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PARTICLES = frozenset(
    {
        "al", "bin", "da", "de", "del", "della", "der", "di", "do", "dos", "du", "el", "ibn",
        "la", "le", "ten", "ter", "van", "von", "zu",
    }
)  # fmt: skip
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_GROUPS = frozenset(
    {
        "agencies", "agency", "correspondent", "correspondents", "desk", "editors", "media", "news",
        "newsroom", "post", "press", "reporter", "reporters", "service", "staff", "team", "times",
        "wire", "writers",
    }
)  # fmt: skip
"""Last words of those who sign as a group; a group has no surname."""
_BY = re.compile(r"^\s*(?:by|von|par|de|por)\s*:?\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b)\s*", re.IGNORECASE)
_LIKE_A_NAME = re.compile(r"[^\W\d_][^\d@/]*")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in its parts. Without `given` it is a single name, or one of an organization."""

    family: str
    given: str = ""
    suffix: str = ""

    @property
    def inverted(self) -> str:
        """The name as lists have it: "King, Martin Luther, Jr."."""
        return ", ".join(part for part in (self.family, self.given, self.suffix) if part)

    @property
    def natural(self) -> str:
        """The name as it is spoken."""
        return " ".join(part for part in (self.given, self.family, self.suffix) if part)

    @property
    def initials(self) -> str:
        """The given names shortened: "M. L.", hyphens kept: "J.-P."."""
        words = [word.split("-") for word in self.given.split()]
        return " ".join("-".join(f"{part[0]}." for part in word if part) for word in words)


def person_name(name: str) -> PersonName:
    """Take a name apart.

    >>> person_name("Ursula von der Leyen").inverted, person_name("Voltaire").inverted
    ('von der Leyen, Ursula', 'Voltaire')
    """
    words = name.split()
    suffix = words.pop() if len(words) > 2 and words[-1].lower() in _SUFFIXES else ""
    surname = len(words) - 1
    while surname > 1 and words[surname - 1].lower() in _PARTICLES:
        surname -= 1
    if surname < 1:
        return PersonName(name)
    return PersonName(" ".join(words[surname:]), " ".join(words[:surname]), suffix.rstrip(","))


def authors_of(byline: str | None) -> tuple[PersonName, ...]:
    """Return the people that a byline names.

    >>> [author.natural for author in authors_of("By Noor Haddad and R. Castellanos")]
    ['Noor Haddad', 'R. Castellanos']
    """
    if not byline:
        return ()
    names = (" ".join(name.split()) for name in _BETWEEN.split(_BY.sub("", byline)))
    return tuple(_author(name) for name in names if name and _LIKE_A_NAME.fullmatch(name))


def _author(name: str) -> PersonName:
    is_group = name.split()[-1].lower() in _GROUPS
    return PersonName(name) if is_group else person_name(name)
