"""Calls of the cast's dashboard, as the aggregator would have kept them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.calls.block import to_us
from shared.calls.calls import Calls, NameKind
from shared.calls.name_digest import name_digest
from shared.contracts.ids import DashboardId
from shared.db.models import Name
from tests.fixtures.cast import Cast
from tests.fixtures.rollups import write_rollups


class Call(NamedTuple):
    time: datetime = datetime(2026, 5, 20, 12, tzinfo=UTC)
    ms: float = 1.0
    endpoint: str = "home"
    version: str = "1.0"
    group_by: str = ""
    ip: str = "192.0.2.1"
    status: int = 0


def dashboard_id(cast: Cast) -> DashboardId:
    return DashboardId(UUID(cast.dashboard_id))


async def record(
    cast: Cast,
    calls: Sequence[Call],
    *,
    sealed_until: datetime | None = None,
    raw_from: datetime | None = None,
    aliases: Mapping[str, str] | None = None,
) -> None:
    """``aliases``: endpoints, and those that their calls count for."""
    names = {kind: _ids(call[_PLACES[kind]] for call in calls) for kind in NameKind}
    endpoints = names[NameKind.ENDPOINT]
    columns = Calls(
        at_us=np.array([to_us(call.time) for call in calls], np.int64),
        execution_ms=np.array([call.ms for call in calls], np.float64),
        endpoint=_column(names, NameKind.ENDPOINT, calls),
        version=_column(names, NameKind.VERSION, calls),
        group_by=_column(names, NameKind.GROUP_BY, calls),
        ip=_column(names, NameKind.IP, calls),
        status=np.array([call.status for call in calls], np.int16),
    )
    async with cast.resources.sessions.begin() as session:
        await write_rollups(
            session,
            dashboard_id(cast),
            columns.sorted_by_time(),
            sealed_until=sealed_until,
            raw_from=raw_from,
            aliases={endpoints[alias]: endpoints[target] for alias, target in (aliases or {}).items()},
        )
        for kind, ids in names.items():
            await _name(session, dashboard_id(cast), kind, ids)


_PLACES = {NameKind.ENDPOINT: 2, NameKind.VERSION: 3, NameKind.GROUP_BY: 4, NameKind.IP: 5}


def _ids(names: Iterable[object]) -> dict[str, int]:
    return {str(name): place for place, name in enumerate(dict.fromkeys(names), start=1)}


def _column(
    names: Mapping[NameKind, Mapping[str, int]], kind: NameKind, calls: Sequence[Call]
) -> NDArray[np.int32]:
    return np.array([names[kind][str(call[_PLACES[kind]])] for call in calls], np.int32)


async def _name(
    session: AsyncSession, dashboard_id: DashboardId, kind: NameKind, ids: Mapping[str, int]
) -> None:
    for name, name_id in ids.items():
        await session.execute(
            update(Name)
            .where(Name.dashboard_id == dashboard_id, Name.kind == kind, Name.id == name_id)
            .values(name=name, digest=name_digest(name))
        )
