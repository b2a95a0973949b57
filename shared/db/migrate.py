"""Brings a database to the newest schema: ``python -m shared.db.migrate``.

Safe to run twice and at the same time from several places: one transaction-level advisory lock makes the
second runner wait and then find nothing to do.
"""

import asyncio
import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from pydantic import ValidationError
from sqlalchemy import Connection, text

from shared.db.engine import create_engine
from shared.db.revision import is_at_head
from shared.settings.base import SettingFileError
from shared.settings.mixins import DatabaseSettings
from shared.settings.report import describe_invalid_settings

# Any constant: it only has to be the same for all who migrate.
_ADVISORY_LOCK = 0x7079_6461_7368


class MigrateSettings(DatabaseSettings):
    """What a migration needs to know."""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


async def upgrade(url: str) -> None:
    """Applies what is missing, in one transaction."""
    engine = create_engine(url, pool_max=1)
    try:
        async with engine.begin() as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
            # An older release's run on a newer schema finds nothing to do, as the second of two runs does.
            if not await is_at_head(connection):
                await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


def _upgrade(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def main() -> None:
    try:
        settings = MigrateSettings()
    except (ValidationError, SettingFileError) as error:
        sys.exit(describe_invalid_settings("migrate", error))
    asyncio.run(upgrade(settings.database_url.get_secret_value()))


if __name__ == "__main__":
    main()
