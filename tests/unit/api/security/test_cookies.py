from datetime import timedelta
from http.cookies import Morsel, SimpleCookie
from typing import Literal

import pytest
from fastapi import Response

from services.api.security.cookies import clear_cookies, cookie_name, set_cookie
from tests.unit.api.factories import make_settings

_BEHIND_TLS, _WITHOUT_TLS = make_settings(), make_settings(cookie_secure=False)


def cookies(response: Response) -> dict[str, Morsel[str]]:
    jar = SimpleCookie()
    for header in response.headers.getlist("set-cookie"):
        jar.load(header)
    return dict(jar)


@pytest.mark.parametrize(
    ("name", "same_site"), [("access", "lax"), ("refresh", "strict"), ("device", "strict")]
)
def test_a_token_is_kept_from_scripts_other_sites_and_other_hosts(
    name: Literal["access", "refresh", "device"], same_site: str
) -> None:
    response = Response()
    set_cookie(response, _BEHIND_TLS, name, "token", timedelta(minutes=15))

    (cookie,) = cookies(response).values()
    assert cookie.key == f"__Host-pydash_{name}"
    assert cookie.value == "token"
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"].lower() == same_site
    assert cookie["max-age"] == "900"
    # What the prefix __Host- asks of a cookie, else browsers drop it.
    assert cookie["path"] == "/"
    assert not cookie["domain"]


def test_without_tls_the_cookie_has_no_prefix_that_would_need_it() -> None:
    response = Response()
    set_cookie(response, _WITHOUT_TLS, "access", "token", timedelta(minutes=15))

    (cookie,) = cookies(response).values()
    assert cookie.key == cookie_name(_WITHOUT_TLS, "access") == "pydash_access"
    assert cookie["httponly"]
    assert not cookie["secure"]


@pytest.mark.parametrize("settings", [_BEHIND_TLS, _WITHOUT_TLS], ids=["tls", "plain"])
def test_signing_out_removes_exactly_the_cookies_that_signing_in_set(settings: object) -> None:
    assert isinstance(settings, type(_BEHIND_TLS))
    signed_in, signed_out = Response(), Response()
    set_cookie(signed_in, settings, "access", "token", timedelta(minutes=15))
    set_cookie(signed_in, settings, "refresh", "token", timedelta(days=30))
    clear_cookies(signed_out, settings)

    assert cookies(signed_out).keys() == cookies(signed_in).keys()
    for name, removed in cookies(signed_out).items():
        assert removed["max-age"] == "0"
        assert removed["path"] == "/"
        # Browsers refuse to touch a __Host- cookie by one that is not Secure.
        assert removed["secure"] == cookies(signed_in)[name]["secure"]
