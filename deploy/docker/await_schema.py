"""Ends when the database has (at least) this release's schema: ``python await_schema.py``.

An init container of every service: Kubernetes starts new pods and the migration Job at the same time, and a
worker takes up work without waiting for its readiness probe, so new code would meet the old schema.
"""

import asyncio
import sys
import time
from datetime import timedelta

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.db.engine import create_engine
from shared.db.migrate import MigrateSettings
from shared.db.revision import head, is_at_head
from shared.settings.base import SettingFileError
from shared.settings.report import describe_invalid_settings

_POLL_INTERVAL = timedelta(seconds=2)
# Failing after this shows up in the pod's status; the kubelet starts us again.
_PATIENCE = timedelta(minutes=10)


class SchemaBehindError(Exception):
    """The migration did not come while we waited."""


async def await_schema(engine: AsyncEngine, *, poll_interval: timedelta, patience: timedelta) -> None:
    deadline = time.monotonic() + patience.total_seconds()
    said = ""
    while obstacle := await _obstacle(engine):
        if obstacle != said:
            sys.stderr.write(f"waiting for schema {head()}: {obstacle}\n")
            said = obstacle
        if time.monotonic() >= deadline:
            raise SchemaBehindError(f"no schema {head()} after {patience}: {obstacle}")
        await asyncio.sleep(poll_interval.total_seconds())


async def _obstacle(engine: AsyncEngine) -> str:
    try:
        async with engine.connect() as connection:
            return "" if await is_at_head(connection) else "the database has an older one"
    except Exception as error:  # noqa: BLE001 - a database that is not up yet fails in many ways
        # The type only: a driver's message may hold the URL with its password.
        return f"no connection ({type(error).__name__})"


async def _run(url: str) -> None:
    engine = create_engine(url, pool_max=1)
    try:
        await await_schema(engine, poll_interval=_POLL_INTERVAL, patience=_PATIENCE)
    finally:
        await engine.dispose()


def main() -> None:
    try:
        settings = MigrateSettings()
    except (ValidationError, SettingFileError) as error:
        sys.exit(describe_invalid_settings("await_schema", error))
    try:
        asyncio.run(_run(settings.database_url.get_secret_value()))
    except SchemaBehindError as error:
        sys.exit(f"await_schema: {error}")


if __name__ == "__main__":
    main()
