"""A source of protocol 2, real FMD 5.1 with the bridge: turns, redelivery, audits, changes of its database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from sqlalchemy import select, update

from services.fetcher.resources import Resources
from shared.clock.clock import ManualClock
from shared.contracts.dashboard_state import DashboardState
from shared.contracts.ids import DashboardId
from shared.db.models import Dashboard, SourceEndpoint
from tests.fixtures.bridged import NEWEST, BridgedApp
from tests.fixtures.bridged_apps import BridgedAppFactory, stored
from tests.fixtures.fmd import FmdAppFactory, FmdCall
from tests.fixtures.waiting import eventually
from tests.integration.fetcher.test_audit import HOUR, applied_turn, audit_of
from tests.integration.fetcher.test_turn import (
    fetch_state,
    new_dashboard,
    published,
    some_history,
    turn,
)


def small_pages(resources: Resources, calls: int) -> Resources:
    settings = resources.settings.model_copy(update={"batch_calls_max": calls, "batches_waiting_max": 1_000})
    return replace(resources, settings=settings)


async def read_history(resources: Resources, clock: ManualClock, app: BridgedApp) -> DashboardId:
    dashboard_id = await new_dashboard(resources, app.url, app.token)
    await applied_turn(resources, clock, dashboard_id)
    return dashboard_id


async def times_published(resources: Resources, dashboard_id: DashboardId) -> list[float]:
    return [
        ms for each in await published(resources, dashboard_id) for ms in each.calls.execution_ms.tolist()
    ]


async def test_pages_follow_each_other_and_then_polling_goes_on(
    resources: Resources, clock: ManualClock, bridged_app: BridgedAppFactory
) -> None:
    resources = small_pages(resources, 7)
    calls = some_history()
    app = await bridged_app(NEWEST, calls)
    dashboard_id = await read_history(resources, clock, app)

    state = await fetch_state(resources, dashboard_id)
    assert (state.state, state.protocol) == (DashboardState.INITIALIZED_ENDPOINT_CALLS, 2)
    assert (state.published_calls, state.source_total, state.warnings) == (50, 50, [])
    batches = await published(resources, dashboard_id)
    assert [len(each.calls) for each in batches] == [7] * 7 + [1]
    for before, after in pairwise(batches):
        assert before.window_end == after.window_start
    assert all((each.calls.status == 200).all() for each in batches)

    app.insert([stored(FmdCall("new", 4.25, datetime.now(UTC) - timedelta(seconds=30)))])
    clock.move(timedelta(minutes=1))
    await applied_turn(resources, clock, dashboard_id)

    [batch] = (await published(resources, dashboard_id))[len(batches) :]
    assert (batch.sequence, batch.calls.execution_ms.tolist()) == (9, [4.25])
    assert (await fetch_state(resources, dashboard_id)).state == DashboardState.FETCHED_ENDPOINT_CALLS
    async with resources.sessions() as session:
        endpoints = set(await session.scalars(select(SourceEndpoint.name)))
    assert {call.endpoint for call in calls} <= endpoints


async def test_what_has_not_settled_waits_for_the_next_poll(
    resources: Resources, clock: ManualClock, bridged_app: BridgedAppFactory
) -> None:
    app = await bridged_app(NEWEST, [FmdCall("home", 1.0, datetime.now(UTC))])

    dashboard_id = await read_history(resources, clock, app)

    assert await published(resources, dashboard_id) == []
    state = await fetch_state(resources, dashboard_id)
    assert state.watermark is not None
    assert timedelta(seconds=9) < datetime.now(UTC) - state.watermark < timedelta(seconds=30)


async def test_a_page_that_was_lost_is_read_again_between_its_cursors(
    resources: Resources, clock: ManualClock, bridged_app: BridgedAppFactory
) -> None:
    resources = small_pages(resources, 20)
    app = await bridged_app(NEWEST, some_history())
    dashboard_id = await new_dashboard(resources, app.url, app.token)
    await turn(resources, clock)
    before = await published(resources, dashboard_id)
    await resources.redis.flushall()

    await turn(resources, clock)

    again = await published(resources, dashboard_id)
    assert [(each.sequence, each.window_start, each.window_end) for each in again] == [
        (each.sequence, each.window_start, each.window_end) for each in before
    ]
    for first, second in zip(before, again, strict=True):
        assert first.calls.execution_ms.tolist() == second.calls.execution_ms.tolist()


async def test_a_row_committed_between_ids_that_were_read_is_published_alone_and_once(
    resources: Resources, clock: ManualClock, bridged_app: BridgedAppFactory
) -> None:
    resources = small_pages(resources, 10)
    app = await bridged_app(NEWEST, some_history())
    app.execute("DELETE FROM Request WHERE id IN (3, 45)")
    dashboard_id = await read_history(resources, clock, app)
    clock.move(HOUR)
    await applied_turn(resources, clock, dashboard_id)
    before = await published(resources, dashboard_id)
    # Their ids were given long ago; their transactions committed only now.
    app.insert([stored(FmdCall("late", 7.5, datetime.now(UTC) - timedelta(minutes=20)))], first_id=3)
    app.insert([stored(FmdCall("late", 8.5, datetime.now(UTC) - timedelta(minutes=20)))], first_id=45)

    for _ in range(2):
        clock.move(HOUR)
        await applied_turn(resources, clock, dashboard_id)

    late = (await published(resources, dashboard_id))[len(before) :]
    assert [each.calls.execution_ms.tolist() for each in late] == [[7.5], [8.5]]
    state = await fetch_state(resources, dashboard_id)
    assert (state.late_calls, state.published_calls) == (2, 50)
    audit = await audit_of(resources, dashboard_id)
    assert (audit.counted_calls, audit.source_calls, audit.missing_calls) == (50, 50, 0)


async def test_an_emptied_database_is_read_from_its_new_beginning(
    resources: Resources, clock: ManualClock, bridged_app: BridgedAppFactory
) -> None:
    app = await bridged_app(NEWEST, some_history())
    dashboard_id = await read_history(resources, clock, app)
    watermark = (await fetch_state(resources, dashboard_id)).watermark
    assert watermark is not None
    app.clear()
    # A backup put back brings old rows again; they were counted before.
    app.insert(stored(FmdCall("home", 1.5, watermark - timedelta(minutes=minutes))) for minutes in range(20))
    app.insert([stored(FmdCall("home", 2.5, watermark + timedelta(milliseconds=1)))])
    before = await times_published(resources, dashboard_id)

    await turn(resources, clock)
    state = await fetch_state(resources, dashboard_id)
    assert (state.cursor, state.error) == ("", None)
    await eventually_published(resources, clock, dashboard_id, [*before, 2.5])

    state = await fetch_state(resources, dashboard_id)
    assert (state.error, state.published_calls, state.calls_before) == (None, 51, 50)
    clock.move(HOUR)
    await applied_turn(resources, clock, dashboard_id)
    assert (await audit_of(resources, dashboard_id)).missing_calls == 0


async def test_batches_of_a_database_that_is_gone_do_not_hold_up_the_others(
    resources: Resources, clock: ManualClock, bridged_app: BridgedAppFactory
) -> None:
    app = await bridged_app(NEWEST, some_history())
    dashboard_id = await new_dashboard(resources, app.url, app.token)
    await turn(resources, clock)
    watermark = (await fetch_state(resources, dashboard_id)).watermark
    assert watermark is not None
    await resources.redis.flushall()
    app.clear()
    app.insert([stored(FmdCall("home", 2.5, watermark + timedelta(milliseconds=1)))])

    await eventually_published(resources, clock, dashboard_id, [2.5])

    batches = await published(resources, dashboard_id)
    assert [each.sequence for each in batches] == [1, 2]
    assert [len(each.calls) for each in batches] == [0, 1]
    assert (await fetch_state(resources, dashboard_id)).published_calls == 1


async def test_an_app_that_is_upgraded_and_bridged_goes_on_where_the_old_one_ended(
    resources: Resources,
    clock: ManualClock,
    fmd_app: FmdAppFactory,
    bridged_app: BridgedAppFactory,
) -> None:
    history = some_history()
    old = await fmd_app(history)
    dashboard_id = await new_dashboard(resources, old.url, old.token)
    await applied_turn(resources, clock, dashboard_id)
    await old.stop()

    watermark = (await fetch_state(resources, dashboard_id)).watermark
    assert watermark is not None

    # Its database was taken along, and there is a new call; the bridge is at the URL that the owner knows.
    new = await bridged_app(NEWEST, [*history, FmdCall("home", 4.5, watermark + timedelta(milliseconds=1))])
    before = await times_published(resources, dashboard_id)
    await point_to(resources, dashboard_id, new.address + "/dashboard/elsewhere", new.token)
    clock.move(timedelta(minutes=2))
    await turn(resources, clock)
    state = await fetch_state(resources, dashboard_id)
    assert state.state == DashboardState.FETCH_ENDPOINT_CALLS_FAILURE
    assert state.error == "unsupported_version"
    assert "bridge(app" in (state.error_detail or "")

    await point_to(resources, dashboard_id, new.url, new.token)
    await eventually_published(resources, clock, dashboard_id, [*before, 4.5])

    state = await fetch_state(resources, dashboard_id)
    assert (state.protocol, state.error, state.calls_before) == (2, None, 50)
    assert state.state == DashboardState.FETCHED_ENDPOINT_CALLS


async def point_to(resources: Resources, dashboard_id: DashboardId, url: str, token: str) -> None:
    """The owner gives another URL or token."""
    async with resources.sessions.begin() as session:
        await session.execute(
            update(Dashboard)
            .where(Dashboard.id == dashboard_id)
            .values(
                url=url, token_encrypted=resources.cipher.encrypt(token), source_changed_at=datetime.now(UTC)
            )
        )


async def eventually_published(
    resources: Resources, clock: ManualClock, dashboard_id: DashboardId, times: list[float]
) -> None:
    """Turns, until what has to settle at the source has."""

    async def after_a_turn() -> list[float]:
        await applied_turn(resources, clock, dashboard_id)
        return await times_published(resources, dashboard_id)

    await eventually(after_a_turn, lambda published: len(published) >= len(times), 30)
    assert await times_published(resources, dashboard_id) == times
