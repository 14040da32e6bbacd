"""One credit from three blocks that may disagree, in the order of the Metadata Working Group.

Guidelines for Handling Image Metadata 2.0, chapter 5: EXIF before XMP before IIM for creator,
copyright and description; IIM before XMP where the digest shows that a program which knew nothing
of XMP changed the IIM since. The other facts do not exist in EXIF. What was not chosen is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from extraction.findings import CreditField, EmbeddedCredit, EmbeddedField, Metadata
from extraction.pictures.blocks import Blocks
from extraction.pictures.containers import blocks_in
from extraction.pictures.exif import read_exif
from extraction.pictures.iim import read_iim
from extraction.pictures.xmp import read_xmp

Values = Mapping[CreditField, tuple[str, ...]]


def embedded_credit(data: bytes) -> EmbeddedCredit | None:
    """Read what the bytes of a picture say of it; None when they say nothing."""
    blocks = blocks_in(data)
    exif = _merged(map(read_exif, blocks.exif))
    iim = _merged(map(read_iim, blocks.iim))
    xmp = _merged(map(read_xmp, blocks.xmp))
    order = [(Metadata.EXIF, exif), (Metadata.XMP, xmp), (Metadata.IIM, iim)]
    if _iim_is_newer(blocks):
        order[1:] = reversed(order[1:])
    shown: list[EmbeddedField] = []
    conflicts: list[EmbeddedField] = []
    for field in CreditField:
        said = [
            EmbeddedField(field, values[field], block) for block, values in order if field in values
        ]
        if not said:
            continue
        shown.append(said[0])
        conflicts += [other for other in said[1:] if not _agree(said[0], other)]
    return EmbeddedCredit(tuple(shown), tuple(conflicts)) if shown else None


def _merged(several: Iterable[Values]) -> Values:
    merged: dict[CreditField, tuple[str, ...]] = {}
    for values in several:
        for field, value in values.items():
            merged.setdefault(field, value)
    return merged


def _iim_is_newer(blocks: Blocks) -> bool:
    """Whether the IIM is no longer the one of which a program that writes XMP took the digest."""
    if blocks.digest is None or not any(blocks.digest) or not blocks.iim:
        return False
    # MD5 is what Photoshop writes; nothing is secured by it.
    return hashlib.md5(blocks.iim[0], usedforsecurity=False).digest() != blocks.digest


def _agree(one: EmbeddedField, other: EmbeddedField) -> bool:
    """Whether two blocks mean the same: IIM cuts names at 32 bytes, EXIF runs creators together."""
    left, right = ([" ".join(value.split()) for value in entry.values] for entry in (one, other))
    if left == right or "; ".join(left) == "; ".join(right):
        return True
    if one.field is CreditField.CREATED_ON:
        return left[0][:10] == right[0][:10]
    return (
        len(left) == len(right)
        and Metadata.IIM in (one.block, other.block)
        and all(
            len(min(pair, key=len)) >= 30 and max(pair, key=len).startswith(min(pair, key=len))
            for pair in zip(left, right, strict=True)
        )
    )
