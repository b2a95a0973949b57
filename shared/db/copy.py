"""COPY: many rows into a table at once, several times as quickly as INSERT, in the session's transaction."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.base import Base


async def copy_rows(
    session: AsyncSession, table: type[Base], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """``rows`` have a value for each of ``columns``. Errors are asyncpg's own, not wrapped by SQLAlchemy."""
    if rows:
        connection = await session.connection()
        driver: Any = (await connection.get_raw_connection()).driver_connection
        await driver.copy_records_to_table(table.__tablename__, records=rows, columns=columns)
