"""Signing in, staying so, and signing out, as a browser does."""

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from services.api.resources import Resources
from shared.clock.clock import ManualClock
from tests.fixtures.cast import PASSWORD, Cast
from tests.integration.api.test_access import assert_problem

CREDENTIALS = {"name": "owner", "password": PASSWORD}


def with_clock(app: FastAPI) -> ManualClock:
    """Gives the running API a clock that the test moves."""
    resources: Resources = app.state.resources
    clock = ManualClock(resources.clock.now())
    app.state.resources = replace(resources, clock=clock)
    return clock


async def signed_in(cast: Cast) -> httpx.AsyncClient:
    browser = cast.browser()
    response = await browser.post("/sessions", json=CREDENTIALS)
    assert response.status_code == 201
    return browser


async def test_signing_in_gives_cookies_that_scripts_cannot_read(cast: Cast) -> None:
    browser = cast.browser()
    response = await browser.post("/sessions", json={"name": "OWNER", "password": PASSWORD})

    assert response.json()["name"] == "owner"
    cookies = response.headers.get_list("set-cookie")
    # Two of the session, and the one by which the browser is known again.
    assert len(cookies) == 3
    assert all("HttpOnly" in cookie and "SameSite" in cookie for cookie in cookies)
    assert (await browser.get("/users/me")).json()["name"] == "owner"


@pytest.mark.parametrize(
    "credentials", [{"name": "owner", "password": "wrong"}, {"name": "nobody", "password": PASSWORD}]
)
async def test_a_wrong_name_and_a_wrong_password_are_answered_alike(
    cast: Cast, credentials: dict[str, str]
) -> None:
    response = await cast.browser().post("/sessions", json=credentials)

    assert_problem(response, 401)
    assert response.json()["type"] == "/problems/wrong-credentials"
    assert response.json()["detail"].startswith("The name or the password is not right.")


async def test_access_ends_with_its_time_and_refreshing_renews_it(cast: Cast) -> None:
    clock = with_clock(cast.app)
    browser = await signed_in(cast)

    clock.move(timedelta(minutes=16))
    assert_problem(await browser.get("/users/me"), 401)
    assert (await browser.post("/sessions/refresh")).status_code == 204
    assert (await browser.get("/users/me")).status_code == 200


async def test_a_session_ends_however_often_it_is_refreshed(cast: Cast) -> None:
    clock = with_clock(cast.app)
    browser = await signed_in(cast)
    for _ in range(3):
        clock.move(timedelta(days=9))
        assert (await browser.post("/sessions/refresh")).status_code == 204
    clock.move(timedelta(days=4))
    assert_problem(await browser.post("/sessions/refresh"), 401)


async def test_a_refresh_token_used_twice_ends_the_session_of_both(cast: Cast) -> None:
    clock = with_clock(cast.app)
    victim = await signed_in(cast)
    thief = cast.browser()
    thief.cookies = httpx.Cookies(victim.cookies)
    assert (await victim.post("/sessions/refresh")).status_code == 204

    clock.move(timedelta(seconds=11))
    assert_problem(await thief.post("/sessions/refresh"), 401)

    assert_problem(await victim.get("/users/me"), 401)
    assert_problem(await victim.post("/sessions/refresh"), 401)


async def test_two_tabs_may_refresh_at_the_same_moment(cast: Cast) -> None:
    one_tab = await signed_in(cast)
    other_tab = cast.browser()
    other_tab.cookies = httpx.Cookies(one_tab.cookies)

    assert (await one_tab.post("/sessions/refresh")).status_code == 204
    assert (await other_tab.post("/sessions/refresh")).status_code == 204
    assert (await one_tab.get("/users/me")).status_code == 200


async def test_signing_out_ends_access_at_once_even_for_a_copied_cookie(cast: Cast) -> None:
    browser = await signed_in(cast)
    copy = cast.browser()
    copy.cookies = httpx.Cookies(browser.cookies)

    assert (await browser.delete("/sessions/current")).status_code == 204

    # Only that it has signed in before is still known.
    assert list(browser.cookies) == ["pydash_device"]
    assert_problem(await copy.get("/users/me"), 401)
    assert_problem(await copy.post("/sessions/refresh"), 401)


async def test_changing_the_password_ends_all_other_sessions(cast: Cast) -> None:
    here, elsewhere = await signed_in(cast), await signed_in(cast)
    change = {"current_password": PASSWORD, "new_password": "another long password"}

    assert (await here.put("/users/me/password", json=change)).status_code == 204

    assert (await here.get("/users/me")).status_code == 200
    assert_problem(await elsewhere.get("/users/me"), 401)
    assert_problem(await cast.browser().post("/sessions", json=CREDENTIALS), 401)
    new = {"name": "owner", "password": "another long password"}
    assert (await cast.browser().post("/sessions", json=new)).status_code == 201


async def test_other_sessions_may_be_kept_when_the_password_changes(cast: Cast) -> None:
    here, elsewhere = await signed_in(cast), await signed_in(cast)
    change = {
        "current_password": PASSWORD,
        "new_password": "another long password",
        "end_other_sessions": False,
    }

    assert (await here.put("/users/me/password", json=change)).status_code == 204

    assert (await elsewhere.get("/users/me")).status_code == 200


async def test_sessions_are_listed_and_can_be_ended_one_by_one(cast: Cast) -> None:
    here, elsewhere = await signed_in(cast), cast.browser()
    elsewhere.headers["User-Agent"] = "A telephone"
    await elsewhere.post("/sessions", json=CREDENTIALS)

    listed = (await here.get("/sessions")).json()["items"]
    assert sorted((item["user_agent"], item["current"]) for item in listed) == [
        ("A telephone", False),
        (here.headers["User-Agent"], True),
    ]
    [other] = [item for item in listed if not item["current"]]
    assert (await here.delete(f"/sessions/{other['id']}")).status_code == 204

    assert_problem(await elsewhere.get("/users/me"), 401)
    assert [item["current"] for item in (await here.get("/sessions")).json()["items"]] == [True]
    assert_problem(await here.delete(f"/sessions/{other['id']}"), 404)


async def test_a_strangers_session_cannot_be_seen_or_ended(cast: Cast) -> None:
    here = await signed_in(cast)
    [session] = (await here.get("/sessions")).json()["items"]

    stranger = await cast.signed_in("stranger")
    [own] = (await stranger.get("/sessions")).json()["items"]
    assert own["id"] != session["id"]
    assert_problem(await stranger.delete(f"/sessions/{session['id']}"), 404)
    assert (await here.get("/users/me")).status_code == 200


async def test_signing_out_everywhere_ends_this_session_too(cast: Cast) -> None:
    here, elsewhere = await signed_in(cast), await signed_in(cast)
    copy = cast.browser()
    copy.cookies = httpx.Cookies(here.cookies)

    assert (await here.delete("/sessions")).status_code == 204

    assert list(here.cookies) == ["pydash_device"]
    for browser in (copy, elsewhere):
        assert_problem(await browser.get("/users/me"), 401)
        assert_problem(await browser.post("/sessions/refresh"), 401)


async def test_a_list_of_sessions_leaves_out_those_that_have_run_out(cast: Cast) -> None:
    clock = with_clock(cast.app)
    await signed_in(cast)
    clock.move(timedelta(days=31))
    here = await signed_in(cast)

    assert len((await here.get("/sessions")).json()["items"]) == 1


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"current_password": "wrong", "new_password": "long enough"}, "#/body/current_password"),
        ({"current_password": PASSWORD, "new_password": "short"}, "#/body/new_password"),
        ({"current_password": PASSWORD, "new_password": "Qwertyuiop"}, "#/body/new_password"),
        ({"current_password": PASSWORD}, "#/body/new_password"),
    ],
)
async def test_a_bad_password_change_says_which_field(
    cast: Cast, change: dict[str, str], pointer: str
) -> None:
    response = await (await signed_in(cast)).put("/users/me/password", json=change)

    assert_problem(response, 422)
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]
    assert PASSWORD not in response.text


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
async def test_another_sites_page_cannot_use_the_cookies(cast: Cast, site: str) -> None:
    browser = await signed_in(cast)
    dashboard = {"name": "x", "url": "http://x.example", "token": "t", "check": False}

    forged = await browser.post("/dashboards", json=dashboard, headers={"Sec-Fetch-Site": site})

    assert_problem(forged, 403)
    assert (await browser.post("/dashboards", json=dashboard)).status_code == 201


async def test_without_fetch_metadata_the_origin_decides(cast: Cast) -> None:
    browser = await signed_in(cast)
    del browser.headers["Sec-Fetch-Site"]
    dashboard = {"name": "x", "url": "http://x.example", "token": "t", "check": False}

    for headers in ({"Origin": "http://evil.example"}, {"Origin": "null"}, {}):
        assert_problem(await browser.post("/dashboards", json=dashboard, headers=headers), 403)
    allowed = await browser.post("/dashboards", json=dashboard, headers={"Origin": "http://pydash.example"})
    assert allowed.status_code == 201
