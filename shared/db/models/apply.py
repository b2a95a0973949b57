"""What the aggregator made of the batches. Writer: services/aggregator."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import Base


class ApplyState(Base):
    """The sequence gate: a batch applies only where ``applied_sequence`` is its own number less one."""

    __tablename__ = "apply_state"

    dashboard_id: Mapped[UUID] = mapped_column(
        ForeignKey("dashboards.id", ondelete="CASCADE"), primary_key=True
    )
    applied_sequence: Mapped[int] = mapped_column(BigInteger)
    applied_calls: Mapped[int] = mapped_column(BigInteger)
    first_call_at: Mapped[datetime | None]
    last_call_at: Mapped[datetime | None]
    applied_at: Mapped[datetime]


class Name(Base):
    """Endpoints, versions, group_bys and ips as small integers, per dashboard and kind.

    ``digest`` is the first half of the name's SHA-256: an index entry holds at most a third of a page, a
    name may be longer.
    """

    __tablename__ = "names"
    __table_args__ = (UniqueConstraint("dashboard_id", "kind", "digest"),)

    dashboard_id: Mapped[UUID] = mapped_column(
        ForeignKey("dashboards.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    digest: Mapped[bytes] = mapped_column(LargeBinary(16))


class CallBlock(Base):
    """Raw calls of one dashboard and hour as columns (shared/calls/block.py), one block a batch and hour."""

    __tablename__ = "call_block"

    dashboard_id: Mapped[UUID] = mapped_column(
        ForeignKey("dashboards.id", ondelete="CASCADE"), primary_key=True
    )
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    calls: Mapped[int]
    format: Mapped[int] = mapped_column(SmallInteger)
    data: Mapped[bytes]


class PartitionLease(Base):
    """Which consumer works a partition, until when. Order per dashboard rests on there being one."""

    __tablename__ = "partition_leases"

    partition: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    owner: Mapped[str]
    expires_at: Mapped[datetime]


class AggregatorMember(Base):
    """An aggregator process that lives, so that each knows how many share the partitions."""

    __tablename__ = "aggregator_members"

    owner: Mapped[str] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime]


class DeadLetter(Base):
    """An entry that could not be applied, and why. The entry itself is kept in the stream calls:dead."""

    __tablename__ = "dead_letters"

    origin: Mapped[str] = mapped_column(primary_key=True)
    entry_id: Mapped[str] = mapped_column(primary_key=True)
    dashboard_id: Mapped[UUID | None] = mapped_column(index=True)
    reason: Mapped[str]
    detail: Mapped[str]
    created_at: Mapped[datetime]
