"""Outliers, profiles and exceptions over HTTP, as the fetcher keeps them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import inspect

from services.api.trace.repository import TraceRepository
from shared.calls.name_digest import name_digest
from shared.contracts.ids import UserId
from shared.db.models import Dashboard, Outlier, Profile, RaisedHour, SourceEndpoint, TraceState
from shared.db.viewer import Viewer
from shared.traces.records import Frame, OutlierNotes, ProfileLine, encode
from tests.fixtures.cast import Cast, WholeCast
from tests.integration.api.recorded import Call, dashboard_id, record
from tests.integration.api.test_access import assert_problem

NOON = datetime(2026, 5, 20, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
FRAME = Frame("/app/shop.py", 41, "home", "rows = find(words)")
NOTES = OutlierNotes(
    url="http://shop.example/?token=[masked]",
    headers=[("Host", "shop.example"), ("Cookie", "[masked]")],
    environment=[("REQUEST_METHOD", "GET")],
    cpu_percent=[12.5, 3.0],
    memory_total_bytes=8_000,
    memory_available_bytes=2_000,
    stack=[FRAME],
)


def _endpoint(name: str) -> dict[str, Any]:
    return {"endpoint": name, "endpoint_digest": name_digest(name)}


def outlier(cast: Cast, at: datetime, endpoint: str = "home") -> Outlier:
    return Outlier(
        dashboard_id=dashboard_id(cast),
        id=uuid4(),
        at=at,
        execution_ms=812.5,
        version="1.0",
        group_by="ada",
        ip="192.0.2.1",
        status=200,
        notes=encode(NOTES),
        **_endpoint(endpoint),
    )


def profile(cast: Cast, at: datetime, ms: float, endpoint: str = "home") -> Profile:
    lines = [
        ProfileLine("/app/shop.py", 40, "", "def home():", 0, ms),
        ProfileLine("/app/shop.py", 41, "home", "rows = find(words)", 1, ms / 2),
    ]
    return Profile(
        dashboard_id=dashboard_id(cast),
        id=uuid4(),
        at=at,
        version="1.0",
        execution_ms=ms,
        lines=encode(lines),
        **_endpoint(endpoint),
    )


def raised(cast: Cast, at: datetime, count: int, group: int = 1, endpoint: str = "home") -> RaisedHour:
    return RaisedHour(
        dashboard_id=dashboard_id(cast),
        group_id=UUID(int=group),
        hour=at.replace(minute=0),
        type="KeyError",
        handled=False,
        count=count,
        first_at=at,
        last_at=at + MINUTE,
        message=f"at {at:%H:%M}",
        version="1.0",
        stack=encode([FRAME]),
        **_endpoint(endpoint),
    )


async def keep(cast: Cast, *rows: Outlier | Profile | RaisedHour | SourceEndpoint | TraceState) -> None:
    """As the fetcher would have."""
    async with cast.resources.sessions.begin() as session:
        session.add_all(rows)


async def ask(cast: Cast, path: str, **query: Any) -> dict[str, Any]:
    response = await cast.owner.get(f"/dashboards/{cast.dashboard_id}/{path}", params=query)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def z(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


async def test_outliers_of_a_range_page_by_page(cast: Cast) -> None:
    await record(cast, [Call(NOON), Call(NOON, endpoint="cart")])
    rows = [outlier(cast, NOON + number * MINUTE) for number in range(3)]
    await keep(cast, *rows, outlier(cast, NOON, "cart"), outlier(cast, NOON + 30 * HOUR))
    asked = {"endpoint": "home", "day": "2026-05-20", "limit": 2}

    first = await ask(cast, "outliers", **asked)
    second = await ask(cast, "outliers", **asked, cursor=first["next_cursor"])

    assert [item["id"] for item in first["items"]] == [str(rows[2].id), str(rows[1].id)]
    assert [item["id"] for item in second["items"]] == [str(rows[0].id)]
    assert second["next_cursor"] is None
    assert (first["start"], first["end"]) == ("2026-05-20T00:00:00Z", "2026-05-21T00:00:00Z")
    assert second["items"][0] == {
        "id": str(rows[0].id),
        "endpoint": "home",
        "at": z(NOON),
        "execution_ms": 812.5,
        "version": "1.0",
        "group_by": "ada",
        "ip": "192.0.2.1",
        "status": 200,
    }
    assert len((await ask(cast, "outliers", day="2026-05-20"))["items"]) == 4


async def test_one_outlier_whole(cast: Cast) -> None:
    row = outlier(cast, NOON)
    await keep(cast, row)

    shown = await ask(cast, f"outliers/{row.id}")

    assert shown["url"] == NOTES.url
    assert shown["headers"][1] == {"name": "Cookie", "value": "[masked]"}
    assert shown["stack"] == [
        {"file": "/app/shop.py", "line": 41, "function": "home", "code": "rows = find(words)"}
    ]
    assert (shown["cpu_percent"], shown["memory_total_bytes"]) == ([12.5, 3.0], 8_000)
    assert_problem(await cast.stranger.get(f"/dashboards/{cast.dashboard_id}/outliers/{row.id}"), 404)
    absent = await cast.owner.get(f"/dashboards/{cast.dashboard_id}/outliers/{uuid4()}")
    assert_problem(absent, 404)
    assert absent.json()["type"] == "/problems/outlier-not-found"


async def test_behind_a_link_an_outlier_tells_nothing_of_its_visitor(whole_cast: WholeCast) -> None:
    row = outlier(whole_cast, NOON)
    await keep(whole_cast, row)
    path = f"/dashboards/{whole_cast.dashboard_id}/outliers/{row.id}"

    shared = (await whole_cast.viewer.get(path)).json()
    linked = (await whole_cast.link.get(path)).json()

    assert (shared["is_request_shown"], shared["url"]) == (True, NOTES.url)
    assert (linked["is_request_shown"], linked["url"]) == (False, "")
    assert (linked["headers"], linked["environment"]) == ([], [])
    assert linked["stack"] == shared["stack"] != []


async def test_the_profiles_of_an_endpoint_laid_upon_each_other(cast: Cast) -> None:
    await record(cast, [Call(NOON), Call(NOON, endpoint="cart")])
    await keep(
        cast,
        profile(cast, NOON, 10.0),
        profile(cast, NOON + MINUTE, 30.0),
        profile(cast, NOON, 500.0, "cart"),
        profile(cast, NOON + 30 * HOUR, 700.0),
    )

    shown = await ask(cast, "profile", endpoint="home", day="2026-05-20")

    assert (shown["profile_count"], shown["total_ms"], shown["is_cut"]) == (2, 40.0, False)
    assert (shown["first_at"], shown["last_at"]) == (z(NOON), z(NOON + MINUTE))
    assert shown["nodes"] == [
        {
            "file": "/app/shop.py",
            "line": 40,
            "function": "",
            "code": "def home():",
            "depth": 0,
            "count": 2,
            "total_ms": 40.0,
            "self_ms": 20.0,
            "share": 1.0,
        },
        {
            "file": "/app/shop.py",
            "line": 41,
            "function": "home",
            "code": "rows = find(words)",
            "depth": 1,
            "count": 2,
            "total_ms": 20.0,
            "self_ms": 20.0,
            "share": 0.5,
        },
    ]


async def test_of_more_profiles_than_can_be_laid_upon_each_other_the_newest_count(cast: Cast) -> None:
    await record(cast, [Call(NOON, endpoint="old"), Call(NOON, endpoint="new")], aliases={"old": "new"})
    seconds = [NOON + timedelta(seconds=number) for number in range(150)]
    await keep(cast, *(profile(cast, at, 1.0, name) for at in seconds for name in ("old", "new")))

    shown = await ask(cast, "profile", endpoint="new", day="2026-05-20")

    assert (shown["profile_count"], shown["nodes"][0]["count"]) == (200, 200)
    assert (shown["first_at"], shown["last_at"]) == (z(seconds[50]), z(seconds[-1]))


async def test_lists_of_outliers_read_no_notes(cast: Cast) -> None:
    await keep(cast, outlier(cast, NOON))
    async with cast.resources.sessions() as session:
        owner = (await session.get_one(Dashboard, dashboard_id(cast))).owner_id
        assert owner is not None
        traces = TraceRepository(session, Viewer(UserId(owner)), dashboard_id(cast))
        [row] = await traces.outliers(None, NOON, NOON + HOUR, None, 1)
        assert inspect(row).unloaded == {"notes"}


async def test_exceptions_are_grouped_over_the_hours_of_the_range(cast: Cast) -> None:
    await record(cast, [Call(NOON)])
    await keep(
        cast,
        raised(cast, NOON - 24 * HOUR, 100),
        raised(cast, NOON + 5 * MINUTE, 3),
        raised(cast, NOON + HOUR, 2),
        raised(cast, NOON + 2 * HOUR, 1, group=2),
    )
    asked = {"endpoint": "home", "day": "2026-05-20", "limit": 1}

    first = await ask(cast, "exceptions", **asked)
    second = await ask(cast, "exceptions", **asked, cursor=first["next_cursor"])

    assert [item["id"] for item in first["items"]] == [str(UUID(int=2))]
    [item] = second["items"]
    assert second["next_cursor"] is None
    assert (item["count"], item["message"], item["type"]) == (5, "at 13:00", "KeyError")
    assert (item["first_at"], item["last_at"]) == (z(NOON + 5 * MINUTE), z(NOON + HOUR + MINUTE))
    assert item["stack"][0]["code"] == "rows = find(words)"

    within = await ask(cast, "exceptions", hour="2026-05-20T12")
    assert [item["count"] for item in within["items"]] == [3]
    partly = await ask(cast, "exceptions", minute="2026-05-20T12-30")
    assert (partly["start"], partly["end"]) == (z(NOON), z(NOON + HOUR))
    assert [item["count"] for item in partly["items"]] == [3]


async def test_an_endpoint_that_was_renamed_keeps_its_traces(cast: Cast) -> None:
    await record(cast, [Call(NOON, endpoint="old"), Call(NOON, endpoint="new")], aliases={"old": "new"})
    await keep(cast, outlier(cast, NOON, "old"), outlier(cast, NOON, "new"), profile(cast, NOON, 1.0, "old"))

    for name in ("old", "new"):
        shown = await ask(cast, "outliers", endpoint=name, day="2026-05-20")
        assert [item["endpoint"] for item in shown["items"]] == ["new", "new"]
        assert (await ask(cast, "profile", endpoint=name, day="2026-05-20"))["profile_count"] == 1


async def test_it_says_whether_the_app_has_them(cast: Cast) -> None:
    assert (await ask(cast, "outliers"))["reading"] == {"is_offered": False, "read_at": None}
    await keep(
        cast,
        TraceState(
            dashboard_id=dashboard_id(cast), kinds=["outliers"], read_at=NOON, next_read_at=NOON + MINUTE
        ),
    )
    assert (await ask(cast, "outliers"))["reading"] == {"is_offered": True, "read_at": z(NOON)}
    assert (await ask(cast, "exceptions"))["reading"] == {"is_offered": False, "read_at": z(NOON)}


async def test_an_endpoint_that_is_listed_and_was_never_called_is_known(cast: Cast) -> None:
    listed = SourceEndpoint(
        dashboard_id=dashboard_id(cast), digest=name_digest("listed"), name="listed", monitor_level=1
    )
    await keep(cast, listed)
    for path in ("outliers", "profile", "exceptions"):
        assert (await ask(cast, path, endpoint="listed"))["reading"]["is_offered"] is False


async def test_refuses_what_it_does_not_know(cast: Cast) -> None:
    for path, query, status in (
        ("outliers", {"endpoint": "absent"}, 404),
        ("profile", {"endpoint": "absent"}, 404),
        ("profile", {}, 422),
        ("exceptions", {"cursor": "x"}, 422),
        ("outliers", {"limit": 201}, 422),
        ("outliers", {"version": "1.0"}, 422),
    ):
        response = await cast.owner.get(f"/dashboards/{cast.dashboard_id}/{path}", params=query)
        assert_problem(response, status)
