"""One after the other: whoever adds to what a dashboard may have only so many of, or has in an order."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.dashboard.errors import DashboardNotFoundError
from shared.contracts.ids import DashboardId
from shared.db.models import Dashboard
from shared.db.viewer import Role, Viewer, seen_by


async def lock_dashboard(
    session: AsyncSession, viewer: Viewer, dashboard_id: DashboardId, role: Role
) -> None:
    """Until the transaction ends nobody else gets past here; rows that refer to the dashboard are added still.

    Raises DashboardNotFoundError where the viewer has not, or no longer, this role with it.
    """
    locked = await session.scalar(
        select(Dashboard.id)
        .where(Dashboard.id == dashboard_id, seen_by(viewer, role))
        .with_for_update(key_share=True)
    )
    if locked is None:
        raise DashboardNotFoundError
