import pytest

from services.fetcher.page.sizing import adapted


@pytest.mark.parametrize(
    ("page", "came", "took_seconds", "expected"),
    [
        (20_000, 20_000, 0.5, 40_000),  # full and quick: more next time
        (80_000, 80_000, 0.5, 100_000),  # up to what a batch may hold
        (20_000, 19_999, 0.5, 20_000),  # not full: nothing is known about larger ones
        (20_000, 20_000, 3.0, 20_000),  # neither quick nor slow
        (20_000, 20_000, 5.0, 10_000),
        (1_500, 1_500, 5.0, 1_000),  # never so small that requests outweigh calls
        (500, 500, 60.0, 500),  # unless an answer too large made it so
    ],
)
def test_the_next_page_is_what_the_source_gives_in_a_second_or_two(
    page: int, came: int, took_seconds: float, expected: int
) -> None:
    assert adapted(page, came, took_seconds, calls_max=100_000) == expected
