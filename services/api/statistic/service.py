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
from shared.calls.block import from_us
from shared.calls.calls import Calls, NameKind
from shared.contracts.ids import DashboardId
from shared.db.models import SourceEndpoint
from shared.query import answer
from shared.query.answer import Values
from shared.query.blocks import CallReader, Filters
from shared.query.period import Period, resolve_period
from shared.statistics.precision import rendered
from shared.statistics.registry import StatisticName
from shared.statistics.statistic import Names


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
    called = {
        lookup[NameKind.ENDPOINT][endpoint]: of_endpoint
        for endpoint, of_endpoint in answer.by_endpoint(calls).items()
    }
    listed = {endpoint.name: endpoint for endpoint in await dashboards.endpoints(dashboard_id)}
    items = [
        _endpoint(name, listed.get(name), called.get(name, Calls.empty()), names, lookup, full_precision)
        for name in sorted(listed.keys() | called.keys())
    ]
    return EndpointList(start=period.start, end=period.end, items=items)


def _endpoint(
    name: str,
    listed: SourceEndpoint | None,
    calls: Calls,
    names: Sequence[StatisticName],
    lookup: Names,
    full_precision: bool,
) -> EndpointRead:
    # The source's own note is read every few minutes; its calls may tell of a later request.
    requested = [listed.last_requested_at] if listed and listed.last_requested_at else []
    if len(calls):
        requested.append(from_us(int(calls.at_us.max())))
    return EndpointRead(
        name=name,
        monitor_level=listed.monitor_level if listed else None,
        last_requested_at=max(requested, default=None),
        values=_shown(answer.values(calls, names, lookup), full_precision=full_precision),
    )


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
