"""Every query about dashboards. Each sees only what the viewer owns: an endpoint cannot forget to ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.dashboard.schemas import DashboardCreate
from shared.contracts.ids import DashboardId, UserId
from shared.db.models import ApplyState, Dashboard, FetchState, SourceEndpoint


@dataclass(frozen=True)
class DashboardRow:
    """A dashboard with what fetcher and aggregator know of it; None before they first saw it."""

    dashboard: Dashboard
    fetch: FetchState | None
    apply: ApplyState | None


class DashboardRepository:
    def __init__(self, session: AsyncSession, viewer: UserId) -> None:
        self._session = session
        self._viewer = viewer

    def _readable(self) -> Select[Dashboard, FetchState, ApplyState]:
        return (
            select(Dashboard, FetchState, ApplyState)
            .outerjoin(FetchState, FetchState.dashboard_id == Dashboard.id)
            .outerjoin(ApplyState, ApplyState.dashboard_id == Dashboard.id)
            .where(Dashboard.owner_id == self._viewer)
        )

    async def get(self, dashboard_id: DashboardId) -> DashboardRow | None:
        row = (await self._session.execute(self._readable().where(Dashboard.id == dashboard_id))).first()
        return None if row is None else DashboardRow(*row)

    async def page(self, after: tuple[datetime, UUID] | None, limit: int) -> list[DashboardRow]:
        """In the order they were added, those after ``after``."""
        query = self._readable().order_by(Dashboard.created_at, Dashboard.id).limit(limit)
        if after is not None:
            query = query.where(func.row(Dashboard.created_at, Dashboard.id) > func.row(*after))
        return [DashboardRow(*row) for row in await self._session.execute(query)]

    async def owns(self, dashboard_id: DashboardId) -> bool:
        found = await self._session.scalar(
            select(Dashboard.id).where(Dashboard.id == dashboard_id, Dashboard.owner_id == self._viewer)
        )
        return found is not None

    async def id_of_url(self, url: str) -> DashboardId | None:
        found = await self._session.scalar(
            select(Dashboard.id).where(Dashboard.owner_id == self._viewer, Dashboard.url == url)
        )
        return None if found is None else DashboardId(found)

    async def by_name(self, name: str) -> Dashboard | None:
        return await self._session.scalar(
            select(Dashboard).where(Dashboard.owner_id == self._viewer, Dashboard.name == name).limit(1)
        )

    async def add(self, create: DashboardCreate, token_encrypted: bytes, now: datetime) -> Dashboard:
        dashboard = Dashboard(
            id=uuid4(),
            owner_id=self._viewer,
            name=create.name,
            url=create.url,
            token_encrypted=token_encrypted,
            poll_interval_seconds=create.poll_interval_seconds,
            settle_seconds=create.settle_seconds,
            created_at=now,
        )
        self._session.add(dashboard)
        await self._session.flush()
        return dashboard

    async def endpoints(self, dashboard_id: DashboardId) -> Sequence[SourceEndpoint]:
        """The endpoints as the source lists them, by name."""
        rows = await self._session.scalars(
            select(SourceEndpoint)
            .join(Dashboard, Dashboard.id == SourceEndpoint.dashboard_id)
            .where(SourceEndpoint.dashboard_id == dashboard_id, Dashboard.owner_id == self._viewer)
            .order_by(SourceEndpoint.name)
        )
        return rows.all()
