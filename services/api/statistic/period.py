"""The range and the slices that parameters ask for."""

from services.api.statistic.panel.plan import Scene
from services.api.statistic.query import SlicesQuery, SpanQuery
from shared.query.calendar import Granularity
from shared.query.errors import InvalidQueryError
from shared.query.period import (
    Period,
    calendar_slices,
    resolve_period,
    resolve_rolling,
    resolve_unit,
    rolling_slices,
)

_UNITS = ", ".join(unit.value for unit in Granularity)


def resolve(asked: SpanQuery, scene: Scene) -> Period:
    """Raises InvalidQueryError."""
    timeslice = asked.timeslice if isinstance(asked, SlicesQuery) else None
    rolling = isinstance(asked, SlicesQuery) and timeslice is not None and not asked.timeslice_is_static
    named = _named_unit(asked)
    if named is not None:
        period = resolve_unit(*named, asked.timezone)
    elif rolling:
        period = resolve_rolling(
            start_date=asked.start_date,
            end_date=asked.end_date,
            granularity=asked.granularity,
            timezone=asked.timezone,
            first_call_at=scene.first_call_at,
            now=scene.now,
        )
    else:
        return resolve_period(
            start_date=asked.start_date,
            end_date=asked.end_date,
            granularity=asked.granularity,
            timeslice=timeslice,
            timezone=asked.timezone,
            first_call_at=scene.first_call_at,
            now=scene.now,
        )
    if timeslice is None:
        return period
    return (rolling_slices if rolling else calendar_slices)(period, timeslice, asked.timezone)


def _named_unit(asked: SpanQuery) -> tuple[Granularity, str] | None:
    """The one of year ... minute that is given."""
    given = [(unit, text) for unit in Granularity if (text := getattr(asked, unit.value)) is not None]
    if not given:
        return None
    (unit, text), *others = given
    for other, _ in others:
        raise InvalidQueryError(other.value, f"{unit} is given already; at most one of {_UNITS} may be")
    for date in ("start_date", "end_date"):
        if getattr(asked, date) is not None:
            raise InvalidQueryError(unit.value, f"cannot stand beside {date}; either gives the range")
    return unit, text
