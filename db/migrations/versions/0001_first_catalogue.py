"""The first catalogue.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _belongs_to(table: str, column: str, target: str, *, nullable: bool = False) -> sa.Column[int]:
    """Return a column that names a row of another table, checked at the end of a transaction."""
    reference = sa.ForeignKey(
        target, name=op.f(f"fk_{table}_{column}"), deferrable=True, initially="DEFERRED"
    )
    return sa.Column(column, sa.Integer(), reference, nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "catalogue",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue")),
    )
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("images", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "collection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection")),
        sa.UniqueConstraint("folded", name=op.f("uq_collection_folded")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "dossier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "journal",
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("table", sa.String(16), nullable=False),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_journal")),
        sa.UniqueConstraint("table", "record", name=op.f("uq_journal_table_record")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "outlet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outlet")),
        sa.UniqueConstraint("folded", name=op.f("uq_outlet_folded")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_party_folded_id", "party", ["folded", "id"])
    op.create_table(
        "saved_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
        sa.UniqueConstraint("folded", name=op.f("uq_saved_search_folded")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("folded", name=op.f("uq_tag_folded")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "alias",
        sa.Column("id", sa.Integer(), nullable=False),
        _belongs_to("alias", "party_id", "party.id"),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alias")),
        sa.UniqueConstraint("party_id", "folded", name=op.f("uq_alias_party_id_folded")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_alias_folded"), "alias", ["folded"])
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("encoding", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        _belongs_to("document", "outlet_id", "outlet.id", nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.Column("pages", sa.Text(), nullable=False),
        sa.Column("warnings", sa.Text(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("sha256", name=op.f("uq_document_sha256")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_document_outlet_id"), "document", ["outlet_id"])
    op.create_table(
        "article",
        sa.Column("id", sa.Integer(), nullable=False),
        _belongs_to("article", "document_id", "document.id"),
        sa.Column("span", sa.String(24), nullable=False),
        sa.Column("headline", sa.String(), nullable=True),
        sa.Column("headline_span", sa.String(24), nullable=True),
        sa.Column("byline", sa.String(), nullable=True),
        _belongs_to("article", "outlet_id", "outlet.id", nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_article_document_id"), "article", ["document_id"])
    op.create_index(op.f("ix_article_outlet_id"), "article", ["outlet_id"])
    op.create_table(
        "passed_over",
        sa.Column("id", sa.Integer(), nullable=False),
        _belongs_to("passed_over", "document_id", "document.id"),
        sa.Column("span", sa.String(24), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("reason", sa.String(24), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passed_over")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_passed_over_document_id"), "passed_over", ["document_id"])
    op.create_table(
        "role",
        sa.Column("id", sa.Integer(), nullable=False),
        _belongs_to("role", "party_id", "party.id"),
        _belongs_to("role", "document_id", "document.id"),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("span", sa.String(24), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_role_document_id"), "role", ["document_id"])
    op.create_index(op.f("ix_role_party_id"), "role", ["party_id"])
    op.create_table(
        "photo",
        sa.Column("id", sa.Integer(), nullable=False),
        _belongs_to("photo", "document_id", "document.id"),
        _belongs_to("photo", "article_id", "article.id"),
        sa.Column("line", sa.String(24), nullable=False),
        sa.Column("credit_line", sa.String(), nullable=False),
        sa.Column("copyright_notice", sa.String(), nullable=True),
        _belongs_to("photo", "agency_id", "party.id", nullable=True),
        _belongs_to("photo", "creator_id", "party.id", nullable=True),
        _belongs_to("photo", "source_id", "party.id", nullable=True),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.Column("licence", sa.String(), nullable=True),
        sa.Column("caption", sa.String(), nullable=True),
        sa.Column("caption_span", sa.String(24), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_photo_agency_id"), "photo", ["agency_id"])
    op.create_index(op.f("ix_photo_article_id"), "photo", ["article_id"])
    op.create_index(op.f("ix_photo_creator_id"), "photo", ["creator_id"])
    op.create_index(op.f("ix_photo_document_id"), "photo", ["document_id"])
    op.create_index(op.f("ix_photo_source_id"), "photo", ["source_id"])
    op.create_table(
        "quotation",
        sa.Column("id", sa.Integer(), nullable=False),
        _belongs_to("quotation", "document_id", "document.id"),
        _belongs_to("quotation", "article_id", "article.id"),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("status", sa.String(24), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        _belongs_to("quotation", "speaker_id", "party.id", nullable=True),
        _belongs_to("quotation", "role_id", "role.id", nullable=True),
        _belongs_to("quotation", "told_to_id", "outlet.id", nullable=True),
        sa.Column("said_on", sa.Date(), nullable=True),
        sa.Column("shown_on", sa.Date(), nullable=True),
        sa.Column("mention", sa.String(), nullable=True),
        sa.Column("cue", sa.String(), nullable=True),
        sa.Column("cue_span", sa.String(24), nullable=True),
        sa.Column("source_span", sa.String(24), nullable=True),
        sa.Column("told_to_span", sa.String(24), nullable=True),
        sa.Column("said_on_span", sa.String(24), nullable=True),
        sa.Column("exact", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("suffix", sa.String(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotation")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_quotation_article_id"), "quotation", ["article_id"])
    op.create_index("ix_quotation_certainty", "quotation", ["confidence", "id", "status", "kind"])
    op.create_index(
        "ix_quotation_newest",
        "quotation",
        [sa.literal_column("shown_on DESC"), "id", "status", "kind"],
    )
    op.create_index("ix_quotation_oldest", "quotation", ["shown_on", "id", "status", "kind"])
    op.create_index(
        "ix_quotation_reading", "quotation", ["document_id", "start", "id", "status", "kind"]
    )
    op.create_index(op.f("ix_quotation_role_id"), "quotation", ["role_id"])
    op.create_index(
        "ix_quotation_speaker", "quotation", ["speaker_id", "id", "status", "kind", "shown_on"]
    )
    op.create_index(op.f("ix_quotation_told_to_id"), "quotation", ["told_to_id"])
    op.create_table(
        "collection_entry",
        _belongs_to("collection_entry", "collection_id", "collection.id"),
        _belongs_to("collection_entry", "quotation_id", "quotation.id"),
        sa.PrimaryKeyConstraint("collection_id", "quotation_id", name=op.f("pk_collection_entry")),
    )
    op.create_index(op.f("ix_collection_entry_quotation_id"), "collection_entry", ["quotation_id"])
    op.create_table(
        "dossier_entry",
        _belongs_to("dossier_entry", "dossier_id", "dossier.id"),
        _belongs_to("dossier_entry", "quotation_id", "quotation.id"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", "quotation_id", name=op.f("pk_dossier_entry")),
    )
    op.create_index(op.f("ix_dossier_entry_quotation_id"), "dossier_entry", ["quotation_id"])
    op.create_table(
        "found",
        _belongs_to("found", "quotation_id", "quotation.id"),
        sa.Column("speaker", sa.String(), nullable=True),
        sa.Column("told_to", sa.String(), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=True),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.PrimaryKeyConstraint("quotation_id", name=op.f("pk_found")),
    )
    op.create_table(
        "quotation_tag",
        _belongs_to("quotation_tag", "quotation_id", "quotation.id"),
        _belongs_to("quotation_tag", "tag_id", "tag.id"),
        sa.PrimaryKeyConstraint("quotation_id", "tag_id", name=op.f("pk_quotation_tag")),
    )
    op.create_index(op.f("ix_quotation_tag_tag_id"), "quotation_tag", ["tag_id"])
    op.create_table(
        "verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        _belongs_to("verdict", "quotation_id", "quotation.id"),
        sa.Column("status", sa.String(24), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_verdict_quotation_id"), "verdict", ["quotation_id"])
