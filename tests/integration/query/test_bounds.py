"""Whatever is too much to hold at once is read and folded in parts, to the same answer."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from shared.query import blocks, cells, pages, reader
from shared.query.errors import InvalidQueryError
from shared.query.period import Slice
from shared.query.pieces import Piece
from shared.query.question import By, Filters, Question
from shared.query.table import VALUES_MAX, tabulated
from shared.rollups.codec import without_ips
from shared.statistics.registry import StatisticName
from shared.statistics.state.counters import Counters
from shared.statistics.state.visitors import Visitors
from tests.integration.query.conftest import FIRST, LAST, World

_FIRST_DAY = datetime(2026, 3, 25, tzinfo=UTC)
_COUNT = (StatisticName.TOTAL_VISITS,)
# Days that begin at half past an hour: digests and visitors of many hours, and blocks at every edge.
_DAYS = tuple(
    Slice(
        str(day),
        _FIRST_DAY + timedelta(days=day, minutes=30),
        _FIRST_DAY + timedelta(days=day + 1, minutes=30),
    )
    for day in range(40)
)
_WHOLE = (Slice("whole", FIRST, LAST),)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds that forty days of few calls pass many times over."""
    monkeypatch.setattr(cells, "_BYTES_AT_ONCE", 100_000)
    monkeypatch.setattr(cells, "_BYTES_WORTH_A_THREAD", 0)
    monkeypatch.setattr(pages, "_BYTES_AT_ONCE", 1_000)
    monkeypatch.setattr(pages, "_GROUPS_AT_ONCE", 50)
    monkeypatch.setattr(blocks, "CALLS_AT_ONCE", 50)
    monkeypatch.setattr(blocks, "_CALLS_WORTH_A_THREAD", 0)
    monkeypatch.setattr(blocks, "_GROUPS_AT_ONCE", 50)
    monkeypatch.setattr(reader, "_WORTH_A_THREAD", 0)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    "asked",
    [
        Question(_DAYS, tuple(StatisticName)),
        Question(_DAYS, tuple(StatisticName), by=(By.ENDPOINT, By.VERSION), top=3),
        Question(_WHOLE, tuple(StatisticName), by=(By.GROUP_BY, By.STATUS)),
        Question(_DAYS, tuple(StatisticName), Filters(ip="ip 3"), by=(By.VERSION,)),
        Question(_DAYS, (StatisticName.VISITS_PER_IP, *_COUNT), by=(By.IP,)),
        Question(_WHOLE, (StatisticName.NINETIETH_PERCENTILE_EXECUTION_TIME,), by=(By.STATUS,)),
    ],
)
async def test_answers_in_parts_agree_with_the_rows(world: World, asked: Question) -> None:
    (answer,) = await world.ask(asked)

    world.oracle.check(asked, answer)


def test_an_answer_that_nobody_could_look_through_is_refused() -> None:
    keys = VALUES_MAX // len(_DAYS) + 1
    ids, ones = np.arange(keys), np.ones(keys, np.int64)
    times = np.ones(keys)
    counters = Counters(ones, times, times, times, times, ones, ones)
    pieces = {
        Counters: Piece(np.zeros(keys, np.int64), (ids,), counters),
        Visitors: Piece(np.zeros(keys, np.int64), (ids,), without_ips(ones)),
    }

    with pytest.raises(InvalidQueryError, match="by: gives 12501 keys in each of 40 slices"):
        tabulated(Question(_DAYS, _COUNT, by=(By.IP,)), pieces, np.ones(len(_DAYS)))
    top = tabulated(Question(_DAYS, _COUNT, by=(By.IP,), top=3), pieces, np.ones(len(_DAYS)))
    assert top.keys.calls.tolist() == [1, 1, 1, keys - 3]
