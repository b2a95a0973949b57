"""Which requests may act with a visitor's cookies."""

import pytest
from starlette.requests import Request

from services.api.security.csrf import CrossSiteRequestError, refuse_cross_site
from services.api.settings import ApiSettings
from tests.unit.api.factories import make_settings

_SETTINGS = make_settings()
_COOKIES = "__Host-pydash_access=token; __Host-pydash_refresh=token"


def request(
    method: str = "POST", *, host: str = "pydash.example", scheme: str = "https", **headers: str
) -> Request:
    """``sec_fetch_site="none"`` is the header Sec-Fetch-Site."""
    named = {"host": host} | {name.replace("_", "-"): value for name, value in headers.items()}
    return Request(
        {
            "type": "http",
            "method": method,
            "scheme": scheme,
            "path": "/api/v1/sessions",
            "query_string": b"",
            "server": (host, 443),
            "headers": [(name.encode(), value.encode()) for name, value in named.items()],
        }
    )


def is_allowed(request: Request, settings: ApiSettings = _SETTINGS) -> bool:
    try:
        refuse_cross_site(request, settings)
    except CrossSiteRequestError:
        return False
    return True


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", "same-origin"])
def test_what_changes_nothing_may_come_from_anywhere(method: str, site: str) -> None:
    assert is_allowed(request(method, sec_fetch_site=site, origin="https://evil.example", cookie=_COOKIES))


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    ("site", "allowed"),
    [("same-origin", True), ("same-site", False), ("cross-site", False), ("none", False), ("", False)],
)
@pytest.mark.parametrize("cookie", ["", _COOKIES], ids=["without cookies", "with cookies"])
def test_a_browser_that_says_where_it_is_decides_alone(
    method: str, site: str, allowed: bool, cookie: str
) -> None:
    assert is_allowed(request(method, sec_fetch_site=site, cookie=cookie)) is allowed


@pytest.mark.parametrize("origin", ["https://pydash.example", "https://evil.example", "null"])
def test_what_the_browser_says_of_the_site_beats_the_origin(origin: str) -> None:
    assert is_allowed(request(sec_fetch_site="same-origin", origin=origin))
    assert not is_allowed(request(sec_fetch_site="cross-site", origin=origin))


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("https://pydash.example", True),
        ("http://pydash.example", False),
        ("https://pydash.example:8443", False),
        ("https://evil.example", False),
        ("https://pydash.example.evil.example", False),
        ("https://evil.example/https://pydash.example", False),
        ("null", False),
        ("", False),
    ],
)
def test_an_older_browser_is_known_by_its_origin(origin: str, allowed: bool) -> None:
    assert is_allowed(request(origin=origin, cookie=_COOKIES)) is allowed


def test_the_address_in_the_location_bar_is_our_origin_too() -> None:
    # Somebody who reaches the service by another name than its public one, as on a local machine.
    local = request(host="127.0.0.1:8000", scheme="http", origin="http://127.0.0.1:8000", cookie=_COOKIES)

    assert is_allowed(local)


def test_the_path_of_the_public_url_is_no_part_of_the_origin() -> None:
    settings = make_settings(public_url="https://pydash.example/monitor/")

    assert is_allowed(request(origin="https://pydash.example", host="internal"), settings)


@pytest.mark.parametrize("name", ["__Host-pydash_access", "__Host-pydash_refresh"])
def test_cookies_without_a_word_about_their_origin_are_refused(name: str) -> None:
    assert not is_allowed(request(cookie=f"{name}=token"))
    assert not is_allowed(request(cookie=f"other=1; {name}=token", content_type="text/plain"))


def test_a_script_without_cookies_has_nothing_to_abuse() -> None:
    assert is_allowed(request())
    assert is_allowed(request(cookie="theirs=1", content_type="text/plain"))


def test_without_tls_the_cookies_have_other_names_and_are_guarded_alike() -> None:
    settings = make_settings(cookie_secure=False)

    assert not is_allowed(request(cookie="pydash_access=token"), settings)
    assert is_allowed(request(cookie="pydash_access=token", sec_fetch_site="same-origin"), settings)
