"""A picture made small enough to stand beside its credit."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

LONGEST_SIDE = 640
"""Pixels: twice what the window gives a picture, for screens with fine dots."""

LEAST_SIDE = 120
"""A picture with a shorter side is an icon, a spacer or a button."""

_QUALITY = 80


def preview(data: bytes) -> bytes | None:
    """Return a small JPEG of a picture, upright and opaque.

    None for what cannot be drawn, for icons, and for pictures so large that drawing them would
    take the memory of a reader (Pillow's limit). Nothing of the file's metadata is passed on.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as image:
                if min(image.size) < LEAST_SIDE:
                    return None
                image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                small = ImageOps.exif_transpose(image)
                small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                written = io.BytesIO()
                _opaque(small).save(written, "JPEG", quality=_QUALITY)
    except (
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ):
        return None  # Pillow says with any of these that a file is no picture, or a damaged one.
    return written.getvalue()


def _opaque(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    ground = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(ground, image.convert("RGBA")).convert("RGB")
