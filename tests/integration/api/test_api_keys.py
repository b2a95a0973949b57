"""API keys: made, used, bound, and taken away."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import delete, func, select, update

from services.api.apikey.service import KEYS_MAX
from shared.db.models import ApiKey, ApiKeyDashboard, Dashboard
from tests.fixtures.cast import DASHBOARD, Cast, created, in_days
from tests.fixtures.waiting import eventually
from tests.integration.api.test_access import assert_problem
from tests.integration.api.test_sessions import with_clock

KEYS = "/users/me/api-keys"


async def make_key(cast: Cast, **fields: Any) -> tuple[httpx.AsyncClient, dict[str, Any]]:
    """A client that sends a new key of the owner's, and what its maker was told."""
    made = await created(await cast.signed_in("owner"), KEYS, {"label": "backup", **fields})
    return cast.bearer(made["key"]), made


async def listed(cast: Cast, key_id: str) -> dict[str, Any]:
    keys = (await (await cast.signed_in("owner")).get(KEYS)).json()["items"]
    return next(key for key in keys if key["id"] == key_id)


async def test_a_key_is_shown_once_and_kept_as_a_hash(cast: Cast) -> None:
    _, made = await make_key(cast)

    shown = await listed(cast, made["id"])
    assert shown == {name: value for name, value in made.items() if name != "key"}
    assert shown["scope"] == "read"
    assert (shown["dashboard_ids"], shown["expires_at"], shown["last_used_at"]) == (None, None, None)
    secret = made["key"].split("_", 2)[2]
    async with cast.resources.sessions() as session:
        stored = await session.get_one(ApiKey, UUID(made["id"]))
        values = [getattr(stored, column.name) for column in ApiKey.__table__.columns]
    assert secret not in repr(values)


async def test_a_revoked_key_is_refused_at_once(cast: Cast) -> None:
    script, made = await make_key(cast)
    assert (await script.get("/dashboards")).status_code == 200

    owner = await cast.signed_in("owner")
    assert (await owner.delete(f"{KEYS}/{made['id']}")).status_code == 204

    assert_problem(await script.get("/dashboards"), 401)
    assert_problem(await script.get(f"/dashboards/{cast.dashboard_id}"), 401)
    assert_problem(await owner.delete(f"{KEYS}/{made['id']}"), 404)


async def test_anothers_key_looks_like_none_at_all(cast: Cast) -> None:
    script, made = await make_key(cast)
    stranger = await cast.signed_in("stranger")

    assert_problem(await stranger.delete(f"{KEYS}/{made['id']}"), 404)
    assert_problem(await stranger.delete(f"{KEYS}/{uuid4()}"), 404)
    assert made["id"] not in (await stranger.get(KEYS)).text
    assert (await script.get("/dashboards")).status_code == 200


async def test_a_key_ends_when_it_expires(cast: Cast) -> None:
    clock = with_clock(cast.app)
    expires_at = clock.now() + timedelta(hours=1)
    script, _ = await make_key(cast, expires_at=expires_at.isoformat())
    assert (await script.get("/dashboards")).status_code == 200

    clock.move(timedelta(hours=1))
    assert_problem(await script.get("/dashboards"), 401)


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"label": " "}, "#/body/label"),
        ({"label": "x" * 101}, "#/body/label"),
        ({"scope": "write"}, "#/body/scope"),
        ({"dashboard_ids": []}, "#/body/dashboard_ids"),
        ({"dashboard_ids": [str(UUID(int=1))]}, "#/body/dashboard_ids"),
        ({"expires_at": in_days(-1)}, "#/body/expires_at"),
        ({"expires_at": "2030-01-01T00:00:00"}, "#/body/expires_at"),
        ({"dashboards": []}, "#/body/dashboards"),
    ],
)
async def test_bad_input_names_its_field(cast: Cast, fields: dict[str, Any], pointer: str) -> None:
    response = await (await cast.signed_in("owner")).post(KEYS, json={"label": "backup", **fields})

    assert_problem(response, 422)
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]


async def test_a_key_for_a_strangers_dashboard_cannot_be_made(cast: Cast) -> None:
    body = {"label": "backup", "dashboard_ids": [cast.dashboard_id]}
    assert_problem(await (await cast.signed_in("stranger")).post(KEYS, json=body), 422)


async def test_there_is_an_end_to_keys(cast: Cast) -> None:
    owner = await cast.signed_in("owner")
    # The cast's own is there already.
    for _ in range(KEYS_MAX - 2):
        await created(owner, KEYS, {"label": "one of many"})
    answers = await asyncio.gather(*(owner.post(KEYS, json={"label": "the last"}) for _ in range(4)))

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


async def test_a_bound_key_lists_and_manages_its_dashboards_only(cast: Cast) -> None:
    other = await created(cast.owner, "/dashboards", {**DASHBOARD, "url": "http://other.example"})
    script, _ = await make_key(cast, scope="manage", dashboard_ids=[other["id"]])

    items = (await script.get("/dashboards")).json()["items"]
    assert [item["id"] for item in items] == [other["id"]]
    assert (await script.patch(f"/dashboards/{other['id']}", json={"name": "renamed"})).status_code == 200
    assert_problem(await script.patch(f"/dashboards/{cast.dashboard_id}", json={"name": "renamed"}), 404)
    assert_problem(await script.post("/dashboards", json={**DASHBOARD, "url": "http://third.example"}), 403)


async def test_when_its_last_dashboard_is_gone_a_bound_key_is_for_none(cast: Cast) -> None:
    other = await created(cast.owner, "/dashboards", {**DASHBOARD, "url": "http://other.example"})
    script, made = await make_key(cast, dashboard_ids=[other["id"]])
    async with cast.resources.sessions.begin() as session:
        await session.execute(delete(Dashboard).where(Dashboard.id == UUID(other["id"])))
        bound = select(func.count()).select_from(ApiKeyDashboard)
        assert await session.scalar(bound.where(ApiKeyDashboard.key_id == UUID(made["id"]))) == 0

    assert (await script.get("/dashboards")).json()["items"] == []
    assert_problem(await script.get(f"/dashboards/{cast.dashboard_id}"), 404)
    assert (await listed(cast, made["id"]))["dashboard_ids"] == []


async def test_last_use_is_written_once_a_minute(cast: Cast) -> None:
    clock = with_clock(cast.app)
    script, made = await make_key(cast)

    async def use_after(seconds: float) -> None:
        clock.move(timedelta(seconds=seconds))
        # Both ways of answering: in a transaction that may write, and in one that only reads.
        assert (await script.get("/dashboards")).status_code == 200
        assert (await script.get(f"/dashboards/{cast.dashboard_id}")).status_code == 200

    async def last_used_at() -> datetime | None:
        async with cast.resources.sessions() as session:
            return (await session.get_one(ApiKey, UUID(made["id"]))).last_used_at

    first = clock.now()
    await use_after(0)
    await eventually(last_used_at, lambda at: at == first)
    await use_after(59)
    # What is noted is written in order: when a later use of another key is there, this one's would be, too.
    other, made_too = await make_key(cast)
    assert (await other.get("/dashboards")).status_code == 200
    await eventually(lambda: listed(cast, made_too["id"]), lambda key: key["last_used_at"] is not None)
    assert await last_used_at() == first
    await use_after(1)
    await eventually(last_used_at, lambda at: at == first + timedelta(seconds=60))


async def test_two_processes_write_one_use_a_minute(cast: Cast) -> None:
    _, made = await make_key(cast)
    key_id, noon = UUID(made["id"]), datetime(2026, 5, 20, 12, tzinfo=UTC)
    async with cast.resources.sessions.begin() as session:
        await session.execute(update(ApiKey).where(ApiKey.id == key_id).values(last_used_at=noon))
    async with cast.resources.sessions() as session:
        seen_before = await session.get_one(ApiKey, key_id)
    async with cast.resources.sessions.begin() as session:
        await session.execute(
            update(ApiKey).where(ApiKey.id == key_id).values(last_used_at=noon + timedelta(seconds=90))
        )

    # The other process has just written; this one read the key before.
    cast.resources.key_uses.note(seen_before, noon + timedelta(seconds=91))
    script, made_too = await make_key(cast)
    assert (await script.get("/dashboards")).status_code == 200
    await eventually(lambda: listed(cast, made_too["id"]), lambda key: key["last_used_at"] is not None)

    shown = (await listed(cast, made["id"]))["last_used_at"]
    assert datetime.fromisoformat(shown) == noon + timedelta(seconds=90)
