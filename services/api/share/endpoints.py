"""Sharing a dashboard over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, status

from services.api.account.principal import SESSION_SCHEMES, SignedInDep
from services.api.dashboard.repository import DashboardRepository
from services.api.dashboard.service import readable, require_role
from services.api.problem.schemas import problems
from services.api.resources import ResourcesDep, SessionDep
from services.api.share import service
from services.api.share.errors import OwnerStaysError
from services.api.share.repository import ShareRepository
from services.api.share.schemas import ShareChange, ShareCreate, ShareList, ShareRead
from shared.contracts.ids import DashboardId
from shared.db.viewer import Role

router = APIRouter(prefix="/dashboards/{dashboard_id}", tags=["share"], dependencies=SESSION_SCHEMES)


async def get_shares_of(dashboard_id: UUID, signed_in: SignedInDep, session: SessionDep) -> ShareRepository:
    """Raises DashboardNotFoundError, RoleTooLowError."""
    require_role(await readable(DashboardRepository(session, signed_in.viewer), dashboard_id), Role.OWNER)
    return ShareRepository(session, signed_in.viewer, DashboardId(dashboard_id))


_SharesDep = Annotated[ShareRepository, Depends(get_shares_of)]


@router.get("/shares", responses=problems(401, 403, 404, 422))
async def get_shares(shares: _SharesDep) -> ShareList:
    """Whom you share a dashboard of yours with, by the names and addresses that you gave."""
    return await service.list_shares(shares)


@router.post("/shares", status_code=status.HTTP_201_CREATED, responses=problems(401, 403, 404, 409, 422))
async def share_dashboard(create: ShareCreate, shares: _SharesDep, resources: ResourcesDep) -> ShareRead:
    """Shares a dashboard of yours with a user, who sees it at once in `get_dashboards`.

    The answer is the same where there is no such user, and then nobody sees anything: a user who registers later
    has to be invited anew.
    """
    return await service.share_dashboard(shares, create, resources.clock.now())


@router.patch("/shares/{share_id}", responses=problems(401, 403, 404, 422))
async def change_share(share_id: UUID, change: ShareChange, shares: _SharesDep) -> ShareRead:
    """Gives another role, from the next request on."""
    return await service.change_share(shares, share_id, change.role)


@router.delete(
    "/shares/{share_id}", status_code=status.HTTP_204_NO_CONTENT, responses=problems(401, 403, 404, 422)
)
async def remove_share(share_id: UUID, shares: _SharesDep) -> None:
    """Shares a dashboard no longer, from the next request on."""
    await service.remove_share(shares, share_id)


@router.delete("/share", status_code=status.HTTP_204_NO_CONTENT, responses=problems(401, 403, 404, 409, 422))
async def leave_dashboard(dashboard_id: UUID, signed_in: SignedInDep, session: SessionDep) -> None:
    """Leaves a dashboard that somebody shares with you."""
    row = await readable(DashboardRepository(session, signed_in.viewer), dashboard_id)
    if row.role is Role.OWNER:
        raise OwnerStaysError("This dashboard is yours; you can only leave those of others.")
    shares = ShareRepository(session, signed_in.viewer, DashboardId(dashboard_id))
    await shares.remove_user(signed_in.user_id)
