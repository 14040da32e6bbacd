"""Pictures that came with documents are kept beside their printed credits.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _belongs_to(column: str, target: str, *, nullable: bool) -> sa.Column[int]:
    reference = sa.ForeignKey(
        target, name=op.f(f"fk_picture_{column}"), deferrable=True, initially="DEFERRED"
    )
    return sa.Column(column, sa.Integer(), reference, nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "picture",
        sa.Column("id", sa.Integer(), nullable=False),
        _belongs_to("document_id", "document.id", nullable=False),
        _belongs_to("photo_id", "photo.id", nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("stated_credit", sa.String()),
        sa.Column("embedded", sa.Text()),
        sa.Column("sha256", sa.String(64)),
        sa.Column("preview", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_picture_document_id", "picture", ["document_id"])
    op.create_index("ix_picture_photo_id", "picture", ["photo_id"])
