"""Who else may see a dashboard. Writer: services/api."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import Base


class Share(Base):
    """The owner lets somebody see a dashboard, or change it: ``role`` is viewer or editor.

    ``invited`` is the name or mail address as the owner gave it, ``invited_key`` its folded form. ``user_id`` is
    null where no such user was found; then the row is only there so that the owner cannot tell. One user may be
    invited by name and by mail: the higher role counts.
    """

    __tablename__ = "shares"
    __table_args__ = (UniqueConstraint("dashboard_id", "invited_key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    dashboard_id: Mapped[UUID] = mapped_column(ForeignKey("dashboards.id", ondelete="CASCADE"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    invited: Mapped[str]
    invited_key: Mapped[str]
    role: Mapped[str]
    created_at: Mapped[datetime]


class DashboardLink(Base):
    """A secret that shows one dashboard to whoever has it, until it expires. Only its SHA-256 is kept.

    ``password_hash`` is null where the secret alone is enough.
    """

    __tablename__ = "dashboard_links"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    dashboard_id: Mapped[UUID] = mapped_column(ForeignKey("dashboards.id", ondelete="CASCADE"), index=True)
    label: Mapped[str]
    secret_hash: Mapped[bytes]
    password_hash: Mapped[str | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
