"""EXIF: artist, copyright, description, date. Exif 2.32, 4.6.4 and 4.6.5."""

from __future__ import annotations

from collections.abc import Mapping

from extraction.findings import CreditField
from extraction.pictures import tiff

_IMAGE_DESCRIPTION = 0x010E
_ARTIST = 0x013B
_COPYRIGHT = 0x8298
_EXIF_DIRECTORY = 0x8769
_DATE_TIME_ORIGINAL = 0x9003
_XP_AUTHOR = 0x9C9D

# What cameras write into every picture is no caption of it.
_WRITTEN_BY_CAMERAS = frozenset(
    (
        "OLYMPUS DIGITAL CAMERA",
        "SONY DSC",
        "DCF 1.0",
        "KONICA MINOLTA DIGITAL CAMERA",
        "MINOLTA DIGITAL CAMERA",
        "DIGITAL CAMERA",
        "DSC",
        "DEFAULT",
    )
)


def read_exif(data: bytes) -> Mapping[CreditField, tuple[str, ...]]:
    """Read a TIFF structure; empty when it is damaged or says nothing."""
    order = tiff.byte_order(data)
    if order is None:
        return {}
    values = tiff.first_directory(data)
    found: dict[CreditField, tuple[str, ...]] = {}
    artist = _text(values.get(_ARTIST)) or _utf16(values.get(_XP_AUTHOR))
    # Exif 2.32: several artists are parted by semicolons. The Metadata Working Group reads it so.
    artists = tuple(name.strip() for name in artist.split(";") if name.strip())
    if artists:
        found[CreditField.CREATOR] = artists
    if notice := _copyright(values.get(_COPYRIGHT)):
        found[CreditField.COPYRIGHT_NOTICE] = (notice,)
    description = _text(values.get(_IMAGE_DESCRIPTION))
    if description and description.upper() not in _WRITTEN_BY_CAMERAS:
        found[CreditField.CAPTION] = (description,)
    inner = tiff.directory(data, tiff.number(values.get(_EXIF_DIRECTORY, b""), order), order)
    taken = _text(inner.get(_DATE_TIME_ORIGINAL))
    if taken[:4].isdigit() and taken[:4] != "0000":
        found[CreditField.CREATED_ON] = (taken[:10].replace(":", "-"),)
    return found


def _copyright(value: bytes | None) -> str:
    """Join the photographer's notice and the editor's, which a NUL parts (Exif 2.32, 4.6.4 D)."""
    parts = [_text(part) for part in (value or b"").rstrip(b"\0").split(b"\0", 1)]
    return "; ".join(part for part in parts if part)


def _text(value: bytes | None) -> str:
    if not value:
        return ""
    value = value.split(b"\0", 1)[0]
    try:
        return value.decode("utf-8").strip()  # EXIF says ASCII; programs write UTF-8 all the same
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace").strip()


def _utf16(value: bytes | None) -> str:
    return (value or b"").decode("utf-16-le", "replace").split("\0", 1)[0].strip()
