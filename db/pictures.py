"""The pictures that came with documents, and whether they say of themselves what is printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from db.models import Picture
from db.names import fold
from db.queries import AnyRow, chunks
from db.rows import PhotoId, PhotoRow, PictureRow
from extraction.findings import CreditField, EmbeddedCredit


def pictures(connection: Connection, photos: Iterable[PhotoRow]) -> dict[PhotoId, PictureRow]:
    """Return the picture to which each printed credit belongs, where it came with the page."""
    printed = {photo.id: photo for photo in photos}
    found: dict[PhotoId, PictureRow] = {}
    for chunk in chunks(printed):
        rows: Sequence[AnyRow] = connection.execute(
            select(
                Picture.photo_id,
                Picture.id,
                Picture.address,
                Picture.stated_credit,
                Picture.embedded,
                Picture.sha256,
                Picture.preview,
            )
            .where(Picture.photo_id.in_(chunk))
            .order_by(Picture.id.desc())  # so that of several the first on the page stands
        ).all()
        for photo, id_, address, stated, embedded, sha256, preview in rows:
            told = _contradicted(printed[photo], embedded) if embedded else ()
            found[photo] = PictureRow(id_, address, stated, embedded, told, sha256, preview)
    return found


def _contradicted(photo: PhotoRow, embedded: EmbeddedCredit) -> tuple[CreditField, ...]:
    """Return the facts of which a picture's own bytes say something else than its printed credit.

    Names agree when they have a word in common ("A. Holm", "Ada Holm"); what only one of the two
    states contradicts nothing.
    """
    told: list[CreditField] = []
    makers = embedded.values(CreditField.CREATOR)
    lenders = (*embedded.values(CreditField.CREDIT_LINE), *embedded.values(CreditField.SOURCE))
    if photo.creator and makers and not _agree((photo.creator,), (*makers, *lenders)):
        told.append(CreditField.CREATOR)
    printed = [name for name in (photo.agency, photo.distributor) if name]
    if printed and lenders and not _agree(printed, (*lenders, *makers)):
        told.append(CreditField.CREDIT_LINE)
    return tuple(told)


def _agree(some: Iterable[str], others: Iterable[str]) -> bool:
    return not _words(some).isdisjoint(_words(others))


def _words(names: Iterable[str]) -> set[str]:
    return {word for name in names for word in fold(name).split() if len(word) > 1}
