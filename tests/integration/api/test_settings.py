"""What an owner may change of a dashboard, and what is shown of its upkeep."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from shared.db.models import Audit, Dashboard, DeadLetter, RuledCalls
from tests.fixtures.cast import Cast
from tests.integration.api.recorded import Call, dashboard_id, record
from tests.integration.api.test_access import assert_problem

MOMENT = datetime(2026, 5, 20, 12, tzinfo=UTC)


async def test_settings_that_are_given_change_and_the_others_stay(cast: Cast) -> None:
    path = f"/dashboards/{cast.dashboard_id}"
    before = (await cast.owner.get(path)).json()
    assert (before["raw_retention_days"], before["apdex_threshold_ms"]) == (90, 500)

    first = await cast.owner.patch(path, json={"raw_retention_days": 3650, "apdex_threshold_ms": 0.5})
    second = await cast.owner.patch(
        path, json={"name": "  the shop ", "poll_interval_seconds": 5, "settle_seconds": 3}
    )

    assert (first.json()["name"], first.json()["raw_retention_days"]) == ("shop", 3650)
    after = (await cast.owner.get(path)).json()
    changed = {key: after[key] for key in before if after[key] != before[key]}
    assert changed == {
        "name": "the shop",
        "poll_interval_seconds": 5,
        "settle_seconds": 3,
        "raw_retention_days": 3650,
        "apdex_threshold_ms": 0.5,
    }
    assert {key: second.json()[key] for key in changed} == changed


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("poll_interval_seconds", 1),
        ("settle_seconds", 601),
        ("raw_retention_days", 0),
        ("raw_retention_days", 3651),
        ("apdex_threshold_ms", 0),
        ("apdex_threshold_ms", -1),
        ("apdex_threshold_ms", "Infinity"),
        ("url", "ftp://elsewhere.example"),
        ("token", ""),
        ("token", "two\nlines"),
        ("ping_interval_seconds", 59),
        ("created_at", "2026-11-21T00:00:00Z"),
    ],
)
async def test_a_setting_that_is_not_allowed_changes_nothing(cast: Cast, field: str, value: object) -> None:
    path = f"/dashboards/{cast.dashboard_id}"
    response = await cast.owner.patch(path, json={"poll_interval_seconds": 7, field: value})

    assert_problem(response, 422)
    assert [error["pointer"] for error in response.json()["errors"]] == [f"#/body/{field}"]
    assert (await cast.owner.get(path)).json()["poll_interval_seconds"] == 60


async def test_a_change_of_nothing_is_refused(cast: Cast) -> None:
    response = await cast.owner.patch(f"/dashboards/{cast.dashboard_id}", json={})
    assert_problem(response, 422)
    assert "raw_retention_days" in response.json()["detail"]


async def test_a_stranger_changes_nothing(cast: Cast) -> None:
    path = f"/dashboards/{cast.dashboard_id}"
    assert_problem(await cast.stranger.patch(path, json={"name": "mine"}), 404)
    assert (await cast.owner.get(path)).json()["name"] == "shop"


async def test_upkeep_is_shown(cast: Cast) -> None:
    await record(cast, [Call(MOMENT)], sealed_until=MOMENT, raw_from=MOMENT)
    other = (
        await cast.owner.post(
            "/dashboards",
            json={"name": "other", "url": "http://other.example", "token": "t", "check": False},
        )
    ).json()
    async with cast.resources.sessions.begin() as session:
        session.add(
            RuledCalls(
                dashboard_id=dashboard_id(cast),
                rule="time_in_future",
                calls=3,
                example="endpoint 'home', 1.0 ms",
                last_at=MOMENT,
            )
        )
        for number in range(2):
            session.add(
                DeadLetter(
                    origin="calls:0",
                    entry_id=f"1-{number}",
                    dashboard_id=dashboard_id(cast),
                    reason="damaged",
                    detail="",
                    created_at=MOMENT,
                )
            )

    applied = (await cast.owner.get(f"/dashboards/{cast.dashboard_id}")).json()["applied"]

    at = "2026-05-20T12:00:00Z"
    assert (applied["sealed_until"], applied["raw_from"], applied["dead_letters"]) == (at, at, 2)
    assert (applied["corrected_calls"], applied["removed_calls"]) == (0, 0)
    assert applied["rules"] == [
        {"rule": "time_in_future", "calls": 3, "example": "endpoint 'home', 1.0 ms", "last_at": at}
    ]
    untouched = (await cast.owner.get(f"/dashboards/{other['id']}")).json()["applied"]
    assert (untouched["rules"], untouched["dead_letters"], untouched["sealed_until"]) == ([], 0, None)
    [listed, _] = (await cast.owner.get("/dashboards")).json()["items"]
    assert listed["applied"]["sealed_until"] == at
    assert "rules" not in listed["applied"]


async def test_another_url_and_token_wait_for_the_fetcher_and_are_never_shown(
    cast: Cast,
) -> None:
    path = f"/dashboards/{cast.dashboard_id}"
    before = (await cast.owner.get(path)).json()

    changed = await cast.owner.patch(
        path, json={"url": "https://moved.example/dashboard/", "token": "another-token", "check": False}
    )

    assert changed.json()["url"] == "https://moved.example/dashboard"
    assert "another-token" not in changed.text + (await cast.owner.get(path)).text
    async with cast.resources.sessions() as session:
        row = await session.get(Dashboard, UUID(cast.dashboard_id))
        assert row is not None
        assert row.source_changed_at is not None
    assert changed.json()["created_at"] == before["created_at"]


async def test_what_is_no_source_changes_nothing_without_a_fetcher(cast: Cast) -> None:
    path = f"/dashboards/{cast.dashboard_id}"
    before = (await cast.owner.get(path)).json()

    response = await cast.owner.patch(path, json={"token": "another-token"}, timeout=30)

    assert_problem(response, 503)
    assert (await cast.owner.get(path)).json()["url"] == before["url"]


async def test_pings_can_be_switched_off_and_on(cast: Cast) -> None:
    path = f"/dashboards/{cast.dashboard_id}"
    assert (await cast.owner.get(path)).json()["ping_interval_seconds"] == 300

    off = await cast.owner.patch(path, json={"ping_interval_seconds": None})
    on = await cast.owner.patch(path, json={"ping_interval_seconds": 60, "name": "shop"})

    assert (off.json()["ping_interval_seconds"], on.json()["ping_interval_seconds"]) == (None, 60)


async def test_the_last_audit_is_shown_to_its_owner(cast: Cast) -> None:
    path = f"/dashboards/{cast.dashboard_id}"
    assert (await cast.owner.get(path)).json()["audit"] is None
    found = Audit(
        dashboard_id=UUID(cast.dashboard_id),
        audited_at=MOMENT,
        audited_until=MOMENT,
        source_calls=1_204_340,
        unsettled_calls=9,
        counted_calls=1_204_331,
        missing_calls=0,
        surplus_calls=0,
    )
    async with cast.resources.sessions.begin() as session:
        session.add(found)

    audit = (await cast.owner.get(path)).json()["audit"]

    assert (audit["counted_calls"], audit["missing_calls"], audit["unsettled_calls"]) == (1_204_331, 0, 9)
    assert (await cast.stranger.get(path)).status_code == 404
