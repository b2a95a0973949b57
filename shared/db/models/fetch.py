"""How far each source was read. Writer: services/fetcher."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import Base


class FetchState(Base):
    """One row a dashboard: its state, its watermark, its next sequence and who works on it until when."""

    __tablename__ = "fetch_state"

    dashboard_id: Mapped[UUID] = mapped_column(
        ForeignKey("dashboards.id", ondelete="CASCADE"), primary_key=True
    )
    state: Mapped[int] = mapped_column(SmallInteger)
    # What went wrong last and what the user can do; both null while all is well.
    error: Mapped[str | None]
    error_detail: Mapped[str | None]
    failures: Mapped[int]
    # End of the last published window; null until the source told when its history begins.
    watermark: Mapped[datetime | None]
    next_sequence: Mapped[int] = mapped_column(BigInteger)
    history_from: Mapped[datetime | None]
    history_until: Mapped[datetime | None]
    published_calls: Mapped[int] = mapped_column(BigInteger)
    window_seconds: Mapped[int]
    source_version: Mapped[str | None]
    source_total: Mapped[int | None] = mapped_column(BigInteger)
    endpoints_read_at: Mapped[datetime | None]
    next_poll_at: Mapped[datetime] = mapped_column(index=True)
    claim: Mapped[UUID | None]
    claimed_until: Mapped[datetime | None]


class FetchWindow(Base):
    """Which window a sequence stands for, so that a batch that never arrived can be fetched again."""

    __tablename__ = "fetch_windows"

    dashboard_id: Mapped[UUID] = mapped_column(
        ForeignKey("dashboards.id", ondelete="CASCADE"), primary_key=True
    )
    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    window_start: Mapped[datetime]
    window_end: Mapped[datetime]
    calls: Mapped[int]
    # The stream entry that carried it last; null from the commit until the entry is known to be there.
    entry_id: Mapped[str | None]
    published_at: Mapped[datetime]


class SourceEndpoint(Base):
    """An endpoint as the source's monitor rules describe it, found by its name's digest."""

    __tablename__ = "source_endpoints"

    dashboard_id: Mapped[UUID] = mapped_column(
        ForeignKey("dashboards.id", ondelete="CASCADE"), primary_key=True
    )
    digest: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    name: Mapped[str]
    monitor_level: Mapped[int] = mapped_column(SmallInteger)
    added_at: Mapped[datetime | None]
    version_added: Mapped[str | None]
    last_requested_at: Mapped[datetime | None]
