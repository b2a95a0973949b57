"""Every query about dashboards. Each sees only what the viewer may see: an endpoint cannot forget to ask."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.dashboard.schemas import DashboardCreate
from shared.contracts.ids import DashboardId
from shared.db.models import (
    ApplyState,
    Audit,
    Dashboard,
    DeadLetter,
    EndpointChange,
    EndpointChangeApplied,
    FetchState,
    RuledCalls,
    User,
)
from shared.db.viewer import Role, Viewer, role_of, seen_by
from shared.problem.errors import UnauthenticatedError


@dataclass(frozen=True)
class DashboardRow:
    """A dashboard with what fetcher and aggregator know of it; None before they first saw it."""

    dashboard: Dashboard
    fetch: FetchState | None
    apply: ApplyState | None
    # What the viewer may do with it.
    role: Role
    # Only counted where a single dashboard is read: batches that could not be applied, and changes of
    # endpoints that the calls show by now.
    dead_letters: int = 0
    changes_applied: int = 0


# With the row, for one round trip less; both are few.
_DEAD_LETTERS = (
    select(func.count())
    .select_from(DeadLetter)
    .where(DeadLetter.dashboard_id == Dashboard.id)
    .scalar_subquery()
)
_CHANGES_APPLIED = (
    select(func.count())
    .select_from(EndpointChangeApplied)
    .join(EndpointChange, EndpointChange.id == EndpointChangeApplied.change_id)
    .where(EndpointChange.dashboard_id == Dashboard.id)
    .scalar_subquery()
)


class DashboardRepository:
    def __init__(self, session: AsyncSession, viewer: Viewer) -> None:
        self._session = session
        self._viewer = viewer

    def _readable(self) -> Select[Dashboard, FetchState, ApplyState, str]:
        return (
            select(Dashboard, FetchState, ApplyState, role_of(self._viewer))
            .outerjoin(FetchState, FetchState.dashboard_id == Dashboard.id)
            .outerjoin(ApplyState, ApplyState.dashboard_id == Dashboard.id)
            .where(seen_by(self._viewer))
        )

    async def get(self, dashboard_id: DashboardId) -> DashboardRow | None:
        query = self._readable().where(Dashboard.id == dashboard_id)
        row = (await self._session.execute(query.add_columns(_DEAD_LETTERS, _CHANGES_APPLIED))).first()
        return None if row is None else _row(*row)

    async def page(self, after: tuple[datetime, UUID] | None, limit: int) -> list[DashboardRow]:
        """In the order they were added, those after ``after``."""
        query = self._readable().order_by(Dashboard.created_at, Dashboard.id).limit(limit)
        if after is not None:
            query = query.where(func.row(Dashboard.created_at, Dashboard.id) > func.row(*after))
        return [_row(*row) for row in await self._session.execute(query)]

    async def change(self, dashboard_id: DashboardId, changes: Mapping[str, object]) -> bool:
        """Sets these columns, if the viewer may."""
        changed = await self._session.scalar(
            update(Dashboard)
            .where(Dashboard.id == dashboard_id, seen_by(self._viewer, Role.EDITOR))
            .values(**changes)
            .returning(Dashboard.id)
        )
        return changed is not None

    async def ruled_calls(self, dashboard_id: DashboardId) -> Sequence[RuledCalls]:
        """What rules did to calls, by rule."""
        rows = await self._session.scalars(
            select(RuledCalls)
            .join(Dashboard, Dashboard.id == RuledCalls.dashboard_id)
            .where(RuledCalls.dashboard_id == dashboard_id, seen_by(self._viewer))
            .order_by(RuledCalls.rule)
        )
        return rows.all()

    async def audit(self, dashboard_id: DashboardId) -> Audit | None:
        """The last one."""
        return await self._session.scalar(
            select(Audit)
            .join(Dashboard, Dashboard.id == Audit.dashboard_id)
            .where(Audit.dashboard_id == dashboard_id, seen_by(self._viewer))
        )

    async def seen(self, dashboard_ids: Iterable[DashboardId]) -> set[DashboardId]:
        """Those of them that the viewer may see."""
        found = await self._session.scalars(
            select(Dashboard.id).where(Dashboard.id.in_(dashboard_ids), seen_by(self._viewer))
        )
        return set(map(DashboardId, found))

    async def one_change_at_a_time(self) -> None:
        """Until the transaction ends, no other one of this viewer's gets past here, and the viewer stays."""
        locked = await self._session.scalar(
            select(User.id).where(User.id == self._viewer.user_id).with_for_update(key_share=True)
        )
        if locked is None:
            raise UnauthenticatedError("This user does not exist any more.")

    async def id_of_url(self, url: str) -> DashboardId | None:
        """Of the dashboards that the viewer owns."""
        found = await self._session.scalar(
            select(Dashboard.id).where(Dashboard.owner_id == self._viewer.user_id, Dashboard.url == url)
        )
        return None if found is None else DashboardId(found)

    async def by_name(self, name: str) -> Dashboard | None:
        """Of the dashboards that the viewer owns."""
        return await self._session.scalar(
            select(Dashboard)
            .where(Dashboard.owner_id == self._viewer.user_id, Dashboard.name == name)
            .limit(1)
        )

    async def give_up(self, dashboard_id: DashboardId) -> bool:
        """Whether it was the viewer's; it is nobody's from now on, and will be removed with all it has."""
        given_up = await self._session.scalar(
            update(Dashboard)
            .where(Dashboard.id == dashboard_id, Dashboard.owner_id == self._viewer.user_id)
            .values(owner_id=None)
            .returning(Dashboard.id)
        )
        return given_up is not None

    async def give_up_all(self) -> None:
        await self._session.execute(
            update(Dashboard).where(Dashboard.owner_id == self._viewer.user_id).values(owner_id=None)
        )

    async def add(self, create: DashboardCreate, token_encrypted: bytes, now: datetime) -> Dashboard:
        dashboard = Dashboard(
            id=uuid4(),
            owner_id=self._viewer.user_id,
            name=create.name,
            url=create.url,
            token_encrypted=token_encrypted,
            poll_interval_seconds=create.poll_interval_seconds,
            settle_seconds=create.settle_seconds,
            ping_interval_seconds=create.ping_interval_seconds,
            created_at=now,
        )
        self._session.add(dashboard)
        await self._session.flush()
        return dashboard


def _row(
    dashboard: Dashboard, fetch: FetchState | None, apply: ApplyState | None, role: str, *counts: int
) -> DashboardRow:
    return DashboardRow(dashboard, fetch, apply, Role(role), *counts)
