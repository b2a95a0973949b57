"""Every query about links."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.dashboard.lock import lock_dashboard
from services.api.security.secret import NewSecret
from shared.contracts.ids import DashboardId
from shared.db.models import Dashboard, DashboardLink
from shared.db.viewer import Role, Viewer, is_kept, seen_by


class LinkRepository:
    """For whoever comes with a link."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def live_link(self, link_id: UUID, now: datetime) -> DashboardLink | None:
        return await self._session.scalar(
            select(DashboardLink)
            .join(Dashboard, Dashboard.id == DashboardLink.dashboard_id)
            .where(
                DashboardLink.id == link_id,
                DashboardLink.expires_at > now,
                is_kept(),
            )
        )


class DashboardLinkRepository:
    """The links of a dashboard, for its owner; to others it has none."""

    def __init__(self, session: AsyncSession, viewer: Viewer, dashboard_id: DashboardId) -> None:
        self._session = session
        self._viewer = viewer
        self._dashboard_id = dashboard_id
        self._owned = select(Dashboard.id).where(Dashboard.id == dashboard_id, seen_by(viewer, Role.OWNER))

    async def lock(self) -> None:
        """For the owner of the dashboard; until the transaction ends nobody else adds a link.

        Raises DashboardNotFoundError.
        """
        await lock_dashboard(self._session, self._viewer, self._dashboard_id, Role.OWNER)

    async def count(self) -> int:
        found = await self._session.scalar(
            select(func.count()).select_from(DashboardLink).where(DashboardLink.dashboard_id.in_(self._owned))
        )
        return found or 0

    async def listed(self) -> Sequence[DashboardLink]:
        """The oldest first."""
        rows = await self._session.scalars(
            select(DashboardLink)
            .where(DashboardLink.dashboard_id.in_(self._owned))
            .order_by(DashboardLink.created_at, DashboardLink.id)
        )
        return rows.all()

    async def add(
        self,
        label: str,
        secret: NewSecret,
        password_hash: str | None,
        now: datetime,
        expires_at: datetime,
    ) -> DashboardLink:
        """For a dashboard that is locked."""
        link = DashboardLink(
            id=secret.id,
            dashboard_id=self._dashboard_id,
            label=label,
            secret_hash=secret.hash,
            password_hash=password_hash,
            created_at=now,
            expires_at=expires_at,
        )
        self._session.add(link)
        await self._session.flush()
        return link

    async def remove(self, link_id: UUID) -> bool:
        """Whether there was such a link."""
        removed = await self._session.scalar(
            delete(DashboardLink)
            .where(DashboardLink.id == link_id, DashboardLink.dashboard_id.in_(self._owned))
            .returning(DashboardLink.id)
        )
        return removed is not None
