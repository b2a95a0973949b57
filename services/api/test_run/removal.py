"""Clears test results of dashboards that were deleted, some at a time."""

from sqlalchemy import select

from shared.db.engine import Sessions
from shared.db.models import Dashboard, TestCase, TestResult
from shared.db.portions import delete_portion
from shared.db.viewer import is_kept

PORTION_ROWS = 5_000
# Some tens of milliseconds each.
PORTIONS_A_TURN = 10


async def clear_deleted(sessions: Sessions) -> None:
    """Removes what this turn has time for; the next turn goes on."""
    async with sessions() as session:
        deleted = (await session.scalars(select(Dashboard.id).where(~is_kept()))).all()
    portions = PORTIONS_A_TURN
    for dashboard_id in deleted:
        for model in (TestResult, TestCase):
            rows = PORTION_ROWS
            while portions and rows == PORTION_ROWS:
                rows = await delete_portion(sessions, model, dashboard_id, PORTION_ROWS)
                portions -= 1
