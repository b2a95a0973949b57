from pydash_agent.pytest_plugin.hits import ENDPOINTS_MAX, TIMES_MAX, Hits, Tally


def test_requests_count_between_begin_and_end_alone() -> None:
    hits = Hits()
    hits.add("before", 1.0)
    hits.begin()
    hits.add("cart", 2.0)
    hits.add("cart", 4.0)
    hits.add("home", 1.0)
    found = hits.end()
    hits.add("after", 1.0)
    assert found == {"cart": [2, 6.0, 4.0, [2.0, 4.0]], "home": [1, 1.0, 1.0, [1.0]]}
    assert hits.end() == {}


def test_a_test_that_hits_endpoints_without_end_is_bounded() -> None:
    hits = Hits()
    hits.begin()
    for number in range(ENDPOINTS_MAX * 3):
        hits.add(f"{number}" + "x" * 10_000, 1.0)
    found = hits.end()
    assert len(found) == ENDPOINTS_MAX
    assert max(map(len, found)) == 500


def test_the_sample_stays_small_and_even() -> None:
    tally = Tally()
    for number in range(100_000):
        tally.add(float(number))
    assert (tally.calls, tally.slowest_ms, tally.total_ms) == (100_000, 99_999.0, sum(range(100_000)))
    assert TIMES_MAX / 2 <= len(tally.times_ms) < TIMES_MAX
    gaps = {after - before for before, after in zip(tally.times_ms, tally.times_ms[1:], strict=False)}
    assert len(gaps) == 1


def test_merging_keeps_what_is_not_in_the_sample() -> None:
    tally = Tally()
    tally.merge(1000, 5000.0, 90.0, [4.0, 6.0])
    tally.merge(1, 7.0, 7.0, [7.0])
    assert tally.plain() == [1001, 5007.0, 90.0, [4.0, 6.0, 7.0]]
