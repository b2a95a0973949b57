"""Codes that mails carry. Only their hashes are kept; each counts once, for one user and one address."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.ids import UserId
from shared.db.models import AccountCode

_SECRET_BYTES = 32


class Purpose(StrEnum):
    VERIFY_USER = "verify_user"
    CHANGE_MAIL = "change_mail"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - what a code is for, no secret


@dataclass(frozen=True)
class Code:
    """What a code stands for."""

    user_id: UserId
    purpose: Purpose
    mail: str


class CodeRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def issue(
        self, user_id: UserId, purpose: Purpose, mail: str, now: datetime, lifetime: timedelta
    ) -> str:
        """The secret, which cannot be read again."""
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        self._session.add(
            AccountCode(
                id=uuid4(),
                user_id=user_id,
                purpose=purpose,
                mail=mail,
                secret_hash=_hash(secret),
                created_at=now,
                expires_at=now + lifetime,
            )
        )
        await self._session.flush()
        return secret

    async def find(self, secret: str, now: datetime) -> Code | None:
        """What the code stands for, unless it has expired; it still counts."""
        found = await self._session.scalar(
            select(AccountCode).where(AccountCode.secret_hash == _hash(secret), AccountCode.expires_at > now)
        )
        return None if found is None else Code(UserId(found.user_id), Purpose(found.purpose), found.mail)

    async def redeem(self, secret: str, now: datetime) -> bool:
        """Whether it was there to be used; only one transaction of many is told so."""
        used = await self._session.scalar(
            delete(AccountCode)
            .where(AccountCode.secret_hash == _hash(secret), AccountCode.expires_at > now)
            .returning(AccountCode.id)
        )
        return used is not None

    async def withdraw(self, user_id: UserId, *purposes: Purpose) -> None:
        await self._session.execute(
            delete(AccountCode).where(AccountCode.user_id == user_id, AccountCode.purpose.in_(purposes))
        )

    async def issued_since(self, user_id: UserId, purpose: Purpose, since: datetime) -> bool:
        found = await self._session.scalar(
            select(AccountCode.id)
            .where(
                AccountCode.user_id == user_id,
                AccountCode.purpose == purpose,
                AccountCode.created_at > since,
            )
            .limit(1)
        )
        return found is not None

    async def forget_expired(self, now: datetime) -> None:
        await self._session.execute(delete(AccountCode).where(AccountCode.expires_at <= now))


def _hash(secret: str) -> bytes:
    # A plain hash is enough for 256 random bits; slow hashing is for what people can remember.
    return hashlib.sha256(secret.encode()).digest()
