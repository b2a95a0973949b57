"""Entries that cannot be applied: kept with origin and reason, so that nothing is dropped in silence."""

from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.dialects.postgresql import insert

from services.aggregator.partition.stream import Fields
from services.aggregator.resources import Resources
from shared.calls.storable import storable
from shared.contracts.call_batch import dashboard_of
from shared.db.models import DeadLetter
from shared.streams.keys import DEAD_LETTERS

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
                dashboard_id=dashboard_id,
                reason=reason,
                detail=storable(detail),
                created_at=resources.clock.now(),
            )
            .on_conflict_do_nothing()
        )
    _log.error(
        "dead_letter", origin=origin, entry=entry_id.decode(), reason=reason, dashboard=str(dashboard_id)
    )


def _dashboard_of(fields: Fields) -> UUID | None:
    try:
        return dashboard_of(fields)
    except (KeyError, ValueError):
        return None
