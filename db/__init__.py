"""The catalogue: what is kept, how it changes, how it is undone. The only room that knows SQL.

`Catalogue` is the only door; `db.rows` holds what comes out of it.
"""

from db.catalogue import Catalogue

__all__ = ["Catalogue"]
