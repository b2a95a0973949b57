"""The monitored apps as their owners set them. Writer: services/api."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import Base


class Dashboard(Base):
    __tablename__ = "dashboards"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    url: Mapped[str]
    token_encrypted: Mapped[bytes]
    poll_interval_seconds: Mapped[int]
    settle_seconds: Mapped[int]
    created_at: Mapped[datetime]
