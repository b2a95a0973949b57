"""What an answer should be, from the rows themselves in plain Python: no state, no rollup, no digest."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from math import fsum, sqrt
from typing import NamedTuple

import numpy as np

from shared.calls.block import from_us
from shared.calls.calls import Calls, NameKind
from shared.query.answer import Answer
from shared.query.period import Slice
from shared.query.question import By, Question
from shared.statistics.registry import StatisticName
from shared.statistics.statistic import Value
from tests.fixtures.rollups import name_of

QUANTILES = {
    StatisticName.FIFTH_PERCENTILE_EXECUTION_TIME: 0.05,
    StatisticName.FASTEST_QUARTILE_EXECUTION_TIME: 0.25,
    StatisticName.MEDIAN_EXECUTION_TIME: 0.5,
    StatisticName.SLOWEST_QUARTILE_EXECUTION_TIME: 0.75,
    StatisticName.NINETIETH_PERCENTILE_EXECUTION_TIME: 0.9,
    StatisticName.NINETY_FIFTH_PERCENTILE_EXECUTION_TIME: 0.95,
    StatisticName.NINETY_NINTH_PERCENTILE_EXECUTION_TIME: 0.99,
    StatisticName.NINETY_NINE_POINT_NINTH_PERCENTILE_EXECUTION_TIME: 0.999,
}
# From digests, which hold each value of so few calls.
_DIGEST_EXACT_MAX = 128
_RANK_ERROR = 0.005
# What a dashboard begins with.
_APDEX_THRESHOLD_MS = 500.0
# Known for whole days without the calls themselves, whatever ip, group or status they are of.
_COUNTED = {
    StatisticName.TOTAL_VISITS,
    StatisticName.TOTAL_EXECUTION_TIME,
    StatisticName.AVERAGE_EXECUTION_TIME,
    StatisticName.CALLS_PER_MINUTE,
    StatisticName.FASTEST_MEASURED_EXECUTION_TIME,
    StatisticName.SLOWEST_MEASURED_EXECUTION_TIME,
}
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


class Call(NamedTuple):
    time: datetime
    ms: float
    endpoint: str
    version: str
    group_by: str
    ip: str
    status: int


def rows_of(calls: Calls, aliases: Mapping[int, int]) -> list[Call]:
    return [
        Call(
            from_us(at_us),
            ms,
            name_of(NameKind.ENDPOINT, aliases.get(endpoint, endpoint)),
            name_of(NameKind.VERSION, version),
            name_of(NameKind.GROUP_BY, group_by),
            name_of(NameKind.IP, ip),
            status,
        )
        for at_us, ms, endpoint, version, group_by, ip, status in zip(
            *(getattr(calls, name).tolist() for name in vars(calls)), strict=True
        )
    ]


class Oracle:
    def __init__(self, rows: Sequence[Call], now: datetime) -> None:
        self.rows = rows
        self._now = now

    def matching(self, question: Question) -> list[Call]:
        return [call for call in self.rows if _passes(call, question)]

    def needs_gone(
        self, question: Question, sealed_until: datetime | None, raw_from: datetime | None
    ) -> bool:
        """Whether any hour before ``raw_from`` is cut by a slice, or cannot be told from rollups at all."""
        if raw_from is None or any(
            value is not None and value not in {getattr(call, by.value) for call in self.rows}
            for by in (By.ENDPOINT, By.VERSION, By.GROUP_BY, By.IP)
            for value in [getattr(question.filters, by.value)]
        ):
            return False
        unit = _unit_known(question)
        first = min(call.time for call in self.rows)
        last = max(call.time for call in self.rows)
        hour = first.replace(minute=0, second=0, microsecond=0)
        while hour < raw_from and hour <= last:
            for part in question.slices:
                touched = part.start < min(hour + _HOUR, last + timedelta.resolution)
                touched = touched and part.end > max(hour, first)
                if touched and not _known(part, hour, unit, first, last, sealed_until):
                    return True
            hour += _HOUR
        return False

    def check(self, question: Question, answer: Answer) -> None:
        matching = self.matching(question)
        inside = [
            call for call in matching if any(part.start <= call.time < part.end for part in question.slices)
        ]
        keyed: dict[tuple[str | None, ...], list[Call]] = {}
        for call in inside:
            keyed.setdefault(_key(call, question.by), []).append(call)
        if not question.by:
            keyed.setdefault((), [])
        if question.by and question.top is not None and len(keyed) > question.top:
            named = [row.key for row in answer.rows[:-1]]
            assert len(named) == question.top
            rest = [call for key, calls in keyed.items() if key not in named for call in calls]
            least = min(len(keyed[key]) for key in named)
            assert all(len(calls) <= least for key, calls in keyed.items() if key not in named)
            keyed = {key: keyed[key] for key in named} | {(None,) * len(question.by): rest}
            assert answer.rows[-1].key == (None,) * len(question.by)
        assert {row.key for row in answer.rows} == keyed.keys()
        assert len(answer.rows) == len(keyed)
        self._check_order(question, answer, keyed)
        for row in answer.rows:
            assert row.calls == len(keyed[row.key])
            if row.last_call_at is not None:
                assert row.last_call_at == max(call.time for call in keyed[row.key])
            assert len(row.values) == len(question.slices)
            for part, values in zip(question.slices, row.values, strict=True):
                assert list(values) == list(question.statistics)
                calls = [call for call in keyed[row.key] if part.start <= call.time < part.end]
                for name, value in values.items():
                    expected = self._said(name, calls, part)
                    assert self._agrees(name, value, expected, calls), (name, part, row.key, value, expected)

    def _check_order(
        self, question: Question, answer: Answer, keyed: Mapping[tuple[str | None, ...], Sequence[Call]]
    ) -> None:
        named = [row for row in answer.rows if None not in row.key]
        if question.by == (By.VERSION,):
            if all(row.last_call_at is not None for row in named):
                firsts = [min(call.time for call in keyed[row.key]) for row in named]
                assert firsts == sorted(firsts)
        else:
            counts = [row.calls for row in named]
            assert counts == sorted(counts, reverse=True)

    def _said(self, name: StatisticName, calls: Sequence[Call], part: Slice) -> Value:
        if name is StatisticName.CALLS_PER_MINUTE:
            minutes = max(min(part.end, self._now) - part.start, timedelta()) / timedelta(minutes=1)
            return len(calls) / max(minutes, 1 / 60)
        if name in QUANTILES:
            return float(np.quantile([call.ms for call in calls], QUANTILES[name])) if calls else None
        return _SAID[name](calls)

    def _agrees(self, name: StatisticName, value: Value, expected: Value, calls: Sequence[Call]) -> bool:
        if isinstance(value, float) and isinstance(expected, float):
            if name is StatisticName.STANDARD_DEVIATION:
                # Its square is a sum; of equal times it is nothing but rounding.
                return abs(value - expected) <= 1e-9 * max((call.ms for call in calls), default=0.0)
            if len(calls) > _DIGEST_EXACT_MAX:
                if name in QUANTILES:
                    return _rank_agrees(value, QUANTILES[name], sorted(call.ms for call in calls))
                if name is StatisticName.APDEX:
                    return abs(value - expected) <= _RANK_ERROR
            return abs(value - expected) <= 1e-12 * abs(expected)
        if isinstance(value, dict) and isinstance(expected, dict):
            in_order = name is not StatisticName.VISITS_PER_IP or list(value.values()) == sorted(
                value.values(), reverse=True
            )
            return value == expected and in_order
        return value == expected


def _passes(call: Call, question: Question) -> bool:
    return all(
        wanted is None or getattr(call, by.value) == wanted
        for by in By
        for wanted in [getattr(question.filters, by.value)]
    )


def _key(call: Call, by: Iterable[By]) -> tuple[str, ...]:
    return tuple(str(getattr(call, each.value)) for each in by)


def _counted(names: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return counts


def _class(status: int) -> str:
    return f"{status // 100}xx" if status else "unknown"


def _rank_agrees(value: float, q: float, times: Sequence[float]) -> bool:
    slack = _RANK_ERROR + 1 / len(times)
    below = np.searchsorted(times, value, side="left") / len(times)
    upto = np.searchsorted(times, value, side="right") / len(times)
    return bool(below - slack <= q <= upto + slack)


def _unit_known(question: Question) -> timedelta | None:
    """The smallest unit that is known of what is asked for once the calls are gone."""
    filtered = {by for by in By if getattr(question.filters, by.value) is not None}
    told = filtered | set(question.by)
    paged = told & {By.IP, By.GROUP_BY, By.STATUS}
    if not paged:
        return _HOUR
    known = set(_COUNTED)
    if told == paged:
        known |= {*QUANTILES, StatisticName.APDEX}
    if By.IP in told:
        known |= {StatisticName.UNIQUE_VISITORS, StatisticName.VISITS_PER_IP}
    if By.STATUS in told:
        known |= {StatisticName.ERROR_RATE, StatisticName.STATUS_CLASSES}
    return _DAY if len(paged) == 1 and known >= set(question.statistics) else None


def _known(
    part: Slice,
    hour: datetime,
    unit: timedelta | None,
    first: datetime,
    last: datetime,
    sealed_until: datetime | None,
) -> bool:
    if unit is None or sealed_until is None:
        return False
    start = hour.astimezone(UTC).replace(hour=0) if unit == _DAY else hour
    end = start + unit
    begins_before = part.start <= start or part.start <= first
    ends_behind = part.end >= end or part.end > last
    return begins_before and ends_behind and end <= sealed_until


def _total(calls: Sequence[Call]) -> float:
    return fsum(call.ms for call in calls)


def _mean(calls: Sequence[Call]) -> float:
    return _total(calls) / max(len(calls), 1)


def _deviation(calls: Sequence[Call]) -> float:
    mean = _mean(calls)
    return sqrt(fsum((call.ms - mean) ** 2 for call in calls) / max(len(calls), 1))


def _error_rate(calls: Sequence[Call]) -> float | None:
    known = [call.status for call in calls if call.status]
    return sum(status >= 500 for status in known) / len(known) if known else None


def _apdex(calls: Sequence[Call]) -> float | None:
    satisfied = sum(call.ms <= _APDEX_THRESHOLD_MS for call in calls)
    tolerated = sum(call.ms <= 4 * _APDEX_THRESHOLD_MS for call in calls)
    return (satisfied + tolerated) / 2 / len(calls) if calls else None


_SAID: dict[StatisticName, Callable[[Sequence[Call]], Value]] = {
    StatisticName.TOTAL_VISITS: len,
    StatisticName.TOTAL_EXECUTION_TIME: _total,
    StatisticName.AVERAGE_EXECUTION_TIME: _mean,
    StatisticName.STANDARD_DEVIATION: _deviation,
    StatisticName.FASTEST_MEASURED_EXECUTION_TIME: lambda calls: min(
        (call.ms for call in calls), default=None
    ),
    StatisticName.SLOWEST_MEASURED_EXECUTION_TIME: lambda calls: max(
        (call.ms for call in calls), default=None
    ),
    StatisticName.UNIQUE_VISITORS: lambda calls: len({call.ip for call in calls}),
    StatisticName.VISITS_PER_IP: lambda calls: _counted(call.ip for call in calls),
    StatisticName.VERSIONS: lambda calls: list(dict.fromkeys(call.version for call in sorted(calls))),
    StatisticName.STATUS_CLASSES: lambda calls: _counted(_class(call.status) for call in calls),
    StatisticName.ERROR_RATE: _error_rate,
    StatisticName.APDEX: _apdex,
}
