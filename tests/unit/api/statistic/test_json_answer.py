"""Answers as JSON: the same as their models' own, without their being validated again."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from pydantic import BaseModel

from services.api.problem.schemas import problem_of
from services.api.statistic.batch_schemas import BatchRead, ProblemAnswer, SeriesAnswer, ValueAnswer
from services.api.statistic.json_answer import JsonAnswer
from services.api.statistic.schemas import Box, EndpointBox, EndpointBoxplotsRead, SliceRead, StatisticsRead
from shared.problem.errors import PyDashError
from shared.statistics.registry import StatisticName
from shared.statistics.statistic import Value

_START = datetime(2026, 11, 21, 1, 27, 13, 562906, UTC)
_VALUES: dict[StatisticName, Value] = {
    StatisticName.TOTAL_VISITS: 2**40,
    StatisticName.NINETY_FIFTH_PERCENTILE_EXECUTION_TIME: 1e-7,
    StatisticName.TOTAL_EXECUTION_TIME: 1e300,
    StatisticName.AVERAGE_EXECUTION_TIME: float("inf"),
    StatisticName.ERROR_RATE: None,
    StatisticName.VISITS_PER_IP: {"2001:db8::1": 3},
    StatisticName.VERSIONS: ["1.0", "ü\u2028"],
}


def _statistics(*, sliced: bool) -> StatisticsRead:
    slices = [SliceRead(slice="2026-11-21T01", start=_START, values=_VALUES)] if sliced else None
    return StatisticsRead(
        start=_START, end=_START + timedelta(hours=1), values=None if sliced else _VALUES, slices=slices
    )


@pytest.mark.parametrize(
    "answer",
    [
        _statistics(sliced=False),
        _statistics(sliced=True),
        EndpointBoxplotsRead(
            start=_START,
            end=_START,
            items=[
                EndpointBox(
                    "home", Box(count=1, min=0.5, p5=0.5, p25=1.0, p50=1.0, p75=2.0, p95=2.5, max=None)
                )
            ],
        ),
        BatchRead(
            applied_sequence=7,
            panels={
                "a": ValueAnswer(answer=_statistics(sliced=False)),
                "b": SeriesAnswer(answer=_statistics(sliced=True)),
                "c": ProblemAnswer(problem=problem_of(PyDashError("No."), f"urn:uuid:{uuid4()}")),
            },
        ),
    ],
    ids=lambda answer: type(answer).__name__,
)
def test_an_answer_says_what_its_model_says(answer: BaseModel) -> None:
    shown = JsonAnswer(answer)

    assert json.loads(bytes(shown.body)) == json.loads(answer.model_dump_json())
    assert shown.headers["content-type"] == "application/json"


def test_what_has_no_form_in_json_is_no_answer() -> None:
    with pytest.raises(TypeError, match="has no form in JSON"):
        JsonAnswer({"found": object()})
