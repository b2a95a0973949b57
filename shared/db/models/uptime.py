"""Whether the monitored apps answer. Writer: services/fetcher."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import Base


class PingState(Base):
    """One row a dashboard that was ever to be pinged: when it was, and who pings it until when."""

    __tablename__ = "ping_state"

    dashboard_id: Mapped[UUID] = mapped_column(
        ForeignKey("dashboards.id", ondelete="CASCADE"), primary_key=True
    )
    # Null before the first ping.
    pinged_at: Mapped[datetime | None]
    claim: Mapped[UUID | None]
    claimed_until: Mapped[datetime | None]


class UptimeInterval(Base):
    """A time through which pings came regularly and all found the same: the app up, or down.

    Intervals of a dashboard never overlap. What lies between them is unknown: PyDash itself was off, or
    pings were. Kept for ever, for they are few: a new one begins only when an app goes down or comes back.
    """

    __tablename__ = "uptime"

    dashboard_id: Mapped[UUID] = mapped_column(
        ForeignKey("dashboards.id", ondelete="CASCADE"), primary_key=True
    )
    started_at: Mapped[datetime] = mapped_column(primary_key=True)
    # The last ping that found it so, or the first that found otherwise.
    ended_at: Mapped[datetime]
    # Null: up. Else down, and what its first ping ran into, by a stable name.
    error: Mapped[str | None]
