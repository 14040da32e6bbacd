"""The word lists that ship with the product, read once and held as plain tuples and sets."""

from __future__ import annotations

from functools import cache

from resources import LEXICONS


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the tab-separated rows of a lexicon; lines that begin with "#" are comments."""
    lines = (LEXICONS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))


@cache
def words(name: str, group: str) -> frozenset[str]:
    """Return the words of one group of a lexicon whose rows are a group and its words."""
    return frozenset(word for row in rows(name) if row[0] == group for word in row[1].split())


@cache
def phrases(name: str, group: str) -> frozenset[str]:
    """Return the phrases of one group of a lexicon that parts them by semicolons."""
    return frozenset(
        phrase for row in rows(name) if row[0] == group for phrase in row[1].split(";")
    )
