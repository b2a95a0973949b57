import pytest

from shared.query.question import By, Filters, Question
from shared.query.route import Route, route_of
from shared.statistics.registry import StatisticName

COUNT = StatisticName.TOTAL_VISITS
MEDIAN = StatisticName.MEDIAN_EXECUTION_TIME
DEVIATION = StatisticName.STANDARD_DEVIATION
UNIQUE = StatisticName.UNIQUE_VISITORS
CLASSES = StatisticName.STATUS_CLASSES
VERSIONS = StatisticName.VERSIONS


@pytest.mark.parametrize(
    ("statistics", "filters", "by", "route"),
    [
        (tuple(StatisticName), Filters(), (), Route.CELLS),
        (tuple(StatisticName), Filters(endpoint="home", version="1"), (), Route.CELLS),
        (tuple(StatisticName), Filters(), (By.ENDPOINT, By.VERSION), Route.CELLS),
        ((COUNT,), Filters(ip="::1"), (), Route.PAGES),
        ((COUNT,), Filters(endpoint="home", version="1"), (By.GROUP_BY,), Route.PAGES),
        ((COUNT,), Filters(status=200), (By.ENDPOINT,), Route.PAGES),
        # A page has one digest a value, of all endpoints and versions.
        ((COUNT, MEDIAN), Filters(), (By.IP,), Route.PAGES),
        ((COUNT, MEDIAN), Filters(), (By.IP, By.VERSION), Route.BLOCKS),
        ((COUNT, MEDIAN), Filters(endpoint="home"), (By.IP,), Route.BLOCKS),
        # What pages do not keep at all.
        ((DEVIATION,), Filters(), (By.IP,), Route.BLOCKS),
        ((VERSIONS,), Filters(), (By.IP,), Route.BLOCKS),
        # Each dimension tells of itself.
        ((UNIQUE,), Filters(), (By.IP,), Route.PAGES),
        ((UNIQUE,), Filters(), (By.STATUS,), Route.BLOCKS),
        ((CLASSES,), Filters(status=200), (), Route.PAGES),
        ((CLASSES,), Filters(ip="::1"), (), Route.BLOCKS),
        # Two dimensions are on no page together.
        ((COUNT,), Filters(ip="::1"), (By.GROUP_BY,), Route.BLOCKS),
    ],
)
def test_the_cheapest_route_that_is_exact(
    statistics: tuple[StatisticName, ...], filters: Filters, by: tuple[By, ...], route: Route
) -> None:
    assert route_of(Question((), statistics, filters, by)) is route
