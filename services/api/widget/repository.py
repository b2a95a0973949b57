"""Every query about widgets."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.dashboard.lock import lock_dashboard
from shared.contracts.ids import DashboardId
from shared.db.models import Dashboard, Widget
from shared.db.viewer import Role, Viewer, seen_by


class FeedRepository:
    """For whoever asks for a feed. Nobody has shown yet that they may."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, widget_id: UUID) -> Widget | None:
        return await self._session.get(Widget, widget_id)


class WidgetRepository:
    """The widgets of a dashboard, for those who see it; only who may change it changes them."""

    def __init__(self, session: AsyncSession, viewer: Viewer, dashboard_id: DashboardId) -> None:
        self._session = session
        self._viewer = viewer
        self._dashboard_id = dashboard_id
        of_dashboard = select(Dashboard.id).where(Dashboard.id == dashboard_id)
        self._seen = of_dashboard.where(seen_by(viewer))
        self._editable = of_dashboard.where(seen_by(viewer, Role.EDITOR))

    async def lock(self) -> None:
        """For who may change the dashboard; until the transaction ends nobody else adds a widget.

        Raises DashboardNotFoundError.
        """
        await lock_dashboard(self._session, self._viewer, self._dashboard_id, Role.EDITOR)

    async def count(self) -> int:
        found = await self._session.scalar(
            select(func.count()).select_from(Widget).where(Widget.dashboard_id.in_(self._editable))
        )
        return found or 0

    async def listed(self) -> Sequence[Widget]:
        """The oldest first."""
        rows = await self._session.scalars(
            select(Widget).where(Widget.dashboard_id.in_(self._seen)).order_by(Widget.created_at, Widget.id)
        )
        return rows.all()

    async def add(
        self,
        title: str,
        definition: Mapping[str, Any],
        key_encrypted: bytes,
        password_encrypted: bytes | None,
        now: datetime,
    ) -> Widget:
        """For a dashboard that is locked."""
        widget = Widget(
            id=uuid4(),
            dashboard_id=self._dashboard_id,
            title=title,
            definition=dict(definition),
            key_encrypted=key_encrypted,
            password_encrypted=password_encrypted,
            created_at=now,
        )
        self._session.add(widget)
        await self._session.flush()
        return widget

    async def change(self, widget_id: UUID, changes: Mapping[str, object]) -> Widget | None:
        """Sets these columns; none changes nothing."""
        mine = (Widget.id == widget_id, Widget.dashboard_id.in_(self._editable))
        if changes:
            await self._session.execute(update(Widget).where(*mine).values(**changes))
        return await self._session.scalar(select(Widget).where(*mine))

    async def remove(self, widget_id: UUID) -> bool:
        """Whether there was such a widget."""
        removed = await self._session.scalar(
            delete(Widget)
            .where(Widget.id == widget_id, Widget.dashboard_id.in_(self._editable))
            .returning(Widget.id)
        )
        return removed is not None
