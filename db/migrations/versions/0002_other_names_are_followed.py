"""Other names of people are told to the journal, and lists by the day published have an index.

The triggers themselves are made anew after every migration, from `db.journal`.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_article_published", "article", [sa.literal_column("published_on DESC"), "id"]
    )
    op.drop_index("ix_quotation_article_id", "quotation")
    op.create_index("ix_quotation_article", "quotation", ["article_id", "id", "status", "kind"])
