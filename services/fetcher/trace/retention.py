"""Which traces go: those that are old, those of which there are newer ones enough, those of deleted endpoints."""

from datetime import datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, and_, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.fetcher.source.agent_v2.traces import TraceKind
from shared.contracts.ids import DashboardId
from shared.db.base import Base
from shared.db.models import EndpointChange, Outlier, Profile, RaisedHour

# Of each endpoint, and of each dashboard whatever the number of its endpoints. What is kept of an exception is an
# hour of it, a month has 720.
_KEPT_MAX = {TraceKind.OUTLIERS: 200, TraceKind.PROFILES: 200, TraceKind.EXCEPTIONS: 2_000}
_ENDPOINTS_WORTH = 50

_MODELS: dict[TraceKind, type[Base]] = {
    TraceKind.OUTLIERS: Outlier,
    TraceKind.PROFILES: Profile,
    TraceKind.EXCEPTIONS: RaisedHour,
}


async def keep_newest_everywhere(session: AsyncSession, kind: TraceKind) -> None:
    """Of all dashboards. Only those are looked at closely that have more than one endpoint may have."""
    of_dashboard = _MODELS[kind].__table__.c.dashboard_id
    crowded = await session.scalars(
        select(of_dashboard).group_by(of_dashboard).having(func.count() > _KEPT_MAX[kind])
    )
    for dashboard_id in crowded.all():
        await keep_newest(session, kind, DashboardId(dashboard_id))


async def keep_newest(session: AsyncSession, kind: TraceKind, dashboard_id: DashboardId) -> None:
    model = _MODELS[kind]
    key = [column for column in model.__mapper__.primary_key if column.name != "dashboard_id"]
    of_dashboard = model.__table__.c.dashboard_id == dashboard_id
    newest_first = _moment(model).desc()
    digest = model.__table__.c.endpoint_digest
    ranked = (
        select(
            *key,
            func.row_number().over(partition_by=digest, order_by=newest_first).label("in_endpoint"),
            func.row_number().over(order_by=newest_first).label("in_dashboard"),
        )
        .where(of_dashboard)
        .subquery()
    )
    beyond = or_(
        ranked.c.in_endpoint > _KEPT_MAX[kind], ranked.c.in_dashboard > _KEPT_MAX[kind] * _ENDPOINTS_WORTH
    )
    same = and_(*(column == ranked.c[column.name] for column in key))
    await _delete(session, model, of_dashboard, beyond, same)


async def forget_old(session: AsyncSession, before: datetime) -> None:
    for model in _MODELS.values():
        await _delete(session, model, _moment(model) < before)


async def forget_deleted(session: AsyncSession) -> None:
    """Whoever deletes an endpoint's calls means what was noted of them too."""
    deleted = _deleted()
    for model in _MODELS.values():
        columns = model.__table__.c
        await _delete(
            session,
            model,
            deleted.c.dashboard_id == columns.dashboard_id,
            deleted.c.endpoint == columns.endpoint,
            deleted.c.deleted_at >= _moment(model),
        )


def _deleted() -> CTE:
    """By the names of the source, which traces keep: those that were shown as an endpoint when it was deleted.

    These are its own, and of what was renamed or merged before into one of them.
    """
    deleted = (
        select(
            EndpointChange.dashboard_id,
            EndpointChange.endpoint,
            EndpointChange.created_at.label("deleted_at"),
        )
        .where(EndpointChange.kind == "delete")
        .cte("deleted", recursive=True)
    )
    earlier = aliased(EndpointChange)
    # Duplicates are left out: names that were given back and forth come to an end.
    return deleted.union(
        select(earlier.dashboard_id, earlier.endpoint, deleted.c.deleted_at).join(
            deleted,
            and_(
                earlier.dashboard_id == deleted.c.dashboard_id,
                earlier.target == deleted.c.endpoint,
                earlier.created_at <= deleted.c.deleted_at,
            ),
        )
    )


def _moment(model: type[Base]) -> ColumnElement[datetime]:
    columns: Any = model.__table__.c
    moment: ColumnElement[datetime] = columns.last_at if model is RaisedHour else columns.at
    return moment


async def _delete(session: AsyncSession, model: type[Base], *conditions: ColumnElement[bool]) -> None:
    await session.execute(delete(model).where(*conditions).execution_options(synchronize_session=False))
