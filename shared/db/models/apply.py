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
    # Hours before this have their rollups, and days and months that end by then; null before the first batch.
    sealed_until: Mapped[datetime | None]
    # Retention: blocks of hours before this are gone; null while all are there.
    raw_from: Mapped[datetime | None]
    # Calls that came after their hour was sealed; they are among the applied ones.
    corrected_calls: Mapped[int] = mapped_column(BigInteger, server_default="0")
    # Calls of endpoints that were deleted since.
    removed_calls: Mapped[int] = mapped_column(BigInteger, server_default="0")


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
    # Endpoints only: after a merge or a rename calls of this name count for that one.
    alias_of: Mapped[int | None]


class CallBlock(Base):
    """Raw calls of one dashboard and hour as columns (shared/calls/block.py).

    One block a batch while the hour is open; one of SEALED sequence once it is sealed.
    """

    __tablename__ = "call_block"

    dashboard_id: Mapped[UUID] = mapped_column(
        ForeignKey("dashboards.id", ondelete="CASCADE"), primary_key=True
    )
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    calls: Mapped[int]
    format: Mapped[int] = mapped_column(SmallInteger)
    data: Mapped[bytes]


class RuledCalls(Base):
    """Calls that a rule (shared/calls/rules.py) left out, or kept under a changed name, and an example."""

    __tablename__ = "ruled_calls"

    dashboard_id: Mapped[UUID] = mapped_column(
        ForeignKey("dashboards.id", ondelete="CASCADE"), primary_key=True
    )
    rule: Mapped[str] = mapped_column(primary_key=True)
    calls: Mapped[int] = mapped_column(BigInteger)
    example: Mapped[str]
    last_at: Mapped[datetime]


class EndpointChangeApplied(Base):
    """A change of endpoints (dashboard.py) that rollups and blocks already show."""

    __tablename__ = "endpoint_changes_applied"

    change_id: Mapped[UUID] = mapped_column(
        ForeignKey("endpoint_changes.id", ondelete="CASCADE"), primary_key=True
    )
    applied_at: Mapped[datetime]


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
    # Null: the entry does not say, or the dashboard was deleted.
    dashboard_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("dashboards.id", ondelete="CASCADE"), index=True
    )
    reason: Mapped[str]
    detail: Mapped[str]
    created_at: Mapped[datetime]
