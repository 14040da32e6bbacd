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
    CreditField,
    Document,
    EmbeddedCredit,
    EmbeddedField,
    Entity,
    EntityKind,
    Evidence,
    Field,
    Findings,
    Kind,
    LeftOut,
    Metadata,
    Omission,
    PassedOver,
    PhotoCredit,
    Picture,
    Role,
    SaidOn,
    Span,
    Statement,
    StatementField,
)
from extraction.readers import read

__all__ = [
    "Addressee",
    "Article",
    "Attribution",
    "CreditField",
    "Document",
    "EmbeddedCredit",
    "EmbeddedField",
    "Entity",
    "EntityKind",
    "Evidence",
    "Field",
    "Findings",
    "Kind",
    "LeftOut",
    "Metadata",
    "Omission",
    "OnRecordError",
    "PassedOver",
    "PhotoCredit",
    "Picture",
    "Role",
    "SaidOn",
    "Span",
    "Statement",
    "StatementField",
    "UnreadableDocument",
    "extract",
    "read",
]
