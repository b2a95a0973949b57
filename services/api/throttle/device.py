"""Browsers that are known to an account: its user has signed in with them, or has opened a link of our mails.

A signed cookie says to which accounts. It opens nothing by itself: who comes with it is throttled by what this
browser does alone.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from starlette.requests import Request
from starlette.responses import Response

from services.api.security.cookies import cookie_name, set_cookie
from services.api.settings import ApiSettings
from shared.clock.clock import Clock
from shared.security.jwt import TokenInvalidError, sign, verify

# Of the last sign-in. Browsers keep no cookie for much longer than a year.
_LIFETIME = timedelta(days=365)
# Used last; a cookie has its bounds.
_ACCOUNTS_MAX = 5


@dataclass(frozen=True)
class Device:
    id: str
    # By the users' ids, which outlive their names: a mark of the password that each had.
    accounts: Mapping[str, str]

    def is_known_to(self, user_id: UUID, password_hash: str) -> bool:
        """Not any more once the password is another: a thief's browser is forgotten with the password."""
        return self.accounts.get(str(user_id)) == _mark(password_hash)


def device_of(request: Request, settings: ApiSettings, clock: Clock) -> Device | None:
    token = request.cookies.get(cookie_name(settings, "device"))
    if token is None:
        return None
    try:
        claims = verify(token, typ="device", key=settings.secret_key.get_secret_value(), now=clock.now())
    except TokenInvalidError:
        return None
    # Earlier ones name no accounts.
    return Device(str(claims["dev"]), claims.get("acc", {}))


def remember_device(
    request: Request,
    response: Response,
    settings: ApiSettings,
    clock: Clock,
    user_id: UUID,
    password_hash: str,
) -> None:
    """The browser keeps its id, so that what is counted of it goes on, and the other accounts it is known to."""
    device = device_of(request, settings, clock) or Device(uuid4().hex, {})
    others = [(each, mark) for each, mark in device.accounts.items() if each != str(user_id)]
    accounts = [*others[1 - _ACCOUNTS_MAX :], (str(user_id), _mark(password_hash))]
    token = sign(
        {"dev": device.id, "acc": dict(accounts)},
        typ="device",
        key=settings.secret_key.get_secret_value(),
        now=clock.now(),
        lifetime=_LIFETIME,
    )
    set_cookie(response, settings, "device", token, _LIFETIME)


def _mark(password_hash: str) -> str:
    """Tells one stored hash, and so one password, from the next, and nothing about either."""
    return hashlib.sha256(password_hash.encode()).hexdigest()[:16]
