"""Sign-in and the signed-in user's account."""

from fastapi import APIRouter, Request, Response, status

from services.api.account import service
from services.api.account.errors import SessionEndedError
from services.api.account.password import service as password_service
from services.api.account.principal import SCHEMES, SESSION_SCHEMES, PrincipalDep, SignedInDep
from services.api.account.profile.service import read
from services.api.account.repository import AccountRepository, fold
from services.api.account.schemas import Credentials, PasswordChange, UserRead
from services.api.problem.schemas import problems
from services.api.resources import ResourcesDep, SessionDep
from services.api.security.address import throttled_as
from services.api.security.caller import AddressDep
from services.api.security.cookies import clear_cookies, cookie_name, set_cookie
from services.api.security.csrf import refuse_cross_site
from services.api.security.events import happened
from services.api.settings import ApiSettings
from services.api.throttle.device import device_of, remember_device
from services.api.throttle.sign_in import Attempt
from shared.problem.errors import UnauthenticatedError

router = APIRouter(tags=["account"])


@router.post("/sessions", status_code=status.HTTP_201_CREATED, responses=problems(401, 403, 422, 429))
async def login(
    credentials: Credentials,
    request: Request,
    address: AddressDep,
    response: Response,
    resources: ResourcesDep,
) -> UserRead:
    """Signs in: sets the session's cookies and returns the user."""
    refuse_cross_site(request, resources.settings)
    device = device_of(request, resources.settings, resources.clock)
    is_known = device is not None and await service.knows(resources, credentials.name, device)
    attempt = Attempt(fold(credentials.name), address, device.id if device and is_known else None)
    await resources.throttles.sign_in.admit(attempt)
    user, tokens = await service.login(
        resources,
        credentials.name,
        credentials.password.get_secret_value(),
        request.headers.get("user-agent", ""),
        throttled_as(address),
    )
    happened("signed_in", user=str(user.id))
    _set_tokens(response, resources.settings, tokens)
    remember_device(request, response, resources.settings, resources.clock, user.id, user.password_hash)
    return read(user)


@router.post("/sessions/refresh", status_code=status.HTTP_204_NO_CONTENT, responses=problems(401, 403))
async def refresh_session(
    request: Request, response: Response, resources: ResourcesDep, session: SessionDep
) -> None:
    """Exchanges the refresh cookie for a new pair of cookies."""
    refuse_cross_site(request, resources.settings)
    token = request.cookies.get(cookie_name(resources.settings, "refresh"))
    if token is None:
        raise SessionEndedError("There is no session; sign in.")
    _set_tokens(response, resources.settings, await service.refresh(resources, session, token))


@router.delete(
    "/sessions/current",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=SESSION_SCHEMES,
    responses=problems(401, 403),
)
async def logout(
    response: Response, signed_in: SignedInDep, resources: ResourcesDep, session: SessionDep
) -> None:
    """Signs out here: the session ends at once and its cookies are removed."""
    await service.logout(resources, session, signed_in.family_id)
    clear_cookies(response, resources.settings)


@router.get("/users/me", dependencies=SCHEMES, responses=problems(401, 403))
async def get_current_user(principal: PrincipalDep, session: SessionDep) -> UserRead:
    """The signed-in user, or the user an API key belongs to."""
    user = await AccountRepository(session).user(principal.user_id)
    if user is None:
        raise UnauthenticatedError("This user does not exist any more.")
    return read(user)


@router.put(
    "/users/me/password",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=SESSION_SCHEMES,
    responses=problems(401, 403, 422, 429),
)
async def change_password(
    change: PasswordChange,
    request: Request,
    response: Response,
    signed_in: SignedInDep,
    resources: ResourcesDep,
    session: SessionDep,
) -> None:
    """Changes the password, ends all other sessions unless told otherwise, and tells the user by mail."""
    await session.commit()
    password_hash = await password_service.change_password(
        resources,
        signed_in,
        change.current_password.get_secret_value(),
        change.new_password.get_secret_value(),
        end_other_sessions=change.end_other_sessions,
    )
    remember_device(request, response, resources.settings, resources.clock, signed_in.user_id, password_hash)


def _set_tokens(response: Response, settings: ApiSettings, tokens: service.Tokens) -> None:
    set_cookie(response, settings, "access", tokens.access, settings.access_lifetime)
    set_cookie(response, settings, "refresh", tokens.refresh, settings.refresh_lifetime)
