"""What is to be sent, and the account of it. The outbox is the API's to write; deliveries are ours."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.models import MailDelivery, OutboxMail

WAITING, SENT, FAILED = "waiting", "sent", "failed"


@dataclass(frozen=True)
class DueMail:
    id: UUID
    template: str
    recipient: str
    values: dict[str, Any]
    created_at: datetime
    # This one included.
    attempts: int


class OutboxRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def adopt_new(self, now: datetime) -> None:
        """Gives every outbox mail that we have not seen a delivery, due at once."""
        seen = select(MailDelivery.mail_id).where(MailDelivery.mail_id == OutboxMail.id)
        unseen = (await self._session.scalars(select(OutboxMail.id).where(~seen.exists()))).all()
        if unseen:
            rows = [
                {"mail_id": mail_id, "outcome": WAITING, "attempts": 0, "next_attempt_at": now}
                for mail_id in unseen
            ]
            await self._session.execute(insert(MailDelivery).values(rows).on_conflict_do_nothing())

    async def claim_due(self, now: datetime, lease: timedelta, limit: int) -> list[DueMail]:
        """Takes due mails; should we die with them, they are due again when the lease is over."""
        due = (
            select(MailDelivery.mail_id)
            .where(MailDelivery.outcome == WAITING, MailDelivery.next_attempt_at <= now)
            .order_by(MailDelivery.next_attempt_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        claimed = await self._session.execute(
            update(MailDelivery)
            .where(MailDelivery.mail_id.in_(due))
            .values(attempts=MailDelivery.attempts + 1, next_attempt_at=now + lease)
            .returning(MailDelivery.mail_id, MailDelivery.attempts)
        )
        attempts = {row.mail_id: row.attempts for row in claimed}
        mails = await self._session.scalars(select(OutboxMail).where(OutboxMail.id.in_(attempts)))
        return [
            DueMail(mail.id, mail.template, mail.recipient, mail.values, mail.created_at, attempts[mail.id])
            for mail in mails
        ]

    async def save_sent(self, mail_id: UUID, now: datetime) -> None:
        await self._save(mail_id, outcome=SENT, sent_at=now, error=None)

    async def save_failed(self, mail_id: UUID, error: str) -> None:
        await self._save(mail_id, outcome=FAILED, error=error)

    async def save_retry(self, mail_id: UUID, error: str, next_attempt_at: datetime) -> None:
        await self._save(mail_id, error=error, next_attempt_at=next_attempt_at)

    async def _save(self, mail_id: UUID, **values: Any) -> None:
        await self._session.execute(
            update(MailDelivery).where(MailDelivery.mail_id == mail_id).values(**values)
        )
