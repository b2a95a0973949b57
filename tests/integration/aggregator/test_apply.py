"""The sequence gate: a batch changes the database once, in its turn, whole or not at all."""

import asyncio
from collections.abc import Sequence as Many
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from services.aggregator.apply.names import FoundNames
from services.aggregator.apply.service import Outcome, apply_batches
from shared.calls.block import decode_block, to_us
from shared.calls.calls import NameKind
from shared.calls.presentable import presentable
from shared.contracts.call_batch import CallBatch
from shared.contracts.ids import DashboardId
from shared.db.engine import Sessions
from shared.db.models import ApplyState, CallBlock, Name
from tests.fixtures.rows import NOON, add_dashboard, batch, named_calls
from tests.integration.aggregator.applying import Process


@pytest.fixture
async def dashboard_id(sessions: Sessions) -> DashboardId:
    async with sessions.begin() as session:
        return await add_dashboard(session)


async def apply(sessions: Sessions, *batches: CallBatch, process: Process | None = None) -> list[Outcome]:
    """Each in a transaction of its own, by a process that knows nothing yet unless given."""
    process = process or Process()
    return [outcome for each in batches for outcome in await process.apply(sessions, each)]


async def stored(sessions: Sessions, dashboard_id: DashboardId) -> tuple[int, int, int, int]:
    """(applied_sequence, applied_calls, calls in blocks, blocks)."""
    async with sessions() as session:
        state = await session.get(ApplyState, dashboard_id)
        rows = (await session.scalars(select(CallBlock).where(CallBlock.dashboard_id == dashboard_id))).all()
        in_blocks = sum(len(decode_block(row.data, to_us(row.hour), row.format)) for row in rows)
        return (
            state.applied_sequence if state else -1,
            state.applied_calls if state else -1,
            in_blocks,
            len(rows),
        )


async def test_batches_apply_in_order(sessions: Sessions, dashboard_id: DashboardId) -> None:
    outcomes = await apply(sessions, batch(dashboard_id, 1), batch(dashboard_id, 2))

    assert outcomes == [Outcome.APPLIED] * 2
    assert await stored(sessions, dashboard_id) == (2, 2, 2, 2)


async def test_a_redelivered_batch_changes_nothing_whatever_it_holds(
    sessions: Sessions, dashboard_id: DashboardId
) -> None:
    await apply(sessions, batch(dashboard_id, 1), batch(dashboard_id, 2))
    before = await stored(sessions, dashboard_id)

    other_rows = batch(dashboard_id, 1, named_calls([NOON] * 7))
    outcomes = await apply(sessions, other_rows, batch(dashboard_id, 2))

    assert outcomes == [Outcome.DUPLICATE] * 2
    assert await stored(sessions, dashboard_id) == before


@pytest.mark.parametrize("applied_before", [0, 1])
async def test_a_batch_before_its_turn_waits_for_the_one_before(
    sessions: Sessions, dashboard_id: DashboardId, applied_before: int
) -> None:
    await apply(sessions, *(batch(dashboard_id, number + 1) for number in range(applied_before)))

    early = batch(dashboard_id, applied_before + 2)
    assert await apply(sessions, early) == [Outcome.GAP]
    assert await apply(sessions, batch(dashboard_id, applied_before + 1), early) == [Outcome.APPLIED] * 2


async def test_a_batch_of_a_deleted_dashboard_is_an_orphan(sessions: Sessions) -> None:
    assert await apply(sessions, batch(DashboardId(uuid4()), 1)) == [Outcome.ORPHAN]


async def test_copies_applied_at_the_same_time_count_once(
    sessions: Sessions, dashboard_id: DashboardId
) -> None:
    copies = [apply(sessions, batch(dashboard_id, 1)) for _ in range(8)]

    outcomes = [outcome for each in await asyncio.gather(*copies) for outcome in each]

    assert sorted(outcome.value for outcome in outcomes) == ["applied"] + ["duplicate"] * 7
    assert await stored(sessions, dashboard_id) == (1, 1, 1, 1)


async def test_several_batches_share_a_transaction(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        one, other, third = [await add_dashboard(session) for _ in range(3)]
    stranger = DashboardId(uuid4())

    outcomes = await Process().apply(
        sessions,
        batch(one, 1),
        batch(other, 2),
        batch(stranger, 1),
        batch(one, 1),
        batch(one, 2),
        batch(third, 1, named_calls([])),
        batch(one, 4),
    )

    assert outcomes == [
        Outcome.APPLIED,
        Outcome.GAP,
        Outcome.ORPHAN,
        Outcome.DUPLICATE,
        Outcome.APPLIED,
        Outcome.APPLIED,
        Outcome.GAP,
    ]
    # Calls that came together are one block.
    assert await stored(sessions, one) == (2, 2, 2, 1)
    assert await stored(sessions, other) == (0, 0, 0, 0)
    assert await stored(sessions, third) == (1, 0, 0, 0)


async def test_a_failure_in_the_transaction_leaves_no_trace(
    sessions: Sessions, dashboard_id: DashboardId
) -> None:
    process = Process()
    async with sessions() as session:
        outcomes = await apply_batches(
            session, [batch(dashboard_id, 1)], FoundNames(process.names), process.open_hours, NOON
        )
        assert outcomes == [Outcome.APPLIED]
        # Closed without a commit, as a crash would.

    assert await stored(sessions, dashboard_id) == (-1, -1, 0, 0)
    # The cache did not learn ids that were rolled back.
    other = batch(dashboard_id, 1, named_calls([NOON], endpoints=["other"]))
    assert await apply(sessions, other, batch(dashboard_id, 2), process=process) == [Outcome.APPLIED] * 2
    assert await names_of(sessions, dashboard_id, NameKind.ENDPOINT) == ["other", "home"]


async def test_calls_go_to_the_blocks_of_their_hours(sessions: Sessions, dashboard_id: DashboardId) -> None:
    hour = NOON.replace(hour=13)
    last_moment = hour.replace(hour=12, minute=59, second=59, microsecond=999_999)

    await apply(sessions, batch(dashboard_id, 1, named_calls([hour, last_moment, hour])))

    async with sessions() as session:
        rows = await session.execute(select(CallBlock.hour, CallBlock.calls).order_by(CallBlock.hour))
        assert [tuple(row) for row in rows] == [(NOON, 1), (hour, 2)]


async def test_names_keep_their_ids_over_processes(sessions: Sessions, dashboard_id: DashboardId) -> None:
    for sequence, names in enumerate((["a", "b"], ["b", "c"], ["c", "a", "a\x00"], ["x" * 10_000]), start=1):
        calls = named_calls([NOON] * len(names), endpoints=names)
        # A new cache each time: another process, as it were.
        assert await apply(sessions, batch(dashboard_id, sequence, calls)) == [Outcome.APPLIED]

    stored_names = await names_of(sessions, dashboard_id, NameKind.ENDPOINT)
    assert stored_names == ["a", "b", "c", presentable("a\x00"), presentable("x" * 10_000)]


async def test_a_stale_cache_gives_no_id_twice(sessions: Sessions, dashboard_id: DashboardId) -> None:
    stale = Process()
    await apply(sessions, batch(dashboard_id, 1, named_calls([NOON], endpoints=["a"])), process=stale)
    await apply(sessions, batch(dashboard_id, 2, named_calls([NOON], endpoints=["b"])))

    await apply(
        sessions, batch(dashboard_id, 3, named_calls([NOON] * 2, endpoints=["c", "b"])), process=stale
    )

    assert await names_of(sessions, dashboard_id, NameKind.ENDPOINT) == ["a", "b", "c"]


async def test_first_and_last_call_are_remembered(sessions: Sessions, dashboard_id: DashboardId) -> None:
    late, early = NOON.replace(hour=20), NOON.replace(hour=3)
    await apply(
        sessions, batch(dashboard_id, 1, named_calls([late])), batch(dashboard_id, 2, named_calls([early]))
    )

    async with sessions() as session:
        state = await session.get(ApplyState, dashboard_id)
        assert state is not None
        assert (state.first_call_at, state.last_call_at) == (early, late)


async def names_of(sessions: Sessions, dashboard_id: DashboardId, kind: NameKind) -> Many[str]:
    async with sessions() as session:
        rows = (
            await session.execute(
                select(Name.id, Name.name)
                .where(Name.dashboard_id == dashboard_id, Name.kind == kind)
                .order_by(Name.id)
            )
        ).all()
        assert [row.id for row in rows] == list(range(1, len(rows) + 1))
        count = await session.scalar(select(func.count(Name.digest.distinct())).where(Name.kind == kind))
        assert count == len(rows)
        return [row.name for row in rows]
