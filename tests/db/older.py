"""Catalogues as older programs left them: what each migration did, taken back by hand."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

_TAKEN_BACK = {
    7: """
        ALTER TABLE document DROP COLUMN statements;
        ALTER TABLE document DROP COLUMN left_out;
        """,
    6: "DROP TABLE picture;",
    5: "DROP TABLE dossier_words;",
    4: """
        ALTER TABLE alias DROP COLUMN given_by;
        ALTER TABLE alias DROP COLUMN given_at;
        """,
    3: """
        DROP TABLE shingle;
        DROP INDEX ix_document_folded_address;
        DROP INDEX ix_document_words;
        ALTER TABLE document DROP COLUMN folded_address;
        ALTER TABLE document DROP COLUMN words;
        """,
    2: """
        DROP INDEX ix_article_published;
        DROP INDEX ix_quotation_article;
        CREATE INDEX ix_quotation_article_id ON quotation (article_id);
        """,
}


def turn_back(folder: Path, *, to: int) -> None:
    """Make a closed catalogue one of the schema `to`."""
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as raw:
        for name, table in raw.execute(
            "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            if table in ("alias", "document"):
                raw.execute(f"DROP TRIGGER {name}")
        for version in sorted(_TAKEN_BACK, reverse=True):
            if version > to:
                raw.executescript(_TAKEN_BACK[version])
        raw.executescript(
            f"UPDATE alembic_version SET version_num = '{to:04}'; PRAGMA user_version = {to};"
        )
