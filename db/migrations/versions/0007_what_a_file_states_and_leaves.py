"""Documents keep what their file states of itself, and which marked words are not in the text.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("statements", "left_out"):
        # Of documents imported before, nothing is known.
        unknown = sa.text("'[]'")
        op.add_column(
            "document", sa.Column(name, sa.Text(), nullable=False, server_default=unknown)
        )
