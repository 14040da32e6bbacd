"""The blocks of a picture's file that hold words, as bytes."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Blocks:
    """What a container holds. Each list is in the order of the file.

    `exif` are TIFF structures, `iim` streams of IPTC IIM datasets, `xmp` XML packets in whatever
    encoding. `digest` is the MD5 of the IIM that the last program aware of XMP wrote (Photoshop's
    resource 1061).
    """

    exif: list[bytes] = field(default_factory=list)
    iim: list[bytes] = field(default_factory=list)
    xmp: list[bytes] = field(default_factory=list)
    digest: bytes | None = None

    def __bool__(self) -> bool:
        return bool(self.exif or self.iim or self.xmp)
