"""What PyDash and its peers are fed: a month of one dashboard's calls, a few hours of 200 live ones, days of 100.

The same calls in every run. 20 endpoints of different speed and popularity, 500 addresses, 50 groups, and all
of 3 versions at any time, which is the hard case: each hour then has 60 pairs of endpoint and version to keep.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from shared.calls.block import from_us, to_us
from shared.calls.calls import HOUR_US, Calls, Float64s, Int16s, Int32s, Int64s, NameKind
from shared.calls.named import NameColumn, NamedCalls
from shared.contracts.call_batch import CallBatch
from shared.contracts.ids import DashboardId, Sequence
from tests.bench.workload import skewed

END = datetime(2026, 11, 1, tzinfo=UTC)
HISTORY_DAYS = 30
HISTORY_WINDOW = 10_000

DASHBOARDS = 200
LIVE_WINDOW = 100

FLEET = 100
FLEET_DAYS = 8
FLEET_WINDOW = 10_000

NAMES = {
    NameKind.ENDPOINT: tuple(f"shop.endpoint_{number:02}" for number in range(20)),
    NameKind.VERSION: ("1.0.0", "1.1.0", "2.0.0"),
    NameKind.GROUP_BY: tuple(f"group-{number:02}" for number in range(50)),
    NameKind.IP: tuple(f"198.51.{number // 250}.{number % 250 + 1}" for number in range(500)),
}

_SECOND_US = 1_000_000
_MINUTE_US = 60 * _SECOND_US
_DAY_US = 24 * HOUR_US
_STATUS_CODES = np.array([200, 404, 500], np.int16)
_STATUS_SHARES = (0.95, 0.04, 0.01)


@dataclass(frozen=True, eq=False)
class Window:
    """``calls`` lie in (start, end], as a source understands a window."""

    dashboard: int
    start: datetime
    end: datetime
    calls: NamedCalls

    def batch(self, dashboard_id: DashboardId, sequence: Sequence) -> CallBatch:
        return CallBatch(dashboard_id, sequence, self.start, self.end, self.calls)


@dataclass(frozen=True, eq=False)
class Traffic:
    """``calls``, whose ids are positions in NAMES, in the order in which they arrive: window after window.

    Each window has ``window_size`` calls in order of time. Those of one dashboard tile time, and all windows
    follow one another by their end.
    """

    calls: Calls
    window_size: int
    dashboard: Int32s
    start_us: Int64s
    end_us: Int64s

    def slices(self) -> Iterator[tuple[int, Calls]]:
        """Dashboard and calls of each window, without copying."""
        for number, dashboard in enumerate(self.dashboard.tolist()):
            yield dashboard, self.calls.select(self._rows(number))

    def windows(self) -> Iterator[Window]:
        """As the fetcher gets them: only the names that a window's calls have."""
        for number, (dashboard, calls) in enumerate(self.slices()):
            start, end = from_us(int(self.start_us[number])), from_us(int(self.end_us[number]))
            yield Window(dashboard, start, end, _named(calls))

    def _rows(self, number: int) -> slice:
        return slice(number * self.window_size, (number + 1) * self.window_size)


def history(count: int, *, seed: int = 7) -> Traffic:
    """``count`` calls of one dashboard over the 30 days before END, in windows of 10,000."""
    windows = count // HISTORY_WINDOW
    if windows * HISTORY_WINDOW != count:
        raise ValueError(f"a history has whole windows of {HISTORY_WINDOW:,} calls")
    seconds = np.linspace(0, HISTORY_DAYS * 86_400, windows + 1).astype(np.int64)
    edges = to_us(END) - HISTORY_DAYS * _DAY_US + seconds * _SECOND_US
    return _traffic(np.zeros(windows, np.int32), edges[:-1], edges[1:], HISTORY_WINDOW, seed)


def live(hours: int = 3, *, seed: int = 8) -> Traffic:
    """100 calls a minute of each of 200 dashboards over as many hours before END; their minutes are staggered."""
    minutes = 60 * hours
    stagger = np.arange(DASHBOARDS) * 60 // DASHBOARDS * _SECOND_US
    ends = to_us(END) - np.arange(minutes, dtype=np.int64)[::-1, None] * _MINUTE_US - _MINUTE_US + stagger
    dashboards = np.tile(np.arange(DASHBOARDS, dtype=np.int32), minutes)
    return _traffic(dashboards, ends.ravel() - _MINUTE_US, ends.ravel(), LIVE_WINDOW, seed)


def fleet(until: datetime, *, seed: int = 10) -> Traffic:
    """A window of each of 100 dashboards, with its calls of the eight days before ``until``."""
    ends = np.full(FLEET, to_us(until))
    return _traffic(np.arange(FLEET, dtype=np.int32), ends - FLEET_DAYS * _DAY_US, ends, FLEET_WINDOW, seed)


def _traffic(dashboard: Int32s, start_us: Int64s, end_us: Int64s, size: int, seed: int) -> Traffic:
    rng = np.random.default_rng(seed)
    count = len(dashboard) * size
    offsets = rng.integers(1, (end_us - start_us)[:, None] + 1, (len(dashboard), size))
    offsets.sort(axis=1)
    endpoint = _ids(rng, NameKind.ENDPOINT, count)
    calls = Calls(
        at_us=(start_us[:, None] + offsets).ravel(),
        execution_ms=_execution_ms(rng, endpoint),
        endpoint=endpoint,
        version=rng.integers(0, len(NAMES[NameKind.VERSION]), count, dtype=np.int32),
        group_by=_ids(rng, NameKind.GROUP_BY, count),
        ip=_ids(rng, NameKind.IP, count),
        status=_status(rng, count),
    )
    return Traffic(calls, size, dashboard, start_us, end_us)


def _ids(rng: np.random.Generator, kind: NameKind, count: int) -> Int32s:
    return skewed(rng, len(NAMES[kind]), count) - np.int32(1)


def _execution_ms(rng: np.random.Generator, endpoint: Int32s) -> Float64s:
    """Log-normal, with medians from 5 ms to a second and tails of different weight."""
    endpoints = len(NAMES[NameKind.ENDPOINT])
    location = rng.permutation(np.linspace(np.log(5), np.log(1000), endpoints))
    spread = rng.permutation(np.linspace(0.3, 1.0, endpoints))
    execution_ms = rng.standard_normal(len(endpoint))
    execution_ms *= spread[endpoint]
    execution_ms += location[endpoint]
    np.exp(execution_ms, out=execution_ms)
    return execution_ms


def _status(rng: np.random.Generator, count: int) -> Int16s:
    return _STATUS_CODES[np.searchsorted(np.cumsum(_STATUS_SHARES[:-1]), rng.random(count, np.float32))]


def _named(calls: Calls) -> NamedCalls:
    return NamedCalls(
        at_us=calls.at_us,
        execution_ms=calls.execution_ms,
        endpoint=_column(calls, NameKind.ENDPOINT),
        version=_column(calls, NameKind.VERSION),
        group_by=_column(calls, NameKind.GROUP_BY),
        ip=_column(calls, NameKind.IP),
        status=calls.status,
    )


def _column(calls: Calls, kind: NameKind) -> NameColumn:
    ids, codes = np.unique(calls.ids(kind), return_inverse=True)
    return NameColumn(codes.astype(np.int32), tuple(NAMES[kind][number] for number in ids.tolist()))
