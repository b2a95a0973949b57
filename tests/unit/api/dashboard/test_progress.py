from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.api.dashboard.progress import progress_of
from shared.db.models import FetchState

START = datetime(2026, 11, 21, tzinfo=UTC)


def reading(**given: Any) -> FetchState:
    """Of 30 days of history, begun a minute ago."""
    fields: dict[str, Any] = {
        "history_from": START - timedelta(days=30),
        "history_until": START,
        "history_started_at": START,
        "watermark": START - timedelta(days=30),
        "published_calls": 0,
        "late_calls": 0,
    }
    return FetchState(**{**fields, **given})


NOW = START + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("fetch", "percent", "rest_seconds"),
    [
        (None, None, None),
        (reading(history_from=None, watermark=None), None, None),
        (reading(source_total=1_000), 0.0, None),
        (reading(source_total=1_000, published_calls=250), 25.0, 180),
        (reading(source_total=1_000, published_calls=500), 50.0, 60),
        # New calls come in while the old ones are read: nothing is over before it is.
        (reading(source_total=1_000, published_calls=1_100), 99.9, 0),
        (reading(source_total=0, watermark=START - timedelta(days=15)), 50.0, 60),
        (reading(source_total=1_000, published_calls=900, history_ended_at=NOW), 100.0, 0),
    ],
)
def test_history_is_told_by_calls_or_else_by_time(
    fetch: FetchState | None, percent: float | None, rest_seconds: int | None
) -> None:
    progress = progress_of(fetch, NOW)

    assert (progress.history_percent, progress.history_rest_seconds) == (percent, rest_seconds)
