"""Cells with more visitors than are kept one by one: unique visitors are estimated, visits stay exact."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from deploy.local.embedded.postgres import EmbeddedPostgres
from shared.calls.block import to_us
from shared.calls.calls import HOUR_US, Calls, NameKind
from shared.contracts.ids import DashboardId, UserId
from shared.db.engine import Sessions, create_engine, create_sessions
from shared.db.models import Dashboard
from shared.db.viewer import Viewer
from shared.query.errors import InvalidQueryError
from shared.query.period import Slice
from shared.query.question import By, Filters, Question
from shared.query.reader import StatisticsReader
from shared.query.snapshot import snapshot
from shared.statistics.registry import StatisticName
from shared.statistics.statistic import Value
from tests.fixtures.rollups import forget_raw, name_of, write_rollups
from tests.fixtures.rows import add_dashboard
from tests.fixtures.servers import copy_database

# Over the end of a month, and of two days.
_START = datetime(2026, 4, 29, 20, tzinfo=UTC)
_HOURS = 60
_SEALED_UNTIL = _START + timedelta(hours=_HOURS - 5)
_VISITS, _UNIQUE = StatisticName.VISITS_PER_IP, StatisticName.UNIQUE_VISITORS


def busy_and_quiet() -> Calls:
    """Two hours with 1,500 visitors each, of whom 500 came in both; the others with few."""
    rng = np.random.default_rng(5)
    few = 500
    hours = np.concatenate([np.repeat([2, 30], 1_500), rng.integers(0, _HOURS, few)])
    ips = np.concatenate([np.arange(1, 1_501), np.arange(1_001, 2_501), rng.integers(1, 20, few)])
    count = len(hours)
    return Calls(
        at_us=to_us(_START) + hours * HOUR_US + rng.integers(0, HOUR_US, count),
        execution_ms=rng.lognormal(3, 1, count),
        # The cells of one endpoint are sketched, those of the other are not.
        endpoint=rng.choice(np.array([1, 2], np.int32), count, p=[0.9, 0.1]),
        version=np.ones(count, np.int32),
        group_by=np.ones(count, np.int32),
        ip=ips.astype(np.int32),
        status=np.zeros(count, np.int16),
    )


@dataclass(frozen=True)
class Busy:
    sessions: Sessions
    viewer: Viewer
    dashboard_id: DashboardId
    calls: Calls

    async def value(
        self, name: StatisticName, start: datetime, hours: int, *, endpoint: int | None = None
    ) -> Value:
        filters = Filters(endpoint=None if endpoint is None else name_of(NameKind.ENDPOINT, endpoint))
        asked = Slice("asked", start, start + timedelta(hours=hours))
        async with snapshot(self.sessions) as session:
            reader = StatisticsReader(session, self.viewer, _SEALED_UNTIL)
            question = Question((asked,), (name,), filters)
            (answer,) = await reader.answer(self.dashboard_id, [question])
        return answer.rows[0].values[0][name]

    def visits(self, start: datetime, hours: int, *, endpoint: int | None = None) -> dict[str, int]:
        calls = self.calls.between(to_us(start), to_us(start) + hours * HOUR_US)
        if endpoint is not None:
            calls = calls.select(calls.endpoint == endpoint)
        return Counter(name_of(NameKind.IP, ip) for ip in calls.ip.tolist())


async def stored(sessions: Sessions) -> Busy:
    calls = busy_and_quiet()
    async with sessions.begin() as session:
        dashboard_id = await add_dashboard(session)
        await write_rollups(session, dashboard_id, calls, sealed_until=_SEALED_UNTIL)
        owner_id = (await session.get_one(Dashboard, dashboard_id)).owner_id
    assert owner_id is not None
    return Busy(sessions, Viewer(UserId(owner_id)), dashboard_id, calls)


@pytest.fixture(scope="module")
async def busy(postgres: EmbeddedPostgres, migrated_template: str) -> AsyncIterator[Busy]:
    """For tests that only read."""
    engine = create_engine(await copy_database(postgres, migrated_template))
    yield await stored(create_sessions(engine))
    await engine.dispose()


_SPANS = [
    pytest.param(_START + timedelta(hours=2), 1, id="a sketched hour"),
    pytest.param(_START + timedelta(hours=1), 2, id="hours"),
    pytest.param(_START.replace(hour=0), 24, id="the first day"),
    pytest.param(_START, 30, id="hours and a day"),
    pytest.param(_START.replace(day=1), 24 * 30, id="a month"),
    pytest.param(_START, _HOURS, id="everything"),
]


@pytest.mark.parametrize(("start", "hours"), _SPANS)
@pytest.mark.parametrize("endpoint", [None, 1, 2])
async def test_visits_of_each_ip_are_exact(
    busy: Busy, start: datetime, hours: int, endpoint: int | None
) -> None:
    answered = await busy.value(_VISITS, start, hours, endpoint=endpoint)

    assert answered == busy.visits(start, hours, endpoint=endpoint)


@pytest.mark.parametrize(("start", "hours"), _SPANS)
async def test_unique_visitors_are_right_over_any_span(busy: Busy, start: datetime, hours: int) -> None:
    answered = await busy.value(_UNIQUE, start, hours)

    assert answered == pytest.approx(len(busy.visits(start, hours)), rel=0.02)


async def test_visits_by_endpoint_stay_with_their_endpoint(busy: Busy) -> None:
    asked = Slice("all", _START, _START + timedelta(hours=_HOURS))
    async with snapshot(busy.sessions) as session:
        reader = StatisticsReader(session, busy.viewer, _SEALED_UNTIL)
        question = Question((asked,), (_VISITS,), by=(By.ENDPOINT,))
        (answer,) = await reader.answer(busy.dashboard_id, [question])

    assert {row.key: row.values[0][_VISITS] for row in answer.rows} == {
        (name_of(NameKind.ENDPOINT, endpoint),): busy.visits(_START, _HOURS, endpoint=endpoint)
        for endpoint in (1, 2)
    }


async def test_once_the_calls_are_gone_days_are_exact_and_sketched_hours_refused(sessions: Sessions) -> None:
    busy = await stored(sessions)
    async with busy.sessions.begin() as session:
        await forget_raw(session, busy.dashboard_id, _SEALED_UNTIL)

    day = _START.replace(hour=0) + timedelta(days=1)
    assert await busy.value(_VISITS, day, 24) == busy.visits(day, 24)
    quiet = _START + timedelta(hours=4)
    assert await busy.value(_VISITS, quiet, 3) == busy.visits(quiet, 3)
    with pytest.raises(InvalidQueryError, match="UTC day"):
        await busy.value(_VISITS, _START + timedelta(hours=2), 1)
    unique = await busy.value(_UNIQUE, _START + timedelta(hours=2), 1)
    assert unique == pytest.approx(1_500, rel=0.02)


async def test_between_the_statements_of_a_snapshot_nothing_is_forgotten(sessions: Sessions) -> None:
    busy = await stored(sessions)
    asked = Slice("all", _START, _START + timedelta(hours=_HOURS))
    count = Question((asked,), (StatisticName.TOTAL_VISITS,))
    from_blocks = Question((asked,), (StatisticName.TOTAL_VISITS,), by=(By.IP, By.GROUP_BY))
    async with snapshot(busy.sessions) as session:
        reader = StatisticsReader(session, busy.viewer, _SEALED_UNTIL)
        await reader.answer(busy.dashboard_id, [count])
        async with busy.sessions.begin() as other:
            await forget_raw(other, busy.dashboard_id, _SEALED_UNTIL)
        (answer,) = await reader.answer(busy.dashboard_id, [from_blocks])

    assert sum(row.calls for row in answer.rows) == len(busy.calls)
