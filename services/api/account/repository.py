"""Every query about users, their sessions and their mail."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.ids import UserId
from shared.db.models import AccountCode, MailDelivery, OutboxMail, RefreshFamily, Share, User

# Sent or failed, not waiting (services/mailer/outbox/repository.py).
_DELIVERY_ENDED = MailDelivery.outcome != "waiting"


def fold(text: str) -> str:
    """What two spellings of one name have in common."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


class AccountRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def user(self, user_id: UserId) -> User | None:
        return await self._session.get(User, user_id)

    async def user_by_name(self, name: str) -> User | None:
        return await self._session.scalar(select(User).where(User.name_key == fold(name)))

    async def locked_user(self, user_id: UserId) -> User | None:
        """As it is now, and stays until the transaction ends; keys that point to it can still be added."""
        return await self._session.scalar(
            select(User)
            .where(User.id == user_id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )

    async def verified_user_of(self, mail: str) -> User | None:
        return await self._session.scalar(
            select(User).where(User.mail_key == fold(mail), User.verified_at.is_not(None))
        )

    async def add_registration(
        self, name: str, mail: str, password_hash: str, timezone: str, now: datetime
    ) -> User | None:
        """A user whose address nobody has confirmed; None where the name is taken."""
        return await self._session.scalar(
            insert(User)
            .values(
                id=uuid4(),
                name=name,
                name_key=fold(name),
                mail=mail,
                mail_key=fold(mail),
                password_hash=password_hash,
                created_at=now,
                timezone=timezone,
            )
            .on_conflict_do_nothing(index_elements=["name_key"])
            .returning(User)
        )

    async def verify(self, user_id: UserId, mail: str, now: datetime) -> None:
        """The address is the user's from now on. Raises IntegrityError where it is another's."""
        # Within the transaction, which goes on where this cannot be done.
        async with self._session.begin_nested():
            await self._session.execute(
                update(User)
                .where(User.id == user_id)
                .values(mail=mail, mail_key=fold(mail), verified_at=func.coalesce(User.verified_at, now))
            )

    async def change(self, user_id: UserId, changes: Mapping[str, object]) -> None:
        """Sets these columns. Raises IntegrityError for a name that is another's."""
        keys = {"name_key": fold(str(changes["name"]))} if "name" in changes else {}
        async with self._session.begin_nested():
            await self._session.execute(update(User).where(User.id == user_id).values(**changes, **keys))

    async def remove(self, user_id: UserId) -> None:
        """With sessions, API keys and codes. What others have shared with the user goes to nobody.

        Its owners see it as before: an invitation that vanished would tell that it had reached somebody.
        """
        await self._session.execute(update(Share).where(Share.user_id == user_id).values(user_id=None))
        await self._session.execute(delete(User).where(User.id == user_id))

    async def prune_unverified(self, before: datetime, now: datetime) -> int:
        """Removes who registered before and holds no code that still counts; how many these were."""
        waiting = select(AccountCode.id).where(AccountCode.user_id == User.id, AccountCode.expires_at > now)
        pruned = await self._session.scalars(
            delete(User)
            .where(User.verified_at.is_(None), User.created_at <= before, ~waiting.exists())
            .returning(User.id)
        )
        return len(pruned.all())

    async def add_user(self, name: str, mail: str, password_hash: str, now: datetime) -> User:
        user = User(
            id=uuid4(),
            name=name,
            name_key=fold(name),
            mail=mail,
            mail_key=fold(mail),
            password_hash=password_hash,
            created_at=now,
            verified_at=now,
        )
        self._session.add(user)
        await self._session.flush()
        return user

    async def add_family(
        self, user_id: UUID, user_agent: str, now: datetime, lifetime: timedelta
    ) -> RefreshFamily:
        family = RefreshFamily(
            id=uuid4(),
            user_id=user_id,
            generation=1,
            created_at=now,
            refreshed_at=now,
            expires_at=now + lifetime,
            ended_at=None,
            user_agent=user_agent,
        )
        self._session.add(family)
        await self._session.flush()
        return family

    async def user_of_live_family(self, family_id: UUID, now: datetime) -> UserId | None:
        user_id = await self._session.scalar(
            select(RefreshFamily.user_id).where(
                RefreshFamily.id == family_id,
                RefreshFamily.ended_at.is_(None),
                RefreshFamily.expires_at > now,
            )
        )
        return None if user_id is None else UserId(user_id)

    async def live_families(self, user_id: UserId, now: datetime) -> Sequence[RefreshFamily]:
        """Last used first."""
        families = await self._session.scalars(
            select(RefreshFamily)
            .where(
                RefreshFamily.user_id == user_id,
                RefreshFamily.ended_at.is_(None),
                RefreshFamily.expires_at > now,
            )
            .order_by(RefreshFamily.refreshed_at.desc(), RefreshFamily.id)
        )
        return families.all()

    async def end_family_of(self, user_id: UserId, family_id: UUID, now: datetime) -> bool:
        """Whether there was such a session of this user's."""
        ended = await self._session.scalar(
            update(RefreshFamily)
            .where(
                RefreshFamily.id == family_id,
                RefreshFamily.user_id == user_id,
                RefreshFamily.ended_at.is_(None),
                RefreshFamily.expires_at > now,
            )
            .values(ended_at=now)
            .returning(RefreshFamily.id)
        )
        return ended is not None

    async def forget_families(self, before: datetime) -> None:
        """Removes sessions that ended before."""
        await self._session.execute(
            delete(RefreshFamily).where(func.least(RefreshFamily.expires_at, RefreshFamily.ended_at) < before)
        )

    async def family_for_update(self, family_id: UUID) -> RefreshFamily | None:
        return await self._session.scalar(
            select(RefreshFamily).where(RefreshFamily.id == family_id).with_for_update()
        )

    async def end_family(self, family_id: UUID, now: datetime) -> None:
        await self._session.execute(
            update(RefreshFamily)
            .where(RefreshFamily.id == family_id, RefreshFamily.ended_at.is_(None))
            .values(ended_at=now)
        )

    async def end_other_families(self, user_id: UserId, kept: UUID | None, now: datetime) -> None:
        await self._session.execute(
            update(RefreshFamily)
            .where(
                RefreshFamily.user_id == user_id,
                RefreshFamily.id.is_distinct_from(kept),
                RefreshFamily.ended_at.is_(None),
            )
            .values(ended_at=now)
        )

    async def set_password_hash(self, user_id: UserId, password_hash: str) -> None:
        await self._session.execute(
            update(User).where(User.id == user_id).values(password_hash=password_hash)
        )

    def add_mail(self, template: str, recipient: str, values: dict[str, Any], now: datetime) -> UUID:
        """Into the outbox: it goes out if, and only if, the caller's transaction commits."""
        mail_id = uuid4()
        self._session.add(
            OutboxMail(id=mail_id, template=template, recipient=recipient, values=values, created_at=now)
        )
        return mail_id

    async def forget_mail_to(self, recipient: str) -> None:
        await self._session.execute(delete(OutboxMail).where(OutboxMail.recipient == recipient))

    async def forget_mail(self, before: datetime) -> None:
        """Removes mails of before that were sent, or given up."""
        await self._session.execute(
            delete(OutboxMail).where(
                OutboxMail.created_at < before, OutboxMail.id == MailDelivery.mail_id, _DELIVERY_ENDED
            )
        )

    async def forget_sent_codes(self) -> None:
        """A code is nowhere but in its mail, once that is sent or given up."""
        await self._session.execute(
            update(OutboxMail)
            .where(OutboxMail.values.has_key("code"), OutboxMail.id == MailDelivery.mail_id, _DELIVERY_ENDED)
            .values(values=OutboxMail.values.delete_path(["code"]))
        )
