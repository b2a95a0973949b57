"""Every query about graphs."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.dashboard.lock import lock_dashboard
from shared.contracts.ids import DashboardId
from shared.db.models import Dashboard, Graph
from shared.db.viewer import Role, Viewer, seen_by


class GraphRepository:
    """The graphs of a dashboard: shown to whoever sees it, changed by whoever may change it."""

    def __init__(self, session: AsyncSession, viewer: Viewer, dashboard_id: DashboardId) -> None:
        self._session = session
        self._viewer = viewer
        self._dashboard_id = dashboard_id
        self._seen = select(Dashboard.id).where(Dashboard.id == dashboard_id, seen_by(viewer))
        self._edited = select(Dashboard.id).where(Dashboard.id == dashboard_id, seen_by(viewer, Role.EDITOR))

    async def lock(self) -> None:
        """For who may change graphs; until the transaction ends nobody else does.

        Raises DashboardNotFoundError.
        """
        await lock_dashboard(self._session, self._viewer, self._dashboard_id, Role.EDITOR)

    async def listed(self) -> Sequence[Graph]:
        """In their order."""
        rows = await self._session.scalars(
            select(Graph)
            .where(Graph.dashboard_id.in_(self._seen))
            .order_by(Graph.place, Graph.created_at, Graph.id)
        )
        return rows.all()

    async def add(self, fields: Mapping[str, Any], place: int, now: datetime) -> Graph:
        """For a dashboard that is locked."""
        graph = Graph(id=uuid4(), dashboard_id=self._dashboard_id, place=place, created_at=now, **fields)
        self._session.add(graph)
        await self._session.flush()
        return graph

    async def change(self, graph_id: UUID, fields: Mapping[str, Any]) -> Graph | None:
        """None where there is no such graph."""
        return await self._session.scalar(
            update(Graph)
            .where(Graph.id == graph_id, Graph.dashboard_id.in_(self._edited))
            .values(**fields)
            .returning(Graph)
        )

    async def remove(self, graph_id: UUID) -> bool:
        """Whether there was such a graph."""
        removed = await self._session.scalar(
            delete(Graph)
            .where(Graph.id == graph_id, Graph.dashboard_id.in_(self._edited))
            .returning(Graph.id)
        )
        return removed is not None
