"""Every query about API keys."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.ids import UserId
from shared.db.models import ApiKey


class ApiKeyRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, key_id: UUID, user_id: UserId, label: str, secret_hash: bytes, now: datetime) -> None:
        self._session.add(
            ApiKey(
                id=key_id,
                user_id=user_id,
                label=label,
                secret_hash=secret_hash,
                created_at=now,
                revoked_at=None,
            )
        )
        await self._session.flush()

    async def live_key(self, key_id: UUID) -> ApiKey | None:
        return await self._session.scalar(
            select(ApiKey).where(ApiKey.id == key_id, ApiKey.revoked_at.is_(None))
        )
