"""From a file to who said what and whose photograph it is.

Two pure functions make the room's door: `read` turns a file into a `Document`, `extract` turns a
document into `Findings`. Nothing here knows the catalogue, the window or the network.
"""

from extraction.engine import extract
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
