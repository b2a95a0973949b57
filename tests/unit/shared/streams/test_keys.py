from collections import Counter
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.ids import DashboardId, Partition
from shared.streams.keys import DEAD_LETTERS, GROUP, calls_stream, partition_of


def test_names_in_redis_stay_what_they_are() -> None:
    # Renaming one would leave what is in the old stream unread.
    assert calls_stream(Partition(7)) == "calls:{7}"
    assert (DEAD_LETTERS, GROUP) == ("calls:dead", "aggregator")


@pytest.mark.parametrize(("partitions", "partition"), [(1, 0), (8, 1), (1024, 801)])
def test_a_dashboard_keeps_its_partition_over_releases(partitions: int, partition: int) -> None:
    dashboard = DashboardId(UUID("6ba7b810-9dad-41d1-80b4-00c04fd43321"))

    assert partition_of(dashboard, partitions) == partition


@given(st.uuids(), st.integers(1, 1024))
def test_every_dashboard_has_a_partition(dashboard: UUID, partitions: int) -> None:
    assert 0 <= partition_of(DashboardId(dashboard), partitions) < partitions


def test_partitions_share_the_dashboards_evenly() -> None:
    made = [
        UUID(int=number * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128, version=4) for number in range(8000)
    ]
    shares = Counter(partition_of(DashboardId(dashboard), 8) for dashboard in made)

    assert len(shares) == 8
    assert min(shares.values()) > 800
