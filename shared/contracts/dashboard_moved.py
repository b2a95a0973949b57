"""``dashboard_moved``: something about a dashboard that a page shows has changed.

Sent over Redis pub/sub, best effort: a page that misses one sees the change with its next query.
"""

import msgspec
from redis.asyncio import Redis

from shared.contracts.ids import DashboardId

CHANNEL = "dashboard_moved"


class DashboardMoved(msgspec.Struct, frozen=True, tag="dashboard_moved.1"):
    """``applied_sequence`` is the aggregator's after the move; None where only the state changed."""

    dashboard_id: DashboardId
    applied_sequence: int | None = None


async def publish_moved(redis: Redis, *moved: DashboardMoved) -> None:
    """All of them in one round trip."""
    async with redis.pipeline(transaction=False) as pipeline:
        for each in moved:
            pipeline.publish(CHANNEL, msgspec.json.encode(each))
        await pipeline.execute()


def decode_moved(message: bytes) -> DashboardMoved:
    """Raises msgspec.DecodeError for anything else."""
    return msgspec.json.decode(message, type=DashboardMoved)
