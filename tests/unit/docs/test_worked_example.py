"""The worked example of docs/statistics.md: its percentiles are what NumPy, ``tdigest`` and PyDash say of it."""

import re
from collections.abc import Iterator

import numpy as np
import pytest
import tdigest

from shared.calls.block import to_us
from shared.calls.calls import Calls
from shared.query.calendar import parse_moment
from shared.query.zones import UTC_ZONE
from shared.statistics.registry import StatisticName
from tests.unit.docs.documents import PROJECT, read
from tests.unit.shared.factories import make_calls
from tests.unit.shared.statistics.shown import full, shown

_ROW = re.compile(r"^\| (dashboard|foo|bar) \| p(\d+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$", re.MULTILINE)
_FOO, _BAR = 1, 2
_LAST, _DAY_BEFORE, _TWO_DAYS_BEFORE = (
    to_us(parse_moment(f"2018-04-{day}T15:29:23+00:00", UTC_ZONE)) for day in (25, 24, 23)
)
_FIVE_CALLS = make_calls(
    [0.5, 0.1, 0.2, 0.2, 0.2],
    at_us=[_LAST, _LAST, _LAST, _DAY_BEFORE, _TWO_DAYS_BEFORE],
    endpoint=[_FOO, _FOO, _BAR, _BAR, _BAR],
    ip=[1, 2, 1, 1, 1],
)
_CALLS = {
    "dashboard": _FIVE_CALLS,
    "foo": _FIVE_CALLS.select(_FIVE_CALLS.endpoint == _FOO),
    "bar": _FIVE_CALLS.select(_FIVE_CALLS.endpoint == _BAR),
}
_PERCENTILES = {
    25: StatisticName.FASTEST_QUARTILE_EXECUTION_TIME,
    50: StatisticName.MEDIAN_EXECUTION_TIME,
    75: StatisticName.SLOWEST_QUARTILE_EXECUTION_TIME,
    90: StatisticName.NINETIETH_PERCENTILE_EXECUTION_TIME,
    99: StatisticName.NINETY_NINTH_PERCENTILE_EXECUTION_TIME,
}


def by_tdigest(calls: Calls, percent: int) -> float:
    digest = tdigest.TDigest()
    digest.batch_update(calls.execution_ms.tolist())
    return float(digest.percentile(percent))


def computed_rows() -> Iterator[tuple[str, ...]]:
    for name, calls in _CALLS.items():
        ours = full(calls)
        for percent, statistic in _PERCENTILES.items():
            answers = (
                float(np.quantile(calls.execution_ms, percent / 100)),
                by_tdigest(calls, percent),
                ours[statistic],
            )
            yield (name, str(percent), *(f"{answer:.4g}" for answer in answers))


def test_the_table_says_what_is_computed() -> None:
    assert _ROW.findall(read(PROJECT / "docs" / "statistics.md").text) == list(computed_rows())


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        ("dashboard", (5, 1.2, 0.24, {"127.0.0.1": 4, "127.0.0.2": 1}, 2, 0.1, 0.5)),
        ("foo", (2, 0.6, 0.3, {"127.0.0.1": 1, "127.0.0.2": 1}, 2, 0.1, 0.5)),
        ("bar", (3, 0.6, 0.2, {"127.0.0.1": 3}, 1, 0.2, 0.2)),
    ],
)
def test_all_but_percentiles_is_what_the_first_pydash_said(name: str, figures: tuple[object, ...]) -> None:
    ours = shown(_CALLS[name])

    statistics = (
        "total_visits",
        "total_execution_time",
        "average_execution_time",
        "visits_per_ip",
        "unique_visitors",
        "fastest_measured_execution_time",
        "slowest_measured_execution_time",
    )
    assert tuple(ours[statistic] for statistic in statistics) == figures
    assert ours["versions"] == ["0.1"]
