"""Every query about traces, as the viewer may see them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVarTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from shared.calls.name_digest import name_digest
from shared.contracts.ids import DashboardId
from shared.db.models import Dashboard, Outlier, Profile, RaisedHour, TraceState
from shared.db.viewer import Viewer, seen_by

Ts = TypeVarTuple("Ts")

PROFILES_MAX = 200

# The endpoints whose traces are meant, by the names that the source gives them; None: all.
Endpoints = Collection[str] | None
After = tuple[datetime, UUID] | None


@dataclass(frozen=True)
class RaisedGroup:
    """``last`` is the hour in which it was raised last."""

    count: int
    first_at: datetime
    last: RaisedHour


class TraceRepository:
    def __init__(self, session: AsyncSession, viewer: Viewer, dashboard_id: DashboardId) -> None:
        self._session = session
        self._viewer = viewer
        self._dashboard_id = dashboard_id

    async def state(self) -> TraceState | None:
        """None where the source has no traces for PyDash."""
        return await self._session.scalar(self._readable(select(TraceState), TraceState.dashboard_id))

    async def outliers(
        self, endpoints: Endpoints, start: datetime, end: datetime, after: After, limit: int
    ) -> Sequence[Outlier]:
        """The newest first, those behind ``after``; without their notes, which are most of them."""
        query = (
            self._readable(select(Outlier), Outlier.dashboard_id)
            .options(defer(Outlier.notes, raiseload=True))
            .where(*_of(Outlier.endpoint_digest, endpoints), Outlier.at >= start, Outlier.at < end)
            .order_by(Outlier.at.desc(), Outlier.id.desc())
            .limit(limit)
        )
        if after is not None:
            query = query.where(func.row(Outlier.at, Outlier.id) < func.row(*after))
        return (await self._session.scalars(query)).all()

    async def outlier(self, outlier_id: UUID) -> Outlier | None:
        return await self._session.scalar(
            self._readable(select(Outlier), Outlier.dashboard_id).where(Outlier.id == outlier_id)
        )

    async def profiles(self, endpoints: Endpoints, start: datetime, end: datetime) -> Sequence[Profile]:
        """The newest first: of an endpoint with several names more are kept than can be laid upon each other."""
        query = (
            self._readable(select(Profile), Profile.dashboard_id)
            .where(*_of(Profile.endpoint_digest, endpoints), Profile.at >= start, Profile.at < end)
            .order_by(Profile.at.desc(), Profile.id)
            .limit(PROFILES_MAX)
        )
        return (await self._session.scalars(query)).all()

    async def raised(
        self, endpoints: Endpoints, start: datetime, end: datetime, after: After, limit: int
    ) -> list[RaisedGroup]:
        """Those last seen first, of the hours that begin in the range."""
        last_hour, last_at = func.max(RaisedHour.hour), func.max(RaisedHour.last_at)
        groups = (
            self._readable(
                select(
                    RaisedHour.group_id,
                    last_hour.label("last_hour"),
                    func.sum(RaisedHour.count).label("count"),
                    func.min(RaisedHour.first_at).label("first_at"),
                ),
                RaisedHour.dashboard_id,
            )
            .where(
                *_of(RaisedHour.endpoint_digest, endpoints), RaisedHour.hour >= start, RaisedHour.hour < end
            )
            .group_by(RaisedHour.group_id)
            .order_by(last_at.desc(), RaisedHour.group_id.desc())
            .limit(limit)
        )
        if after is not None:
            groups = groups.having(tuple_(last_at, RaisedHour.group_id) < tuple_(*after))
        found = groups.subquery()
        rows = await self._session.execute(
            select(found.c.count, found.c.first_at, RaisedHour)
            .join(
                RaisedHour,
                (RaisedHour.dashboard_id == self._dashboard_id)
                & (RaisedHour.group_id == found.c.group_id)
                & (RaisedHour.hour == found.c.last_hour),
            )
            .order_by(RaisedHour.last_at.desc(), RaisedHour.group_id.desc())
        )
        return [RaisedGroup(int(count), first_at, last) for count, first_at, last in rows]

    def _readable(self, query: Select[*Ts], of_dashboard: Any) -> Select[*Ts]:
        return query.join(Dashboard, Dashboard.id == of_dashboard).where(
            of_dashboard == self._dashboard_id, seen_by(self._viewer)
        )


def _of(digest: Any, endpoints: Endpoints) -> list[ColumnElement[bool]]:
    return [] if endpoints is None else [digest.in_([name_digest(name) for name in endpoints])]
