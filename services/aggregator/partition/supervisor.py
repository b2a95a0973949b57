"""Keeps a consumer running for each partition this process holds, and its share of partitions fair."""

import asyncio
from collections.abc import Collection

import structlog

from services.aggregator.partition.consumer import PartitionConsumer
from services.aggregator.partition.repository import LeaseRepository
from services.aggregator.partition.share import fair_share, surplus
from services.aggregator.resources import Resources
from shared.contracts.ids import Partition
from shared.db.passing import is_passing

_log = structlog.get_logger(__name__)


class PartitionSupervisor:
    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._consumers: dict[Partition, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Until cancelled; then all consumers end after the batch in hand and the leases are free at once."""
        try:
            while True:
                await self._share_out_or_wait()
                await asyncio.sleep(self._resources.settings.lease_renewal.total_seconds())
        finally:
            await self._stop(list(self._consumers))
            async with self._resources.sessions.begin() as session:
                await LeaseRepository(session, self._resources.owner).leave()

    async def _share_out_or_wait(self) -> None:
        try:
            await self._share_out()
        except Exception as error:
            if not is_passing(error):
                raise
            # Without Postgres nothing can be applied; consumers wait by themselves. Order is kept by the
            # sequence gate even if our leases run out meanwhile.
            _log.warning("leases_not_renewed", error=type(error).__name__)

    async def _share_out(self) -> None:
        settings, now = self._resources.settings, self._resources.clock.now()
        async with self._resources.sessions.begin() as session:
            leases = LeaseRepository(session, self._resources.owner)
            rank, members = await leases.join(now, settings.lease_lifetime)
            held = await leases.renew(self._consumers.keys(), now, settings.lease_lifetime)
            share = fair_share(settings.partitions, members, rank)
            for partition in await leases.free(settings.partitions, now):
                if len(held) < share and await leases.acquire(partition, now, settings.lease_lifetime):
                    held.add(partition)
        too_many = {Partition(number) for number in surplus(held, share)}
        await self._stop([partition for partition in self._consumers if partition not in held - too_many])
        if too_many:
            async with self._resources.sessions.begin() as session:
                await LeaseRepository(session, self._resources.owner).release(too_many)
        for partition in held - too_many:
            self._start(partition)

    def _start(self, partition: Partition) -> None:
        running = self._consumers.get(partition)
        if running is not None and not running.done():
            return
        if running is not None and (error := running.exception()) is not None:
            _log.error("consumer_failed", partition=partition, exc_info=error)
        consumer = PartitionConsumer(self._resources, partition)
        self._consumers[partition] = asyncio.create_task(consumer.run(), name=f"partition-{partition}")
        _log.info("partition_taken", partition=partition)

    async def _stop(self, partitions: Collection[Partition]) -> None:
        tasks = [self._consumers.pop(partition) for partition in partitions]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for partition in partitions:
            _log.info("partition_left", partition=partition)
