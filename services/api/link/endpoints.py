"""Links over HTTP: made by a dashboard's owner, opened by whoever has one."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, status

from services.api.account.principal import SESSION_SCHEMES, SignedInDep
from services.api.dashboard.repository import DashboardRepository
from services.api.dashboard.service import readable, require_role
from services.api.link import service
from services.api.link.repository import DashboardLinkRepository
from services.api.link.schemas import LinkCreate, LinkCreated, LinkList, LinkOpen, LinkSession
from services.api.problem.schemas import problems
from services.api.resources import ResourcesDep, SessionDep
from services.api.security.address import throttled_as
from services.api.security.caller import AddressDep
from shared.contracts.ids import DashboardId
from shared.db.viewer import Role

router = APIRouter(tags=["link"])


async def get_links_of(
    dashboard_id: UUID, signed_in: SignedInDep, session: SessionDep
) -> DashboardLinkRepository:
    """Raises DashboardNotFoundError, RoleTooLowError."""
    require_role(await readable(DashboardRepository(session, signed_in.viewer), dashboard_id), Role.OWNER)
    return DashboardLinkRepository(session, signed_in.viewer, DashboardId(dashboard_id))


_LinksDep = Annotated[DashboardLinkRepository, Depends(get_links_of)]


@router.get(
    "/dashboards/{dashboard_id}/links",  # noqa: FAST003 - the repository's
    dependencies=SESSION_SCHEMES,
    responses=problems(401, 403, 404, 422),
)
async def get_links(links: _LinksDep) -> LinkList:
    """The links to a dashboard of yours."""
    return await service.list_links(links)


@router.post(
    "/dashboards/{dashboard_id}/links",
    status_code=status.HTTP_201_CREATED,
    dependencies=SESSION_SCHEMES,
    responses=problems(401, 403, 404, 409, 422),
)
async def create_link(
    dashboard_id: UUID,
    create: LinkCreate,
    signed_in: SignedInDep,
    resources: ResourcesDep,
    session: SessionDep,
) -> LinkCreated:
    """Makes a secret that shows a dashboard of yours to whoever has it, for a wallboard for example.

    The answer shows it, and nothing does so again. Whoever has it reads that one dashboard and changes nothing.
    """
    await get_links_of(dashboard_id, signed_in, session)
    # No connection to the database waits for a password to be hashed.
    await session.commit()
    password_hash = None
    if create.password is not None:
        password_hash = await resources.passwords.hash(create.password.get_secret_value())
    async with resources.sessions.begin() as adding:
        links = DashboardLinkRepository(adding, signed_in.viewer, DashboardId(dashboard_id))
        return await service.create_link(links, create, password_hash, resources.clock.now())


@router.delete(
    "/dashboards/{dashboard_id}/links/{link_id}",  # noqa: FAST003 - the repository's
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=SESSION_SCHEMES,
    responses=problems(401, 403, 404, 422),
)
async def revoke_link(link_id: UUID, links: _LinksDep) -> None:
    """Revokes a link: from now on it shows nothing, on pages that are open neither."""
    await service.revoke_link(links, link_id)


@router.post("/link-sessions", status_code=status.HTTP_201_CREATED, responses=problems(401, 422))
async def open_link(
    opened: LinkOpen, address: AddressDep, resources: ResourcesDep, session: SessionDep
) -> LinkSession:
    """Exchanges a link, and its password where it has one, for a bearer token that reads its dashboard."""
    subject = throttled_as(address)
    # What is no link costs a query; here, so that nobody tries them by the thousand.
    await resources.throttles.code.admit(subject)
    token = opened.token.get_secret_value()
    return await service.open_link(resources, session, token, opened.password, subject)
