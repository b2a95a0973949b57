"""What is to be sent, and the account of it. The outbox is the API's to write; deliveries are ours."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, literal, literal_column, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.models import MailDelivery, OutboxMail

WAITING, SENT, FAILED = "waiting", "sent", "failed"
# Spelled out, so that also a plan made for any parameters may use the index of those that wait.
_IS_WAITING = MailDelivery.outcome == literal_column("'waiting'")


@dataclass(frozen=True)
class ClaimedMail:
    id: UUID
    message_id: str
    template: str
    recipient: str
    values: dict[str, Any]
    created_at: datetime
    # This one included; it tells this claim from later ones.
    attempts: int


@dataclass(frozen=True)
class FailedMail:
    id: UUID
    template: str
    recipient: str
    created_at: datetime
    attempts: int
    error: str


class OutboxRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def adopt_new(self, now: datetime) -> None:
        """Gives every outbox mail that we have not seen a delivery, due at once."""
        seen = select(MailDelivery.mail_id).where(MailDelivery.mail_id == OutboxMail.id)
        unseen = select(OutboxMail.id, literal(WAITING), literal(0), literal(now)).where(~seen.exists())
        columns = ["mail_id", "outcome", "attempts", "next_attempt_at"]
        await self._session.execute(
            insert(MailDelivery).from_select(columns, unseen).on_conflict_do_nothing()
        )

    async def claim_due(
        self, now: datetime, lease: timedelta, domain: str, busy: Collection[str] = ()
    ) -> ClaimedMail | None:
        """Takes one due mail to none of the ``busy`` recipients; should we die with it, it is due after the lease.

        The first attempt settles the Message-ID: a sender that is configured anew does not change it. Mails that
        were not tried yet come first, so that those that were refused keep nobody waiting.
        """
        due = (
            select(
                OutboxMail.id,
                OutboxMail.template,
                OutboxMail.recipient,
                OutboxMail.values.label("content"),
                OutboxMail.created_at,
            )
            .join(MailDelivery, MailDelivery.mail_id == OutboxMail.id)
            .where(
                _IS_WAITING,
                MailDelivery.next_attempt_at <= now,
                OutboxMail.recipient.not_in(busy),
            )
            .order_by(MailDelivery.attempts > 0, MailDelivery.next_attempt_at)
            .limit(1)
            .with_for_update(skip_locked=True, of=MailDelivery)
            .cte("due")
        )
        made_id = func.concat("<", MailDelivery.mail_id, "@", domain, ">")
        claimed = await self._session.execute(
            update(MailDelivery)
            .where(MailDelivery.mail_id == due.c.id)
            .values(
                attempts=MailDelivery.attempts + 1,
                next_attempt_at=now + lease,
                message_id=func.coalesce(MailDelivery.message_id, made_id),
            )
            .returning(
                due.c.id,
                MailDelivery.message_id,
                due.c.template,
                due.c.recipient,
                due.c.content,
                due.c.created_at,
                MailDelivery.attempts,
            )
        )
        row = claimed.one_or_none()
        return None if row is None else ClaimedMail(*row)

    async def save_sent(self, mail_id: UUID, now: datetime) -> None:
        """Whatever another attempt has found: it is sent."""
        await self._session.execute(
            update(MailDelivery)
            .where(MailDelivery.mail_id == mail_id)
            .values(outcome=SENT, sent_at=now, error=None)
        )

    async def save_failed(self, mail: ClaimedMail, error: str, now: datetime) -> None:
        await self._save_refusal(mail, outcome=FAILED, error=error, next_attempt_at=now)

    async def save_retry(self, mail: ClaimedMail, error: str, next_attempt_at: datetime) -> None:
        await self._save_refusal(mail, error=error, next_attempt_at=next_attempt_at)

    async def _save_refusal(self, mail: ClaimedMail, **values: Any) -> None:
        """Unless somebody took the mail over, whose word then counts."""
        await self._session.execute(
            update(MailDelivery)
            .where(
                MailDelivery.mail_id == mail.id,
                MailDelivery.outcome == WAITING,
                MailDelivery.attempts == mail.attempts,
            )
            .values(**values)
        )

    async def failed(self, limit: int) -> list[FailedMail]:
        """The latest first."""
        found = await self._session.execute(
            select(
                OutboxMail.id,
                OutboxMail.template,
                OutboxMail.recipient,
                OutboxMail.created_at,
                MailDelivery.attempts,
                func.coalesce(MailDelivery.error, ""),
            )
            .join(MailDelivery, MailDelivery.mail_id == OutboxMail.id)
            .where(MailDelivery.outcome == FAILED)
            .order_by(MailDelivery.next_attempt_at.desc())
            .limit(limit)
        )
        return [FailedMail(*row) for row in found]

    async def count_failed(self) -> int:
        counted = await self._session.scalar(
            select(func.count()).select_from(MailDelivery).where(MailDelivery.outcome == FAILED)
        )
        return counted or 0

    async def retry_failed(self, now: datetime) -> int:
        """All that failed is due again, as if it were new, under the same Message-IDs."""
        revived = await self._session.scalars(
            update(MailDelivery)
            .where(MailDelivery.outcome == FAILED)
            .values(outcome=WAITING, attempts=0, next_attempt_at=now)
            .returning(MailDelivery.mail_id)
        )
        return len(revived.all())

    async def forget(self, sent_before: datetime, failed_before: datetime) -> None:
        """Removes what needs no attention any more: addresses and links are not kept for the sake of keeping."""
        # Of a mail that failed, the next attempt's time is that of its last.
        finished: ColumnElement[bool] = or_(
            and_(MailDelivery.outcome == SENT, MailDelivery.sent_at < sent_before),
            and_(MailDelivery.outcome == FAILED, MailDelivery.next_attempt_at < failed_before),
        )
        await self._session.execute(
            delete(OutboxMail).where(OutboxMail.id.in_(select(MailDelivery.mail_id).where(finished)))
        )
