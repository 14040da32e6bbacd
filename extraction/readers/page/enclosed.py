"""The pictures that came with a page: in it, in the same file, or in a folder beside it."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from extraction.readers.original import MEBIBYTE

Pictures = Callable[[str], bytes | None]
"""Gives the bytes of a picture by the address under which the page shows it."""

LARGEST = 16 * MEBIBYTE

_EMBEDDED = re.compile(r"data:image/[a-z0-9.+-]{1,40};base64,([A-Za-z0-9+/=]{200,})")
_NUMBERED = "data:,picture-"


def no_pictures(address: str) -> bytes | None:  # noqa: ARG001  every page has a `Pictures`
    """Stand for a page with which no picture came."""
    return None


def by_name(parts: Mapping[str, bytes]) -> Pictures:
    """Give pictures by their address, or by its last part, which saving a page leaves alone."""
    names = {picture_name(address): data for address, data in reversed(list(parts.items()))}
    return lambda address: parts.get(address) or names.get(picture_name(address))


def beside(page: Path) -> Pictures:
    """Give the pictures that lie beside a page as `file_beside` finds them."""

    def find(address: str) -> bytes | None:
        try:
            file = file_beside(page, address)
            return file.read_bytes() if file else None
        except OSError:
            return None

    return find


def file_beside(page: Path, address: str) -> Path | None:
    """Return where a browser saved a picture beside a page: "Harbour_files/quay.jpg".

    A page may not make us read what lies elsewhere: only files in folders whose name begins like
    that of the page are meant, and none through a link.
    """
    try:
        parts = urlsplit(address)
        path = page.parent / unquote(parts.path)
        inside = path.resolve().relative_to(page.parent.resolve())
        if (
            parts.scheme
            or parts.netloc
            or len(inside.parts) < 2
            or not inside.parts[0].startswith(page.stem)
            or not path.is_file()
            or path.stat().st_size > LARGEST
        ):
            return None
    except (OSError, ValueError):
        return None
    return path


def any_of(sources: Iterable[Pictures]) -> Pictures:
    """Give what the first of several sources has."""
    tried = tuple(sources)
    return lambda address: next((data for find in tried if (data := find(address))), None)


def taken_out(markup: str) -> tuple[str, Pictures]:
    """Return a page with short addresses in place of the pictures written into it, and those.

    Programs that save a page as one HTML file write its pictures into the addresses (RFC 2397).
    """
    if "base64," not in markup:
        return markup, no_pictures
    found: dict[str, str] = {}

    def number(address: re.Match[str]) -> str:
        name = f"{_NUMBERED}{len(found)}"
        found[name] = address[1]
        return name

    shorter = _EMBEDDED.sub(number, markup)

    def decode(address: str) -> bytes | None:
        written = found.get(address)
        if written is None or len(written) > LARGEST * 4 // 3:
            return None
        try:
            return base64.b64decode(written)
        except binascii.Error:
            return None

    return shorter, decode


def is_taken_out(address: str) -> bool:
    """Whether this address stands for a picture written into the page."""
    return address.startswith(_NUMBERED)


def picture_name(address: str) -> str:
    """Return the last part of an address, which stays the same when a browser saves the picture."""
    try:
        path = urlsplit(address).path
    except ValueError:
        path = address
    return unquote(path).rstrip("/").rsplit("/", 1)[-1] or address
