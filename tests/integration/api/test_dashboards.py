"""Registering and listing dashboards."""

import asyncio

import pytest
from pydantic import SecretStr

from services.api.dashboard.schemas import DashboardCreate
from services.api.seeding.commands import seed_dashboard
from tests.fixtures.cast import DASHBOARD, Cast
from tests.integration.api.test_access import assert_problem


async def test_a_new_dashboard_is_not_initialized_and_has_no_error(cast: Cast) -> None:
    shown = (await cast.owner.get(f"/dashboards/{cast.dashboard_id}")).json()

    assert (shown["name"], shown["url"]) == (DASHBOARD["name"], DASHBOARD["url"])
    assert (shown["state"], shown["state_code"], shown["error"]) == ("not_initialized", 0, None)
    assert shown["statistics"] is None


async def test_the_same_url_is_added_once_per_user(cast: Cast) -> None:
    again = await cast.owner.post("/dashboards", json={**DASHBOARD, "url": "HTTP://SHOP.example/dashboard/"})
    assert_problem(again, 409)
    assert (await cast.stranger.post("/dashboards", json=DASHBOARD)).status_code == 201


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "   "),
        ("name", "x" * 101),
        ("url", "shop.example"),
        ("url", "ftp://shop.example"),
        ("url", "file:///etc/passwd"),
        ("url", "http://user:secret@shop.example"),
        ("url", "http://shop.example/?a=b"),
        ("url", "http://"),
        ("url", "http://shop.example:99999"),
        ("url", "http://shop example"),
        ("token", ""),
        ("poll_interval_seconds", 1),
        ("poll_interval_seconds", "often"),
        ("settle_seconds", 0),
    ],
)
async def test_bad_input_names_its_field(cast: Cast, field: str, value: object) -> None:
    body = {**DASHBOARD, "url": "http://other.example", field: value}
    response = await cast.owner.post("/dashboards", json=body)

    assert_problem(response, 422)
    assert [error["pointer"] for error in response.json()["errors"]] == [f"#/body/{field}"]
    assert "secret" not in response.text


async def test_pages_of_the_list_hold_every_dashboard_once(cast: Cast) -> None:
    for number in range(6):
        body = {**DASHBOARD, "url": f"http://shop{number}.example"}
        assert (await cast.owner.post("/dashboards", json=body)).status_code == 201

    seen, cursor = [], None
    while True:
        query = {"limit": 3} if cursor is None else {"limit": 3, "cursor": cursor}
        page = (await cast.owner.get("/dashboards", params=query)).json()
        seen += [item["url"] for item in page["items"]]
        assert len(page["items"]) <= 3
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert seen == [DASHBOARD["url"], *(f"http://shop{number}.example" for number in range(6))]


@pytest.mark.parametrize("query", [{"cursor": "garbage"}, {"cursor": "AAAA"}, {"limit": 0}, {"limit": 201}])
async def test_a_bad_page_request_is_refused(cast: Cast, query: dict[str, str]) -> None:
    assert_problem(await cast.owner.get("/dashboards", params=query), 422)


async def test_an_id_that_is_none_is_invalid_input(cast: Cast) -> None:
    assert_problem(await cast.owner.get("/dashboards/1"), 422)


async def test_an_unknown_path_of_the_api_is_a_problem_too(cast: Cast) -> None:
    assert_problem(await cast.owner.get("/nothing/here"), 404)


async def test_every_response_carries_the_security_headers(cast: Cast) -> None:
    for response in (await cast.owner.get("/dashboards"), await cast.nobody.get("/dashboards")):
        assert "script-src 'self'" in response.headers["content-security-policy"]
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["cache-control"] == "no-store"


async def test_seeding_needs_no_fetcher_and_changes_nothing_the_second_time(cast: Cast) -> None:
    create = DashboardCreate(name="seeded", url="http://seeded.example/", token=SecretStr("t"))
    for _ in range(2):
        await seed_dashboard(cast.resources, "owner", create)

    listed = (await cast.owner.get("/dashboards")).json()["items"]
    assert [item["url"] for item in listed if item["name"] == "seeded"] == ["http://seeded.example"]


async def test_of_two_registrations_at_once_one_is_told_that_it_is_late(cast: Cast) -> None:
    body = {**DASHBOARD, "url": "http://twice.example"}
    answers = await asyncio.gather(*(cast.owner.post("/dashboards", json=body) for _ in range(4)))

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
