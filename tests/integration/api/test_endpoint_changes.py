"""Asking for endpoints to be deleted, merged and renamed."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import pytest

from shared.calls.name_digest import name_digest
from shared.db.models import EndpointChangeApplied, SourceEndpoint
from tests.fixtures.cast import Cast
from tests.integration.api.recorded import Call, dashboard_id, record
from tests.integration.api.test_access import assert_problem

MOMENT = datetime(2026, 5, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
async def endpoints(cast: Cast) -> None:
    """Home and cart were called, basket counts for cart, and idle is only listed by the source."""
    await record(
        cast,
        [Call(endpoint="home"), Call(endpoint="cart"), Call(endpoint="basket")],
        aliases={"basket": "cart"},
    )
    async with cast.resources.sessions.begin() as session:
        session.add(
            SourceEndpoint(
                dashboard_id=dashboard_id(cast), digest=name_digest("idle"), name="idle", monitor_level=1
            )
        )


async def change(cast: Cast, kind: str, endpoint: str, target: str | None = None) -> httpx.Response:
    body = {"kind": kind, "endpoint": endpoint, **({"target": target} if target is not None else {})}
    return await cast.owner.post(f"/dashboards/{cast.dashboard_id}/endpoint-changes", json=body)


async def listed(cast: Cast, **query: Any) -> dict[str, Any]:
    response = await cast.owner.get(f"/dashboards/{cast.dashboard_id}/endpoint-changes", params=query)
    assert response.status_code == 200, response.text
    page: dict[str, Any] = response.json()
    return page


@pytest.mark.parametrize(
    ("kind", "endpoint", "target"),
    [
        ("delete", "home", None),
        ("merge", "home", "cart"),
        ("merge", "home", "idle"),
        ("rename", "home", "start"),
        # Back to its former name.
        ("rename", "cart", "basket"),
    ],
)
async def test_a_change_waits_until_it_is_applied(
    cast: Cast, kind: str, endpoint: str, target: str | None
) -> None:
    accepted = await change(cast, kind, endpoint, target)

    assert accepted.status_code == 202, accepted.text
    waiting = accepted.json()
    assert (waiting["kind"], waiting["endpoint"], waiting["target"]) == (kind, endpoint, target)
    assert (waiting["state"], waiting["applied_at"]) == ("waiting", None)
    assert (await listed(cast))["items"] == [waiting]

    async with cast.resources.sessions.begin() as session:
        session.add(EndpointChangeApplied(change_id=UUID(waiting["id"]), applied_at=MOMENT))
    assert (await listed(cast))["items"] == [
        {**waiting, "state": "applied", "applied_at": "2026-05-20T12:00:00Z"}
    ]


@pytest.mark.parametrize(
    ("kind", "endpoint", "target", "field", "said"),
    [
        ("merge", "home", None, "target", "needs one"),
        ("rename", "home", None, "target", "needs one"),
        ("delete", "home", "cart", "target", "has none"),
        ("delete", "never seen", None, "endpoint", "that was called"),
        ("delete", "idle", None, "endpoint", "that was called"),
        ("delete", "basket", None, "endpoint", "count for cart"),
        ("merge", "basket", "home", "endpoint", "count for cart"),
        ("merge", "home", "never seen", "target", "ask for a rename"),
        ("merge", "home", "basket", "target", "merge into that one"),
        ("merge", "home", "home", "target", "another name"),
        ("rename", "home", "cart", "target", "ask for a merge"),
        ("rename", "home", "idle", "target", "ask for a merge"),
        ("rename", "home", "basket", "target", "ask for a merge"),
        ("rename", "home", "home", "target", "another name"),
        ("rename", "home", "", "target", ""),
        ("explode", "home", None, "kind", "'delete', 'merge' or 'rename'"),
    ],
)
async def test_a_change_that_makes_no_sense_says_why(
    cast: Cast, kind: str, endpoint: str, target: str | None, field: str, said: str
) -> None:
    response = await change(cast, kind, endpoint, target)

    assert_problem(response, 422)
    [error] = response.json()["errors"]
    assert error["pointer"] == f"#/body/{field}"
    assert said in error["detail"]
    assert (await listed(cast))["items"] == []


async def test_what_a_new_name_may_not_hold_is_replaced(cast: Cast) -> None:
    assert (await change(cast, "rename", "home", "start\npage")).json()[
        "target"
    ] == "start\N{REPLACEMENT CHARACTER}page"


async def test_endpoints_of_a_waiting_change_have_to_wait(cast: Cast) -> None:
    assert (await change(cast, "merge", "home", "cart")).status_code == 202

    assert_problem(await change(cast, "delete", "home"), 409)
    assert_problem(await change(cast, "delete", "cart"), 409)

    [waiting] = (await listed(cast))["items"]
    async with cast.resources.sessions.begin() as session:
        session.add(EndpointChangeApplied(change_id=UUID(waiting["id"]), applied_at=MOMENT))
    assert (await change(cast, "delete", "cart")).status_code == 202


async def test_pages_of_the_list_hold_every_change_once_the_newest_first(cast: Cast) -> None:
    for kind, endpoint, target in (("rename", "home", "a"), ("delete", "cart", None)):
        assert (await change(cast, kind, endpoint, target)).status_code == 202

    first = await listed(cast, limit=1)
    second = await listed(cast, limit=1, cursor=first["next_cursor"])

    assert [page["items"][0]["endpoint"] for page in (first, second)] == ["cart", "home"]
    assert second["next_cursor"] is None
    refused = await cast.owner.get(
        f"/dashboards/{cast.dashboard_id}/endpoint-changes", params={"cursor": "nonsense"}
    )
    assert_problem(refused, 422)
