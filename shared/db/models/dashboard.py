"""The monitored apps as their owners set them. Writer: services/api."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import Base


class Dashboard(Base):
    __tablename__ = "dashboards"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    # Null: deleted. No query of a viewer finds it any more; each service clears its own tables, the row goes last.
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    url: Mapped[str]
    token_encrypted: Mapped[bytes]
    poll_interval_seconds: Mapped[int]
    settle_seconds: Mapped[int]
    # How often it is asked whether the app is up; null: not at all.
    ping_interval_seconds: Mapped[int | None] = mapped_column(server_default="300")
    created_at: Mapped[datetime]
    # When the owner gave another URL or token; null before the first time.
    source_changed_at: Mapped[datetime | None]
    # Days that raw calls are kept; rollups stay.
    raw_retention_days: Mapped[int] = mapped_column(server_default="90")
    # Apdex: up to this a call satisfies, up to four times as long it is tolerated. Milliseconds.
    apdex_threshold_ms: Mapped[float] = mapped_column(server_default="500")


class EndpointChange(Base):
    """The owner asked to delete an endpoint's calls, or to count them for another endpoint from now on.

    ``target`` is the other endpoint's name (merge) or the new one (rename); null for a deletion. The
    aggregator carries it out and notes it in endpoint_changes_applied.
    """

    __tablename__ = "endpoint_changes"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    dashboard_id: Mapped[UUID] = mapped_column(ForeignKey("dashboards.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    endpoint: Mapped[str]
    target: Mapped[str | None]
    created_at: Mapped[datetime]
