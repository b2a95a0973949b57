"""Sealing: the rollups are what the calls themselves give, however they came."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import ColumnElement, literal_column, select

from services.aggregator.apply.service import Outcome
from services.aggregator.retention.service import expire
from services.aggregator.seal import service as sealing
from shared.calls.block import from_us, to_us
from shared.calls.calls import HOUR_US, Calls
from shared.contracts.call_batch import CallBatch
from shared.contracts.ids import DashboardId
from shared.db.engine import Sessions
from shared.db.models import CallBlock, DimensionRollup, Rollup
from shared.rollups.cells import ALL
from shared.rollups.dimension import Dimension, decode_entries
from shared.rollups.summary import Summaries, decode_summaries
from shared.rollups.unit import Unit
from shared.statistics.state.centroids import EXACT_MAX
from tests.fixtures.rollups import write_rollups
from tests.fixtures.rows import add_dashboard
from tests.fixtures.thorough import THOROUGH
from tests.integration.aggregator.applying import (
    Contents,
    Process,
    contents,
    differing,
    hour_of,
    introduction,
    rebuilt,
    rows_of,
    some_calls,
    state_of,
    window,
)

# May ends within.
START = datetime(2026, 5, 29, 20, tzinfo=UTC)
MAY = datetime(2026, 5, 1, tzinfo=UTC)
END = datetime(2026, 6, 2, 7, 30, tzinfo=UTC)
NOW = END + timedelta(minutes=5)
IDS_MAX = 3
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def cut(
    rng: np.random.Generator, dashboard_id: DashboardId, calls: Calls, windows: int, late_share: float
) -> list[CallBatch]:
    """Windows that tile [START, END), each with its own calls and some that should have come before."""
    seconds = int((END - START).total_seconds())
    inner = np.sort(rng.integers(0, seconds, windows - 1)).tolist()
    edges = [START + timedelta(seconds=second) for second in (0, *inner, seconds)]
    due = np.searchsorted([to_us(edge) for edge in edges[1:-1]], calls.at_us, side="right")
    late = rng.random(len(calls)) < late_share
    due = np.where(late, rng.integers(due, windows), due)
    return [
        introduction(dashboard_id, START, IDS_MAX),
        *(
            window(dashboard_id, number + 2, edges[number], edges[number + 1], calls.select(due == number))
            for number in range(windows)
        ),
    ]


def interleaved(rng: np.random.Generator, queues: list[list[CallBatch]]) -> list[CallBatch]:
    """All batches, those of one dashboard in their order; now and then one that came before comes again."""
    order = rng.permutation(np.repeat(np.arange(len(queues)), [len(queue) for queue in queues]))
    heads = [iter(queue) for queue in queues]
    found: list[CallBatch] = []
    for number in order.tolist():
        found.append(next(heads[number]))
        if rng.random() < 0.1:
            found.append(found[rng.integers(len(found))])
    return found


async def apply_somehow(
    sessions: Sessions, rng: np.random.Generator, batches: list[CallBatch], together_max: int
) -> None:
    """In transactions of any size; between some of them the process is another one."""
    process = Process()
    while batches:
        size = int(rng.integers(1, together_max, endpoint=True))
        await process.apply(sessions, *batches[:size], now=NOW)
        batches = batches[size:]
        if rng.random() < 0.2:
            process = Process()


@settings(
    max_examples=24 if THOROUGH else 6,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    seed=st.integers(0, 2**32),
    sizes=st.lists(st.integers(0, 150) | st.just(1_500), min_size=1, max_size=3),
    windows=st.integers(1, 25),
    together_max=st.integers(1, 30),
    late_share=st.sampled_from((0.0, 0.1, 0.9)),
)
async def test_any_split_order_and_restart_give_the_same_rollups(
    sessions: Sessions, seed: int, sizes: list[int], windows: int, together_max: int, late_share: float
) -> None:
    rng = np.random.default_rng(seed)
    async with sessions.begin() as session:
        dashboards = {
            await add_dashboard(session): some_calls(rng, size, START, END, IDS_MAX) for size in sizes
        }
    queues = [cut(rng, each, calls, windows, late_share) for each, calls in dashboards.items()]

    await apply_somehow(sessions, rng, interleaved(rng, queues), together_max)

    for dashboard_id, calls in dashboards.items():
        async with sessions() as session:
            found = await contents(session, dashboard_id)
            expected = await rebuilt(session, calls, hour_of(END))
            state = await state_of(session, dashboard_id)
        assert not differing(found, expected)
        assert found == expected
        assert all(blocks == 1 for hour, blocks in found.blocks.items() if hour < hour_of(END))
        assert (state.sealed_until, state.applied_calls) == (hour_of(END), len(calls))
        if not late_share:
            assert state.corrected_calls == 0


async def test_digests_of_many_calls_do_not_depend_on_what_else_is_sealed_with_them(
    sessions: Sessions,
) -> None:
    rng = np.random.default_rng(97)
    calls = some_calls(rng, 1_500, START, END, IDS_MAX)
    async with sessions.begin() as session:
        split = [await add_dashboard(session) for _ in range(2)]
    for dashboard_id, windows in zip(split, (1, 40), strict=True):
        await apply_somehow(sessions, rng, cut(rng, dashboard_id, calls, windows, 0.0), 1)

    one, many = [await digests(sessions, dashboard_id) for dashboard_id in split]
    assert one == many


async def digests(sessions: Sessions, dashboard_id: DashboardId) -> list[bytes]:
    """Of all cells, as they are stored."""
    async with sessions() as session:
        rows = await session.scalars(
            select(Rollup.digest)
            .where(Rollup.dashboard_id == dashboard_id)
            .order_by(Rollup.unit, Rollup.endpoint, Rollup.version, Rollup.start)
        )
        return list(rows)


@pytest.fixture
async def dashboard_id(sessions: Sessions) -> DashboardId:
    async with sessions.begin() as session:
        return await add_dashboard(session)


async def apply_all(
    sessions: Sessions, dashboard_id: DashboardId, calls: Calls, until: datetime = END
) -> None:
    """As two batches: names, then all calls."""
    await Process().apply(
        sessions,
        introduction(dashboard_id, START, IDS_MAX),
        window(dashboard_id, 2, START, until, calls),
        now=NOW,
    )


async def read(sessions: Sessions, dashboard_id: DashboardId) -> Contents:
    async with sessions() as session:
        return await contents(session, dashboard_id)


async def test_units_have_cells_from_the_moment_they_are_over(
    sessions: Sessions, dashboard_id: DashboardId
) -> None:
    rng = np.random.default_rng(1)
    calls = some_calls(rng, 600, START, END, IDS_MAX)
    process, sequence = Process(), 1
    await process.apply(sessions, introduction(dashboard_id, START, IDS_MAX), now=NOW)
    hours = {from_us(at_us // HOUR_US * HOUR_US) for at_us in calls.at_us.tolist()}
    reached = START
    while reached < END:
        before, reached = reached, reached + timedelta(minutes=90)
        sequence += 1
        new = calls.between(to_us(before), to_us(reached))
        await process.apply(sessions, window(dashboard_id, sequence, before, reached, new), now=NOW)

        found = await read(sessions, dashboard_id)
        sealed = {hour for hour in hours if hour + HOUR <= reached}
        days = {hour.replace(hour=0) for hour in hours}
        over = {day for day in days if day + DAY <= hour_of(reached)}
        months = {MAY} if reached >= datetime(2026, 6, 1, tzinfo=UTC) else set()
        assert {start for unit, _, _, start in found.cells if unit == Unit.HOUR} == sealed
        assert {start for unit, _, _, start in found.cells if unit == Unit.DAY} == over
        assert {start for unit, _, _, start in found.cells if unit == Unit.MONTH} == months
        for dimension in Dimension:
            starts = {(unit, start) for which, unit, _, start in found.pages if which == dimension}
            assert starts == {(Unit.DAY, day) for day in over} | {(Unit.MONTH, month) for month in months}
        assert all(found.blocks[hour] == 1 for hour in sealed)
    assert found.cells


async def test_cells_count_what_a_loop_over_the_calls_counts(
    sessions: Sessions, dashboard_id: DashboardId
) -> None:
    calls = some_calls(np.random.default_rng(2), 3_000, START, END, IDS_MAX)
    await apply_all(sessions, dashboard_id, calls)

    found = await read(sessions, dashboard_id)
    for (unit, endpoint, version, start), (summary, _, _) in found.cells.items():
        end = {
            Unit.HOUR: start + HOUR,
            Unit.DAY: start + DAY,
            Unit.MONTH: datetime(2026, 6, 1, tzinfo=UTC),
        }[Unit(unit)]
        times = [
            time_ms
            for at_us, time_ms, of_endpoint, of_version, *_ in found.calls.elements()
            if to_us(start) <= at_us < to_us(end)
            and endpoint in {ALL, of_endpoint}
            and version in {ALL, of_version}
        ]
        counters = decode_summaries(summary).counters
        assert (counters.count[0], counters.min_ms[0], counters.max_ms[0]) == (
            len(times),
            min(times),
            max(times),
        )
        assert counters.total_ms[0] == pytest.approx(sum(times), rel=1e-12)


async def writers(
    sessions: Sessions, table: type[Rollup | DimensionRollup], dashboard_id: DashboardId
) -> set[tuple[Unit, datetime, str]]:
    """(unit, start, the transaction that wrote it) of all rows."""
    xmin: ColumnElement[str] = literal_column("xmin::text")
    async with sessions() as session:
        rows = await session.execute(
            select(table.unit, table.start, xmin).where(table.dashboard_id == dashboard_id)
        )
        return {(Unit(unit), start, transaction) for unit, start, transaction in rows}


@pytest.mark.parametrize("hours_late", [2, 9, 40, 57])
async def test_late_calls_touch_their_own_hour_day_and_month_alone(
    sessions: Sessions, dashboard_id: DashboardId, hours_late: int
) -> None:
    rng = np.random.default_rng(3)
    calls = some_calls(rng, 400, START, END, IDS_MAX)
    await apply_all(sessions, dashboard_id, calls)
    before = [await writers(sessions, table, dashboard_id) for table in (Rollup, DimensionRollup)]

    hour = hour_of(END) - hours_late * HOUR
    late = some_calls(rng, 3, hour, hour + HOUR, IDS_MAX)
    await Process().apply(sessions, window(dashboard_id, 3, END, END, late), now=NOW)

    async with sessions() as session:
        found = await contents(session, dashboard_id)
        assert found == await rebuilt(session, Calls.concat([calls, late]), hour_of(END))
        state = await state_of(session, dashboard_id)
    assert all(blocks == 1 for start, blocks in found.blocks.items() if start < hour_of(END))
    assert (state.corrected_calls, state.applied_calls) == (3, 403)
    touched = set()
    if hour.replace(hour=0) + DAY <= END:
        touched.add((Unit.DAY, hour.replace(hour=0)))
    if hour.month == MAY.month:
        touched.add((Unit.MONTH, MAY))
    after = [await writers(sessions, table, dashboard_id) for table in (Rollup, DimensionRollup)]
    assert {(unit, start) for unit, start, _ in after[0] - before[0]} == touched | {(Unit.HOUR, hour)}
    assert {(unit, start) for unit, start, _ in after[1] - before[1]} == touched


async def test_late_calls_of_days_without_blocks_are_merged_into_their_cells(
    sessions: Sessions, dashboard_id: DashboardId
) -> None:
    rng = np.random.default_rng(4)
    calls = some_calls(rng, 600, START, END, IDS_MAX)
    late = some_calls(rng, 30, START - 3 * HOUR, START + DAY, IDS_MAX + 1)
    raw_from = datetime(2026, 6, 1, tzinfo=UTC)
    await apply_all(sessions, dashboard_id, calls)
    async with sessions.begin() as session:
        await expire(session, dashboard_id, raw_from)

    await Process().apply(sessions, window(dashboard_id, 3, END, END, late), now=NOW)

    async with sessions() as session:
        found = await contents(session, dashboard_id)
        both = Calls.concat([calls, late])
        expected = await rebuilt(session, both, hour_of(END), raw_from)
        state = await state_of(session, dashboard_id)
    assert found.calls == expected.calls
    # Even the digests are those of all calls, for so few that none is joined with another.
    assert_same_but_for_rounding(found, expected)
    assert (state.corrected_calls, state.first_call_at) == (30, from_us(int(both.at_us.min())))


def assert_same_but_for_rounding(found: Contents, expected: Contents) -> None:
    """Counted the same; added up in another order."""
    assert (found.cells.keys(), found.pages.keys()) == (expected.cells.keys(), expected.pages.keys())
    for key, (summary, digest, visitors) in expected.cells.items():
        other_summary, other_digest, other_visitors = found.cells[key]
        mine, other = decode_summaries(summary), decode_summaries(other_summary)
        assert_counters_agree(mine, other)
        assert (mine.unique[0], visitors) == (other.unique[0], other_visitors)
        if mine.counters.count[0] <= EXACT_MAX:
            assert digest == other_digest
            assert np.array_equal(mine.quantiles, other.quantiles)
    for page_key, (entries, _) in expected.pages.items():
        start_us, endpoint = to_us(page_key[3]), page_key[2]
        mine_entries = decode_entries(entries, start_us, endpoint)
        other_entries = decode_entries(found.pages[page_key][0], start_us, endpoint)
        for name in ("value", "version", "count", "min_ms", "max_ms"):
            assert np.array_equal(getattr(mine_entries, name), getattr(other_entries, name))
        np.testing.assert_allclose(mine_entries.total_ms, other_entries.total_ms, rtol=1e-12)


def assert_counters_agree(mine: Summaries, other: Summaries) -> None:
    for name in ("count", "min_ms", "max_ms", "first_us", "last_us"):
        assert np.array_equal(getattr(mine.counters, name), getattr(other.counters, name))
    assert np.array_equal(mine.statuses.count, other.statuses.count)
    np.testing.assert_allclose(mine.counters.total_ms, other.counters.total_ms, rtol=1e-12)
    np.testing.assert_allclose(mine.counters.spread, other.counters.spread, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("calls_max", [1, 7, 50, 200])
async def test_more_calls_than_memory_is_for_are_sealed_in_portions(
    sessions: Sessions, dashboard_id: DashboardId, monkeypatch: pytest.MonkeyPatch, calls_max: int
) -> None:
    monkeypatch.setattr(sealing, "_CALLS_MAX", calls_max)
    rng = np.random.default_rng(5)
    calls = some_calls(rng, 500, START, END, IDS_MAX)
    late = some_calls(rng, 5, START, END - 2 * HOUR, IDS_MAX)

    await apply_all(sessions, dashboard_id, calls)
    await Process().apply(sessions, window(dashboard_id, 3, END, END, late), now=NOW)

    async with sessions() as session:
        found = await contents(session, dashboard_id)
        expected = await rebuilt(session, Calls.concat([calls, late]), hour_of(END))
    assert found.calls == expected.calls
    assert_same_but_for_rounding(found, expected)
    of_hour = Counter(row[0] // HOUR_US * HOUR_US for row in found.calls.elements())
    del of_hour[to_us(hour_of(END))], found.blocks[hour_of(END)]
    assert found.blocks == {from_us(hour): -(-count // calls_max) for hour, count in of_hour.items()}


async def test_small_blocks_of_the_open_hour_are_put_together(
    sessions: Sessions, dashboard_id: DashboardId
) -> None:
    process, rng, hour = Process(), np.random.default_rng(6), hour_of(END)
    await process.apply(sessions, introduction(dashboard_id, hour, IDS_MAX), now=NOW)
    parts, most = [], 0
    for number in range(100):
        start = hour + number * timedelta(seconds=10)
        parts.append(some_calls(rng, 2, start, start + timedelta(seconds=10), IDS_MAX))
        batch = window(dashboard_id, number + 2, start, start + timedelta(seconds=10), parts[-1])
        await process.apply(sessions, batch, now=NOW)
        found = await read(sessions, dashboard_id)
        assert found.calls == Counter(rows_of(Calls.concat(parts)))
        assert not found.cells
        most = max(most, found.blocks[hour])
    assert most == 31

    await process.apply(sessions, window(dashboard_id, 102, hour, hour + HOUR, Calls.empty()), now=NOW)
    async with sessions() as session:
        found = await contents(session, dashboard_id)
        assert found == await rebuilt(session, Calls.concat(parts), hour + HOUR)
    assert found.blocks == {hour: 1}


async def test_a_large_block_of_the_open_hour_is_left_as_it_is(
    sessions: Sessions, dashboard_id: DashboardId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "_SMALL_BLOCK_CALLS", 10)
    process, rng, hour = Process(), np.random.default_rng(7), hour_of(END)
    sizes = [10, *[1] * 40]
    for number, size in enumerate(sizes):
        start = hour + number * timedelta(seconds=10)
        calls = some_calls(rng, size, start, start + timedelta(seconds=10), IDS_MAX)
        await process.apply(sessions, window(dashboard_id, number + 1, start, start, calls), now=NOW)

    async with sessions() as session:
        blocks = dict(
            (
                await session.execute(
                    select(CallBlock.sequence, CallBlock.calls).where(CallBlock.dashboard_id == dashboard_id)
                )
            ).all()
        )
    # The 32nd batch took the 30 small ones before it.
    assert blocks == {1: 10, 32: 31, **dict.fromkeys(range(33, 42), 1)}


@pytest.mark.parametrize("with_calls", [True, False])
async def test_blocks_of_the_time_before_rollups_are_sealed_with_the_next_batch(
    sessions: Sessions, dashboard_id: DashboardId, with_calls: bool
) -> None:
    rng = np.random.default_rng(8)
    calls = some_calls(rng, 500, START, END - HOUR, IDS_MAX)
    async with sessions.begin() as session:
        await write_rollups(session, dashboard_id, calls, sealed_until=None)
    assert not (await read(sessions, dashboard_id)).cells

    new = some_calls(rng, 20 if with_calls else 0, END - 2 * HOUR, END, IDS_MAX)
    batch = window(dashboard_id, 2, END - 2 * HOUR, END, new)
    assert await Process().apply(sessions, batch, now=NOW) == [Outcome.APPLIED]

    async with sessions() as session:
        found = await contents(session, dashboard_id)
        assert found == await rebuilt(session, Calls.concat([calls, new]), hour_of(END))
        assert (await state_of(session, dashboard_id)).sealed_until == hour_of(END)
    assert all(blocks == 1 for hour, blocks in found.blocks.items() if hour < hour_of(END))


async def test_a_dashboard_without_calls_is_sealed_to_nothing(
    sessions: Sessions, dashboard_id: DashboardId
) -> None:
    await apply_all(sessions, dashboard_id, Calls.empty())

    found = await read(sessions, dashboard_id)
    assert [found.cells, found.pages, found.blocks] == [{}, {}, {}]
    async with sessions() as session:
        assert (await state_of(session, dashboard_id)).sealed_until == hour_of(END)


async def test_a_window_that_ends_earlier_than_one_before_unseals_nothing(
    sessions: Sessions, dashboard_id: DashboardId
) -> None:
    rng = np.random.default_rng(9)
    calls, late = (some_calls(rng, count, START, END, IDS_MAX) for count in (200, 50))
    await apply_all(sessions, dashboard_id, calls)

    await Process().apply(sessions, window(dashboard_id, 3, START, START + DAY, late), now=NOW)

    async with sessions() as session:
        found = await contents(session, dashboard_id)
        assert found == await rebuilt(session, Calls.concat([calls, late]), hour_of(END))
