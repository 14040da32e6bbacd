"""When two names are the same name: letter case, accents and punctuation do not part them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=8192)  # an import folds the same names at every article
def fold(name: str) -> str:
    """Return the form under which names are compared and sorted.

    >>> fold("  José  GÓMEZ-Ruiz ") == fold("Jose Gomez Ruiz")
    True
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    letters = (
        "" if unicodedata.combining(c) or c in "'’." else c if c.isalnum() else " "
        for c in decomposed
    )
    # A name of signs alone ("!!!", a band) would fold to nothing and meet every other such name.
    return " ".join("".join(letters).split()) or name.strip()


def fold_outlet(name: str) -> str:
    """Fold a paper's name; papers are called with and without their article.

    >>> fold_outlet("The Guardian")
    'guardian'
    """
    return fold(name).removeprefix("the ")


def is_lone(name: str) -> bool:
    """Whether a name is a single word, as a surname on second mention is."""
    return " " not in fold(name)
