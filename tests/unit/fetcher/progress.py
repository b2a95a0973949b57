"""Where reading stands, for tests that only care about some of it."""

from datetime import UTC, datetime
from typing import Any

from services.fetcher.batch.portion import Sizes
from services.fetcher.state.repository import Progress
from shared.contracts.dashboard_state import DashboardState
from shared.contracts.ids import Sequence

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)


def progress(**fields: Any) -> Progress:
    defaults: dict[str, Any] = {
        "state": DashboardState.INITIALIZED_ENDPOINTS,
        "failures": 0,
        "warnings": frozenset(),
        "protocol": None,
        "source_seen_at": None,
        "watermark": NOW,
        "keys_from": None,
        "cursor": "",
        "calls_after": None,
        "next_sequence": Sequence(1),
        "applied_sequence": Sequence(0),
        "published_calls": 0,
        "calls_before": 0,
        "sizes": Sizes(window_seconds=3600, page_calls=10),
        "history_ended_at": None,
        "audited_at": None,
        "endpoints_read_at": None,
        "due_at": NOW,
        "claimed_until": NOW,
    }
    return Progress(**{**defaults, **fields})
