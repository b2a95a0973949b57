"""The worked examples of the first PyDash: the same calls, the same figures."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.fixtures.cast import Cast
from tests.integration.api.recorded import Call, record

MOMENT = datetime(2018, 4, 25, 15, 29, 23, tzinfo=UTC)
HOST, OTHER = "127.0.0.1", "127.0.0.2"
DAY = timedelta(days=1)

DASHBOARD = [
    Call(MOMENT, 0.5, "foo", "0.1", "None", HOST),
    Call(MOMENT, 0.1, "foo", "0.1", "None", OTHER),
    Call(MOMENT, 0.2, "bar", "0.1", "None", HOST),
    Call(MOMENT - DAY, 0.2, "bar", "0.1", "None", HOST),
    Call(MOMENT - 2 * DAY, 0.2, "bar", "0.1", "None", HOST),
]
GROUP = [
    Call(MOMENT, 0.5, "foo", "0.1", "None", HOST),
    Call(MOMENT + DAY, 0.5, "foo", "0.1", "None", HOST),
    Call(MOMENT, 0.5, "foo", "0.1", "None", OTHER),
]
FIGURES: dict[str, dict[str, Any]] = {
    "": {
        "total_visits": 5,
        "total_execution_time": 1.2,
        "average_execution_time": 0.24,
        "visits_per_ip": {HOST: 4, OTHER: 1},
        "unique_visitors": 2,
        "fastest_measured_execution_time": 0.1,
        "median_execution_time": 0.2,
        "slowest_measured_execution_time": 0.5,
        "versions": ["0.1"],
    },
    "foo": {
        "total_visits": 2,
        "total_execution_time": 0.6,
        "average_execution_time": 0.3,
        "visits_per_ip": {HOST: 1, OTHER: 1},
        "unique_visitors": 2,
        "fastest_measured_execution_time": 0.1,
        "median_execution_time": 0.3,
        "slowest_measured_execution_time": 0.5,
        "versions": ["0.1"],
    },
    "bar": {
        "total_visits": 3,
        "total_execution_time": 0.6,
        "average_execution_time": 0.2,
        "visits_per_ip": {HOST: 3},
        "unique_visitors": 1,
        "fastest_measured_execution_time": 0.2,
        "fastest_quartile_execution_time": 0.2,
        "median_execution_time": 0.2,
        "slowest_quartile_execution_time": 0.2,
        "ninetieth_percentile_execution_time": 0.2,
        "ninety-ninth_percentile_execution_time": 0.2,
        "slowest_measured_execution_time": 0.2,
        "versions": ["0.1"],
    },
}


@pytest.fixture(params=[None, MOMENT.replace(minute=0, second=0), datetime(2018, 5, 2, tzinfo=UTC)])
def sealed_until(request: pytest.FixtureRequest) -> datetime | None:
    """Nothing is rolled up, all but the last hour, everything."""
    moment: datetime | None = request.param
    return moment


@pytest.mark.parametrize("endpoint", FIGURES)
async def test_aggregated_data_of_the_dashboard_and_its_endpoints(
    cast: Cast, sealed_until: datetime | None, endpoint: str
) -> None:
    await record(cast, DASHBOARD, sealed_until=sealed_until)
    figures = FIGURES[endpoint]
    query = {"statistic": list(figures), **({"endpoint": endpoint} if endpoint else {})}

    paths = ["", "/endpoint"] if endpoint else [""]
    for path in paths:
        shown = (await cast.owner.get(f"/dashboards/{cast.dashboard_id}{path}", params=query)).json()
        assert shown["statistics"]["values"] == figures


async def test_each_endpoint_has_the_figures_that_it_has_alone(
    cast: Cast, sealed_until: datetime | None
) -> None:
    await record(cast, DASHBOARD, sealed_until=sealed_until)
    names = list(FIGURES["foo"])

    listed = await cast.owner.get(f"/dashboards/{cast.dashboard_id}/endpoints", params={"statistic": names})

    found = {item["name"]: item["values"] for item in listed.json()["items"]}
    assert found == {
        endpoint: {name: FIGURES[endpoint][name] for name in names} for endpoint in ("foo", "bar")
    }


@pytest.mark.parametrize(
    ("filters", "visits"),
    [
        ({"day": "2018-04-25"}, 2),
        ({"week": "2018-W17"}, 3),
        ({"day": "2018-04-25", "ip": HOST}, 1),
        ({}, 3),
        ({"start_date": "2018-04-25", "end_date": "2018-04-26"}, 3),
    ],
)
async def test_filters_of_time_and_address(
    cast: Cast, sealed_until: datetime | None, filters: dict[str, str], visits: int
) -> None:
    await record(cast, GROUP, sealed_until=sealed_until)
    query = {"statistic": "total_visits", **filters}

    shown = (await cast.owner.get(f"/dashboards/{cast.dashboard_id}", params=query)).json()

    assert shown["statistics"]["values"] == {"total_visits": visits}
