"""The cookie by which a browser is known again."""

from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from uuid import UUID, uuid4

import pytest
from starlette.requests import Request
from starlette.responses import Response

from services.api.security.cookies import cookie_name
from services.api.throttle.device import Device, device_of, remember_device
from shared.clock.clock import ManualClock
from shared.security.jwt import TokenType, sign
from tests.unit.api.factories import make_settings

SETTINGS = make_settings()
CLOCK = ManualClock(datetime(2026, 11, 21, 12, tzinfo=UTC))
ADA, BOB = uuid4(), uuid4()
NEW = Request({"type": "http", "headers": []})


def request(token: str) -> Request:
    header = f"{cookie_name(SETTINGS, 'device')}={token}".encode()
    return Request({"type": "http", "headers": [(b"cookie", header)]})


def remembered(user_id: UUID, browser: Request = NEW, password_hash: str = "hash") -> Request:
    """What the browser sends from then on."""
    response = Response()
    remember_device(browser, response, SETTINGS, CLOCK, user_id, password_hash)
    (cookie,) = SimpleCookie(response.headers["set-cookie"]).values()
    assert cookie["httponly"]
    assert cookie["samesite"] == "strict"
    return request(cookie.value)


def device(browser: Request) -> Device:
    found = device_of(browser, SETTINGS, CLOCK)
    assert found is not None
    return found


def test_a_browser_is_known_to_the_account_it_signed_in_to_and_to_no_other() -> None:
    browser = device(remembered(ADA))
    assert browser.is_known_to(ADA, "hash")
    assert not browser.is_known_to(BOB, "hash")
    assert device(remembered(ADA)).id != browser.id


def test_after_another_password_it_is_a_stranger() -> None:
    assert not device(remembered(ADA)).is_known_to(ADA, "another hash")


def test_it_keeps_its_id_and_its_other_accounts_when_it_signs_in_again() -> None:
    first = remembered(ADA)
    second = device(remembered(BOB, remembered(ADA, first, "another hash")))
    assert second.id == device(first).id
    assert second.is_known_to(ADA, "another hash")
    assert second.is_known_to(BOB, "hash")


def test_of_many_accounts_the_last_five_are_kept() -> None:
    users = [uuid4() for _ in range(7)]
    browser = NEW
    for user_id in users:
        browser = remembered(user_id, browser)
    assert [device(browser).is_known_to(each, "hash") for each in users] == [False] * 2 + [True] * 5


def test_it_is_forgotten_after_a_year() -> None:
    browser, later = remembered(ADA), ManualClock(CLOCK.now() + timedelta(days=365))
    assert device_of(browser, SETTINGS, later) is None


@pytest.mark.parametrize("typ", ["access", "refresh"])
def test_another_token_makes_no_browser_known(typ: TokenType) -> None:
    key = SETTINGS.secret_key.get_secret_value()
    claims = {"dev": "d1", "acc": {str(ADA): "mark"}}
    token = sign(claims, typ=typ, key=key, now=CLOCK.now(), lifetime=timedelta(days=1))
    assert device_of(request(token), SETTINGS, CLOCK) is None
    assert device_of(NEW, SETTINGS, CLOCK) is None
