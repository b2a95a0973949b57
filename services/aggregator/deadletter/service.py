"""Entries that cannot be applied: kept with origin and reason, so that nothing is dropped in silence."""

from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from services.aggregator.partition.stream import Fields
from services.aggregator.resources import Resources
from shared.calls.storable import storable
from shared.contracts.call_batch import dashboard_of
from shared.contracts.ids import DashboardId
from shared.db.models import Dashboard, DeadLetter
from shared.streams.keys import DEAD_LETTERS

# An entry may hold megabytes.
_READ_AT_ONCE = 10
_log = structlog.get_logger(__name__)


async def bury(
    resources: Resources, origin: str, entry_id: bytes, fields: Fields, reason: str, detail: str
) -> None:
    """Copies the entry to calls:dead and tells why in Postgres. May run twice for one entry."""
    dashboard_id = _dashboard_of(fields)
    kept: dict[Any, Any] = {
        **fields,
        b"origin": origin.encode(),
        b"entry": entry_id,
        b"reason": reason.encode(),
    }
    await resources.redis.xadd(DEAD_LETTERS, kept, maxlen=resources.settings.dead_letters_max)
    async with resources.sessions.begin() as session:
        await session.execute(
            insert(DeadLetter)
            .values(
                origin=origin,
                entry_id=entry_id.decode(),
                # Null where it was deleted. Locked, so that it cannot go before this is committed.
                dashboard_id=select(Dashboard.id)
                .where(Dashboard.id == dashboard_id)
                .with_for_update(read=True, key_share=True)
                .scalar_subquery(),
                reason=reason,
                detail=storable(detail),
                created_at=resources.clock.now(),
            )
            .on_conflict_do_nothing()
        )
    _log.error(
        "dead_letter", origin=origin, entry=entry_id.decode(), reason=reason, dashboard=str(dashboard_id)
    )


async def forget_letters(resources: Resources, dashboard_id: DashboardId) -> None:
    """Removes from calls:dead the entries that letters of this dashboard tell of; the letters stay."""
    async with resources.sessions() as session:
        letter = await session.scalar(
            select(DeadLetter.entry_id).where(DeadLetter.dashboard_id == dashboard_id).limit(1)
        )
    if letter is None:
        return
    after = b"-"
    while entries := await resources.redis.xrange(DEAD_LETTERS, min=after, count=_READ_AT_ONCE):
        for entry_id, fields in entries:
            if _dashboard_of(fields) == dashboard_id:
                await resources.redis.xdel(DEAD_LETTERS, entry_id)
        after = b"(" + entries[-1][0]


def _dashboard_of(fields: Fields) -> UUID | None:
    try:
        return dashboard_of(fields)
    except (KeyError, ValueError):
        return None
