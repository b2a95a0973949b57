"""How far an app was read, as it is shown."""

from datetime import datetime

from services.api.dashboard.schemas import FetchProgress
from shared.db.models import FetchState

# Until it is over nobody knows that nothing is left.
_PERCENT_BEFORE_END = 99.9


def progress_of(fetch: FetchState | None, now: datetime) -> FetchProgress:
    share = None if fetch is None else _share(fetch)
    return FetchProgress(
        history_from=fetch.history_from if fetch else None,
        history_until=fetch.history_until if fetch else None,
        history_started_at=fetch.history_started_at if fetch else None,
        history_ended_at=fetch.history_ended_at if fetch else None,
        history_percent=None if share is None else round(share * 100, 1),
        history_rest_seconds=_rest_seconds(fetch, share, now),
        watermark=fetch.watermark if fetch else None,
        published_calls=fetch.published_calls if fetch else 0,
        late_calls=fetch.late_calls if fetch else 0,
        source_total=fetch.source_total if fetch else None,
        source_version=fetch.source_version if fetch else None,
    )


def _share(fetch: FetchState) -> float | None:
    """The part of the history that was read, 0 to 1."""
    if fetch.history_ended_at is not None:
        return 1.0
    if fetch.watermark is None or fetch.history_from is None or fetch.history_until is None:
        return None
    if fetch.source_total:
        share = fetch.published_calls / fetch.source_total
    else:
        share = (fetch.watermark - fetch.history_from) / (fetch.history_until - fetch.history_from)
    return min(share, _PERCENT_BEFORE_END / 100)


def _rest_seconds(fetch: FetchState | None, share: float | None, now: datetime) -> int | None:
    if fetch is None or not share or fetch.history_started_at is None:
        return None
    if fetch.history_ended_at is not None:
        return 0
    return round((now - fetch.history_started_at).total_seconds() * (1 / share - 1))
