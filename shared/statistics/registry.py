"""Every statistic by its name. A new one is a file beside this and a line here."""

from enum import StrEnum
from typing import Any

from shared.statistics.apdex import APDEX
from shared.statistics.average_execution_time import AVERAGE_EXECUTION_TIME
from shared.statistics.calls_per_minute import CALLS_PER_MINUTE
from shared.statistics.extremes import FASTEST, SLOWEST
from shared.statistics.percentiles import PERCENTILES
from shared.statistics.standard_deviation import STANDARD_DEVIATION
from shared.statistics.statistic import Statistic
from shared.statistics.status_codes import ERROR_RATE, STATUS_CODES
from shared.statistics.total_execution_time import TOTAL_EXECUTION_TIME
from shared.statistics.total_visits import TOTAL_VISITS
from shared.statistics.versions import VERSIONS
from shared.statistics.visitors import UNIQUE_VISITORS, VISITS_PER_IP

_ALL: tuple[Statistic[Any], ...] = (
    TOTAL_VISITS,
    TOTAL_EXECUTION_TIME,
    AVERAGE_EXECUTION_TIME,
    STANDARD_DEVIATION,
    CALLS_PER_MINUTE,
    VISITS_PER_IP,
    UNIQUE_VISITORS,
    FASTEST,
    *PERCENTILES,
    SLOWEST,
    APDEX,
    ERROR_RATE,
    STATUS_CODES,
    VERSIONS,
)


class StatisticName(StrEnum):
    """The names of all statistics, as clients write them."""

    TOTAL_VISITS = "total_visits"
    TOTAL_EXECUTION_TIME = "total_execution_time"
    AVERAGE_EXECUTION_TIME = "average_execution_time"
    STANDARD_DEVIATION = "standard_deviation"
    CALLS_PER_MINUTE = "calls_per_minute"
    VISITS_PER_IP = "visits_per_ip"
    UNIQUE_VISITORS = "unique_visitors"
    FASTEST_MEASURED_EXECUTION_TIME = "fastest_measured_execution_time"
    FIFTH_PERCENTILE_EXECUTION_TIME = "fifth_percentile_execution_time"
    FASTEST_QUARTILE_EXECUTION_TIME = "fastest_quartile_execution_time"
    MEDIAN_EXECUTION_TIME = "median_execution_time"
    SLOWEST_QUARTILE_EXECUTION_TIME = "slowest_quartile_execution_time"
    NINETIETH_PERCENTILE_EXECUTION_TIME = "ninetieth_percentile_execution_time"
    NINETY_FIFTH_PERCENTILE_EXECUTION_TIME = "ninety-fifth_percentile_execution_time"
    NINETY_NINTH_PERCENTILE_EXECUTION_TIME = "ninety-ninth_percentile_execution_time"
    NINETY_NINE_POINT_NINTH_PERCENTILE_EXECUTION_TIME = "ninety-nine-point-ninth_percentile_execution_time"
    SLOWEST_MEASURED_EXECUTION_TIME = "slowest_measured_execution_time"
    APDEX = "apdex"
    ERROR_RATE = "error_rate"
    STATUS_CLASSES = "status_classes"
    VERSIONS = "versions"


STATISTICS: dict[StatisticName, Statistic[Any]] = {StatisticName(item.name): item for item in _ALL}
