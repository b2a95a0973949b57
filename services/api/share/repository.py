"""Every query about shares."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.account.repository import fold
from services.api.dashboard.lock import lock_dashboard
from shared.contracts.ids import DashboardId, UserId
from shared.db.models import Dashboard, Share, User
from shared.db.viewer import Role, Viewer, seen_by


class ShareRepository:
    """The shares of a dashboard, for its owner; to others it has none."""

    def __init__(self, session: AsyncSession, viewer: Viewer, dashboard_id: DashboardId) -> None:
        self._session = session
        self._viewer = viewer
        self._dashboard_id = dashboard_id
        self._owned = select(Dashboard.id).where(Dashboard.id == dashboard_id, seen_by(viewer, Role.OWNER))

    async def lock(self) -> None:
        """For the owner of the dashboard; until the transaction ends nobody else shares it.

        Raises DashboardNotFoundError.
        """
        await lock_dashboard(self._session, self._viewer, self._dashboard_id, Role.OWNER)

    async def count(self) -> int:
        found = await self._session.scalar(
            select(func.count()).select_from(Share).where(Share.dashboard_id.in_(self._owned))
        )
        return found or 0

    async def listed(self) -> Sequence[Share]:
        """The oldest first."""
        rows = await self._session.scalars(
            select(Share).where(Share.dashboard_id.in_(self._owned)).order_by(Share.created_at, Share.id)
        )
        return rows.all()

    async def add(self, invited: str, role: str, now: datetime) -> Share | None:
        """None where the same was given before. For a dashboard that is locked."""
        return await self._session.scalar(
            insert(Share)
            .values(
                id=uuid4(),
                dashboard_id=self._dashboard_id,
                user_id=await self._user_id(invited),
                invited=invited,
                invited_key=fold(invited),
                role=role,
                created_at=now,
            )
            .on_conflict_do_nothing(index_elements=[Share.dashboard_id, Share.invited_key])
            .returning(Share)
        )

    async def _user_id(self, invited: str) -> UUID | None:
        # Never both: somebody may have taken another's address for a name.
        column = User.mail_key if "@" in invited else User.name_key
        return await self._session.scalar(
            select(User.id)
            .where(column == fold(invited), User.verified_at.is_not(None))
            # Who is being deleted at this moment is nobody, once that is done.
            .with_for_update(read=True, key_share=True)
        )

    async def change(self, share_id: UUID, role: str) -> Share | None:
        return await self._session.scalar(
            update(Share)
            .where(Share.id == share_id, Share.dashboard_id.in_(self._owned))
            .values(role=role)
            .returning(Share)
        )

    async def remove(self, share_id: UUID) -> bool:
        """Whether there was such a share."""
        removed = await self._session.scalar(
            delete(Share).where(Share.id == share_id, Share.dashboard_id.in_(self._owned)).returning(Share.id)
        )
        return removed is not None

    async def remove_user(self, user_id: UserId) -> None:
        """All that this user was given of the dashboard."""
        await self._session.execute(
            delete(Share).where(Share.dashboard_id == self._dashboard_id, Share.user_id == user_id)
        )
