"""What a picture's own bytes say of who made it: EXIF, IPTC IIM and XMP, read and reconciled.

`containers` finds the three blocks in a file, `exif`, `iim` and `xmp` read one each, `credit`
decides which value is shown and keeps the others as conflicts. `preview` makes a small picture.
"""

from extraction.pictures.credit import embedded_credit
from extraction.pictures.preview import preview

__all__ = ["embedded_credit", "preview"]
