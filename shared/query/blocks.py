"""Reads the calls of a dashboard from its blocks.

Every query here carries the viewer: a dashboard that is not theirs has no calls.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.calls.block import decode_block, to_us
from shared.calls.calls import Calls, NameKind
from shared.calls.name_digest import name_digest
from shared.contracts.ids import DashboardId, UserId
from shared.db.models import CallBlock, Dashboard, Name
from shared.query.calendar import Granularity, floor
from shared.query.zones import UTC_ZONE
from shared.statistics.statistic import Names


@dataclass(frozen=True)
class Filters:
    """Which calls count; None is any."""

    endpoint: str | None = None
    version: str | None = None
    group_by: str | None = None
    ip: str | None = None

    def by_kind(self) -> dict[NameKind, str]:
        given = {
            NameKind.ENDPOINT: self.endpoint,
            NameKind.VERSION: self.version,
            NameKind.GROUP_BY: self.group_by,
            NameKind.IP: self.ip,
        }
        return {kind: name for kind, name in given.items() if name is not None}


@dataclass(frozen=True)
class CallReader:
    """Reads as ``viewer``, in the caller's transaction."""

    session: AsyncSession
    viewer: UserId

    async def calls(
        self, dashboard_id: DashboardId, start: datetime, end: datetime, filters: Filters
    ) -> Calls:
        """The calls in half-open [start, end) that the filters let through, sorted by time."""
        wanted = await self._ids(dashboard_id, filters)
        if wanted is None:
            return Calls.empty()
        rows = await self.session.stream(
            select(CallBlock.hour, CallBlock.format, CallBlock.data)
            .join(Dashboard, Dashboard.id == CallBlock.dashboard_id)
            .where(
                CallBlock.dashboard_id == dashboard_id,
                Dashboard.owner_id == self.viewer,
                CallBlock.hour >= floor(start, Granularity.HOUR, UTC_ZONE),
                CallBlock.hour < end,
            )
            .order_by(CallBlock.hour, CallBlock.sequence)
        )
        start_us, end_us = to_us(start), to_us(end)
        parts = [
            _filtered(decode_block(data, to_us(hour), block_format), start_us, end_us, wanted)
            async for hour, block_format, data in rows
        ]
        return Calls.concat(parts).sorted_by_time() if parts else Calls.empty()

    async def names(self, dashboard_id: DashboardId, kinds: Iterable[NameKind]) -> Names:
        """For each kind, id -> name."""
        return {kind: await self._names_of(dashboard_id, kind) for kind in kinds}

    async def _names_of(self, dashboard_id: DashboardId, kind: NameKind) -> dict[int, str]:
        rows = await self.session.execute(
            select(Name.id, Name.name)
            .join(Dashboard, Dashboard.id == Name.dashboard_id)
            .where(Name.dashboard_id == dashboard_id, Name.kind == kind, Dashboard.owner_id == self.viewer)
        )
        return {row.id: row.name for row in rows}

    async def _ids(self, dashboard_id: DashboardId, filters: Filters) -> dict[NameKind, int] | None:
        """The ids of the names filtered for; None where one was never seen, so that nothing can match."""
        wanted: dict[NameKind, int] = {}
        for kind, name in filters.by_kind().items():
            found = await self.session.scalar(
                select(Name.id)
                .join(Dashboard, Dashboard.id == Name.dashboard_id)
                .where(
                    Name.dashboard_id == dashboard_id,
                    Name.kind == kind,
                    Name.digest == name_digest(name),
                    Dashboard.owner_id == self.viewer,
                )
            )
            if found is None:
                return None
            wanted[kind] = found
        return wanted


def _filtered(calls: Calls, start_us: int, end_us: int, wanted: dict[NameKind, int]) -> Calls:
    chosen = (calls.at_us >= start_us) & (calls.at_us < end_us)
    for kind, name_id in wanted.items():
        chosen &= calls.ids(kind) == name_id
    return calls if bool(np.all(chosen)) else calls.select(chosen)
