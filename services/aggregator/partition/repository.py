"""Leases on partitions, in Postgres: they outlive Redis and end by themselves when their owner dies."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.ids import Partition
from shared.db.models import AggregatorMember, PartitionLease


class LeaseRepository:
    def __init__(self, session: AsyncSession, owner: str) -> None:
        self._session = session
        self._owner = owner

    async def join(self, now: datetime, lifetime: timedelta) -> tuple[int, int]:
        """Renews this process's own membership; its rank among all that live, and how many those are."""
        statement = insert(AggregatorMember).values(owner=self._owner, expires_at=now + lifetime)
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["owner"], set_={"expires_at": statement.excluded.expires_at}
            )
        )
        await self._session.execute(delete(AggregatorMember).where(AggregatorMember.expires_at <= now))
        owners = sorted(await self._session.scalars(select(AggregatorMember.owner)))
        return owners.index(self._owner), len(owners)

    async def renew(self, held: Collection[Partition], now: datetime, lifetime: timedelta) -> set[Partition]:
        """Those of ``held`` that are still ours."""
        return {partition for partition in sorted(held) if await self.acquire(partition, now, lifetime)}

    async def free(self, partitions: int, now: datetime) -> list[Partition]:
        """Partitions that nobody holds."""
        taken = await self._session.scalars(
            select(PartitionLease.partition).where(PartitionLease.expires_at > now)
        )
        return [Partition(number) for number in sorted(set(range(partitions)) - set(taken))]

    async def acquire(self, partition: Partition, now: datetime, lifetime: timedelta) -> bool:
        """Takes or renews one lease; False where another holds it."""
        statement = insert(PartitionLease).values(
            partition=partition, owner=self._owner, expires_at=now + lifetime
        )
        taken = await self._session.scalar(
            statement.on_conflict_do_update(
                index_elements=["partition"],
                set_={"owner": statement.excluded.owner, "expires_at": statement.excluded.expires_at},
                where=or_(PartitionLease.owner == self._owner, PartitionLease.expires_at <= now),
            ).returning(PartitionLease.partition)
        )
        return taken is not None

    async def release(self, partitions: Collection[Partition]) -> None:
        await self._session.execute(
            delete(PartitionLease).where(
                PartitionLease.partition.in_(partitions), PartitionLease.owner == self._owner
            )
        )

    async def leave(self) -> None:
        """This process ends: its leases and its membership are free at once."""
        await self._session.execute(delete(PartitionLease).where(PartitionLease.owner == self._owner))
        await self._session.execute(delete(AggregatorMember).where(AggregatorMember.owner == self._owner))
