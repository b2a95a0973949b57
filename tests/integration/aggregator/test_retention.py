"""Retention: raw calls go, what was counted of them stays."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from sqlalchemy import insert, update

from services.aggregator.resources import Resources
from services.aggregator.retention.service import expire_blocks
from shared.calls.calls import Calls
from shared.clock.clock import ManualClock
from shared.contracts.dashboard_state import DashboardState
from shared.contracts.ids import DashboardId, Partition
from shared.db.engine import Sessions
from shared.db.models import ApplyState, CallBlock, Dashboard, FetchState
from shared.streams.keys import partition_of
from tests.fixtures.rows import add_dashboard
from tests.integration.aggregator.applying import (
    Contents,
    Process,
    contents,
    hour_of,
    introduction,
    rebuilt,
    some_calls,
    state_of,
    window,
)

START = datetime(2026, 5, 30, 20, tzinfo=UTC)
END = datetime(2026, 6, 2, 7, 30, tzinfo=UTC)
IDS_MAX = 3
DAY = timedelta(days=1)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(END)


@pytest.fixture
def aggregator(resources: Resources, clock: ManualClock) -> Resources:
    return replace(resources, clock=clock)


async def new_dashboard(sessions: Sessions, days: int = 1) -> DashboardId:
    async with sessions.begin() as session:
        dashboard_id = await add_dashboard(session)
        await session.execute(
            update(Dashboard).where(Dashboard.id == dashboard_id).values(raw_retention_days=days)
        )
        return dashboard_id


async def applied(
    sessions: Sessions, dashboard_id: DashboardId, until: datetime = END, seed: int = 1
) -> Calls:
    calls = some_calls(np.random.default_rng(seed), 500, START, until, IDS_MAX)
    await Process().apply(
        sessions,
        introduction(dashboard_id, START, IDS_MAX),
        window(dashboard_id, 2, START, until, calls),
        now=END,
    )
    return calls


async def expired(aggregator: Resources, dashboards: Sequence[DashboardId]) -> None:
    """As each partition's consumer does."""
    partitions = aggregator.settings.partitions
    for partition in {partition_of(dashboard_id, partitions) for dashboard_id in dashboards}:
        await expire_blocks(aggregator, partition)


async def read(sessions: Sessions, dashboard_id: DashboardId) -> tuple[Contents, ApplyState]:
    async with sessions() as session:
        return await contents(session, dashboard_id), await state_of(session, dashboard_id)


async def test_what_was_counted_is_the_same_when_the_calls_are_gone(
    aggregator: Resources, clock: ManualClock
) -> None:
    dashboard_id = await new_dashboard(aggregator.sessions)
    calls = await applied(aggregator.sessions, dashboard_id)
    before, _ = await read(aggregator.sessions, dashboard_id)

    await expired(aggregator, [dashboard_id])

    # Now less one day, cut at a midnight.
    cut = datetime(2026, 6, 1, tzinfo=UTC)
    after, state = await read(aggregator.sessions, dashboard_id)
    assert (after.cells, after.pages) == (before.cells, before.pages)
    async with aggregator.sessions() as session:
        assert after == await rebuilt(session, calls, hour_of(END), cut)
    assert (
        before.blocks.keys() - after.blocks.keys() == {hour for hour in before.blocks if hour < cut} != set()
    )
    assert (state.raw_from, state.sealed_until, state.applied_calls) == (cut, hour_of(END), len(calls))

    # Nothing more goes that day; the next day the next goes.
    clock.move(timedelta(hours=16))
    await expired(aggregator, [dashboard_id])
    assert (await read(aggregator.sessions, dashboard_id))[0].blocks == after.blocks
    clock.move(timedelta(hours=1))
    await expired(aggregator, [dashboard_id])
    later, state = await read(aggregator.sessions, dashboard_id)
    assert state.raw_from == cut + DAY
    assert min(later.blocks) >= cut + DAY
    assert (later.cells, later.pages) == (before.cells, before.pages)


async def test_each_dashboard_has_its_own_limit(aggregator: Resources) -> None:
    dashboards = [await new_dashboard(aggregator.sessions, days) for days in (1, 2, 90)]
    for dashboard_id in dashboards:
        await applied(aggregator.sessions, dashboard_id)

    await expired(aggregator, dashboards)

    froms = [(await read(aggregator.sessions, dashboard_id))[1].raw_from for dashboard_id in dashboards]
    assert froms == [datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 5, 31, tzinfo=UTC), None]


async def test_a_longer_limit_brings_nothing_back(aggregator: Resources) -> None:
    dashboard_id = await new_dashboard(aggregator.sessions, 1)
    await applied(aggregator.sessions, dashboard_id)
    await expired(aggregator, [dashboard_id])
    before, _ = await read(aggregator.sessions, dashboard_id)
    async with aggregator.sessions.begin() as session:
        await session.execute(update(Dashboard).values(raw_retention_days=30))

    await expired(aggregator, [dashboard_id])

    after, state = await read(aggregator.sessions, dashboard_id)
    assert after == before
    assert state.raw_from == datetime(2026, 6, 1, tzinfo=UTC)


async def test_only_this_partitions_dashboards_are_touched(aggregator: Resources) -> None:
    dashboard_id = await new_dashboard(aggregator.sessions)
    await applied(aggregator.sessions, dashboard_id)
    partitions = aggregator.settings.partitions

    for number in range(partitions):
        if number != partition_of(dashboard_id, partitions):
            await expire_blocks(aggregator, Partition(number))

    assert (await read(aggregator.sessions, dashboard_id))[1].raw_from is None


async def test_the_last_hours_of_a_quiet_app_are_sealed_before_they_go(
    aggregator: Resources, clock: ManualClock
) -> None:
    dashboard_id = await new_dashboard(aggregator.sessions)
    calls = await applied(aggregator.sessions, dashboard_id)
    clock.move(timedelta(days=40))

    await expired(aggregator, [dashboard_id])

    cut = datetime(2026, 7, 11, tzinfo=UTC)
    found, state = await read(aggregator.sessions, dashboard_id)
    assert (state.raw_from, state.sealed_until) == (cut, cut)
    async with aggregator.sessions() as session:
        expected = await rebuilt(session, calls, cut, cut)
    assert found == expected
    assert not found.blocks

    # The app is called again, and what it was called meanwhile comes as well.
    late = some_calls(np.random.default_rng(2), 40, END, END + 3 * DAY, IDS_MAX)
    new = some_calls(np.random.default_rng(3), 40, cut, clock.now(), IDS_MAX)
    both = window(dashboard_id, 3, END, clock.now(), Calls.concat([late, new]))
    await Process().apply(aggregator.sessions, both, now=clock.now())
    found, state = await read(aggregator.sessions, dashboard_id)
    assert state.corrected_calls == 40
    async with aggregator.sessions() as session:
        everything = Calls.concat([calls, late, new])
        expected = await rebuilt(session, everything, hour_of(clock.now()), cut)
    assert (found.cells.keys(), found.pages.keys()) == (expected.cells.keys(), expected.pages.keys())
    assert found.calls == expected.calls


@pytest.mark.parametrize(
    ("next_sequence", "watermark"),
    [(3, END + DAY), (4, END + 400 * DAY)],
    ids=["history is still being read", "what was read is not applied yet"],
)
async def test_hours_that_calls_may_still_come_for_are_not_closed(
    aggregator: Resources, clock: ManualClock, next_sequence: int, watermark: datetime
) -> None:
    dashboard_id = await new_dashboard(aggregator.sessions)
    await applied(aggregator.sessions, dashboard_id)
    async with aggregator.sessions.begin() as session:
        session.add(
            FetchState(
                dashboard_id=dashboard_id,
                state=DashboardState.INITIALIZED_ENDPOINTS,
                failures=0,
                watermark=watermark,
                next_sequence=next_sequence,
                published_calls=0,
                window_seconds=60,
                next_poll_at=END,
            )
        )
    clock.move(timedelta(days=400))

    await expired(aggregator, [dashboard_id])

    _, state = await read(aggregator.sessions, dashboard_id)
    reached = watermark if next_sequence == 3 else hour_of(END)
    assert state.raw_from == reached.replace(hour=0, minute=0)


async def test_blocks_of_the_time_before_rollups_are_sealed_before_they_go(aggregator: Resources) -> None:
    dashboard_id = await new_dashboard(aggregator.sessions)
    calls = await applied(aggregator.sessions, dashboard_id)
    other = await new_dashboard(aggregator.sessions)
    async with aggregator.sessions.begin() as session:
        # Blocks as they are while nothing is sealed.
        await Process().apply(aggregator.sessions, introduction(other, START, IDS_MAX), now=END)
        await session.execute(
            update(ApplyState)
            .where(ApplyState.dashboard_id == other)
            .values(sealed_until=None, first_call_at=START)
        )
        rows = await session.execute(
            CallBlock.__table__.select().where(CallBlock.dashboard_id == dashboard_id)
        )
        await session.execute(insert(CallBlock), [{**row._mapping, "dashboard_id": other} for row in rows])

    await expired(aggregator, [other])

    cut = datetime(2026, 6, 1, tzinfo=UTC)
    found, state = await read(aggregator.sessions, other)
    assert (state.raw_from, state.sealed_until) == (cut, cut)
    async with aggregator.sessions() as session:
        assert found == await rebuilt(session, calls, cut, cut)


async def test_a_dashboard_that_cannot_be_sealed_keeps_no_other_from_expiring(aggregator: Resources) -> None:
    dashboards = [await new_dashboard(aggregator.sessions) for _ in range(12)]
    for dashboard_id in dashboards:
        await applied(aggregator.sessions, dashboard_id, until=START + timedelta(hours=2))
    damaged = dashboards[::3]
    async with aggregator.sessions.begin() as session:
        await session.execute(
            update(CallBlock).where(CallBlock.dashboard_id.in_(damaged)).values(data=b"no block", sequence=9)
        )
        # Sealed once more, since the rollups are not there.
        await session.execute(
            update(ApplyState).where(ApplyState.dashboard_id.in_(damaged)).values(sealed_until=START)
        )

    await expired(aggregator, dashboards)

    async with aggregator.sessions() as session:
        kept = [each for each in dashboards if (await state_of(session, each)).raw_from is None]
    assert kept == damaged


async def test_a_dashboard_without_calls_needs_no_retention(aggregator: Resources) -> None:
    dashboard_id = await new_dashboard(aggregator.sessions)
    await Process().apply(aggregator.sessions, introduction(dashboard_id, START, IDS_MAX), now=END)

    await expired(aggregator, [dashboard_id])

    assert (await read(aggregator.sessions, dashboard_id))[1].raw_from is None
