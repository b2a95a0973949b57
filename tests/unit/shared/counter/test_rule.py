from hypothesis import given
from hypothesis import strategies as st

from shared.counter.rule import Anything, Rule


def rule(n: int, after: int | None = None, until: int | None = None, **groups: object) -> Rule:
    return Rule("before", print, n, after, until, None, groups)


@given(
    n=st.integers(1, 12),
    after=st.none() | st.integers(0, 20),
    until=st.none() | st.integers(1, 60),
)
def test_it_fires_where_counting_by_hand_does(n: int, after: int | None, until: int | None) -> None:
    asked = rule(n, after, until)
    expected, due = [], n if after is None else after + 1
    while due <= (60 if until is None else until):
        expected.append(due)
        due += n

    assert [count for count in range(1, 61) if asked.fires(count)] == expected
    assert asked.first == (n if after is None else after + 1)


def test_a_hit_in_another_group_is_not_counted() -> None:
    asked = rule(1, ip=Anything.ANY, method="GET")
    assert asked.counted({"ip": "a", "method": "GET", "user": 1}) == {"ip": "a", "method": "GET"}
    assert asked.counted({"ip": "a", "method": "PUT", "user": 1}) is None
    assert rule(1).counted({"ip": "a"}) == {}
