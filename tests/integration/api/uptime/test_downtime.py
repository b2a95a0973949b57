"""Downtime over HTTP: by the day of any zone, in all, and how the app stands now."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from services.api.account.repository import AccountRepository
from services.api.uptime.repository import UptimeRepository
from shared.contracts.dashboard_state import DashboardState
from shared.contracts.ids import DashboardId, UserId
from shared.db.models import Dashboard, FetchState, UptimeInterval
from shared.db.viewer import Viewer
from tests.fixtures.cast import Cast
from tests.integration.api.recorded import Call, dashboard_id, record
from tests.integration.api.test_access import assert_problem

MIDNIGHT = datetime(2026, 3, 28, tzinfo=UTC)
HOUR = timedelta(hours=1)
Kept = tuple[datetime, datetime, str | None]


async def keep(cast: Cast, *intervals: Kept, of: DashboardId | None = None) -> None:
    """As the fetcher would have."""
    async with cast.resources.sessions.begin() as session:
        for started_at, ended_at, error in intervals:
            session.add(
                UptimeInterval(
                    dashboard_id=of or dashboard_id(cast),
                    started_at=started_at,
                    ended_at=ended_at,
                    error=error,
                )
            )


async def downtime(cast: Cast, **query: Any) -> dict[str, Any]:
    response = await cast.owner.get(f"/dashboards/{cast.dashboard_id}/downtime", params=query)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


async def now(cast: Cast) -> dict[str, Any]:
    standing: dict[str, Any] = (await downtime(cast))["now"]
    return standing


def at(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


async def test_a_downtime_is_told_by_the_day(cast: Cast) -> None:
    down, back = MIDNIGHT + 23 * HOUR, MIDNIGHT + 26 * HOUR
    await keep(
        cast,
        (MIDNIGHT - 24 * HOUR, down, None),
        (down, back, "timeout"),
        (back, MIDNIGHT + 36 * HOUR, None),
    )

    shown = await downtime(cast, start_date="2026-03-28", end_date="2026-03-30")

    assert (shown["start"], shown["end"]) == (at(MIDNIGHT), at(MIDNIGHT + 72 * HOUR))
    assert shown["days"] == [
        {
            "date": "2026-03-28",
            "downtime_seconds": 3600,
            "observed_seconds": 24 * 3600,
            "uptime_percent": pytest.approx(100 * 23 / 24),
            "downtime_count": 1,
            "downtimes": [{"start": at(down), "end": at(MIDNIGHT + 24 * HOUR), "error": "timeout"}],
        },
        {
            "date": "2026-03-29",
            "downtime_seconds": 2 * 3600,
            "observed_seconds": 12 * 3600,
            "uptime_percent": pytest.approx(100 * 10 / 12),
            "downtime_count": 1,
            "downtimes": [{"start": at(MIDNIGHT + 24 * HOUR), "end": at(back), "error": "timeout"}],
        },
        {
            "date": "2026-03-30",
            "downtime_seconds": 0,
            "observed_seconds": 0,
            "uptime_percent": None,
            "downtime_count": 0,
            "downtimes": [],
        },
    ]
    assert shown["total"] == {
        "downtime_seconds": 3 * 3600,
        "observed_seconds": 36 * 3600,
        "uptime_percent": pytest.approx(100 * 33 / 36),
    }


async def test_a_day_is_as_long_as_its_clocks_make_it(cast: Cast) -> None:
    await keep(cast, (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC), "unreachable"))

    for timezone, day, hours in (
        ("UTC", "2026-03-29", 24),
        ("Europe/Amsterdam", "2026-03-29", 23),
        ("Europe/Amsterdam", "2026-10-25", 25),
        ("Asia/Kathmandu", "2026-03-29", 24),
    ):
        [shown] = (await downtime(cast, start_date=day, end_date=day, timezone=timezone))["days"]

        midnight = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(timezone)).astimezone(UTC)
        assert (shown["downtime_seconds"], shown["uptime_percent"]) == (hours * 3600, 0.0)
        [whole] = shown["downtimes"]
        assert (whole["start"], whole["end"]) == (at(midnight), at(midnight + timedelta(hours=hours)))


async def test_of_very_many_downtimes_the_longest_are_shown_and_all_are_counted(cast: Cast) -> None:
    starts = [MIDNIGHT + timedelta(minutes=10 * number) for number in range(120)]
    lengths = [timedelta(seconds=60 + number) for number in range(120)]
    await keep(
        cast, *((start, start + length, "timeout") for start, length in zip(starts, lengths, strict=True))
    )

    [day] = (await downtime(cast, start_date="2026-03-28", end_date="2026-03-28"))["days"]

    assert (day["downtime_count"], len(day["downtimes"])) == (120, 50)
    assert [each["start"] for each in day["downtimes"]] == [at(start) for start in starts[-50:]]
    assert day["downtime_seconds"] == sum(length.seconds for length in lengths)


async def test_without_a_range_the_last_thirty_days_are_told(cast: Cast) -> None:
    today = cast.resources.clock.now().date()

    days = (await downtime(cast))["days"]

    assert [day["date"] for day in days] == [
        (today - timedelta(days=past)).isoformat() for past in range(29, -1, -1)
    ]


async def test_a_range_that_makes_no_sense_says_which_parameter(cast: Cast) -> None:
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("start_date", {"start_date": "2026-03-30", "end_date": "2026-03-29"}),
        ("start_date", {"start_date": "2025-03-28", "end_date": "2026-03-29"}),
        ("start_date", {"start_date": ["2026-03-28", "2026-03-29"]}),
        ("end_date", {"end_date": "soon"}),
        ("timezone", {"timezone": "Mars/Olympus"}),
        ("timeslice", {"timeslice": "day"}),
    ]
    for parameter, query in wrong:
        response = await cast.owner.get(f"/dashboards/{cast.dashboard_id}/downtime", params=query)

        assert_problem(response, 422)
        assert [error["pointer"] for error in response.json()["errors"]] == [f"#/query/{parameter}"], query


async def test_each_dashboard_has_its_own_downtime(cast: Cast) -> None:
    body = {"name": "other", "url": "http://other.example", "token": "t", "check": False}
    other = (await cast.owner.post("/dashboards", json=body)).json()["id"]
    await keep(cast, (MIDNIGHT, MIDNIGHT + HOUR, "timeout"), of=DashboardId(UUID(other)))

    shown = await downtime(cast, start_date="2026-03-28", end_date="2026-03-28")

    assert shown["total"]["observed_seconds"] == 0
    assert shown["now"]["status"] == "unknown"
    foreign = await cast.stranger.get(f"/dashboards/{other}/downtime")
    assert_problem(foreign, 404)


async def test_nobody_reads_the_intervals_of_anothers_dashboard(cast: Cast) -> None:
    await keep(cast, (MIDNIGHT, MIDNIGHT + HOUR, "timeout"))

    async with cast.resources.sessions() as session:
        seen = {}
        for name in ("owner", "stranger"):
            user = await AccountRepository(session).user_by_name(name)
            assert user is not None
            uptime = UptimeRepository(session, Viewer(UserId(user.id)), dashboard_id(cast))
            range_ = await uptime.between(MIDNIGHT, MIDNIGHT + HOUR)
            seen[name] = len(range_), await uptime.last() is not None

    assert seen == {"owner": (1, True), "stranger": (0, False)}


async def set_reading(cast: Cast, *, next_sequence: int, watermark: datetime) -> None:
    async with cast.resources.sessions.begin() as session:
        session.add(
            FetchState(
                dashboard_id=dashboard_id(cast),
                state=DashboardState.FETCHED_ENDPOINT_CALLS,
                failures=0,
                next_sequence=next_sequence,
                published_calls=0,
                window_seconds=60,
                next_poll_at=watermark,
                watermark=watermark,
            )
        )


async def test_before_the_first_ping_nothing_is_known(cast: Cast) -> None:
    assert await now(cast) == {
        "status": "unknown",
        "since": None,
        "error": None,
        "quiet": False,
        "quiet_since": None,
    }


@pytest.mark.parametrize(("error", "status"), [(None, "up"), ("unreachable", "down")])
async def test_now_an_app_stands_as_the_last_pings_found_it(
    cast: Cast, error: str | None, status: str
) -> None:
    moment = cast.resources.clock.now().replace(microsecond=0)
    before = "timeout" if error is None else None
    await keep(
        cast,
        (moment - 5 * HOUR, moment - 3 * HOUR, before),
        (moment - 3 * HOUR, moment - timedelta(minutes=4), error),
    )

    standing = await now(cast)

    assert (standing["status"], standing["since"]) == (status, at(moment - 3 * HOUR))
    assert standing["error"] == error


async def test_what_the_last_ping_found_is_unknown_after_a_while_or_once_pings_are_off(cast: Cast) -> None:
    moment = cast.resources.clock.now().replace(microsecond=0)
    last = moment - timedelta(minutes=11)
    await keep(cast, (moment - 3 * HOUR, last, "timeout"))

    for seconds, status in ((300, "down"), (60, "unknown"), (None, "unknown")):
        async with cast.resources.sessions.begin() as session:
            await session.execute(update(Dashboard).values(ping_interval_seconds=seconds))
        assert (await now(cast))["status"] == status
    assert (await now(cast))["since"] == at(last)


@pytest.mark.parametrize(
    ("silent_minutes", "error", "waiting", "quiet"),
    [(20, None, 0, True), (5, None, 0, False), (20, "timeout", 0, False), (20, None, 1, False)],
    ids=["quiet", "called", "down", "calls are on their way"],
)
async def test_an_app_is_quiet_that_is_up_and_that_nobody_calls(
    cast: Cast, silent_minutes: int, error: str | None, waiting: int, *, quiet: bool
) -> None:
    moment = cast.resources.clock.now().replace(microsecond=0)
    called_at = moment - timedelta(minutes=silent_minutes)
    await record(cast, [Call(called_at)])
    applied = (await cast.owner.get(f"/dashboards/{cast.dashboard_id}")).json()["applied"]
    await set_reading(cast, next_sequence=applied["applied_sequence"] + 1 + waiting, watermark=moment)
    await keep(cast, (moment - 3 * HOUR, moment, error))

    standing = await now(cast)

    assert standing["quiet"] is quiet
    assert standing["quiet_since"] == (at(called_at) if quiet else None)


def everything(days: Iterable[dict[str, Any]], key: str) -> int:
    return sum(day[key] for day in days)


async def test_the_total_is_that_of_the_days(cast: Cast) -> None:
    moment = MIDNIGHT
    intervals: list[Kept] = []
    for number in range(200):
        length = timedelta(seconds=977 * (number % 7) + number)
        intervals.append((moment, moment + length, "timeout" if number % 3 == 0 else None))
        moment += length + timedelta(seconds=1 if number % 5 else 9000)
    await keep(cast, *intervals)

    shown = await downtime(cast, start_date="2026-03-27", end_date="2026-04-20", timezone="America/New_York")

    assert moment < datetime(2026, 4, 20, tzinfo=UTC)
    for key, expected in {
        "observed_seconds": sum((end - start).seconds for start, end, _ in intervals),
        "downtime_seconds": sum((end - start).seconds for start, end, error in intervals if error),
    }.items():
        assert shown["total"][key] == everything(shown["days"], key) == expected
