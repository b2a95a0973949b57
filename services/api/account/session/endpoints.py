"""Where the user is signed in, and ending that."""

from uuid import UUID

from fastapi import APIRouter, Response, status

from services.api.account.errors import SessionNotFoundError
from services.api.account.principal import SESSION_SCHEMES, SignedInDep
from services.api.account.repository import AccountRepository
from services.api.account.session.schemas import SessionList, SessionRead
from services.api.problem.schemas import problems
from services.api.resources import ResourcesDep, SessionDep
from services.api.security.cookies import clear_cookies
from services.api.security.events import happened

router = APIRouter(prefix="/sessions", tags=["account"], dependencies=SESSION_SCHEMES)


@router.get("", responses=problems(401))
async def get_sessions(signed_in: SignedInDep, resources: ResourcesDep, session: SessionDep) -> SessionList:
    """Everywhere the user is signed in, last used first."""
    families = await AccountRepository(session).live_families(signed_in.user_id, resources.clock.now())
    return SessionList(
        items=[
            SessionRead(
                id=family.id,
                user_agent=family.user_agent,
                created_at=family.created_at,
                last_used_at=family.refreshed_at,
                expires_at=family.expires_at,
                current=family.id == signed_in.family_id,
            )
            for family in families
        ]
    )


@router.delete("", status_code=status.HTTP_204_NO_CONTENT, responses=problems(401, 403))
async def logout_everywhere(
    response: Response, signed_in: SignedInDep, resources: ResourcesDep, session: SessionDep
) -> None:
    """Signs out everywhere, here too: all sessions end at once."""
    await AccountRepository(session).end_other_families(signed_in.user_id, None, resources.clock.now())
    clear_cookies(response, resources.settings)
    happened("signed_out_everywhere")


@router.delete(
    "/{session_id}", status_code=status.HTTP_204_NO_CONTENT, responses=problems(401, 403, 404, 422)
)
async def end_session(
    session_id: UUID, signed_in: SignedInDep, resources: ResourcesDep, session: SessionDep
) -> None:
    """Signs out somewhere else: that session ends at once."""
    accounts = AccountRepository(session)
    if not await accounts.end_family_of(signed_in.user_id, session_id, resources.clock.now()):
        raise SessionNotFoundError("There is no such session, or it has ended.")
    happened("session_ended", session=str(session_id))
