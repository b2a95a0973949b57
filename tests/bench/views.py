"""The views of a dashboard, as a client asks the API for them: over the 30 days before END.

``RAGGED`` leaves out the first hour and the last, so that months and first days are no way around the work.
"""

from collections.abc import Mapping
from typing import Any

from shared.calls.calls import NameKind
from tests.bench.traffic import NAMES

ENDPOINT = NAMES[NameKind.ENDPOINT][0]
MONTH = {"start_date": "2026-10-02", "end_date": "2026-10-31"}
RAGGED = {"start_date": "2026-10-02T01", "end_date": "2026-10-31T22", "granularity": "hour"}
TOTALS = [
    "total_visits",
    "average_execution_time",
    "median_execution_time",
    "ninetieth_percentile_execution_time",
    "ninety-ninth_percentile_execution_time",
    "unique_visitors",
]
_PERCENTILES = TOTALS[2:5]
_TABLE = ["total_visits", "median_execution_time", "ninety-ninth_percentile_execution_time"]

# Name -> (path below the dashboard, parameters).
VIEWS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "hourly p50, p90, p99 of an endpoint": (
        "",
        {"statistic": _PERCENTILES, "timeslice": "hour", "endpoint": ENDPOINT, **MONTH},
    ),
    "totals of a month": ("", {"statistic": TOTALS, **RAGGED}),
    "totals of an endpoint": ("", {"statistic": TOTALS, "endpoint": ENDPOINT, **RAGGED}),
    "hourly visits": ("", {"statistic": "total_visits", "timeslice": "hour", **MONTH}),
    "daily p50, p90, p99, Amsterdam": (
        "",
        {"statistic": _PERCENTILES, "timeslice": "day", "timezone": "Europe/Amsterdam", **MONTH},
    ),
    "by endpoint": ("/breakdown", {"by": "endpoint", "statistic": _TABLE, **RAGGED}),
    "by version": ("/breakdown", {"by": "version", "statistic": _TABLE, **RAGGED}),
    "by address, top 20": ("/breakdown", {"by": "ip", "top": 20, "statistic": "total_visits", **MONTH}),
    "by status": ("/breakdown", {"by": "status", "statistic": "total_visits", **MONTH}),
    "visits, day by hour, Amsterdam": ("/visitor-heatmap", {"timezone": "Europe/Amsterdam", **MONTH}),
    "visitors, day by hour": ("/unique-visitor-heatmap", MONTH),
    "medians, day by hour": (
        "/execution-time-heatmap",
        {"statistic": "median_execution_time", **MONTH},
    ),
    "boxes by endpoint": ("/endpoint-boxplots", RAGGED),
    "boxes by version": ("/version-boxplots", RAGGED),
    "version by group": ("/matrix", {"by": "group_by", **MONTH}),
    "version by address, one endpoint": ("/matrix", {"by": "ip", "endpoint": ENDPOINT, **MONTH}),
}

# What the peers' page() asks, and FMD's overview, each in one round trip.
PAGE = {
    "defaults": RAGGED,
    "panels": {
        "totals": {"kind": "value", "statistic": TOTALS},
        "visits": {"kind": "series", "statistic": ["total_visits"], "timeslice": "hour"},
        "endpoints": {"kind": "breakdown", "by": "endpoint", "statistic": _TABLE},
        "versions": {"kind": "breakdown", "by": "version", "statistic": _TABLE},
        "heatmap": {"kind": "heatmap", "statistic": "total_visits"},
    },
}
_OVERVIEW = {"kind": "breakdown", "by": "endpoint", "statistic": ["total_visits", "median_execution_time"]}
OVERVIEW = {
    "panels": {
        "today": {**_OVERVIEW, "start_date": "2026-10-31", "end_date": "2026-10-31"},
        "week": {**_OVERVIEW, "start_date": "2026-10-25", "end_date": "2026-10-31"},
        "all": {**_OVERVIEW, **MONTH},
    }
}
