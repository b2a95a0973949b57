"""Every query about endpoints and the changes their owner asks for, as the viewer may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID, uuid4

from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from services.api.dashboard.lock import lock_dashboard
from services.api.endpoint.schemas import EndpointChangeCreate
from shared.calls.calls import NameKind
from shared.calls.name_digest import name_digest
from shared.contracts.ids import DashboardId
from shared.db.models import Dashboard, EndpointChange, EndpointChangeApplied, Name, SourceEndpoint
from shared.db.viewer import Role, Viewer, seen_by


@dataclass(frozen=True)
class CalledEndpoint:
    """An endpoint of which there were calls; ``counts_for`` is the one that they count for, if another."""

    name: str
    counts_for: str | None


@dataclass(frozen=True)
class ChangeRow:
    change: EndpointChange
    applied_at: datetime | None


class EndpointRepository:
    def __init__(self, session: AsyncSession, viewer: Viewer, dashboard_id: DashboardId) -> None:
        self._session = session
        self._viewer = viewer
        self._dashboard_id = dashboard_id

    async def listed(self) -> Sequence[SourceEndpoint]:
        """The endpoints as the source lists them, by name."""
        rows = await self._session.scalars(
            select(SourceEndpoint)
            .join(Dashboard, Dashboard.id == SourceEndpoint.dashboard_id)
            .where(SourceEndpoint.dashboard_id == self._dashboard_id, seen_by(self._viewer))
            .order_by(SourceEndpoint.name)
        )
        return rows.all()

    async def called(self, name: str) -> CalledEndpoint | None:
        row = (await self._session.execute(self._named().where(Name.digest == name_digest(name)))).first()
        return None if row is None else CalledEndpoint(*row)

    async def is_known(self, name: str) -> bool:
        """Whether there were calls of it, or the source lists it."""
        digest = name_digest(name)
        called = select(Name.id).where(
            Name.dashboard_id == Dashboard.id, Name.kind == NameKind.ENDPOINT, Name.digest == digest
        )
        listed = select(SourceEndpoint.digest).where(
            SourceEndpoint.dashboard_id == Dashboard.id, SourceEndpoint.digest == digest
        )
        found = await self._session.scalar(
            select(Dashboard.id).where(
                Dashboard.id == self._dashboard_id,
                seen_by(self._viewer),
                or_(called.exists(), listed.exists()),
            )
        )
        return found is not None

    async def aliases(self) -> dict[str, str]:
        """Names whose calls count for another one, and that one."""
        rows = await self._session.execute(self._named().where(Name.alias_of.is_not(None)))
        return {name: counts_for for name, counts_for in rows if counts_for is not None}

    def _named(self) -> Select[str, str | None]:
        """Each name that calls came under, and the one that they count for, if another."""
        target = aliased(Name)
        counts_for = cast("InstrumentedAttribute[str | None]", target.name)
        return (
            select(Name.name, counts_for)
            .join(Dashboard, Dashboard.id == Name.dashboard_id)
            .outerjoin(
                target,
                (target.dashboard_id == Name.dashboard_id)
                & (target.kind == Name.kind)
                & (target.id == Name.alias_of),
            )
            .where(
                Name.dashboard_id == self._dashboard_id,
                Name.kind == NameKind.ENDPOINT,
                seen_by(self._viewer),
            )
        )

    async def lock(self) -> None:
        """For who may change endpoints; until the transaction ends nobody else does.

        Raises DashboardNotFoundError.
        """
        await lock_dashboard(self._session, self._viewer, self._dashboard_id, Role.EDITOR)

    async def has_waiting_change(self, names: Sequence[str]) -> bool:
        """Whether a change of one of these endpoints, or into one, is still to be carried out."""
        found = await self._session.scalar(
            select(func.count())
            .select_from(EndpointChange)
            .join(Dashboard, Dashboard.id == EndpointChange.dashboard_id)
            .outerjoin(EndpointChangeApplied, EndpointChangeApplied.change_id == EndpointChange.id)
            .where(
                EndpointChange.dashboard_id == self._dashboard_id,
                seen_by(self._viewer),
                EndpointChangeApplied.change_id.is_(None),
                or_(EndpointChange.endpoint.in_(names), EndpointChange.target.in_(names)),
            )
        )
        return bool(found)

    async def add_change(self, create: EndpointChangeCreate, now: datetime) -> ChangeRow:
        """For a dashboard that is locked."""
        change = EndpointChange(
            id=uuid4(),
            dashboard_id=self._dashboard_id,
            kind=create.kind,
            endpoint=create.endpoint,
            target=create.target,
            created_at=now,
        )
        self._session.add(change)
        await self._session.flush()
        return ChangeRow(change, applied_at=None)

    async def changes(self, before: tuple[datetime, UUID] | None, limit: int) -> list[ChangeRow]:
        """The newest first, those older than ``before``."""
        query = (
            select(EndpointChange, EndpointChangeApplied.applied_at)
            .join(Dashboard, Dashboard.id == EndpointChange.dashboard_id)
            .outerjoin(EndpointChangeApplied, EndpointChangeApplied.change_id == EndpointChange.id)
            .where(EndpointChange.dashboard_id == self._dashboard_id, seen_by(self._viewer))
            .order_by(EndpointChange.created_at.desc(), EndpointChange.id.desc())
            .limit(limit)
        )
        if before is not None:
            query = query.where(func.row(EndpointChange.created_at, EndpointChange.id) < func.row(*before))
        return [ChangeRow(*row) for row in await self._session.execute(query)]
