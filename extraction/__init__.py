"""From a file to who said what and whose photograph it is.

Two pure functions make the room's door: `read` turns a file into a `Document`, `extract` turns a
document into `Findings`. Nothing here knows the catalogue, the window or the network.

The two are imported at first use: who needs the types alone, as the window does while it starts,
does not wait for lexicons, models and readers.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from extraction.errors import OnRecordError, UnreadableDocument
from extraction.findings import (
    Addressee,
    Article,
    Attribution,
    Document,
    Entity,
    EntityKind,
    Evidence,
    Field,
    Findings,
    Kind,
    Omission,
    PassedOver,
    PhotoCredit,
    Role,
    SaidOn,
    Span,
)

if TYPE_CHECKING:
    from extraction.engine import extract
    from extraction.readers import read

__all__ = [
    "Addressee",
    "Article",
    "Attribution",
    "Document",
    "Entity",
    "EntityKind",
    "Evidence",
    "Field",
    "Findings",
    "Kind",
    "Omission",
    "OnRecordError",
    "PassedOver",
    "PhotoCredit",
    "Role",
    "SaidOn",
    "Span",
    "UnreadableDocument",
    "extract",
    "read",
]

_DOORS = {"extract": "extraction.engine", "read": "extraction.readers"}


def __getattr__(name: str) -> object:
    if name not in _DOORS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_DOORS[name]), name)
