"""Any question, answered from whatever rollups and blocks there are, agrees with the rows themselves."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, event, given, settings
from hypothesis import strategies as st

from shared.query import calendar
from shared.query.calendar import Granularity
from shared.query.errors import InvalidQueryError
from shared.query.period import Slice
from shared.query.question import By, Filters, Question
from shared.query.reader import StatisticsReader
from shared.query.route import route_of
from shared.statistics.registry import StatisticName
from tests.fixtures.rollups import forget_raw, unseal
from tests.integration.query.conftest import FIRST, LAST, NOW, SEALED_UNTIL, World

_ZONES = ["UTC", "Europe/Amsterdam", "Asia/Kolkata", "Australia/Lord_Howe"]
_BREAKDOWNS: list[tuple[By, ...]] = [
    (),
    *((by,) for by in By),
    (By.VERSION, By.IP),
    (By.VERSION, By.GROUP_BY),
    (By.ENDPOINT, By.VERSION),
]
_LONGEST = {
    Granularity.MINUTE: timedelta(hours=3),
    Granularity.HOUR: timedelta(days=6),
    Granularity.DAY: timedelta(days=30),
    Granularity.WEEK: timedelta(days=90),
    Granularity.MONTH: timedelta(days=120),
    Granularity.YEAR: timedelta(days=400),
}


def moments() -> st.SearchStrategy[datetime]:
    """Of the time there were calls and a little around, often on an edge of a unit."""
    anywhere = st.datetimes(
        datetime(2026, 3, 20),  # noqa: DTZ001
        datetime(2026, 5, 8),  # noqa: DTZ001
        timezones=st.just(UTC),
    )
    named = st.sampled_from([FIRST, LAST, SEALED_UNTIL, datetime(2026, 4, 1, tzinfo=UTC)])
    return anywhere | anywhere.map(_hour) | anywhere.map(lambda moment: _hour(moment).replace(hour=0)) | named


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


@dataclass(frozen=True)
class Units:
    """Slices of the calendar. (Drawn as few words: Hypothesis writes out what it draws.)"""

    zone: str
    unit: Granularity
    start: datetime
    share: float

    def slices(self) -> tuple[Slice, ...]:
        zone, end = ZoneInfo(self.zone), self.start + self.share * _LONGEST[self.unit]
        return tuple(
            Slice(calendar.key(begin, self.unit, zone), begin, calendar.following(begin, self.unit, zone))
            for begin in calendar.starts(self.start, end, self.unit, zone)
        )


@dataclass(frozen=True)
class Edges:
    """Slices between any moments; every other one where there are ``gaps``."""

    edges: frozenset[datetime]
    gaps: bool

    def slices(self) -> tuple[Slice, ...]:
        pairs = list(pairwise(sorted(self.edges)))[:: 2 if self.gaps else 1]
        return tuple(Slice(start.isoformat(), start, end) for start, end in pairs)


@dataclass(frozen=True)
class Asked:
    slicing: Units | Edges
    statistics: tuple[StatisticName, ...]
    filters: Filters
    by: tuple[By, ...]
    top: int | None

    def question(self) -> Question:
        return Question(self.slicing.slices(), self.statistics, self.filters, self.by, self.top)


def filters() -> st.SearchStrategy[Filters]:
    def some(kind: str, *ids: int) -> st.SearchStrategy[str | None]:
        return st.none() | st.none() | st.sampled_from([f"{kind} {each}" for each in ids])

    return st.builds(
        Filters,
        endpoint=some("endpoint", 1, 2, 99),
        version=some("version", 1, 2, 3),
        group_by=some("group_by", 1, 2),
        ip=some("ip", 1, 7, 99),
        status=st.sampled_from([None, None, None, 0, 200, 503, 418]),
    )


def questions() -> st.SearchStrategy[Asked]:
    units = st.builds(
        Units, st.sampled_from(_ZONES), st.sampled_from(list(Granularity)), moments(), st.floats(0.01, 1)
    )
    edges = st.builds(Edges, st.frozensets(moments(), min_size=2, max_size=8), st.booleans())
    return st.builds(
        Asked,
        slicing=units | edges,
        statistics=st.lists(st.sampled_from(list(StatisticName)), unique=True, max_size=5).map(tuple)
        | st.just((StatisticName.TOTAL_VISITS, StatisticName.AVERAGE_EXECUTION_TIME)),
        filters=st.just(Filters()) | filters(),
        by=st.sampled_from(_BREAKDOWNS),
        top=st.sampled_from([None, None, 1, 2, 5]),
    )


# An example takes a good tenth of a second: what fails is shown as found instead of made smaller.
@settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=60,
    phases=(Phase.explicit, Phase.generate),
)
@given(
    drawn=st.lists(questions(), min_size=1, max_size=3),
    sealed_until=st.none() | st.just(SEALED_UNTIL) | moments().map(_hour),
    raw_from=st.none() | moments().map(_hour),
)
async def test_answers_agree_with_the_rows_or_say_that_they_are_gone(
    world: World, drawn: list[Asked], sealed_until: datetime | None, raw_from: datetime | None
) -> None:
    asked = [each.question() for each in drawn]
    # Retention forgets nothing that was not sealed.
    sealed_until = None if sealed_until is None else min(sealed_until, SEALED_UNTIL)
    if raw_from is not None:
        raw_from = None if sealed_until is None else min(raw_from, sealed_until)
    async with world.sessions() as session:
        await unseal(session, world.dashboard_id, sealed_until)
        await forget_raw(session, world.dashboard_id, raw_from)
        reader = StatisticsReader(session, world.viewer, NOW)
        for question in asked:
            gone = world.oracle.needs_gone(question, sealed_until, raw_from)
            event(f"{route_of(question).value}, {'gone' if gone else 'answered'}")
            if gone:
                with pytest.raises(InvalidQueryError, match="are kept from"):
                    await reader.answer(world.dashboard_id, [question])
            else:
                (answer,) = await reader.answer(world.dashboard_id, [question])
                world.oracle.check(question, answer)
        answerable = [
            question for question in asked if not world.oracle.needs_gone(question, sealed_until, raw_from)
        ]
        answers = await reader.answer(world.dashboard_id, answerable * 2)
        for question, answer in zip(answerable * 2, answers, strict=True):
            world.oracle.check(question, answer)
