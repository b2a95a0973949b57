"""Deleting much without one long transaction: portion by portion, each row found by its key."""

from uuid import UUID

from sqlalchemy import delete, inspect, select, tuple_

from shared.db.base import Base
from shared.db.engine import Sessions


async def delete_portion(sessions: Sessions, model: type[Base], dashboard_id: UUID, rows_max: int) -> int:
    """Deletes up to ``rows_max`` rows of a dashboard, in a transaction of its own; how many these were.

    Rows that another process is just deleting are left to it.
    """
    key, table = inspect(model).primary_key, inspect(model).local_table
    chosen = select(*key).where(table.c.dashboard_id == dashboard_id).limit(rows_max)
    async with sessions.begin() as session:
        deleted = await session.execute(
            delete(model)
            .where(
                table.c.dashboard_id == dashboard_id,
                tuple_(*key).in_(chosen.with_for_update(skip_locked=True)),
            )
            .returning(key[0])
            .execution_options(synchronize_session=False)
        )
        return len(deleted.all())
