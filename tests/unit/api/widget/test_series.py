"""The steps of a line chart."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import TypeAdapter

from services.api.statistic.panel.plan import Scene
from services.api.widget.definition import LineChartWidget
from services.api.widget.plan.series import plan_line_chart
from shared.query.errors import InvalidQueryError

_FIRST = datetime(2026, 1, 5, tzinfo=UTC)
_DEFINED: TypeAdapter[LineChartWidget] = TypeAdapter(LineChartWidget)


def steps(days: float, **fields: Any) -> list[str]:
    """The first steps' keys of a chart of calls since so many days."""
    defined = _DEFINED.validate_python({"kind": "line_chart", "statistic": "total_visits", **fields})
    (question,) = plan_line_chart("", defined, Scene(_FIRST, _FIRST + timedelta(days=days))).questions
    keys = [each.key for each in question.slices]
    assert len(keys) <= 500
    return keys[:2]


@pytest.mark.parametrize("given", [{}, {"start_date": "2026-01-05"}])
@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0.3, ["2026-01-05T00-00", "2026-01-05T00-01"]),
        (6, ["2026-01-05T00", "2026-01-05T01"]),
        (30, ["2026-01-05", "2026-01-06"]),
        (600, ["2026-W02", "2026-W03"]),
        (4000, ["2026-01", "2026-02"]),
        (20_000, ["2026", "2027"]),
    ],
)
def test_a_range_that_grows_is_shown_in_longer_steps_as_it_becomes_too_long(
    given: dict[str, str], days: float, expected: list[str]
) -> None:
    minutes = {"granularity": "minute", **given}
    assert steps(days, range=minutes, timeslice="minute") == expected


@pytest.mark.parametrize(
    "fixed",
    [
        {"year": "2026"},
        {"start_date": "2026-01-05", "end_date": "2026-02-05"},
        {"last": {"count": 30, "unit": "day"}},
    ],
)
def test_a_range_that_stays_too_long_for_its_steps_is_refused(fixed: dict[str, Any]) -> None:
    with pytest.raises(InvalidQueryError, match="at most 500"):
        steps(60, range=fixed, timeslice="hour")
