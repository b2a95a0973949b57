"""Calls that no app can mean are left out or renamed one by one, counted, and cost nothing else."""

from datetime import timedelta
from math import inf, nan

import numpy as np
import pytest
from sqlalchemy import select

from shared.calls.calls import NameKind
from shared.calls.presentable import presentable
from shared.calls.rules import Rule
from shared.contracts.call_batch import CallBatch, decode_batch, encode_batch
from shared.contracts.ids import DashboardId, Sequence
from shared.db.engine import Sessions
from shared.db.models import Name, RuledCalls
from tests.fixtures.rows import NOON, add_dashboard, batch, named_calls
from tests.integration.aggregator.applying import Process, contents, state_of

DAY = timedelta(days=1)
_LONG, _ACTING = "x" * 10_000, "home\x00\x1b[2J\n\u202egpj"
# (execution time, time, endpoint) and the rules that it breaks or is mended by.
CALLS = [
    (1.0, NOON, "home", ()),
    (nan, NOON, "home", (Rule.EXECUTION_TIME_NOT_FINITE,)),
    (inf, NOON, "home", (Rule.EXECUTION_TIME_NOT_FINITE,)),
    (-inf, NOON, "home", (Rule.EXECUTION_TIME_NOT_FINITE,)),
    (-1e-9, NOON, "home", (Rule.EXECUTION_TIME_NEGATIVE,)),
    (1e300, NOON, "home", (Rule.EXECUTION_TIME_TOO_LONG,)),
    (30 * 86_400_000.0, NOON, "home", ()),
    (2.0, NOON.replace(year=1970, month=1, day=1), "home", (Rule.TIME_BEFORE_2000,)),
    (2.0, NOON.replace(year=1), "home", (Rule.TIME_BEFORE_2000,)),
    (2.0, NOON.replace(year=2000), "home", ()),
    (2.0, NOON + DAY, "home", ()),
    (2.0, NOON + DAY + timedelta.resolution, "home", (Rule.TIME_IN_FUTURE,)),
    (2.0, NOON.replace(year=8999), "home", (Rule.TIME_IN_FUTURE,)),
    (3.0, NOON, _LONG, (Rule.NAME_SHORTENED,)),
    (3.0, NOON, _ACTING, (Rule.NAME_MENDED,)),
    (3.0, NOON, _LONG + _ACTING, (Rule.NAME_SHORTENED,)),
    # Held against a call is the first rule that it breaks.
    (nan, NOON.replace(year=8999), _ACTING, (Rule.EXECUTION_TIME_NOT_FINITE,)),
    (0.0, NOON, "", ()),
]
_REJECTING = {rule for rule in Rule if rule not in {Rule.NAME_SHORTENED, Rule.NAME_MENDED}}
ACCEPTED = [call for call in CALLS if not _REJECTING.intersection(call[3])]


@pytest.fixture
async def dashboard_id(sessions: Sessions) -> DashboardId:
    async with sessions.begin() as session:
        return await add_dashboard(session)


def bad_batch(dashboard_id: DashboardId, sequence: int) -> CallBatch:
    times_ms, times, endpoints, _ = zip(*CALLS, strict=True)
    calls = named_calls(times, execution_ms=times_ms, endpoints=endpoints)
    whole = CallBatch(dashboard_id, Sequence(sequence), NOON - timedelta(minutes=1), NOON, calls)
    # As it crosses Redis.
    return decode_batch(encode_batch(whole))


async def ruled(sessions: Sessions, dashboard_id: DashboardId) -> dict[str, RuledCalls]:
    async with sessions() as session:
        rows = await session.scalars(select(RuledCalls).where(RuledCalls.dashboard_id == dashboard_id))
        return {row.rule: row for row in rows}


async def test_bad_calls_are_counted_and_good_ones_applied(
    sessions: Sessions, dashboard_id: DashboardId
) -> None:
    process = Process()
    await process.apply(sessions, bad_batch(dashboard_id, 1), batch(dashboard_id, 2))

    async with sessions() as session:
        found = await contents(session, dashboard_id)
        state = await state_of(session, dashboard_id)
        endpoints = {
            row.id: row.name
            for row in await session.scalars(select(Name).where(Name.kind == NameKind.ENDPOINT))
        }
    assert (state.applied_sequence, state.applied_calls) == (2, len(ACCEPTED) + 1)
    counted = sorted((row[1], endpoints[row[2]]) for row in found.calls.elements())
    assert counted == sorted([(1.0, "home"), *((call[0], presentable(call[2])) for call in ACCEPTED)])
    # Nothing that was left out left a name behind.
    assert set(endpoints.values()) == {presentable(call[2]) for call in ACCEPTED}
    counts = {rule: sum(rule in call[3] for call in CALLS) for rule in Rule}
    # The long name that acts is shortened first; what is left of it acts no more.
    rows = await ruled(sessions, dashboard_id)
    assert {rule: row.calls for rule, row in rows.items()} == counts
    for row in rows.values():
        assert row.example.isprintable()
        assert len(row.example) < 300
        assert row.last_at == NOON


async def test_counts_of_rules_add_up_and_copies_do_not(
    sessions: Sessions, dashboard_id: DashboardId
) -> None:
    process = Process()
    await process.apply(sessions, bad_batch(dashboard_id, 1), bad_batch(dashboard_id, 2))
    await process.apply(sessions, bad_batch(dashboard_id, 2), now=NOON + DAY)
    await process.apply(sessions, bad_batch(dashboard_id, 3), now=NOON + timedelta(minutes=1))

    rows = await ruled(sessions, dashboard_id)
    assert rows[Rule.EXECUTION_TIME_NOT_FINITE].calls == 3 * 4
    assert {row.last_at for row in rows.values()} <= {NOON, NOON + timedelta(minutes=1)}
    async with sessions() as session:
        assert (await state_of(session, dashboard_id)).applied_sequence == 3


async def test_a_batch_of_nothing_but_bad_calls_is_applied(
    sessions: Sessions, dashboard_id: DashboardId
) -> None:
    calls = named_calls([NOON] * 5, execution_ms=np.full(5, nan).tolist())
    await Process().apply(sessions, batch(dashboard_id, 1, calls))

    async with sessions() as session:
        state = await state_of(session, dashboard_id)
    assert (state.applied_sequence, state.applied_calls, state.first_call_at) == (1, 0, None)
    assert (await ruled(sessions, dashboard_id))[Rule.EXECUTION_TIME_NOT_FINITE].calls == 5
