"""What is read for an answer: no more than it takes, and nothing that is not the viewer's."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import numpy as np
import pytest
from sqlalchemy import event, text

from shared.calls.block import to_us
from shared.calls.calls import Calls, NameKind
from shared.contracts.ids import UserId
from shared.db.viewer import Viewer
from shared.query.errors import InvalidQueryError
from shared.query.period import Slice
from shared.query.question import By, Filters, Question
from shared.query.reader import StatisticsReader
from shared.query.snapshot import snapshot
from shared.rollups.unit import Unit
from shared.statistics.registry import StatisticName
from tests.fixtures.rollups import forget_raw
from tests.integration.query.conftest import FIRST, NOW, SEALED_UNTIL, World
from tests.integration.query.oracle import Call

_APRIL = datetime(2026, 4, 1, tzinfo=UTC)
_TABLES = ("rollup", "dimension_rollup", "call_block")
_COUNT = (StatisticName.TOTAL_VISITS,)
_MEDIAN = (StatisticName.MEDIAN_EXECUTION_TIME,)


def slices(start: datetime, step: timedelta, count: int) -> tuple[Slice, ...]:
    edges = [start + number * step for number in range(count + 1)]
    return tuple(Slice(str(number), edges[number], edges[number + 1]) for number in range(count))


def whole(start: datetime = FIRST, end: datetime = NOW) -> tuple[Slice, ...]:
    return (Slice("whole", start, end),)


@contextmanager
def statements(world: World) -> Iterator[list[tuple[str, tuple[object, ...]]]]:
    """What is sent to Postgres meanwhile."""
    sent: list[tuple[str, tuple[object, ...]]] = []
    engine = world.sessions.kw["bind"].sync_engine

    def note(
        _connection: object, _cursor: object, statement: str, parameters: tuple[object, ...], *_: object
    ) -> None:
        sent.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def reads(sent: list[tuple[str, tuple[object, ...]]]) -> list[str]:
    """The tables that the statements read, in their order."""
    return [
        table for statement, _ in sent for table in _TABLES if f"JOIN {table} " in " ".join(statement.split())
    ]


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        (Question(slices(_APRIL, timedelta(hours=1), 720), _MEDIAN), ["rollup"]),
        (Question(slices(_APRIL, timedelta(days=1), 30), _MEDIAN, by=(By.ENDPOINT,)), ["rollup"]),
        (Question(whole(_APRIL, SEALED_UNTIL), tuple(StatisticName)), ["rollup", "rollup"]),
        (Question(slices(_APRIL, timedelta(days=1), 30), _COUNT, by=(By.IP,)), ["dimension_rollup"]),
        (Question(slices(_APRIL, timedelta(days=1), 30), _MEDIAN, Filters(ip="ip 3")), ["dimension_rollup"]),
        # The open hours, and what a slice cuts.
        (Question(whole(), _MEDIAN), ["rollup", "call_block"]),
        (Question(slices(_APRIL, timedelta(minutes=1), 60), _MEDIAN), ["call_block"]),
        # What no rollup tells apart.
        (
            Question(whole(_APRIL, SEALED_UNTIL), _COUNT, Filters(ip="ip 3", group_by="group_by 1")),
            ["call_block"],
        ),
        # Nothing was ever called by that name, or at that time.
        (Question(whole(), _COUNT, Filters(endpoint="unheard of")), []),
        (Question(slices(NOW, timedelta(minutes=7), 9), _COUNT), []),
    ],
)
async def test_a_question_reads_only_what_answers_it(world: World, asked: Question, read: list[str]) -> None:
    with statements(world) as sent:
        (answer,) = await world.ask(asked)

    assert reads(sent) == read
    world.oracle.check(asked, answer)


async def test_questions_about_the_same_calls_read_them_once(world: World) -> None:
    days = slices(_APRIL, timedelta(days=1), 30)
    asked = [
        Question(days, _COUNT, by=(By.ENDPOINT,)),
        Question(days, _MEDIAN, by=(By.ENDPOINT,), top=1),
        Question(slices(_APRIL, timedelta(days=1), 30), (StatisticName.UNIQUE_VISITORS,), by=(By.ENDPOINT,)),
    ]
    with statements(world) as sent:
        answers = await world.ask(*asked)

    assert reads(sent) == ["rollup"]
    # How things stand, the cells, and the names of the endpoints.
    assert len(sent) == 3
    for question, answer in zip(asked, answers, strict=True):
        world.oracle.check(question, answer)


async def test_a_slice_of_one_cell_needs_no_centroids(world: World) -> None:
    async with world.sessions() as session:
        # Unreadable details: a question that looks at them fails.
        await session.execute(text("UPDATE rollup SET digest = 'x', visitors = 'x' WHERE unit = 1"))
        reader = StatisticsReader(session, world.viewer, NOW)
        asked = Question(
            slices(_APRIL, timedelta(hours=1), 48),
            (StatisticName.NINETIETH_PERCENTILE_EXECUTION_TIME, StatisticName.UNIQUE_VISITORS),
            by=(By.ENDPOINT,),
        )
        (answer,) = await reader.answer(world.dashboard_id, [asked])

    world.oracle.check(asked, answer)


async def test_a_long_slice_is_put_together_from_months_days_and_hours(world: World) -> None:
    start, end = datetime(2026, 3, 30, 5, tzinfo=UTC), datetime(2026, 5, 2, 3, tzinfo=UTC)
    with statements(world) as sent:
        await world.ask(Question(whole(start, end), _MEDIAN))

    (parameters,) = [parameters for statement, parameters in sent if reads([(statement, ())])]
    ranges = sorted(
        zip(*(each for each in parameters if isinstance(each, list) and len(each) == 5), strict=True)
    )
    assert [(unit, low, high) for unit, low, high, *_ in ranges] == [
        (Unit.HOUR, start, datetime(2026, 3, 31, tzinfo=UTC)),
        (Unit.HOUR, datetime(2026, 5, 2, tzinfo=UTC), end),
        (Unit.DAY, datetime(2026, 3, 31, tzinfo=UTC), _APRIL),
        (Unit.DAY, datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 5, 2, tzinfo=UTC)),
        (Unit.MONTH, _APRIL, datetime(2026, 5, 1, tzinfo=UTC)),
    ]


@pytest.mark.parametrize("by", [(), (By.ENDPOINT,), (By.IP,), (By.ENDPOINT, By.IP)])
async def test_to_a_stranger_the_dashboard_is_empty(world: World, by: tuple[By, ...]) -> None:
    async with snapshot(world.sessions) as session:
        reader = StatisticsReader(session, Viewer(UserId(uuid4())), NOW)
        (answer,) = await reader.answer(world.dashboard_id, [Question(whole(), _COUNT, by=by)])
        assert [row.values for row in answer.rows] == ([] if by else [[{"total_visits": 0}]])
        assert [calls async for calls in reader.rows(world.dashboard_id, FIRST, NOW, Filters())] == []
        assert len((await reader.digest(world.dashboard_id, Filters(), whole()[0])).mean) == 0
        names = await reader.names(world.dashboard_id, {kind: [1, 2] for kind in NameKind})
        assert not any(names.values())


async def test_every_statement_asks_whose_dashboard_it_is(world: World) -> None:
    async with snapshot(world.sessions) as session:
        reader = StatisticsReader(session, world.viewer, NOW)
        with statements(world) as sent:
            for by in [(), (By.ENDPOINT,), (By.IP,), (By.IP, By.GROUP_BY)]:
                await reader.answer(world.dashboard_id, [Question(whole(), _COUNT, by=by)])
            assert [calls async for calls in reader.rows(world.dashboard_id, FIRST, NOW, Filters())]

    assert set(reads(sent)) == set(_TABLES)
    for statement, parameters in sent:
        assert "owner_id" in statement
        assert world.viewer.user_id in parameters


async def test_an_old_name_of_an_endpoint_means_the_new_one(world: World) -> None:
    asked = [
        Question(whole(), tuple(StatisticName), Filters(endpoint=name, ip=ip))
        for name in ("endpoint 4", "endpoint 2")
        for ip in (None, "ip 3")
    ]
    old, old_with_ip, new, new_with_ip = await world.ask(*asked)

    assert (old, old_with_ip) == (new, new_with_ip)
    world.oracle.check(asked[2], old)
    (listed,) = await world.ask(Question(whole(), _COUNT, by=(By.ENDPOINT,)))
    assert {row.key for row in listed.rows} == {("endpoint 1",), ("endpoint 2",), ("endpoint 3",)}


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (
            Question(slices(_APRIL, timedelta(minutes=30), 4), _COUNT),
            "2026-04-10T05:00:00[+]00:00 on; .* UTC hour",
        ),
        (Question(slices(_APRIL, timedelta(hours=1), 4), _COUNT, by=(By.IP,)), "on; .* UTC day"),
        (Question(whole(), _COUNT, Filters(ip="ip 1", status=200)), "05:00:00[+]00:00 on$"),
    ],
)
async def test_what_was_forgotten_is_said_and_what_to_ask_instead(
    world: World, asked: Question, says: str
) -> None:
    async with world.sessions() as session:
        await forget_raw(session, world.dashboard_id, datetime(2026, 4, 10, 5, tzinfo=UTC))
        reader = StatisticsReader(session, world.viewer, NOW)
        with pytest.raises(InvalidQueryError, match=says):
            await reader.answer(world.dashboard_id, [asked])
        with pytest.raises(InvalidQueryError, match="are kept from"):
            _ = [calls async for calls in reader.rows(world.dashboard_id, FIRST, NOW, Filters())]


async def test_rows_come_hour_by_hour_in_order_of_time(world: World) -> None:
    start, end = _APRIL + timedelta(minutes=10), _APRIL + timedelta(days=2, minutes=5)
    async with snapshot(world.sessions) as session:
        reader = StatisticsReader(session, world.viewer, NOW)
        parts = [
            calls
            async for calls in reader.rows(world.dashboard_id, start, end, Filters(endpoint="endpoint 2"))
        ]

    together = Calls.concat(parts)
    expected = [
        (to_us(call.time), call.ms) for call in sorted(world.oracle.rows) if _chosen(call, start, end)
    ]
    assert sorted(zip(together.at_us.tolist(), together.execution_ms.tolist(), strict=True)) == expected
    assert (np.diff(together.at_us) >= 0).all()
    assert all(len(np.unique(calls.at_us // 3_600_000_000)) == 1 for calls in parts)


def _chosen(call: Call, start: datetime, end: datetime) -> bool:
    return call.endpoint == "endpoint 2" and start <= call.time < end


@pytest.mark.parametrize("filters", [Filters(), Filters(endpoint="endpoint 1"), Filters(ip="ip 2")])
async def test_a_digest_to_take_away_weighs_all_calls(world: World, filters: Filters) -> None:
    async with snapshot(world.sessions) as session:
        reader = StatisticsReader(session, world.viewer, NOW)
        digest = await reader.digest(world.dashboard_id, filters, whole()[0])

    times = [call.ms for call in world.oracle.matching(Question(whole(), (), filters))]
    assert len(digest) == 1
    assert digest.weight.sum() == len(times)
    assert (digest.mean[0], digest.mean[-1]) == (min(times), max(times))
