"""The browser's tokens: HttpOnly cookies, scripts never see them."""

from datetime import timedelta
from typing import Literal

from fastapi import Response

from services.api.settings import ApiSettings

CookieName = Literal["access", "refresh", "device"]


def cookie_name(settings: ApiSettings, name: CookieName) -> str:
    # The __Host- prefix asks for Secure, which browsers refuse over plain HTTP other than on localhost.
    return f"__Host-pydash_{name}" if settings.cookie_secure else f"pydash_{name}"


def set_cookie(
    response: Response, settings: ApiSettings, name: CookieName, token: str, lifetime: timedelta
) -> None:
    response.set_cookie(
        cookie_name(settings, name),
        token,
        max_age=int(lifetime.total_seconds()),
        path="/",
        secure=settings.cookie_secure,
        httponly=True,
        samesite="lax" if name == "access" else "strict",
    )


def clear_cookies(response: Response, settings: ApiSettings, *, forget_browser: bool = False) -> None:
    """Those of the session. The browser stays known as one that has signed in, unless it is to be forgotten."""
    names: tuple[CookieName, ...] = ("access", "refresh")
    for name in (*names, "device") if forget_browser else names:
        response.delete_cookie(
            cookie_name(settings, name), path="/", secure=settings.cookie_secure, httponly=True
        )
