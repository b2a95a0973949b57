"""Every query about API keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, Uuid, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.apikey.schemas import ApiKeyCreate
from services.api.security.secret import NewSecret
from shared.contracts.ids import DashboardId, UserId
from shared.db.models import ApiKey, ApiKeyDashboard, User
from shared.problem.errors import UnauthenticatedError


@dataclass(frozen=True)
class KeyRow:
    """A key with the dashboards that it is bound to; None where it is for all."""

    key: ApiKey
    only: frozenset[DashboardId] | None


_BOUND = func.array(
    select(ApiKeyDashboard.dashboard_id).where(ApiKeyDashboard.key_id == ApiKey.id).scalar_subquery(),
    type_=ARRAY(Uuid()),
)


class ApiKeyRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def one_change_at_a_time(self, user_id: UserId) -> None:
        """Until the transaction ends, no other one of this user's gets past here. Raises UnauthenticatedError."""
        locked = select(User.id).where(User.id == user_id).with_for_update(key_share=True)
        if await self._session.scalar(locked) is None:
            raise UnauthenticatedError("This user does not exist any more.")

    async def count(self, user_id: UserId) -> int:
        found = await self._session.scalar(
            select(func.count()).select_from(ApiKey).where(ApiKey.user_id == user_id)
        )
        return found or 0

    async def add(self, user_id: UserId, create: ApiKeyCreate, secret: NewSecret, now: datetime) -> KeyRow:
        only = None if create.dashboard_ids is None else frozenset(map(DashboardId, create.dashboard_ids))
        key = ApiKey(
            id=secret.id,
            user_id=user_id,
            label=create.label,
            secret_hash=secret.hash,
            scope=create.scope,
            for_all=only is None,
            created_at=now,
            expires_at=create.expires_at,
            last_used_at=None,
        )
        self._session.add(key)
        await self._session.flush()
        self._session.add_all(ApiKeyDashboard(key_id=key.id, dashboard_id=each) for each in only or ())
        await self._session.flush()
        return KeyRow(key, only)

    async def of_user(self, user_id: UserId) -> list[KeyRow]:
        """The oldest first."""
        rows = await self._session.execute(
            self._keys().where(ApiKey.user_id == user_id).order_by(ApiKey.created_at, ApiKey.id)
        )
        return [_row(*row) for row in rows]

    async def live_key(self, key_id: UUID, now: datetime) -> KeyRow | None:
        row = (
            await self._session.execute(
                self._keys().where(
                    ApiKey.id == key_id, or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > now)
                )
            )
        ).first()
        return None if row is None else _row(*row)

    async def remove(self, user_id: UserId, key_id: UUID) -> bool:
        """Whether the user had it."""
        removed = await self._session.scalar(
            delete(ApiKey).where(ApiKey.id == key_id, ApiKey.user_id == user_id).returning(ApiKey.id)
        )
        return removed is not None

    async def mark_used(self, used: Mapping[UUID, datetime], again_after: timedelta) -> None:
        """Those that were not marked shortly before, also by other processes."""
        # In the order of ids, so that no two of them wait for each other.
        for key_id, used_at in sorted(used.items()):
            await self._session.execute(
                update(ApiKey)
                .where(
                    ApiKey.id == key_id,
                    or_(ApiKey.last_used_at.is_(None), ApiKey.last_used_at <= used_at - again_after),
                )
                .values(last_used_at=used_at)
            )

    def _keys(self) -> Select[ApiKey, list[UUID]]:
        return select(ApiKey, _BOUND)


def _row(key: ApiKey, bound: list[UUID]) -> KeyRow:
    return KeyRow(key, None if key.for_all else frozenset(map(DashboardId, bound)))
