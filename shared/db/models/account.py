"""Who uses PyDash. Writer: services/api."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import Base


class User(Base):
    __tablename__ = "users"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    # What is compared: the name and the mail address in Unicode's NFKC form, case folded.
    name_key: Mapped[str] = mapped_column(unique=True)
    mail: Mapped[str]
    mail_key: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    created_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]


class RefreshFamily(Base):
    """One sign-in: the chain of refresh tokens that grew out of it. ``generation`` is the one now valid."""

    __tablename__ = "refresh_families"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    generation: Mapped[int]
    created_at: Mapped[datetime]
    refreshed_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    user_agent: Mapped[str]


class ApiKey(Base):
    """A bearer token for scripts, shown once; only its SHA-256 is kept (its secret has 256 random bits).

    ``scope`` is read or manage. It is for all that its user may see or, unless ``for_all``, for the dashboards in
    ``api_key_dashboards``; when the last of these is deleted, it is for none.
    """

    __tablename__ = "api_keys"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    label: Mapped[str]
    secret_hash: Mapped[bytes]
    scope: Mapped[str] = mapped_column(server_default="manage")
    for_all: Mapped[bool] = mapped_column(server_default="true")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    # To the minute.
    last_used_at: Mapped[datetime | None]


class ApiKeyDashboard(Base):
    """A dashboard that an API key is bound to."""

    __tablename__ = "api_key_dashboards"

    key_id: Mapped[UUID] = mapped_column(ForeignKey("api_keys.id", ondelete="CASCADE"), primary_key=True)
    dashboard_id: Mapped[UUID] = mapped_column(
        ForeignKey("dashboards.id", ondelete="CASCADE"), primary_key=True, index=True
    )
