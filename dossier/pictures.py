"""Photographs made ready for paper: upright, in colours that PDF knows, no larger than it shows.

What a camera wrote into the file (place, serial numbers) is not printed and not passed on.
"""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

from PIL import Image, ImageOps

from dossier.contents import Picture

_LONGEST_SIDE = 1600
"""In pixels: 300 to the inch over the width of the text."""
_QUALITY = 85
_MOST_PIXELS = 120_000_000
"""A larger picture is not opened: it could take all memory."""


def picture_of(path: Path) -> Picture | None:
    """Return the picture in a file; None where the file holds none that can be drawn."""
    try:
        with Image.open(path) as image:
            if image.width * image.height > _MOST_PIXELS:
                return None
            image.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
            opaque = _on_white(upright)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None  # Pillow says with any of these that a file is no picture, or a damaged one.
    written = io.BytesIO()
    opaque.save(written, "JPEG", quality=_QUALITY, optimize=True)
    return _as_it_is(written.getvalue(), opaque.size)


def kept_picture(preview: bytes) -> Picture | None:
    """Return the small JPEG that the catalogue keeps of a saved page's picture, as it is.

    None where a catalogue from elsewhere holds something else in its place.
    """
    try:
        with Image.open(io.BytesIO(preview), formats=["JPEG"]) as image:
            return _as_it_is(preview, image.size) if image.mode == "RGB" else None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _as_it_is(data: bytes, size: tuple[int, int]) -> Picture:
    return Picture(hashlib.sha256(data).hexdigest(), *size, data)


def _on_white(image: Image.Image) -> Image.Image:
    """Return the picture in red, green, blue, with white where it is transparent."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    ground = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(ground, layered).convert("RGB")
