"""The aggregator is killed again and again, as kill -9 does, at whatever it is doing; nothing is lost or doubled.

PYDASH_CHAOS_KILLS and PYDASH_CHAOS_CALLS make it longer: 200 and 2000000 take about a quarter of an hour.
"""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator

import numpy as np
import pytest
from redis.asyncio import Redis
from sqlalchemy import select

from shared.db.engine import Sessions
from shared.db.models import DeadLetter, PartitionLease
from tests.fixtures.system import System
from tests.fixtures.thorough import only_thorough
from tests.fixtures.waiting import eventually
from tests.integration.aggregator.applying import contents, rebuilt, state_of
from tests.integration.aggregator.test_seal import assert_same_but_for_rounding
from tests.integration.pipeline.traffic import PARTITIONS, Source, Traffic, counted, counted_by_pydash

KILLS = int(os.environ.get("PYDASH_CHAOS_KILLS", "4"))
CALLS = int(os.environ.get("PYDASH_CHAOS_CALLS", "40000"))
DASHBOARDS = 5
CALLS_A_BATCH = 100
# Of all kills: those that come while a process starts, and those at which Redis loses everything as well.
_STARTING, _FLUSHED = 0.15, 0.25
_STARTING_SECONDS = 2.0
# A lease of 6 s and some, on a machine that does much else.
_TAKEOVER_SECONDS_MAX = 20.0


@pytest.fixture
async def traffic(sessions: Sessions, redis_url: str) -> AsyncIterator[Traffic]:
    redis = Redis.from_url(redis_url)
    yield Traffic(redis, sessions)
    await redis.aclose()


@pytest.fixture
async def bare(fresh_database: str, redis_url: str) -> AsyncIterator[System]:
    """Without users: of all services only the aggregator runs."""
    running = System(
        fresh_database,
        redis_url,
        LEASE_LIFETIME="PT0.5S",
        LEASE_RENEWAL="PT0.1S",
        PARTITIONS=str(PARTITIONS),
    )
    yield running
    await running.stop()


def say(figures: str) -> None:
    """Seen with -s."""
    sys.stdout.write(f"\n{figures}\n")


async def assert_counts_agree(traffic: Traffic, source: Source) -> None:
    found = await counted_by_pydash(traffic.sessions, source.dashboard_id)
    expected = counted(source.calls)
    assert found.keys() == expected.keys()
    for endpoint, (count, total_ms, least, greatest) in expected.items():
        assert (found[endpoint][0], *found[endpoint][2:]) == (count, least, greatest)
        assert found[endpoint][1] == pytest.approx(total_ms, rel=1e-12)


async def assert_rollups_agree(traffic: Traffic, source: Source) -> None:
    """All of them, of every unit: with what the calls themselves give."""
    async with traffic.sessions() as session:
        state = await state_of(session, source.dashboard_id)
        found = await contents(session, source.dashboard_id)
        expected = await rebuilt(session, source.calls, state.sealed_until)
    assert state.applied_calls == len(source.calls)
    assert found.calls == expected.calls
    assert_same_but_for_rounding(found, expected)


async def killed_somewhere(bare: System, traffic: Traffic, rng: np.random.Generator, batches: int) -> bool:
    """Publishes and kills meanwhile; whether there was work that the killed process had not done."""
    starting = asyncio.create_task(bare.start("aggregator"))
    if rng.random() < _STARTING:
        await asyncio.wait([starting], timeout=rng.uniform(0, _STARTING_SECONDS))
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)
    else:
        await starting
        before = await traffic.unapplied()
        await eventually(traffic.unapplied, lambda now: now < before or not before, 20)
    publishing = asyncio.create_task(traffic.publish(batches))
    await asyncio.wait([publishing], timeout=rng.uniform(0, 0.004 * batches * DASHBOARDS))
    flushed = rng.random() < _FLUSHED
    if flushed:
        await traffic.redis.flushall()
    await bare.kill("aggregator")
    in_work = await traffic.unapplied() > 0
    await publishing
    return in_work


@only_thorough
@pytest.mark.timeout(60 + 6 * KILLS + CALLS // 1_000)
async def test_an_aggregator_that_is_killed_again_and_again_loses_and_doubles_nothing(
    bare: System, traffic: Traffic
) -> None:
    rng = np.random.default_rng(20261121)
    batches = CALLS // CALLS_A_BATCH // DASHBOARDS
    await traffic.add(rng, DASHBOARDS, batches, CALLS_A_BATCH)
    began, in_work, again = time.monotonic(), 0, 0
    await traffic.publish(1 + batches // (KILLS + 2))
    for _ in range(KILLS):
        in_work += await killed_somewhere(bare, traffic, rng, batches // (KILLS + 2))
        again += await traffic.redeliver()

    await traffic.publish(batches)
    assert traffic.all_published
    await bare.start("aggregator")
    deadline = time.monotonic() + 60 + CALLS / 10_000
    while await traffic.unapplied():
        assert time.monotonic() < deadline
        again += await traffic.redeliver()
        await asyncio.sleep(0.2)

    seconds = time.monotonic() - began
    say(f"{KILLS} kills, {in_work} amid work, {again} batches published again, {seconds:.0f} s")
    assert in_work >= KILLS / 2, "the kills came too late to prove anything"
    for each in traffic.sources:
        await assert_counts_agree(traffic, each)
        await assert_rollups_agree(traffic, each)
    async with traffic.sessions() as session:
        assert (await session.scalars(select(DeadLetter))).all() == []


async def owners(sessions: Sessions) -> dict[str, set[int]]:
    async with sessions() as session:
        held: dict[str, set[int]] = {}
        for owner, partition in await session.execute(select(PartitionLease.owner, PartitionLease.partition)):
            held.setdefault(owner, set()).add(partition)
        return held


async def test_the_partitions_of_a_killed_aggregator_move_within_seconds(
    bare: System, traffic: Traffic
) -> None:
    bare.settings |= {"LEASE_LIFETIME": "PT6S", "LEASE_RENEWAL": "PT2S"}
    other = System(bare.database_url, bare.redis_url)
    other.settings = bare.settings
    rng = np.random.default_rng(20261122)
    # Enough for every partition to have some.
    await traffic.add(rng, 4 * PARTITIONS, 60, 20)
    try:
        await asyncio.gather(bare.start("aggregator"), other.start("aggregator"))
        await eventually(
            lambda: owners(traffic.sessions),
            lambda held: sorted(map(len, held.values())) == [PARTITIONS // 2] * 2,
            15,
        )
        await traffic.publish(20)
        publishing = asyncio.create_task(traffic.publish(20))
        await bare.kill("aggregator")
        killed = time.monotonic()
        await publishing
        # No batch comes twice: had one been skipped, those behind it would never be applied.
        await eventually(traffic.unapplied, lambda waiting: waiting == 0, _TAKEOVER_SECONDS_MAX)
        seconds = time.monotonic() - killed
        say(f"partitions moved and their batches were applied {seconds:.1f} s after the kill")
        assert seconds < _TAKEOVER_SECONDS_MAX
        held = await owners(traffic.sessions)
        assert [len(partitions) for partitions in held.values()] == [PARTITIONS]

        await traffic.publish(60)
        await eventually(traffic.unapplied, lambda waiting: waiting == 0, 20)
    finally:
        await other.stop()
    for each in traffic.sources:
        await assert_counts_agree(traffic, each)
