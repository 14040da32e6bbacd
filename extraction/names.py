"""When two names may be one person's."""

from __future__ import annotations

import re

from extraction.lexicons import words

_TITLES = words("people", "titles") | words("people", "suffixes")
_POSSESSIVE = re.compile(r"['’]s\b")
_NO_LETTER = re.compile(r"[^\w\s-]")


def same_person(left: str, right: str) -> bool:
    """Whether one of two names is the other's short form, titles apart.

    >>> same_person("Mr. Mora", "Peter Mora")
    True
    """
    one, other = name_parts(left), name_parts(right)
    if not one or not other:
        return False
    return one[-1] == other[-1] or set(one) <= set(other) or set(other) <= set(one)


def name_parts(name: str) -> tuple[str, ...]:
    """Return the words of a name in lower case, without titles if anything else is left."""
    bare = _NO_LETTER.sub(" ", _POSSESSIVE.sub("", name).lower()).split()
    return tuple(part for part in bare if part not in _TITLES) or tuple(bare)
