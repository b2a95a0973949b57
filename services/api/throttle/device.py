"""Browsers that have signed in before: a signed cookie says to which account. It opens nothing by itself."""

from datetime import timedelta
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response

from services.api.security.cookies import cookie_name, set_cookie
from services.api.settings import ApiSettings
from shared.clock.clock import Clock
from shared.security.jwt import TokenInvalidError, sign, verify

# Of the last sign-in. Browsers keep no cookie for much longer than a year.
_LIFETIME = timedelta(days=365)


def known_device(request: Request, settings: ApiSettings, clock: Clock, account: str) -> str | None:
    """The browser's id, if it has signed in to this account."""
    token = request.cookies.get(cookie_name(settings, "device"))
    if token is None:
        return None
    try:
        claims = verify(token, typ="device", key=settings.secret_key.get_secret_value(), now=clock.now())
    except TokenInvalidError:
        return None
    return str(claims["dev"]) if claims["sub"] == account else None


def remember_device(
    response: Response, settings: ApiSettings, clock: Clock, account: str, device: str | None
) -> None:
    """After a sign-in. A known browser keeps its id, so that what is counted of it goes on."""
    token = sign(
        {"sub": account, "dev": device or uuid4().hex},
        typ="device",
        key=settings.secret_key.get_secret_value(),
        now=clock.now(),
        lifetime=_LIFETIME,
    )
    set_cookie(response, settings, "device", token, _LIFETIME)
