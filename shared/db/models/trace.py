"""What sources noted of single calls: outliers, profiles, exceptions. Writer: services/fetcher.

All of it goes after a while (services/fetcher/trace/retention.py), and of each endpoint the newest are kept. What
nobody searches by is one value, in the form of shared/traces.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, ForeignKey, Index, LargeBinary, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import Base


class TraceState(Base):
    """One row a dashboard whose source may have traces: how far they were read, and who reads them until when."""

    __tablename__ = "trace_state"

    dashboard_id: Mapped[UUID] = mapped_column(
        ForeignKey("dashboards.id", ondelete="CASCADE"), primary_key=True
    )
    # Which kinds the source has, by the names of its routes; empty before it was asked.
    kinds: Mapped[list[str]] = mapped_column(ARRAY(Text()), server_default="{}")
    # When it was asked that last; null before the first time.
    kinds_read_at: Mapped[datetime | None]
    # The position after the last trace of each kind; empty at the beginning.
    outliers_cursor: Mapped[str] = mapped_column(server_default="")
    profiles_cursor: Mapped[str] = mapped_column(server_default="")
    exceptions_cursor: Mapped[str] = mapped_column(server_default="")
    # Exceptions up to here were counted before the source's ids began anew; null where they never did.
    exceptions_after: Mapped[datetime | None]
    # When all kinds were last read without a failure; null before the first time.
    read_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(server_default="0")
    next_read_at: Mapped[datetime] = mapped_column(index=True)
    claim: Mapped[UUID | None]
    claimed_until: Mapped[datetime | None]


class Outlier(Base):
    """A call that took much longer than usual. Its id follows from the source's row, so it is kept once."""

    __tablename__ = "outliers"
    __table_args__ = (Index(None, "dashboard_id", "endpoint_digest", "at"),)

    dashboard_id: Mapped[UUID] = mapped_column(
        ForeignKey("dashboards.id", ondelete="CASCADE"), primary_key=True
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    endpoint_digest: Mapped[bytes] = mapped_column(LargeBinary(16))
    endpoint: Mapped[str]
    at: Mapped[datetime]
    execution_ms: Mapped[float]
    version: Mapped[str]
    group_by: Mapped[str]
    ip: Mapped[str]
    status: Mapped[int] = mapped_column(SmallInteger)
    # OutlierNotes.
    notes: Mapped[bytes]


class Profile(Base):
    """Where the time of one call went. Its id follows from the source's row."""

    __tablename__ = "profiles"
    __table_args__ = (Index(None, "dashboard_id", "endpoint_digest", "at"),)

    dashboard_id: Mapped[UUID] = mapped_column(
        ForeignKey("dashboards.id", ondelete="CASCADE"), primary_key=True
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    endpoint_digest: Mapped[bytes] = mapped_column(LargeBinary(16))
    endpoint: Mapped[str]
    at: Mapped[datetime]
    version: Mapped[str]
    execution_ms: Mapped[float]
    # A list of ProfileLine.
    lines: Mapped[bytes]


class RaisedHour(Base):
    """How often one exception was raised at one place of the code, for one endpoint, within one hour."""

    __tablename__ = "exceptions"
    __table_args__ = (Index(None, "dashboard_id", "endpoint_digest", "last_at"),)

    dashboard_id: Mapped[UUID] = mapped_column(
        ForeignKey("dashboards.id", ondelete="CASCADE"), primary_key=True
    )
    # Follows from endpoint, type, place and whether the app handled it: the same in every hour.
    group_id: Mapped[UUID] = mapped_column(primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    endpoint_digest: Mapped[bytes] = mapped_column(LargeBinary(16))
    endpoint: Mapped[str]
    type: Mapped[str]
    handled: Mapped[bool]
    count: Mapped[int] = mapped_column(BigInteger)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    # Of the last one: its message, the version that raised it, and its stack, a list of Frame.
    message: Mapped[str]
    version: Mapped[str]
    stack: Mapped[bytes]
