"""Every query about users and their sessions."""

import unicodedata
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.ids import UserId
from shared.db.models import OutboxMail, RefreshFamily, User


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
