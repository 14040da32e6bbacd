"""Which documents are alike: the same address, the same words, or nearly the same words.

Two saved copies of one page are versions of it when the page's address is the same; the address is
compared without what changes from visit to visit. Words are compared by shingles (Broder 1997):
the resemblance of two texts is the share of runs of four words that they have in common. Of each
text the least few hashes of its shingles are kept (bottom-k sketch, Cohen and Kaplan 2007); texts
that resemble each other are sure to share some, so that likely ones are found by an index and only
those are compared whole.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

ALIKE: Final = 0.6
"""The resemblance from which two texts are nearly the same: an article with a tenth of its
sentences rewritten has about 0.7, two articles about one event below 0.2."""

_RUN = 4
_KEPT = 16
_LEAST_SHINGLES = 20
"""A text with fewer says too little to be told from another by its shingles."""

_WORD = re.compile(r"\w+")
_OF_A_VISIT = re.compile(
    r"utm_\w+|mc_[ce]id|fbclid|gclid|dclid|msclkid|yclid|igshid|ref|ref_src|referrer|cmpid|ncid|"
    r"smid|smtyp|share|ocid|ito|xtor|wt\.\w+|at_\w+|_ga",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:www\d?|m|mobile|amp)\.")
_ENDINGS = ("/", "/amp", "/index.html", "/index.htm", "/index.php")


@dataclass(frozen=True, slots=True)
class Traces:
    """What is kept of a document so that others like it are found.

    `words` is a digest of its words in their order, without case, spacing and punctuation;
    `shingles` the least hashes of its shingles, empty for a short text.
    """

    address: str | None
    words: bytes
    shingles: tuple[int, ...]


def traces(text: str, address: str | None) -> Traces:
    """Return what to keep of a document with this text and address."""
    found = _words(text)
    shingles = _shingles(found)
    return Traces(
        fold_address(address) if address else None,
        blake2b(" ".join(found).encode("utf-8", "replace"), digest_size=16).digest(),
        tuple(heapq.nsmallest(_KEPT, shingles)) if len(shingles) >= _LEAST_SHINGLES else (),
    )


def resemblance(one: str, other: str) -> float:
    """Return the share, in [0, 1], of shingles that two texts have in common (Jaccard)."""
    ours, theirs = _compared(one), _compared(other)
    return len(ours & theirs) / (len(ours | theirs) or 1)


def fold_address(address: str) -> str:
    """Return an address without what does not tell one page from another.

    >>> fold_address("HTTP://www.Example.org:80/a/?utm_source=x&id=7#top")
    'example.org/a?id=7'
    """
    address = "".join(address.split())
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:  # brackets that are no IPv6 address
        return address
    if parts.scheme not in ("http", "https") or not host:
        return address
    asked = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _OF_A_VISIT.fullmatch(name)
    )
    query = f"?{urlencode(asked)}" if asked else ""
    return f"{_HOST.sub('', host, count=1)}{_page(parts.path)}{query}"


def _page(path: str) -> str:
    while path.endswith(_ENDINGS):
        path = path.rpartition("/")[0]
    return path


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _shingles(words: list[str]) -> set[int]:
    return {_hash(" ".join(run)) for run in _runs(words)}


def _compared(text: str) -> set[int]:
    """Return a text's shingles as numbers that serve for one comparison: Python's own hashes."""
    return {hash(run) for run in _runs(_words(text))}


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[skip:] for skip in range(_RUN)), strict=False)


def _hash(run: str) -> int:
    """Return 63 bits: what a column of the database holds as a number."""
    digest = blake2b(run.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
