"""Calls are given when all that were begun before them must have been committed."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.fixtures.bridged import FROZEN_CLOCK, NEWEST, OLDEST, BridgedApp, CallsAnswer, Release, StoredCall
from tests.fixtures.waiting import eventually
from tests.integration.agent.conftest import Running

SECOND = timedelta(seconds=1)


def _ids(answer: CallsAnswer) -> list[int]:
    return [row[0] for row in answer.rows]


@pytest.mark.parametrize("release", [OLDEST, NEWEST], ids=str)
async def test_holds_back_what_is_younger_than_the_settle_time(running: Running, release: Release) -> None:
    app = await running.app(release)
    now = datetime.now(UTC)
    app.insert(StoredCall(now - age * SECOND) for age in (1000, 500, 60, 0))
    assert [_ids(await app.calls(settle_seconds=settle)) for settle in (600, 300, 30, 0)] == [
        [1],
        [1, 2],
        [1, 2, 3],
        [1, 2, 3, 4],
    ]
    # Ten seconds where nothing is said.
    default = await app.ask("calls")
    assert len(default.text.splitlines()) == 3 + 1


async def test_says_until_when_all_calls_were_given(newest: BridgedApp) -> None:
    before = datetime.now(UTC)
    answer = await newest.calls(settle_seconds=30)
    assert before - 30 * SECOND <= answer.settled_at <= datetime.now(UTC) - 30 * SECOND


async def test_an_older_call_behind_a_younger_one_settles_both(newest: BridgedApp) -> None:
    """The threads of an app may be given their ids in another order than they took their times in."""
    now = datetime.now(UTC)
    newest.insert(StoredCall(now - age * SECOND) for age in (90, 10, 60, 5))
    answer = await newest.calls(settle_seconds=30)
    assert (_ids(answer), answer.more) == ([1, 2, 3], False)


async def test_gives_a_call_once_it_is_old_enough(newest: BridgedApp) -> None:
    newest.insert([StoredCall(datetime.now(UTC))])

    async def ask() -> list[int]:
        return _ids(await newest.calls(settle_seconds=1))

    assert await ask() == []
    assert await eventually(ask, bool) == [1]


async def test_without_a_clock_it_goes_by_when_rows_were_first_seen(running: Running) -> None:
    app = await running.app(FROZEN_CLOCK)
    # It forgets what it saw before the table was emptied.
    await app.calls()
    app.insert([StoredCall(datetime(2026, 11, 1, tzinfo=UTC))] * 3)
    asked_at = datetime.now(UTC)

    # Nothing was seen yet, however old the rows say that they are.
    first = await app.calls(settle_seconds=1.5)
    assert (_ids(first), first.cursor, first.more) == ([], "", False)
    assert first.settled_at == datetime(1970, 1, 1, tzinfo=UTC)

    async def ask() -> CallsAnswer:
        return await app.calls(settle_seconds=1.5)

    settled = await eventually(ask, lambda answer: bool(answer.rows))
    assert _ids(settled) == [1, 2, 3]
    assert asked_at <= settled.settled_at <= datetime.now(UTC) - 1.5 * SECOND

    app.insert([StoredCall(datetime(2026, 11, 1, tzinfo=UTC))])
    assert _ids(await ask()) == [1, 2, 3]
    assert _ids(await eventually(ask, lambda answer: len(answer.rows) > 3)) == [1, 2, 3, 4]


async def test_without_a_clock_an_emptied_table_settles_anew(running: Running) -> None:
    app = await running.app(FROZEN_CLOCK)
    app.insert([StoredCall(datetime(2026, 11, 1, tzinfo=UTC))] * 3)

    async def ask() -> list[int]:
        return _ids(await app.calls(settle_seconds=1))

    await eventually(ask, bool)
    app.clear()
    app.insert([StoredCall(datetime(2026, 11, 2, tzinfo=UTC))])
    assert await ask() == []
    assert await eventually(ask, bool) == [1]
