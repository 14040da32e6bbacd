"""Documents leave traces by which others like them are found.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.columns import COMPRESSED
from db.traces import traces

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shingle",
        sa.Column("hash", sa.BigInteger(), nullable=False),
        sa.Column(
            "document_id",
            sa.Integer(),
            sa.ForeignKey(
                "document.id",
                name=op.f("fk_shingle_document_id"),
                deferrable=True,
                initially="DEFERRED",
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("hash", "document_id", name=op.f("pk_shingle")),
    )
    op.create_index("ix_shingle_document_id", "shingle", ["document_id"])
    op.add_column("document", sa.Column("folded_address", sa.String()))
    op.add_column(
        "document",
        sa.Column("words", sa.LargeBinary(), nullable=False, server_default=sa.text("''")),
    )
    op.create_index("ix_document_folded_address", "document", ["folded_address"])
    op.create_index("ix_document_words", "document", ["words"])
    _trace_what_is_there()


def _trace_what_is_there() -> None:
    document = sa.table(
        "document",
        sa.column("id", sa.Integer()),
        sa.column("address", sa.String()),
        sa.column("text", COMPRESSED),
        sa.column("folded_address", sa.String()),
        sa.column("words", sa.LargeBinary()),
    )
    shingle = sa.table("shingle", sa.column("hash"), sa.column("document_id"))
    connection = op.get_bind()
    for (id_,) in connection.execute(sa.select(document.c.id)).all():
        text, address = connection.execute(
            sa.select(document.c.text, document.c.address).where(document.c.id == id_)
        ).one()
        left = traces(text, address)
        connection.execute(
            sa.update(document)
            .where(document.c.id == id_)
            .values(folded_address=left.address, words=left.words)
        )
        if left.shingles:
            connection.execute(
                sa.insert(shingle), [{"hash": h, "document_id": id_} for h in left.shingles]
            )
