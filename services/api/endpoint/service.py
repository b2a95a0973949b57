"""Endpoints as they are shown: what the source lists, what was called, and what counts for what."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from services.api.endpoint.errors import EndpointNotFoundError
from services.api.endpoint.repository import EndpointRepository
from services.api.endpoint.schemas import EndpointList, EndpointRead, EndpointWithStatistics
from services.api.statistic.inquiry import Inquiry
from services.api.statistic.panel.plan import Plan, Scene, fades, slices_of
from services.api.statistic.panel.values import plan_values
from services.api.statistic.period import resolve
from services.api.statistic.query import EndpointValuesQuery, ValueQuery
from services.api.statistic.silence import SILENCE
from shared.db.models import SourceEndpoint
from shared.query.answer import Answer, Row
from shared.query.calendar import Granularity, floor, following
from shared.query.period import Slice
from shared.query.question import By, Filters, Question
from shared.query.zones import UTC_ZONE
from shared.statistics.registry import StatisticName

# By the names that they are shown under.
_Listed = dict[str, list[SourceEndpoint]]


async def endpoints(endpoints: EndpointRepository, inquiry: Inquiry, asked: ValueQuery) -> EndpointList:
    """Every endpoint that the source lists or that was called in the range.

    Raises NotModifiedError and InvalidQueryError.
    """
    listed = await _listed(endpoints)
    return await inquiry.answer(asked, _plan_endpoints(asked, inquiry.scene, listed), _state(listed))


async def endpoint(
    endpoints: EndpointRepository, inquiry: Inquiry, asked: EndpointValuesQuery
) -> EndpointWithStatistics:
    """Raises EndpointNotFoundError, NotModifiedError and InvalidQueryError."""
    listed = await _listed(endpoints)
    name = await _shown_name(endpoints, listed, asked.endpoint)
    about = listed.get(name, [])
    return await inquiry.answer(
        asked, _plan_endpoint(asked, inquiry.scene, name, about), _state({name: about})
    )


async def require_known(endpoints: EndpointRepository, name: str) -> None:
    """Raises EndpointNotFoundError."""
    if not await endpoints.is_known(name):
        raise _no_such_endpoint()


async def _listed(endpoints: EndpointRepository) -> _Listed:
    aliases = await endpoints.aliases()
    listed: _Listed = defaultdict(list)
    for each in await endpoints.listed():
        listed[aliases.get(each.name, each.name)].append(each)
    return dict(listed)


async def _shown_name(endpoints: EndpointRepository, listed: _Listed, name: str) -> str:
    called = await endpoints.called(name)
    if called is None and name not in listed:
        raise _no_such_endpoint()
    return called.counts_for or called.name if called else name


def _no_such_endpoint() -> EndpointNotFoundError:
    return EndpointNotFoundError("This dashboard has no such endpoint.")


def _plan_endpoints(asked: ValueQuery, scene: Scene, listed: _Listed) -> Plan[EndpointList]:
    names = tuple(dict.fromkeys(asked.statistic))
    period = resolve(asked, scene)

    def read(answers: Sequence[Answer]) -> EndpointList:
        called = {name: row for row in answers[0].rows for name in row.key if name is not None}
        items = [
            _read(name, listed.get(name, []), called.get(name), asked)
            for name in sorted(listed.keys() | called.keys())
        ]
        return EndpointList(start=period.start, end=period.end, items=items)

    reduced = asked.precision == "reduced"
    question = Question(slices_of(period), names, asked.filters(), (By.ENDPOINT,), reduced=reduced)
    return Plan((question,), read, fades(period, names, scene.now))


def _plan_endpoint(
    asked: EndpointValuesQuery, scene: Scene, name: str, listed: Sequence[SourceEndpoint]
) -> Plan[EndpointWithStatistics]:
    values = plan_values(asked, scene) if asked.statistic else None
    added, since = _first_added(listed), _questions_since(scene, name, listed)

    def read(answers: Sequence[Answer]) -> EndpointWithStatistics:
        called = [answer.rows[0].last_call_at for answer in answers[: len(since)]]
        requested = [*_requested(listed), *(moment for moment in called if moment is not None)]
        return EndpointWithStatistics(
            name=name,
            monitor_level=_monitor_level(listed),
            added_at=added.added_at if added else None,
            version_added=added.version_added if added else None,
            last_requested_at=max(requested, default=None),
            statistics=values.read(answers[len(since) :]) if values else None,
        )

    if values is None:
        return Plan(since, read)
    return Plan((*since, *values.questions), read, values.fades)


def _questions_since(scene: Scene, name: str, listed: Sequence[SourceEndpoint]) -> tuple[Question, ...]:
    """One that tells when the endpoint was called last, of the time that the source's own note leaves open.

    By whole hours: rollups answer it, but for the hours that are open. None where there is no call at all.
    """
    if scene.first_call_at is None:
        return ()
    open_hour = floor(scene.now, Granularity.HOUR, UTC_ZONE)
    known = max(_requested(listed), default=scene.first_call_at)
    start = min(floor(known, Granularity.HOUR, UTC_ZONE), open_hour)
    asked = Slice("", start, following(open_hour, Granularity.HOUR, UTC_ZONE))
    return (Question((asked,), (StatisticName.TOTAL_VISITS,), Filters(endpoint=name)),)


def _read(name: str, listed: Sequence[SourceEndpoint], row: Row | None, asked: ValueQuery) -> EndpointRead:
    # The source's own note is read every few minutes; its calls may tell of a later request.
    requested = _requested(listed)
    if row is not None and row.last_call_at is not None:
        requested.append(row.last_call_at)
    values = row.values[0] if row else {name: SILENCE[name] for name in asked.statistic}
    return EndpointRead(
        name=name,
        monitor_level=_monitor_level(listed),
        last_requested_at=max(requested, default=None),
        values=values,
    )


def _monitor_level(listed: Sequence[SourceEndpoint]) -> int | None:
    return max((each.monitor_level for each in listed), default=None)


def _first_added(listed: Sequence[SourceEndpoint]) -> SourceEndpoint | None:
    """Of those that count for one another."""
    dated = [(each.added_at, each) for each in listed if each.added_at is not None]
    return min(dated, key=lambda pair: pair[0])[1] if dated else None


def _requested(listed: Sequence[SourceEndpoint]) -> list[datetime]:
    return [each.last_requested_at for each in listed if each.last_requested_at is not None]


def _state(listed: _Listed) -> list[object]:
    """What the answer depends on beside the calls."""
    return [
        (shown_as, each.name, each.monitor_level, each.added_at, each.version_added, each.last_requested_at)
        for shown_as, of_name in sorted(listed.items())
        for each in of_name
    ]
