"""What was committed behind the watermark is found by the next audit, exactly once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select, update

from services.fetcher.batch.forget import forget_applied_windows
from services.fetcher.batch.portion import WindowKind
from services.fetcher.resources import Resources
from shared.clock.clock import ManualClock
from shared.contracts.ids import DashboardId
from shared.db.models import Audit, FetchState, FetchWindow
from tests.fixtures.fmd import FmdApp, FmdAppFactory, FmdCall, generated_calls
from tests.integration.fetcher.test_turn import (
    fetch_state,
    new_dashboard,
    published,
    say_applied,
    some_history,
    turn,
)

HOUR = timedelta(hours=1)


async def applied_turn(resources: Resources, clock: ManualClock, dashboard_id: DashboardId) -> None:
    """A turn, and the aggregator applies all that it published."""
    await turn(resources, clock)
    state = await fetch_state(resources, dashboard_id)
    assert state.error is None, state.error_detail
    await say_applied(resources, dashboard_id, state.next_sequence - 1)


async def audit_of(resources: Resources, dashboard_id: DashboardId) -> Audit:
    async with resources.sessions() as session:
        audit = await session.get(Audit, dashboard_id)
        assert audit is not None
        return audit


async def watched(resources: Resources, clock: ManualClock, app: FmdApp) -> DashboardId:
    """Its history is read and applied, and it was audited a first time."""
    dashboard_id = await new_dashboard(resources, app.url, app.token)
    await applied_turn(resources, clock, dashboard_id)
    clock.move(timedelta(minutes=1))
    await applied_turn(resources, clock, dashboard_id)
    return dashboard_id


async def test_what_came_late_is_published_alone_and_once(
    resources: Resources, clock: ManualClock, fmd_app: FmdAppFactory
) -> None:
    app = await fmd_app(some_history())
    dashboard_id = await watched(resources, clock, app)
    before = await published(resources, dashboard_id)
    now = clock.now()
    late = [
        # In a window that was empty, as a copy of a row that is known, and twice the same.
        FmdCall("home", 1.25, now - timedelta(seconds=30)),
        FmdCall("late", 7.5, now - timedelta(seconds=40)),
        FmdCall("late", 7.5, now - timedelta(seconds=40)),
    ]
    app.insert(late)

    clock.move(timedelta(minutes=1))
    await applied_turn(resources, clock, dashboard_id)
    assert len(await published(resources, dashboard_id)) == len(before)  # not due yet

    clock.move(HOUR)
    await applied_turn(resources, clock, dashboard_id)
    [batch] = (await published(resources, dashboard_id))[len(before) :]
    assert sorted(batch.calls.execution_ms.tolist()) == [1.25, 7.5, 7.5]
    state = await fetch_state(resources, dashboard_id)
    assert (state.late_calls, state.published_calls) == (3, 53)
    audit = await audit_of(resources, dashboard_id)
    assert (audit.counted_calls, audit.source_calls, audit.missing_calls) == (53, 53, 0)

    clock.move(HOUR)
    await applied_turn(resources, clock, dashboard_id)
    assert len(await published(resources, dashboard_id)) == len(before) + 1


async def test_identical_rows_are_told_by_their_number(
    resources: Resources, clock: ManualClock, fmd_app: FmdAppFactory
) -> None:
    twin = FmdCall("home", 3.0, (clock.now() - timedelta(minutes=5)).replace(microsecond=0))
    app = await fmd_app([twin, twin])
    dashboard_id = await watched(resources, clock, app)
    app.insert([twin])

    clock.move(HOUR)
    await applied_turn(resources, clock, dashboard_id)

    batches = await published(resources, dashboard_id)
    assert [len(batch.calls) for batch in batches] == [2, 1]


async def test_a_late_batch_that_was_lost_is_found_again_under_its_number(
    resources: Resources, clock: ManualClock, fmd_app: FmdAppFactory
) -> None:
    app = await fmd_app(some_history())
    dashboard_id = await watched(resources, clock, app)
    app.insert([FmdCall("late", 7.5, clock.now() - timedelta(seconds=40))])
    clock.move(HOUR)
    await turn(resources, clock)
    [late] = [each for each in await published(resources, dashboard_id) if len(each.calls) == 1]
    await resources.redis.flushall()

    # Another row came meanwhile: it may come along, but nothing may come twice.
    app.insert([FmdCall("late", 8.5, late.window_end - timedelta(seconds=20))])
    await turn(resources, clock)

    [again] = await published(resources, dashboard_id)
    assert again.sequence == late.sequence
    assert sorted(again.calls.execution_ms.tolist()) == [7.5, 8.5]
    state = await fetch_state(resources, dashboard_id)
    assert (state.late_calls, state.published_calls) == (2, 52)
    await say_applied(resources, dashboard_id, late.sequence)
    clock.move(HOUR)
    await applied_turn(resources, clock, dashboard_id)
    assert len(await published(resources, dashboard_id)) == 1


async def test_what_is_not_applied_yet_is_left_to_the_next_audit(
    resources: Resources, clock: ManualClock, fmd_app: FmdAppFactory
) -> None:
    app = await fmd_app()
    dashboard_id = await watched(resources, clock, app)
    app.insert([FmdCall("home", 1.0, clock.now())])
    clock.move(HOUR)
    await turn(resources, clock)
    [waiting] = await published(resources, dashboard_id)
    app.insert([FmdCall("late", 7.5, waiting.window_end - timedelta(seconds=1))])

    clock.move(HOUR)
    await turn(resources, clock)
    assert len(await published(resources, dashboard_id)) == 1
    assert (await audit_of(resources, dashboard_id)).missing_calls == 1

    await say_applied(resources, dashboard_id, waiting.sequence)
    clock.move(HOUR)
    await applied_turn(resources, clock, dashboard_id)
    [_, late] = await published(resources, dashboard_id)
    assert late.calls.execution_ms.tolist() == [7.5]
    assert (await audit_of(resources, dashboard_id)).missing_calls == 0


async def test_a_row_later_than_one_audit_is_found_by_the_totals(
    resources: Resources, clock: ManualClock, fmd_app: FmdAppFactory
) -> None:
    app = await fmd_app(some_history())
    dashboard_id = await watched(resources, clock, app)
    for _ in range(3):
        clock.move(HOUR)
        await applied_turn(resources, clock, dashboard_id)
    before = len(await published(resources, dashboard_id))

    app.insert([FmdCall("very.late", 7.5, clock.now() - 2 * HOUR - timedelta(minutes=7))])
    clock.move(HOUR)
    await applied_turn(resources, clock, dashboard_id)

    [late] = (await published(resources, dashboard_id))[before:]
    assert late.calls.endpoint.names == ("very.late",)
    assert (await audit_of(resources, dashboard_id)).missing_calls == 0


async def test_what_lies_beyond_the_reach_is_told_and_not_looked_for_again(
    resources: Resources, clock: ManualClock, fmd_app: FmdAppFactory
) -> None:
    app = await fmd_app(some_history())
    dashboard_id = await watched(resources, clock, app)
    before = len(await published(resources, dashboard_id))
    app.insert([FmdCall("imported", 7.5, datetime(2026, 1, 1, tzinfo=UTC))])

    for _ in range(2):
        clock.move(HOUR)
        await applied_turn(resources, clock, dashboard_id)

    assert len(await published(resources, dashboard_id)) == before
    audit = await audit_of(resources, dashboard_id)
    assert (audit.missing_calls, audit.source_calls - audit.counted_calls) == (1, 1)


async def test_rows_that_the_app_removed_are_a_surplus(
    resources: Resources, clock: ManualClock, fmd_app: FmdAppFactory
) -> None:
    app = await fmd_app(some_history())
    dashboard_id = await watched(resources, clock, app)
    app.empty()

    clock.move(HOUR)
    await applied_turn(resources, clock, dashboard_id)

    audit = await audit_of(resources, dashboard_id)
    assert (audit.counted_calls, audit.source_calls, audit.surplus_calls) == (50, 0, 50)


async def test_a_busy_day_is_read_again_in_portions(
    resources: Resources, clock: ManualClock, fmd_app: FmdAppFactory
) -> None:
    small = {"batch_calls_max": 5, "batches_waiting_max": 1_000}
    resources = replace(resources, settings=resources.settings.model_copy(update=small))
    now = datetime.now(UTC)
    app = await fmd_app(generated_calls(60, since=now - HOUR, until=now - timedelta(minutes=1)))
    dashboard_id = await watched(resources, clock, app)
    async with resources.sessions.begin() as session:
        windows = (await session.scalars(select(FetchWindow).order_by(FetchWindow.sequence))).all()
        assert len(windows) > 10
        # As if each had held so many calls that two of them are too many for one answer.
        await session.execute(update(FetchWindow).values(calls=40_000))
    late = [FmdCall("late", 7.5, window.window_end - timedelta(milliseconds=500)) for window in windows[::5]]
    app.insert(late)

    clock.move(HOUR)
    await applied_turn(resources, clock, dashboard_id)

    async with resources.sessions() as session:
        found = await session.scalars(select(FetchWindow).where(FetchWindow.kind == WindowKind.LATE))
        assert [each.calls for each in found] == [1] * len(late)


async def test_what_was_read_before_keys_were_kept_is_never_taken_for_late(
    resources: Resources, clock: ManualClock, fmd_app: FmdAppFactory
) -> None:
    app = await fmd_app(some_history())
    dashboard_id = await watched(resources, clock, app)
    before = len(await published(resources, dashboard_id))
    async with resources.sessions.begin() as session:
        # As an earlier release left it.
        await session.execute(delete(Audit))
        await session.execute(update(FetchWindow).values(keys=None))
        await session.execute(update(FetchState).values(keys_from=FetchState.watermark))
    app.insert([FmdCall("lost", 7.5, clock.now() - HOUR)])

    clock.move(HOUR)
    await applied_turn(resources, clock, dashboard_id)

    assert len(await published(resources, dashboard_id)) == before
    assert (await audit_of(resources, dashboard_id)).missing_calls == 1


async def test_what_was_forgotten_is_never_taken_for_late(
    resources: Resources, clock: ManualClock, fmd_app: FmdAppFactory
) -> None:
    app = await fmd_app(some_history())
    dashboard_id = await watched(resources, clock, app)
    before = len(await published(resources, dashboard_id))
    async with resources.sessions.begin() as session:
        await forget_applied_windows(session, clock.now())
        assert (await session.scalars(select(FetchWindow))).all() == []
    # Longer than it was when the windows were forgotten.
    reach = {"audit_reach": timedelta(days=7)}
    resources = replace(resources, settings=resources.settings.model_copy(update=reach))
    app.insert([FmdCall("lost", 7.5, clock.now() - 3 * HOUR)])

    clock.move(HOUR)
    await applied_turn(resources, clock, dashboard_id)

    assert len(await published(resources, dashboard_id)) == before
    assert (await audit_of(resources, dashboard_id)).missing_calls == 1


async def test_what_was_delivered_again_without_keys_is_never_taken_for_late(
    resources: Resources, clock: ManualClock, fmd_app: FmdAppFactory
) -> None:
    app = await fmd_app(some_history())
    dashboard_id = await new_dashboard(resources, app.url, app.token)
    await turn(resources, clock)
    before = await published(resources, dashboard_id)
    await resources.redis.flushall()
    # No audit asked for what is so old, until its reach was changed back.
    short = resources.settings.model_copy(update={"audit_reach": timedelta(seconds=1)})
    await turn(replace(resources, settings=short), clock)
    again = await published(resources, dashboard_id)
    await say_applied(resources, dashboard_id, again[-1].sequence)

    clock.move(HOUR)
    await applied_turn(resources, clock, dashboard_id)

    assert sum(len(each.calls) for each in again) == sum(len(each.calls) for each in before) == 50
    assert len(await published(resources, dashboard_id)) == len(again)
    assert (await audit_of(resources, dashboard_id)).missing_calls == 0
