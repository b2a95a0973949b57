"""Deleting much without one long transaction: portion by portion, each row found where it lies."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, inspect, literal_column, select

from shared.db.base import Base
from shared.db.engine import Sessions


async def delete_portion(sessions: Sessions, model: type[Base], dashboard_id: UUID, rows_max: int) -> int:
    """Deletes up to ``rows_max`` rows of a dashboard, in a transaction of its own; how many these were.

    Rows that another process is just deleting are left to it.
    """
    table = inspect(model).local_table
    row: ColumnElement[Any] = literal_column("ctid")
    chosen = select(row).select_from(table).where(table.c.dashboard_id == dashboard_id).limit(rows_max)
    # An array is found once. A subselect, without statistics of the table, is joined row by row: a thousand times
    # a thousand.
    places = func.array(chosen.with_for_update(skip_locked=True).scalar_subquery())
    async with sessions.begin() as session:
        deleted = await session.execute(
            delete(model)
            .where(row == func.any(places))
            .returning(table.c.dashboard_id)
            .execution_options(synchronize_session=False)
        )
        return len(deleted.all())
