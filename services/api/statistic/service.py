"""Answers questions about a dashboard's calls."""

from collections.abc import Sequence
from datetime import datetime

from services.api.dashboard.repository import DashboardRepository, DashboardRow
from services.api.statistic.schemas import (
    EndpointList,
    EndpointRead,
    RangeQuery,
    SliceRead,
    StatisticsRead,
)
from shared.calls.calls import Calls, NameKind
from shared.contracts.ids import DashboardId
from shared.query import answer
from shared.query.answer import Values
from shared.query.blocks import CallReader, Filters
from shared.query.period import Period, resolve_period
from shared.statistics.precision import rendered
from shared.statistics.registry import StatisticName


async def statistics(
    reader: CallReader,
    row: DashboardRow,
    asked: RangeQuery,
    names: Sequence[StatisticName],
    filters: Filters,
    *,
    full_precision: bool,
    now: datetime,
) -> StatisticsRead:
    """Raises InvalidQueryError."""
    period = _period(row, asked, now)
    dashboard_id = DashboardId(row.dashboard.id)
    calls = await reader.calls(dashboard_id, period.start, period.end, filters)
    lookup = await reader.names(dashboard_id, answer.name_kinds(names))
    if period.slices is None:
        value = _shown(answer.values(calls, names, lookup), full_precision=full_precision)
        return StatisticsRead(start=period.start, end=period.end, values=value, slices=None)
    answered = answer.series(calls, period.slices, names, lookup)
    slices = [
        SliceRead(slice=part.key, start=part.start, values=_shown(values, full_precision=full_precision))
        for part, values in zip(period.slices, answered, strict=True)
    ]
    return StatisticsRead(start=period.start, end=period.end, values=None, slices=slices)


async def endpoints(
    reader: CallReader,
    dashboards: DashboardRepository,
    row: DashboardRow,
    asked: RangeQuery,
    names: Sequence[StatisticName],
    *,
    full_precision: bool,
    now: datetime,
) -> EndpointList:
    """Every endpoint that the source lists or that was called in the range. Raises InvalidQueryError."""
    period = _period(row, asked, now)
    dashboard_id = DashboardId(row.dashboard.id)
    calls = await reader.calls(dashboard_id, period.start, period.end, Filters())
    lookup = await reader.names(dashboard_id, {NameKind.ENDPOINT, *answer.name_kinds(names)})
    answered = {
        lookup[NameKind.ENDPOINT][endpoint]: _shown(values, full_precision=full_precision)
        for endpoint, values in answer.by_endpoint(calls, names, lookup).items()
    }
    listed = {endpoint.name: endpoint for endpoint in await dashboards.endpoints(dashboard_id)}
    uncalled = _shown(answer.values(Calls.empty(), names, lookup), full_precision=full_precision)
    items = [
        EndpointRead(
            name=name,
            monitor_level=listed[name].monitor_level if name in listed else None,
            last_requested_at=listed[name].last_requested_at if name in listed else None,
            values=answered.get(name, uncalled),
        )
        for name in sorted(listed.keys() | answered.keys())
    ]
    return EndpointList(start=period.start, end=period.end, items=items)


def _period(row: DashboardRow, asked: RangeQuery, now: datetime) -> Period:
    return resolve_period(
        start_date=asked.start_date,
        end_date=asked.end_date,
        granularity=asked.granularity,
        timeslice=asked.timeslice,
        timezone=asked.timezone,
        first_call_at=row.apply.first_call_at if row.apply else None,
        now=now,
    )


def _shown(values: Values, *, full_precision: bool) -> Values:
    return values if full_precision else {name: rendered(value) for name, value in values.items()}
