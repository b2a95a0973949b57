"""Decisions about sharing. Nothing an owner is answered tells whether there is a user of some name or address."""

from datetime import datetime
from uuid import UUID

from services.api.security.events import happened
from services.api.share.errors import AlreadySharedError, ShareNotFoundError, TooManySharesError
from services.api.share.repository import ShareRepository
from services.api.share.schemas import ShareCreate, ShareList, ShareRead
from shared.db.models import Share

SHARES_MAX = 100


async def share_dashboard(shares: ShareRepository, create: ShareCreate, now: datetime) -> ShareRead:
    """Raises DashboardNotFoundError, TooManySharesError, AlreadySharedError."""
    await shares.lock()
    if await shares.count() >= SHARES_MAX:
        raise TooManySharesError(f"This dashboard is shared {SHARES_MAX} times, as often as it may be.")
    share = await shares.add(create.invited, create.role, now)
    if share is None:
        raise AlreadySharedError("This name or address was given before; change its role instead.")
    happened("dashboard_shared", dashboard=str(share.dashboard_id), share=str(share.id), role=share.role)
    return _read(share)


async def list_shares(shares: ShareRepository) -> ShareList:
    return ShareList(items=[_read(share) for share in await shares.listed()])


async def change_share(shares: ShareRepository, share_id: UUID, role: str) -> ShareRead:
    """Raises ShareNotFoundError."""
    share = await shares.change(share_id, role)
    if share is None:
        raise _not_found()
    happened("share_changed", share=str(share_id), role=role)
    return _read(share)


async def remove_share(shares: ShareRepository, share_id: UUID) -> None:
    """Raises ShareNotFoundError."""
    if not await shares.remove(share_id):
        raise _not_found()
    happened("share_removed", share=str(share_id))


def _not_found() -> ShareNotFoundError:
    return ShareNotFoundError("This dashboard has no such share.")


def _read(share: Share) -> ShareRead:
    return ShareRead.model_validate(share, from_attributes=True)
