"""A page of another site must not act with a visitor's cookies.

Browsers say where an unsafe request comes from: in Sec-Fetch-Site, older ones in Origin. A request that
brings our cookies and says neither is refused; scripts with a bearer token have no cookies to abuse.
"""

from urllib.parse import urlsplit

from starlette.requests import Request

from services.api.security.cookies import cookie_name
from services.api.settings import ApiSettings
from shared.problem.errors import ForbiddenError

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class CrossSiteRequestError(ForbiddenError):
    slug = "cross-site-request"
    title = "Request from another site"


def refuse_cross_site(request: Request, settings: ApiSettings) -> None:
    """Raises CrossSiteRequestError for an unsafe request that did not come from our own page."""
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        allowed = site == "same-origin"
    elif origin is not None:
        allowed = origin in {_origin(settings.public_url), f"{request.url.scheme}://{request.url.netloc}"}
    else:
        allowed = not any(cookie_name(settings, name) in request.cookies for name in ("access", "refresh"))
    if not allowed:
        raise CrossSiteRequestError("This request did not come from a PyDash page.")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
