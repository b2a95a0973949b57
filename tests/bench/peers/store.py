"""What is asked of every peer that stores calls."""

from typing import Protocol

from shared.calls.block import to_us
from shared.calls.calls import Calls
from tests.bench.traffic import END, HISTORY_DAYS

END_S = to_us(END) // 1_000_000
START_S = END_S - HISTORY_DAYS * 86_400

Rows = list[tuple[float, ...]]


class Store(Protocol):
    """Answers cover the 30 days before END, of one dashboard. Hours and days are seconds since 1970, UTC."""

    name: str

    def insert(self, calls: Calls, dashboard: int = 0) -> None: ...

    def settle(self) -> None:
        """Finishes what the store puts off to the background, so that questions find it at its best."""

    def hourly_percentiles(self, endpoint: int) -> Rows:
        """Hour, p50, p90, p99."""

    def totals(self) -> Rows:
        """Calls, mean, p50, p90, p99, addresses."""

    def hourly_visits(self) -> Rows:
        """Hour, calls."""

    def by_endpoint(self) -> Rows:
        """Endpoint, calls, p50, p99."""

    def by_version(self) -> Rows:
        """Version, calls, p50, p99."""

    def visits_by_day_and_hour(self) -> Rows:
        """Day, hour of the day, calls."""

    def bytes_on_disk(self) -> int: ...

    def close(self) -> None: ...


def page(store: Store) -> None:
    """What the page of a dashboard asks for."""
    store.totals()
    store.hourly_visits()
    store.by_endpoint()
    store.by_version()
    store.visits_by_day_and_hour()
