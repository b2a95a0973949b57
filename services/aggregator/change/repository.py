"""Every query about changes of endpoints."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.calls.calls import NameKind
from shared.calls.name_digest import name_digest
from shared.contracts.ids import DashboardId
from shared.db.models import ApplyState, EndpointChange, EndpointChangeApplied, Name


async def waiting_changes(session: AsyncSession) -> list[EndpointChange]:
    """Those not carried out yet, in the order they were asked for."""
    rows = await session.scalars(
        select(EndpointChange)
        .outerjoin(EndpointChangeApplied, EndpointChangeApplied.change_id == EndpointChange.id)
        .where(EndpointChangeApplied.change_id.is_(None))
        .order_by(EndpointChange.created_at, EndpointChange.id)
    )
    return list(rows)


class ChangeRepository:
    """The names of one dashboard, whose apply_state row the caller holds."""

    def __init__(self, session: AsyncSession, dashboard_id: DashboardId) -> None:
        self._session = session
        self._dashboard_id = dashboard_id

    async def endpoint(self, name: str) -> Name | None:
        found: Name | None = await self._session.scalar(
            select(Name).where(
                Name.dashboard_id == self._dashboard_id,
                Name.kind == NameKind.ENDPOINT,
                Name.digest == name_digest(name),
            )
        )
        return found

    async def add_endpoint(self, name: str) -> int:
        last = await self._session.scalar(
            select(func.max(Name.id)).where(
                Name.dashboard_id == self._dashboard_id, Name.kind == NameKind.ENDPOINT
            )
        )
        name_id: int = (last or 0) + 1
        await self._session.execute(
            insert(Name).values(
                dashboard_id=self._dashboard_id,
                kind=NameKind.ENDPOINT,
                id=name_id,
                name=name,
                digest=name_digest(name),
            )
        )
        return name_id

    async def alias(self, endpoint: int, target: int) -> None:
        """Calls of ``endpoint``, and of what counted for it so far, count for ``target``."""
        of_dashboard = (Name.dashboard_id == self._dashboard_id, Name.kind == NameKind.ENDPOINT)
        await self._session.execute(
            update(Name).where(*of_dashboard, Name.id == target).values(alias_of=None)
        )
        await self._session.execute(
            update(Name)
            .where(*of_dashboard, (Name.id == endpoint) | (Name.alias_of == endpoint), Name.id != target)
            .values(alias_of=target)
        )

    async def count_removed(self, calls: int) -> None:
        await self._session.execute(
            update(ApplyState)
            .where(ApplyState.dashboard_id == self._dashboard_id)
            .values(removed_calls=ApplyState.removed_calls + calls)
        )

    async def note_applied(self, change_id: UUID, now: datetime) -> None:
        await self._session.execute(insert(EndpointChangeApplied).values(change_id=change_id, applied_at=now))
