"""The percentiles of execution time; None without calls."""

from shared.statistics.state.digest import Digest
from shared.statistics.statistic import Statistic


def _percentile(name: str, q: float) -> Statistic[Digest]:
    return Statistic(name, "ms", Digest, lambda state, _: state.quantile(q))


PERCENTILES = (
    _percentile("fifth_percentile_execution_time", 0.05),
    _percentile("fastest_quartile_execution_time", 0.25),
    _percentile("median_execution_time", 0.50),
    _percentile("slowest_quartile_execution_time", 0.75),
    _percentile("ninetieth_percentile_execution_time", 0.90),
    _percentile("ninety-fifth_percentile_execution_time", 0.95),
    _percentile("ninety-ninth_percentile_execution_time", 0.99),
    _percentile("ninety-nine-point-ninth_percentile_execution_time", 0.999),
)
