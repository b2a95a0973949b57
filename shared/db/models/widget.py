"""Widgets of wallboards, each fed from a dashboard's calls. Writer: services/api."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import Base


class Widget(Base):
    """``definition``: its kind, statistic, filters, range and options (services/api/widget/definition.py).

    Key and password are encrypted, not hashed: the page shows the one, and the feed encrypts with the other.
    """

    __tablename__ = "widgets"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    dashboard_id: Mapped[UUID] = mapped_column(ForeignKey("dashboards.id", ondelete="CASCADE"), index=True)
    title: Mapped[str]
    definition: Mapped[dict[str, Any]] = mapped_column(JSONB)
    key_encrypted: Mapped[bytes]
    # Null where what the feed answers is not encrypted.
    password_encrypted: Mapped[bytes | None]
    created_at: Mapped[datetime]
