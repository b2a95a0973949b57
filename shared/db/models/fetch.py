"""How far each source was read. Writer: services/fetcher."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, ForeignKey, LargeBinary, SmallInteger, Text
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
    # What the user should know though all goes well (services/fetcher/source/source.py has the names).
    warnings: Mapped[list[str]] = mapped_column(ARRAY(Text()), server_default="{}")
    # Which protocol the source spoke last, 1 or 2; null before it answered.
    protocol: Mapped[int | None] = mapped_column(SmallInteger)
    # The dashboard's source_changed_at when its source was opened last.
    source_seen_at: Mapped[datetime | None]
    # Up to here every call was fetched; null until the source told when its history begins.
    watermark: Mapped[datetime | None]
    # Of every call after this the keys are kept; what is before it no audit can tell from late calls.
    keys_from: Mapped[datetime | None]
    # Protocol 2: the position after the last call fetched; empty at the beginning.
    cursor: Mapped[str] = mapped_column(server_default="")
    # Protocol 2: earlier calls were fetched before, by windows or from a database that is gone.
    calls_after: Mapped[datetime | None]
    next_sequence: Mapped[int] = mapped_column(BigInteger)
    history_from: Mapped[datetime | None]
    history_until: Mapped[datetime | None]
    history_started_at: Mapped[datetime | None]
    history_ended_at: Mapped[datetime | None]
    published_calls: Mapped[int] = mapped_column(BigInteger)
    # Of these, the ones that an audit found behind the watermark.
    late_calls: Mapped[int] = mapped_column(BigInteger, server_default="0")
    # Of these, the ones from before protocol 2 was read from its beginning: the source may not have them any more.
    calls_before: Mapped[int] = mapped_column(BigInteger, server_default="0")
    # How much to ask for next: the seconds of a window, the calls of a page.
    window_seconds: Mapped[int]
    page_calls: Mapped[int] = mapped_column(server_default="20000")
    source_version: Mapped[str | None]
    source_total: Mapped[int | None] = mapped_column(BigInteger)
    endpoints_read_at: Mapped[datetime | None]
    next_poll_at: Mapped[datetime] = mapped_column(index=True)
    claim: Mapped[UUID | None]
    claimed_until: Mapped[datetime | None]


class FetchWindow(Base):
    """What a sequence stands for, so that a batch that never arrived can be fetched again, and audited."""

    __tablename__ = "fetch_windows"

    dashboard_id: Mapped[UUID] = mapped_column(
        ForeignKey("dashboards.id", ondelete="CASCADE"), primary_key=True
    )
    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    # 0: what came after the watermark; 1: what an audit found behind it.
    kind: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    window_start: Mapped[datetime]
    window_end: Mapped[datetime]
    # Protocol 2: the calls after the one cursor, up to the other. Null for a window of time.
    cursor_after: Mapped[str | None]
    cursor_until: Mapped[str | None]
    calls: Mapped[int]
    # What tells the source's rows apart (services/fetcher/audit/keys.py); null where no audit will ask.
    keys: Mapped[bytes | None] = mapped_column(LargeBinary)
    # The stream entry that carried it last; null from the commit until the entry is known to be there.
    entry_id: Mapped[str | None]
    published_at: Mapped[datetime]


class Audit(Base):
    """What comparing a dashboard's published calls with its source found."""

    __tablename__ = "audits"

    dashboard_id: Mapped[UUID] = mapped_column(
        ForeignKey("dashboards.id", ondelete="CASCADE"), primary_key=True
    )
    audited_at: Mapped[datetime]
    # Windows up to here were read twice and agree.
    audited_until: Mapped[datetime]
    # The source's own total, and of that what it had not settled yet.
    source_calls: Mapped[int] = mapped_column(BigInteger)
    unsettled_calls: Mapped[int] = mapped_column(BigInteger)
    # What had been published by then, late calls among them.
    counted_calls: Mapped[int] = mapped_column(BigInteger)
    # The source certainly has so many more, or fewer, than were published.
    missing_calls: Mapped[int] = mapped_column(BigInteger)
    surplus_calls: Mapped[int] = mapped_column(BigInteger)


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
