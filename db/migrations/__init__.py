"""From the schema of any released program to today's, and never back.

Alembic is only loaded when there is something to migrate: importing it takes longer than opening a
catalogue.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine

from db.engine import replace_triggers, schema_version, set_schema_version, writing
from db.journal import WATCHES

SCHEMA_VERSION: Final = 7
"""The number of the newest revision; a file carries its own as `user_version`."""


def migrate(engine: Engine) -> None:
    """Bring a database to today's schema in one transaction: whole, or not at all."""
    with writing(engine) as connection:
        # Asked again inside the transaction: another window may have been quicker.
        if schema_version(connection) < SCHEMA_VERSION:
            _upgrade(connection)
            replace_triggers(connection, WATCHES)
            set_schema_version(connection, SCHEMA_VERSION)


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
