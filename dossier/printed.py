"""What the pages of a dossier show, compared stroke by stroke with those that its data give.

Drawing, fonts, pictures, links with where they lead, and what is stuck on a page: all of it counts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import zip_longest

import pikepdf

_NOT_SHOWN = frozenset({"/Parent", "/P", "/Dest", "/StructParent", "/StructParents", "/Length"})
"""Entries of a page's objects that say nothing of how it looks, or lead back to it."""
_PACKING = frozenset({"/Filter", "/DecodeParms"})
_OF_A_PAGE = ("/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Annots")


def pages_that_differ(pdf: pikepdf.Pdf, again: pikepdf.Pdf) -> Iterator[int]:
    """Yield the indexes of the pages of which one shows something else than the other, in order."""
    for index, (page, wanted) in enumerate(zip_longest(_shown(pdf), _shown(again))):
        if page != wanted:
            yield index


def _shown(pdf: pikepdf.Pdf) -> list[bytes]:
    """Return a hash of what each page shows: its drawing, fonts, pictures, links and size."""
    known: dict[tuple[int, int], bytes] = {}
    places = _Places(pdf)
    digests = []
    for page in pdf.pages:
        digest = hashlib.sha256(b"\n".join(_drawing(page)))
        for name in _OF_A_PAGE:
            if name in page:
                digest.update(name.encode() + _digest(page[name], known))
        for note in page.get("/Annots", ()):
            digest.update(places.of(note.get("/Dest")))
        digests.append(digest.digest())
    return digests


class _Places:
    """Where the links of a file lead: to which page, and where on it."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._indexes = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        names = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
        self._names = {} if names is None else dict(pikepdf.NameTree(names).items())

    def of(self, destination: pikepdf.Object | None) -> bytes:
        """Return a place in words; nothing for a link that leads to none in the file."""
        if isinstance(destination, pikepdf.String):
            destination = self._names.get(str(destination))
        if not isinstance(destination, pikepdf.Array) or not len(destination):
            return b""
        page = self._indexes.get(destination[0].objgen)
        return repr((page, [str(part) for part in destination[1:]])).encode()


def _drawing(page: pikepdf.Page) -> Iterator[bytes]:
    """Yield what draws the page, which may be in pieces."""
    drawn = page.get("/Contents", pikepdf.Array())
    for piece in drawn if isinstance(drawn, pikepdf.Array) else (drawn,):
        yield piece.read_bytes()


def _digest(thing: object, known: dict[tuple[int, int], bytes]) -> bytes:
    """Return a hash of an object with all that it refers to; shared objects are hashed once."""
    # What is in the making counts as nothing: a ring of references ends there.
    key = thing.objgen if isinstance(thing, pikepdf.Object) else (0, 0)
    if key != (0, 0):
        if key in known:
            return known[key]
        known[key] = b""
    digest = hashlib.sha256()
    if isinstance(thing, pikepdf.Stream | pikepdf.Dictionary):
        packed = isinstance(thing, pikepdf.Stream)
        for name in sorted(thing.keys()):
            if name not in _NOT_SHOWN and not (packed and name in _PACKING):
                digest.update(name.encode() + _digest(thing[name], known))
        if isinstance(thing, pikepdf.Stream):
            digest.update(_content(thing))
    elif isinstance(thing, pikepdf.Array):
        for item in thing:
            digest.update(_digest(item, known))
    elif isinstance(thing, pikepdf.Object):
        digest.update(thing.unparse())
    else:
        digest.update(repr(thing).encode())
    if key != (0, 0):
        known[key] = digest.digest()
    return digest.digest()


def _content(stream: pikepdf.Stream) -> bytes:
    """Return a stream's bytes unpacked where that loses nothing: a picture stays as it is."""
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return stream.read_raw_bytes()
