"""Partitions among several aggregators: each worked by one, all worked, soon taken over."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from sqlalchemy import select

from services.aggregator.partition.repository import LeaseRepository
from services.aggregator.partition.supervisor import PartitionSupervisor
from services.aggregator.resources import Resources, open_resources
from services.aggregator.settings import AggregatorSettings
from shared.contracts.ids import Partition
from shared.db.models import PartitionLease
from tests.fixtures.waiting import eventually


@asynccontextmanager
async def aggregator(settings: AggregatorSettings) -> AsyncIterator[Resources]:
    """One that ends well."""
    async with open_resources(settings) as resources:
        task = asyncio.create_task(PartitionSupervisor(resources).run())
        yield resources
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def leases(resources: Resources) -> dict[str, set[int]]:
    """Owner -> the partitions it holds now."""
    async with resources.sessions() as session:
        rows = await session.execute(
            select(PartitionLease.owner, PartitionLease.partition).where(
                PartitionLease.expires_at > resources.clock.now()
            )
        )
        held: dict[str, set[int]] = {}
        for owner, partition in rows:
            held.setdefault(owner, set()).add(partition)
        return held


async def test_one_aggregator_works_all_partitions_and_frees_them_when_it_ends(
    settings: AggregatorSettings, resources: Resources
) -> None:
    async with aggregator(settings) as first:
        await eventually(lambda: leases(resources), lambda held: held == {first.owner: {0, 1, 2, 3}}, 5)

    assert await leases(resources) == {}


async def test_a_second_aggregator_gets_its_share(settings: AggregatorSettings, resources: Resources) -> None:
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(aggregator(settings))
        await eventually(lambda: leases(resources), lambda held: len(held.get(first.owner, ())) == 4, 5)
        second = await stack.enter_async_context(aggregator(settings))
        held = await eventually(
            lambda: leases(resources), lambda held: sorted(map(len, held.values())) == [2, 2], 10
        )
    assert held[first.owner] | held[second.owner] == {0, 1, 2, 3}


async def test_a_dead_aggregators_partitions_are_taken_over(
    settings: AggregatorSettings, resources: Resources
) -> None:
    async with resources.sessions.begin() as session:
        dead = LeaseRepository(session, "dead")
        now = resources.clock.now()
        await dead.join(now, settings.lease_lifetime)
        for number in range(4):
            assert await dead.acquire(Partition(number), now, settings.lease_lifetime)

    async with aggregator(settings) as alive:
        await eventually(lambda: leases(resources), lambda held: held == {alive.owner: {0, 1, 2, 3}}, 10)


async def test_a_lease_has_one_holder(resources: Resources, settings: AggregatorSettings) -> None:
    now = resources.clock.now()

    async def acquire(owner: str) -> bool:
        async with resources.sessions.begin() as session:
            return await LeaseRepository(session, owner).acquire(Partition(0), now, settings.lease_lifetime)

    taken = await asyncio.gather(*(acquire(f"owner {number}") for number in range(8)))

    assert sum(taken) == 1
