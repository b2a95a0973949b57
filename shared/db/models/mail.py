"""Mail to be sent and what became of it.

Writers: services/api (outbox), services/mailer (deliveries; it also removes from the outbox what is finished).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import Base


class OutboxMail(Base):
    """A mail as the event that caused it wrote it, in that event's own transaction."""

    __tablename__ = "mail_outbox"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    template: Mapped[str]
    recipient: Mapped[str]
    values: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(index=True)


class MailDelivery(Base):
    """The mailer's account of one outbox mail; absent until the mailer first saw it."""

    __tablename__ = "mail_deliveries"
    __table_args__ = (
        # Of those that wait alone: looked into every few seconds, beside any number that is done.
        Index("mail_deliveries_due_idx", "next_attempt_at", postgresql_where=text("outcome = 'waiting'")),
    )

    mail_id: Mapped[UUID] = mapped_column(ForeignKey("mail_outbox.id", ondelete="CASCADE"), primary_key=True)
    # waiting, sent or failed
    outcome: Mapped[str]
    attempts: Mapped[int]
    # Of a failed one: when it failed.
    next_attempt_at: Mapped[datetime]
    # Settled by the first attempt, the same in all.
    message_id: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None]
