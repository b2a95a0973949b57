"""Sharing: who sees a dashboard, what they may do with it, and when it ends."""

from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select

from services.api.account.repository import AccountRepository
from services.api.share.service import SHARES_MAX
from shared.db.models import Share, User
from tests.fixtures.cast import Cast, created
from tests.integration.api.recorded import Call, record
from tests.integration.api.test_access import assert_problem


def shares_of(cast: Cast) -> str:
    return f"/dashboards/{cast.dashboard_id}/shares"


async def share(cast: Cast, invited: str, role: str = "viewer") -> dict[str, Any]:
    owner = await cast.signed_in("owner")
    return await created(owner, shares_of(cast), {"invited": invited, "role": role})


async def role_of(client: httpx.AsyncClient) -> str | None:
    """What the dashboard's list says, in which there is at most one."""
    items = (await client.get("/dashboards")).json()["items"]
    return items[0]["role"] if items else None


@pytest.mark.parametrize(
    "invited", ["stranger", "STRANGER", " stranger@pydash.example ", "Stranger@PyDash.example"]
)
async def test_who_is_invited_by_name_or_mail_sees_the_dashboard_at_once(cast: Cast, invited: str) -> None:
    await record(cast, [Call()])
    assert await role_of(cast.stranger) is None

    await share(cast, invited)

    assert await role_of(cast.stranger) == "viewer"
    query = {"statistic": "total_visits"}
    shown = (await cast.stranger.get(f"/dashboards/{cast.dashboard_id}", params=query)).json()
    assert shown["role"] == "viewer"
    assert shown["statistics"]["values"] == {"total_visits": 1}
    endpoints = await cast.stranger.get(f"/dashboards/{cast.dashboard_id}/endpoints", params=query)
    assert [item["name"] for item in endpoints.json()["items"]] == ["home"]


@pytest.mark.parametrize("invited", ["unknown", "unknown@pydash.example"])
async def test_an_unknown_user_is_answered_and_listed_like_a_known_one(cast: Cast, invited: str) -> None:
    known, unknown = await share(cast, "stranger"), await share(cast, invited)

    assert known.keys() == unknown.keys()
    assert (unknown["invited"], unknown["role"]) == (invited, "viewer")
    listed = (await (await cast.signed_in("owner")).get(shares_of(cast))).json()["items"]
    assert listed == [known, unknown]


async def test_who_registers_later_under_that_name_was_not_meant(cast: Cast) -> None:
    await share(cast, "newcomer")
    newcomer = await cast.add_user("newcomer")

    assert await role_of(newcomer) is None
    assert_problem(await newcomer.get(f"/dashboards/{cast.dashboard_id}"), 404)


async def test_a_name_that_looks_like_an_address_is_not_taken_for_it(cast: Cast) -> None:
    async with cast.resources.sessions.begin() as session:
        accounts = AccountRepository(session)
        stranger = await accounts.user_by_name("stranger")
        assert stranger is not None
        stranger.name_key = "boss@pydash.example"

    await share(cast, "boss@pydash.example")

    assert await role_of(cast.stranger) is None


async def test_who_has_not_verified_an_address_is_not_its_holder(cast: Cast) -> None:
    async with cast.resources.sessions.begin() as session:
        stranger = await session.scalar(select(User).where(User.name == "stranger"))
        assert stranger is not None
        stranger.verified_at = None

    await share(cast, "stranger@pydash.example")

    async with cast.resources.sessions() as session:
        assert await session.scalar(select(Share.user_id)) is None


async def test_a_role_changes_and_ends_with_the_next_request(cast: Cast) -> None:
    made = await share(cast, "stranger")
    owner = await cast.signed_in("owner")
    one = f"{shares_of(cast)}/{made['id']}"
    rename = {"name": "renamed"}

    assert_problem(await cast.stranger.patch(f"/dashboards/{cast.dashboard_id}", json=rename), 403)
    assert (await owner.patch(one, json={"role": "editor"})).json() == {**made, "role": "editor"}
    changed = await cast.stranger.patch(f"/dashboards/{cast.dashboard_id}", json=rename)
    assert (changed.json()["name"], changed.json()["role"]) == ("renamed", "editor")
    assert (await owner.delete(one)).status_code == 204
    assert_problem(await cast.stranger.patch(f"/dashboards/{cast.dashboard_id}", json=rename), 404)
    assert_problem(await cast.stranger.get(f"/dashboards/{cast.dashboard_id}"), 404)
    assert await role_of(cast.stranger) is None
    assert_problem(await owner.delete(one), 404)
    assert_problem(await owner.patch(one, json={"role": "editor"}), 404)


@pytest.mark.parametrize(
    "settings", [{"url": "http://evil.example"}, {"token": "t"}, {"name": "x", "url": "http://evil.example"}]
)
async def test_only_the_owner_says_what_is_read(cast: Cast, settings: dict[str, str]) -> None:
    await share(cast, "stranger", "editor")
    body = {**settings, "check": False}

    assert_problem(await cast.stranger.patch(f"/dashboards/{cast.dashboard_id}", json=body), 403)

    shown = (await cast.owner.get(f"/dashboards/{cast.dashboard_id}")).json()
    assert (shown["name"], shown["url"]) == ("shop", "http://shop.example/dashboard")
    assert (await cast.owner.patch(f"/dashboards/{cast.dashboard_id}", json=body)).status_code == 200


async def test_of_two_invitations_the_higher_role_counts(cast: Cast) -> None:
    by_name, by_mail = await share(cast, "stranger"), await share(cast, "stranger@pydash.example", "editor")
    owner = await cast.signed_in("owner")

    assert await role_of(cast.stranger) == "editor"
    assert (await owner.delete(f"{shares_of(cast)}/{by_mail['id']}")).status_code == 204
    assert await role_of(cast.stranger) == "viewer"
    assert (await owner.delete(f"{shares_of(cast)}/{by_name['id']}")).status_code == 204
    assert await role_of(cast.stranger) is None


async def test_the_same_is_given_once_whatever_its_letters(cast: Cast) -> None:
    await share(cast, "unknown")
    again = {"invited": "UNKNOWN", "role": "editor"}
    assert_problem(await (await cast.signed_in("owner")).post(shares_of(cast), json=again), 409)


async def test_owners_who_share_with_themselves_stay_owners(cast: Cast) -> None:
    await share(cast, "owner")
    assert await role_of(cast.owner) == "owner"


async def test_who_leaves_sees_nothing_more_and_the_owner_cannot(cast: Cast) -> None:
    await share(cast, "stranger")
    await share(cast, "stranger@pydash.example")
    stranger, owner = await cast.signed_in("stranger"), await cast.signed_in("owner")
    mine = f"/dashboards/{cast.dashboard_id}/share"

    assert_problem(await owner.delete(mine), 409)
    assert (await stranger.delete(mine)).status_code == 204

    assert await role_of(cast.stranger) is None
    assert_problem(await stranger.delete(mine), 404)
    assert (await owner.get(shares_of(cast))).json() == {"items": []}


async def test_a_share_of_another_dashboard_is_not_this_ones(cast: Cast) -> None:
    made = await share(cast, "owner")
    stranger = await cast.signed_in("stranger")
    own = await created(
        stranger, "/dashboards", {"name": "own", "url": "http://own.example", "token": "t", "check": False}
    )

    for path in (
        f"/dashboards/{own['id']}/shares/{made['id']}",
        f"/dashboards/{own['id']}/shares/{UUID(int=1)}",
    ):
        assert_problem(await stranger.delete(path), 404)
        assert_problem(await stranger.patch(path, json={"role": "editor"}), 404)
    assert (await (await cast.signed_in("owner")).get(shares_of(cast))).json()["items"] == [made]


async def test_there_is_an_end_to_sharing(cast: Cast) -> None:
    owner = await cast.signed_in("owner")
    for number in range(SHARES_MAX):
        await created(owner, shares_of(cast), {"invited": f"user {number}", "role": "viewer"})

    assert_problem(await owner.post(shares_of(cast), json={"invited": "one more", "role": "viewer"}), 409)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"invited": " ", "role": "viewer"}, "#/body/invited"),
        ({"invited": "x" * 255, "role": "viewer"}, "#/body/invited"),
        ({"invited": "x", "role": "owner"}, "#/body/role"),
        ({"invited": "x"}, "#/body/role"),
    ],
)
async def test_bad_input_names_its_field(cast: Cast, body: dict[str, str], pointer: str) -> None:
    response = await (await cast.signed_in("owner")).post(shares_of(cast), json=body)

    assert_problem(response, 422)
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]


async def test_a_bound_key_of_a_guest_ends_with_the_share(cast: Cast) -> None:
    made = await share(cast, "stranger")
    body = {"label": "guest", "dashboard_ids": [cast.dashboard_id]}
    key = await created(await cast.signed_in("stranger"), "/users/me/api-keys", body)
    script = cast.bearer(key["key"])
    assert (await script.get(f"/dashboards/{cast.dashboard_id}")).status_code == 200

    assert (
        await (await cast.signed_in("owner")).delete(f"{shares_of(cast)}/{made['id']}")
    ).status_code == 204

    assert_problem(await script.get(f"/dashboards/{cast.dashboard_id}"), 404)
