"""Who uses PyDash. Writer: services/api."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import Base


class User(Base):
    """A mail address is its user's from verification on; until then others may register it, too."""

    __tablename__ = "users"
    __table_args__ = (
        Index(
            "users_verified_mail_key_key",
            "mail_key",
            unique=True,
            postgresql_where=text("verified_at IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    # What is compared: the name and the mail address in Unicode's NFKC form, case folded.
    name_key: Mapped[str] = mapped_column(unique=True)
    mail: Mapped[str]
    mail_key: Mapped[str]
    password_hash: Mapped[str]
    created_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]
    # What pages show times in: an IANA name, or device.
    timezone: Mapped[str] = mapped_column(server_default="device")
    # system, light or dark
    theme: Mapped[str] = mapped_column(server_default="system")
    sounds: Mapped[bool] = mapped_column(server_default=false())


class AccountCode(Base):
    """A secret that a mail carries to an address, to prove that its reader is the user. Gone once used."""

    __tablename__ = "account_codes"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    # What it may be used for; services/api/account/code/repository.py has the names.
    purpose: Mapped[str]
    # The address it was sent to, and counts for.
    mail: Mapped[str]
    # SHA-256: the secret has 256 random bits.
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


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
