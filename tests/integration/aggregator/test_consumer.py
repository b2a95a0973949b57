"""One partition's consumer against a real stream."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

from redis.asyncio import Redis
from sqlalchemy import select

from services.aggregator.partition.consumer import PartitionConsumer
from services.aggregator.partition.stream import PartitionStream
from services.aggregator.resources import Resources
from shared.contracts.call_batch import CallBatch, decode_batch, encode_batch
from shared.contracts.dashboard_moved import CHANNEL, decode_moved
from shared.contracts.ids import DashboardId, Partition, Sequence
from shared.db.models import ApplyState, CallBlock, DeadLetter
from shared.streams.keys import DEAD_LETTERS, GROUP, calls_stream
from tests.fixtures.rows import NOON, add_dashboard, batch, named_calls
from tests.fixtures.waiting import eventually

PARTITION = Partition(0)
STREAM = calls_stream(PARTITION)


@asynccontextmanager
async def consuming(resources: Resources) -> AsyncIterator[None]:
    task = asyncio.create_task(PartitionConsumer(resources, PARTITION).run())
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def publish(redis: Redis, *batches: CallBatch) -> None:
    for each in batches:
        fields: dict[Any, Any] = dict(encode_batch(each))
        await redis.xadd(STREAM, fields)


async def new_dashboard(resources: Resources) -> DashboardId:
    async with resources.sessions.begin() as session:
        return await add_dashboard(session)


async def applied(resources: Resources, dashboard_id: DashboardId) -> int:
    async with resources.sessions() as session:
        state = await session.get(ApplyState, dashboard_id)
        return state.applied_sequence if state else 0


async def applies_up_to(resources: Resources, dashboard_id: DashboardId, sequence: int) -> None:
    await eventually(lambda: applied(resources, dashboard_id), lambda now: now == sequence, 10)


async def test_applied_entries_are_acknowledged_and_trimmed(resources: Resources) -> None:
    dashboard_id = await new_dashboard(resources)
    await publish(resources.redis, batch(dashboard_id, 1), batch(dashboard_id, 2))

    async with consuming(resources):
        await applies_up_to(resources, dashboard_id, 2)
        await eventually(lambda: resources.redis.xlen(STREAM), lambda length: length == 0, 5)

    assert (await resources.redis.xpending(STREAM, GROUP))["pending"] == 0


async def test_what_a_dead_consumer_left_pending_is_applied_first(resources: Resources) -> None:
    dashboard_id = await new_dashboard(resources)
    await publish(resources.redis, *(batch(dashboard_id, number) for number in range(1, 21)))
    dead = PartitionStream(resources.redis, PARTITION, "a consumer that dies")
    await dead.ensure_group()
    # It read more than one page of what a consumer claims at a time, and died before the first commit.
    assert len([*await dead.read_new(), *await dead.read_new()]) == 20

    async with consuming(resources):
        await applies_up_to(resources, dashboard_id, 20)


async def test_an_unreadable_entry_is_a_dead_letter_and_delays_nobody(resources: Resources) -> None:
    dashboard_id = await new_dashboard(resources)
    bad: dict[Any, Any] = {**encode_batch(batch(dashboard_id, 1)), b"calls": b"not arrow"}
    entry_id = await resources.redis.xadd(STREAM, bad)
    await resources.redis.xadd(STREAM, {"version": "from another world"})
    await publish(resources.redis, batch(dashboard_id, 1))

    async with consuming(resources):
        await applies_up_to(resources, dashboard_id, 1)

    async with resources.sessions() as session:
        letters = (await session.scalars(select(DeadLetter).order_by(DeadLetter.entry_id))).all()
    assert [(each.origin, each.reason, each.dashboard_id) for each in letters] == [
        (STREAM, "unreadable", dashboard_id),
        (STREAM, "unreadable", None),
    ]
    kept = await resources.redis.xrange(DEAD_LETTERS)
    assert kept[0][1][b"entry"] == entry_id
    assert kept[0][1][b"calls"] == b"not arrow"


async def test_a_batch_that_postgres_refuses_is_a_dead_letter(resources: Resources) -> None:
    dashboard_id = await new_dashboard(resources)
    async with resources.sessions.begin() as session:
        session.add(
            ApplyState(
                dashboard_id=dashboard_id,
                applied_sequence=0,
                # One more does not fit into the column.
                applied_calls=2**63 - 1,
                first_call_at=None,
                last_call_at=None,
                applied_at=resources.clock.now(),
            )
        )
    healthy = await new_dashboard(resources)
    await publish(resources.redis, batch(dashboard_id, 1), batch(healthy, 1))

    async with consuming(resources):
        await applies_up_to(resources, healthy, 1)

    async with resources.sessions() as session:
        letter = (await session.scalars(select(DeadLetter))).one()
    assert (letter.reason, letter.dashboard_id) == ("refused", dashboard_id)
    assert await applied(resources, dashboard_id) == 0


async def test_a_poison_batch_in_the_midst_of_good_ones_is_buried_alone(resources: Resources) -> None:
    poisoned, *others = [await new_dashboard(resources) for _ in range(4)]
    # Nothing is wrong with the batch: it is its hour that cannot be sealed any more.
    unreadable = CallBlock(dashboard_id=poisoned, hour=NOON, sequence=9, calls=1, format=1, data=b"no block")
    hour = timedelta(hours=1)
    last = CallBatch(poisoned, Sequence(2), NOON, NOON + hour, named_calls([NOON]))
    await publish(resources.redis, batch(poisoned, 1), *(batch(each, 1) for each in others))
    async with consuming(resources):
        await applies_up_to(resources, poisoned, 1)
        for each in others:
            await applies_up_to(resources, each, 1)
    async with resources.sessions.begin() as session:
        session.add(unreadable)

    await publish(
        resources.redis,
        batch(others[0], 2),
        last,
        batch(others[1], 2),
        batch(others[2], 2),
        batch(others[0], 3),
    )
    async with consuming(resources):
        for each, sequence in zip(others, (3, 2, 2), strict=True):
            await applies_up_to(resources, each, sequence)
        await eventually(lambda: resources.redis.xlen(STREAM), lambda length: length == 0, 10)

    assert await applied(resources, poisoned) == 1
    async with resources.sessions() as session:
        letter = (await session.scalars(select(DeadLetter))).one()
    assert (letter.reason, letter.dashboard_id) == ("failed", poisoned)
    assert letter.detail.startswith("DamagedBlockError")
    [(_, kept)] = await resources.redis.xrange(DEAD_LETTERS)
    assert decode_batch(kept).sequence == 2


async def test_a_flushed_redis_is_survived(resources: Resources) -> None:
    dashboard_id = await new_dashboard(resources)
    async with consuming(resources):
        await publish(resources.redis, batch(dashboard_id, 1))
        await applies_up_to(resources, dashboard_id, 1)
        await resources.redis.flushall()
        await publish(resources.redis, batch(dashboard_id, 2))
        await applies_up_to(resources, dashboard_id, 2)


async def test_trimming_spares_what_another_group_still_needs(resources: Resources) -> None:
    dashboard_id = await new_dashboard(resources)
    await publish(resources.redis, batch(dashboard_id, 1))
    await resources.redis.xgroup_create(STREAM, "another", id="0")

    async with consuming(resources):
        await applies_up_to(resources, dashboard_id, 1)
        await publish(resources.redis, batch(dashboard_id, 2))
        await applies_up_to(resources, dashboard_id, 2)

    assert await resources.redis.xlen(STREAM) == 2


async def test_pages_are_told_of_each_batch_applied(resources: Resources) -> None:
    dashboard_id = await new_dashboard(resources)
    async with resources.redis.pubsub(ignore_subscribe_messages=True) as channel:
        await channel.subscribe(CHANNEL)
        async with consuming(resources):
            await publish(resources.redis, batch(dashboard_id, 1, named_calls([])))
            message = await eventually(
                lambda: channel.get_message(timeout=0.1), lambda got: got is not None, 10
            )

    assert message is not None
    moved = decode_moved(message["data"])
    assert (moved.dashboard_id, moved.applied_sequence) == (dashboard_id, 1)
