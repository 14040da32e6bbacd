"""The catalogue: what is kept, how it changes, how it is undone. The only room that knows SQL.

`Catalogue` is the only door; `db.rows` holds what comes out of it. The door is imported at first
use, so that whoever needs the rows alone does not wait for SQLAlchemy.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.catalogue import Catalogue

__all__ = ["Catalogue"]


def __getattr__(name: str) -> object:
    if name != "Catalogue":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from db.catalogue import Catalogue

    return Catalogue
