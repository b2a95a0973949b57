"""Endpoints under test beside the same endpoints in production."""

from collections.abc import Mapping, Sequence

from services.api.endpoint.repository import EndpointRepository
from services.api.statistic.inquiry import Inquiry
from services.api.statistic.panel.plan import Plan, Scene, slices_of
from services.api.statistic.period import resolve
from services.api.test_run.schemas import (
    EndpointsUnderTest,
    EndpointTested,
    EndpointUnderTest,
    Production,
    UnderTestQuery,
)
from shared.db.models import TestRun
from shared.query.answer import Answer, Row
from shared.query.question import By, Question
from shared.statistics.registry import StatisticName

_STATISTICS = (
    StatisticName.TOTAL_VISITS,
    StatisticName.MEDIAN_EXECUTION_TIME,
    StatisticName.NINETIETH_PERCENTILE_EXECUTION_TIME,
)
_NOT_HIT_MAX = 100


async def endpoints_under_test(
    endpoints: EndpointRepository, inquiry: Inquiry, run: TestRun, asked: UnderTestQuery
) -> EndpointsUnderTest:
    """Raises NotModifiedError and InvalidQueryError."""
    aliases = await endpoints.aliases()
    tested = [EndpointTested.model_validate(each) for each in run.endpoints]
    plan = _plan(tested, aliases, asked, inquiry.scene)
    return await inquiry.answer(asked, plan, run.id, aliases)


def _plan(
    tested: Sequence[EndpointTested], aliases: Mapping[str, str], asked: UnderTestQuery, scene: Scene
) -> Plan[EndpointsUnderTest]:
    period = resolve(asked, scene)

    def read(answers: Sequence[Answer]) -> EndpointsUnderTest:
        # Most calls first.
        called = {row.key[0]: row for row in answers[0].rows if row.key[0] is not None}
        # An endpoint that was renamed since is shown in production under its new name.
        names = {each.endpoint: aliases.get(each.endpoint, each.endpoint) for each in tested}
        hit = set(names.values())
        return EndpointsUnderTest(
            start=period.start,
            end=period.end,
            items=[
                EndpointUnderTest(**dict(each), production=_production(called.get(names[each.endpoint])))
                for each in sorted(tested, key=lambda each: each.endpoint)
            ],
            not_hit=[name for name in called if name not in hit][:_NOT_HIT_MAX],
        )

    question = Question(slices_of(period), _STATISTICS, by=(By.ENDPOINT,), reduced=True)
    return Plan((question,), read)


def _production(row: Row | None) -> Production | None:
    if row is None:
        return None
    visits, median, ninetieth = (row.values[0][name] for name in _STATISTICS)
    return Production.model_validate(
        {"calls": visits, "median_ms": median, "ninetieth_percentile_ms": ninetieth}
    )
