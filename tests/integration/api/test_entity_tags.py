"""Answers that a client has already are not computed again."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import delete, update
from typing_extensions import override

from deploy.local.home import PROJECT
from shared.calls.name_digest import name_digest
from shared.clock.clock import Clock
from shared.db.models import (
    ApplyState,
    CallBlock,
    EndpointChange,
    EndpointChangeApplied,
    Name,
    Rollup,
    SourceEndpoint,
)
from tests.fixtures.cast import Cast
from tests.integration.api.recorded import Call, dashboard_id, record
from tests.integration.api.test_access import OPERATIONS, assert_problem

NOW = datetime(2026, 5, 20, 14, 10, 30, tzinfo=UTC)
CALL_AT = datetime(2026, 5, 20, 12, tzinfo=UTC)
_SCHEMA = PROJECT / "docs" / "openapi.json"
# Those that say so in the schema. The one of a test run is in test_run_results.py.
TAGGED = [
    operation["operationId"]
    for path, methods in json.loads(_SCHEMA.read_text(encoding="utf-8"))["paths"].items()
    for operation in methods.values()
    if "304" in operation["responses"] and path.count("{") == 1
]


class _Clock(Clock):
    def __init__(self) -> None:
        self.moment = NOW

    @override
    def now(self) -> datetime:
        return self.moment


@pytest.fixture
async def clock(cast: Cast) -> _Clock:
    clock = _Clock()
    cast.app.state.resources = replace(cast.resources, clock=clock)
    await record(cast, [Call(CALL_AT, endpoint="home"), Call(CALL_AT, endpoint="cart")])
    return clock


async def get(
    cast: Cast, path: str = "", tag: str | None = None, query: Mapping[str, Any] | None = None
) -> httpx.Response:
    headers = {} if tag is None else {"If-None-Match": tag}
    return await cast.owner.get(f"/dashboards/{cast.dashboard_id}{path}", params=query, headers=headers)


STATISTICS = {"statistic": ["total_visits", "median_execution_time"]}


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("name", TAGGED)
async def test_an_answer_that_has_not_changed_is_not_sent_again(cast: Cast, name: str) -> None:
    operation = OPERATIONS[name]
    path = operation.path.removeprefix("/dashboards/{dashboard_id}")
    first = await get(cast, path, query=operation.query)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "private, no-cache"

    for given in (tag, f'"other", {tag}', "*"):
        again = await get(cast, path, given, operation.query)
        assert (again.status_code, again.content) == (304, b"")
        assert (again.headers["etag"], again.headers["cache-control"]) == (tag, "private, no-cache")
    assert (await get(cast, path, 'W/"other"', operation.query)).status_code == 200


@pytest.mark.usefixtures("clock")
async def test_no_call_is_read_to_find_that_nothing_has_changed(cast: Cast) -> None:
    tag = (await get(cast, query=STATISTICS)).headers["etag"]
    async with cast.resources.sessions.begin() as session:
        await session.execute(delete(Rollup))
        # Reading this block would raise.
        await session.execute(update(CallBlock).values(data=b"damaged"))

    assert (await get(cast, tag=tag, query=STATISTICS)).status_code == 304
    assert (await get(cast, query=STATISTICS)).status_code == 500


@pytest.mark.usefixtures("clock")
async def test_a_stranger_with_the_right_tag_learns_nothing(cast: Cast) -> None:
    tag = (await get(cast)).headers["etag"]
    path = f"/dashboards/{cast.dashboard_id}"
    assert_problem(await cast.stranger.get(path, headers={"If-None-Match": tag}), 404)


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    "change",
    [
        {"applied_sequence": 2},
        {"sealed_until": CALL_AT + timedelta(hours=1)},
        {"raw_from": CALL_AT - timedelta(hours=1)},
        {"corrected_calls": 1},
        {"removed_calls": 1},
    ],
    ids=lambda change: next(iter(change)),
)
@pytest.mark.parametrize("path", ["", "/endpoints", "/visitor-heatmap", "/digest"])
async def test_whatever_statistics_rest_on_changes_the_tag(
    cast: Cast, change: dict[str, Any], path: str
) -> None:
    tag = (await get(cast, path)).headers["etag"]
    async with cast.resources.sessions.begin() as session:
        await session.execute(update(ApplyState).values(**change))

    assert (await get(cast, path, tag)).status_code == 200


@pytest.mark.usefixtures("clock")
async def test_settings_and_changes_of_endpoints_change_the_tag(cast: Cast) -> None:
    query = {"by": "endpoint", "statistic": "apdex"}
    before = (await get(cast, "/breakdown", query=query)).headers["etag"]

    patched = await cast.owner.patch(f"/dashboards/{cast.dashboard_id}", json={"apdex_threshold_ms": 0.5})
    assert patched.status_code == 200
    slower = await get(cast, "/breakdown", before, query)
    assert [row["values"]["apdex"] for row in slower.json()["rows"]] == [0.5, 0.5]

    async with cast.resources.sessions.begin() as session:
        change = EndpointChange(
            id=uuid4(),
            dashboard_id=dashboard_id(cast),
            kind="merge",
            endpoint="cart",
            target="home",
            created_at=NOW,
        )
        session.add(change)
        await session.flush()
        session.add(EndpointChangeApplied(change_id=change.id, applied_at=NOW))
        await session.execute(update(Name).where(Name.name == "cart").values(alias_of=1))
    merged = await get(cast, "/breakdown", slower.headers["etag"], query)
    assert [(row["key"], row["calls"]) for row in merged.json()["rows"]] == [("home", 2)]


@pytest.mark.usefixtures("clock")
async def test_what_the_source_says_of_endpoints_changes_their_tag(cast: Cast) -> None:
    paths = {"/endpoints": None, "/endpoint": {"endpoint": "home"}}
    tags = {path: (await get(cast, path, query=query)).headers["etag"] for path, query in paths.items()}
    async with cast.resources.sessions.begin() as session:
        session.add(
            SourceEndpoint(
                dashboard_id=dashboard_id(cast), digest=name_digest("home"), name="home", monitor_level=2
            )
        )

    for path, query in paths.items():
        assert (await get(cast, path, tags[path], query)).status_code == 200


@pytest.mark.parametrize(
    ("path", "query", "later", "status"),
    [
        # Until tomorrow the same day is asked about.
        ("", STATISTICS, timedelta(hours=9), 304),
        ("", STATISTICS, timedelta(hours=10), 200),
        ("", {**STATISTICS, "timeslice": "hour"}, timedelta(minutes=49), 304),
        ("", {**STATISTICS, "timeslice": "hour"}, timedelta(minutes=50), 200),
        # A rate falls while no call comes, but not that of a day that is over.
        ("", {"statistic": "calls_per_minute"}, timedelta(seconds=29), 304),
        ("", {"statistic": "calls_per_minute"}, timedelta(seconds=30), 200),
        ("", {"statistic": "calls_per_minute", "day": "2026-05-19"}, timedelta(days=3), 304),
        ("/visitor-heatmap", {"day": "2026-05-20"}, timedelta(minutes=50), 200),
        ("/visitor-heatmap", {"day": "2026-05-19"}, timedelta(days=3), 304),
        ("/digest", {}, timedelta(hours=9), 304),
        ("/digest", {}, timedelta(hours=10), 200),
    ],
)
async def test_time_alone_changes_only_what_depends_on_it(
    cast: Cast, clock: _Clock, path: str, query: dict[str, Any], later: timedelta, status: int
) -> None:
    tag = (await get(cast, path, query=query)).headers["etag"]

    clock.moment = NOW + later

    assert (await get(cast, path, tag, query)).status_code == status


@pytest.mark.usefixtures("clock")
async def test_two_questions_have_two_tags(cast: Cast) -> None:
    questions: list[dict[str, Any]] = [
        STATISTICS,
        {**STATISTICS, "precision": "full"},
        {**STATISTICS, "endpoint": "home"},
        {**STATISTICS, "version": "home"},
        {**STATISTICS, "timezone": "Europe/Amsterdam"},
        {"statistic": "total_visits"},
        {},
    ]
    tags = {(await get(cast, query=query)).headers["etag"] for query in questions}
    assert len(tags) == len(questions)
