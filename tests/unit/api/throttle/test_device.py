"""The cookie by which a browser is known again."""

from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie

import pytest
from starlette.requests import Request
from starlette.responses import Response

from services.api.security.cookies import cookie_name
from services.api.throttle.device import known_device, remember_device
from shared.clock.clock import ManualClock
from shared.security.jwt import TokenType, sign
from tests.unit.api.factories import make_settings

SETTINGS = make_settings()
CLOCK = ManualClock(datetime(2026, 11, 21, 12, tzinfo=UTC))


def remembered(account: str, device: str | None = None) -> str:
    response = Response()
    remember_device(response, SETTINGS, CLOCK, account, device)
    (cookie,) = SimpleCookie(response.headers["set-cookie"]).values()
    assert cookie["httponly"]
    assert cookie["samesite"] == "strict"
    return cookie.value


def request(token: str) -> Request:
    header = f"{cookie_name(SETTINGS, 'device')}={token}".encode()
    return Request({"type": "http", "headers": [(b"cookie", header)]})


def test_a_browser_is_known_to_the_account_it_signed_in_to_and_to_no_other() -> None:
    asked = request(remembered("ada"))
    device = known_device(asked, SETTINGS, CLOCK, "ada")
    assert device is not None
    assert known_device(asked, SETTINGS, CLOCK, "bob") is None
    assert known_device(request(remembered("ada")), SETTINGS, CLOCK, "ada") != device


def test_it_keeps_its_id_when_it_signs_in_again() -> None:
    assert known_device(request(remembered("ada", "d1")), SETTINGS, CLOCK, "ada") == "d1"


def test_it_is_forgotten_after_a_year() -> None:
    asked, later = request(remembered("ada")), ManualClock(CLOCK.now() + timedelta(days=365))
    assert known_device(asked, SETTINGS, later, "ada") is None


@pytest.mark.parametrize("typ", ["access", "refresh"])
def test_another_token_makes_no_browser_known(typ: TokenType) -> None:
    key = SETTINGS.secret_key.get_secret_value()
    token = sign({"sub": "ada", "dev": "d1"}, typ=typ, key=key, now=CLOCK.now(), lifetime=timedelta(days=1))
    assert known_device(request(token), SETTINGS, CLOCK, "ada") is None
    assert known_device(Request({"type": "http", "headers": []}), SETTINGS, CLOCK, "ada") is None
