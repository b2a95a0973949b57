"""Names of the streams, and which of them a dashboard's batches go to."""

from shared.contracts.ids import DashboardId, Partition

GROUP = "aggregator"
DEAD_LETTERS = "calls:dead"


def calls_stream(partition: Partition) -> str:
    """The braces keep a stream's keys in one slot of a Redis Cluster."""
    return f"calls:{{{partition}}}"


def partition_of(dashboard_id: DashboardId, partitions: int) -> Partition:
    """Stable over processes and releases, for batches of one dashboard must stay in one stream."""
    return Partition(dashboard_id.int % partitions)
