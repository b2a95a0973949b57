"""Links: secrets that show one dashboard, to wallboards for example."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from services.api.link.service import LINKS_MAX
from shared.db.models import DashboardLink
from tests.fixtures.cast import Cast, created, in_days
from tests.integration.api.test_access import assert_problem
from tests.integration.api.test_sessions import with_clock

PASSWORD = "the password of the hall"


def links_of(cast: Cast) -> str:
    return f"/dashboards/{cast.dashboard_id}/links"


async def make_link(cast: Cast, **fields: Any) -> dict[str, Any]:
    body = {"label": "hall", "expires_at": in_days(30), **fields}
    return await created(await cast.signed_in("owner"), links_of(cast), body)


async def opened(cast: Cast, **body: Any) -> dict[str, Any]:
    return await created(cast.nobody, "/link-sessions", body)


async def test_a_link_is_shown_once_and_kept_as_a_hash(cast: Cast) -> None:
    made = await make_link(cast, password=PASSWORD)

    listed = (await (await cast.signed_in("owner")).get(links_of(cast))).json()["items"]
    assert listed == [{name: value for name, value in made.items() if name != "token"}]
    assert made["has_password"]
    async with cast.resources.sessions() as session:
        stored = (await session.scalars(select(DashboardLink))).one()
        values = repr([getattr(stored, column.name) for column in DashboardLink.__table__.columns])
    assert made["token"].split("_", 2)[2] not in values
    assert PASSWORD not in values


async def test_a_link_without_password_reads_as_it_is_and_opened(cast: Cast) -> None:
    made = await make_link(cast)
    session = await opened(cast, token=made["token"])

    assert session["dashboard_id"] == cast.dashboard_id
    for token in (made["token"], session["access_token"]):
        page = cast.bearer(token)
        assert (await page.get(f"/dashboards/{cast.dashboard_id}")).json()["role"] == "viewer"
        assert_problem(await page.patch(f"/dashboards/{cast.dashboard_id}", json={"name": "x"}), 403)


async def test_a_link_with_password_has_to_be_opened(cast: Cast) -> None:
    made = await make_link(cast, password=PASSWORD)

    refused = [
        await cast.bearer(made["token"]).get(f"/dashboards/{cast.dashboard_id}"),
        await cast.nobody.post("/link-sessions", json={"token": made["token"]}),
        await cast.nobody.post("/link-sessions", json={"token": made["token"], "password": "wrong"}),
    ]
    for response in refused:
        assert_problem(response, 401)
        assert response.json()["type"] == "/problems/link-password-needed"
    session = await opened(cast, token=made["token"], password=PASSWORD)
    page = cast.bearer(session["access_token"])
    assert (await page.get(f"/dashboards/{cast.dashboard_id}")).status_code == 200


async def test_a_revoked_link_shows_nothing_at_once(cast: Cast) -> None:
    made, kept = await make_link(cast), await make_link(cast)
    session = await opened(cast, token=made["token"])

    owner = await cast.signed_in("owner")
    assert (await owner.delete(f"{links_of(cast)}/{made['id']}")).status_code == 204

    for token in (made["token"], session["access_token"]):
        assert_problem(await cast.bearer(token).get(f"/dashboards/{cast.dashboard_id}"), 401)
    assert_problem(await cast.nobody.post("/link-sessions", json={"token": made["token"]}), 401)
    assert_problem(await owner.delete(f"{links_of(cast)}/{made['id']}"), 404)
    still = await cast.bearer(kept["token"]).get(f"/dashboards/{cast.dashboard_id}")
    assert still.status_code == 200


async def test_links_and_what_they_opened_expire(cast: Cast) -> None:
    clock = with_clock(cast.app)
    made = await make_link(cast, expires_at=(clock.now() + timedelta(hours=18)).isoformat())
    session = await opened(cast, token=made["token"])
    path, page = f"/dashboards/{cast.dashboard_id}", cast.bearer(session["access_token"])

    assert datetime.fromisoformat(session["expires_at"]) == clock.now() + timedelta(hours=12)
    clock.move(timedelta(hours=11, minutes=59))
    assert (await page.get(path)).status_code == 200
    clock.move(timedelta(minutes=1))
    assert_problem(await page.get(path), 401)
    again = await opened(cast, token=made["token"])
    assert again["expires_at"] == made["expires_at"]
    clock.move(timedelta(hours=6))
    for token in (made["token"], again["access_token"]):
        assert_problem(await cast.bearer(token).get(path), 401)
    assert_problem(await cast.nobody.post("/link-sessions", json={"token": made["token"]}), 401)


async def test_no_other_token_passes_for_an_opened_link(cast: Cast) -> None:
    browser = await cast.signed_in("owner")
    for token in (*browser.cookies.values(), "a.b.c", "", "pydashlink_"):
        assert_problem(await cast.bearer(token).get(f"/dashboards/{cast.dashboard_id}"), 401)
    session = await opened(cast, token=(await make_link(cast))["token"])
    browser = cast.browser()
    browser.cookies.set("pydash_access", session["access_token"])
    assert_problem(await browser.get(f"/dashboards/{cast.dashboard_id}"), 401)


async def test_a_page_with_a_link_is_not_taken_for_its_signed_in_user(cast: Cast) -> None:
    made = await make_link(cast)
    browser = await cast.signed_in("stranger")

    shown = await browser.get(
        f"/dashboards/{cast.dashboard_id}", headers={"Authorization": f"Bearer {made['token']}"}
    )

    assert shown.status_code == 200
    assert_problem(await browser.get(f"/dashboards/{cast.dashboard_id}"), 404)


async def test_there_is_an_end_to_links(cast: Cast) -> None:
    browser = await cast.signed_in("owner")
    body = {"label": "one of many", "expires_at": in_days(1)}
    for _ in range(LINKS_MAX):
        await created(browser, links_of(cast), body)
    assert_problem(await browser.post(links_of(cast), json=body), 409)


async def test_a_link_of_another_dashboard_is_not_this_ones(cast: Cast) -> None:
    made = await make_link(cast)
    stranger = await cast.signed_in("stranger")
    own = await created(
        stranger, "/dashboards", {"name": "own", "url": "http://own.example", "token": "t", "check": False}
    )

    for link_id in (made["id"], UUID(int=1)):
        assert_problem(await stranger.delete(f"/dashboards/{own['id']}/links/{link_id}"), 404)
    page = cast.bearer(made["token"])
    assert (await page.get(f"/dashboards/{cast.dashboard_id}")).status_code == 200


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"label": ""}, "#/body/label"),
        ({"expires_at": None}, "#/body/expires_at"),
        ({"expires_at": in_days(-1)}, "#/body/expires_at"),
        ({"expires_at": in_days(400)}, "#/body/expires_at"),
        ({"password": "short"}, "#/body/password"),
        ({"pasword": "misspelt, long"}, "#/body/pasword"),
    ],
)
async def test_bad_input_names_its_field(cast: Cast, fields: dict[str, Any], pointer: str) -> None:
    body = {"label": "hall", "expires_at": in_days(30), **fields}
    response = await (await cast.signed_in("owner")).post(links_of(cast), json=body)

    assert_problem(response, 422)
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]
