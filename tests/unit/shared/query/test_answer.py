from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calls.block import to_us
from shared.calls.calls import HOUR_US, Calls, NameKind
from shared.query.answer import by_endpoint, name_kinds, series, values
from shared.query.blocks import Filters
from shared.query.period import Slice
from shared.statistics.registry import StatisticName
from tests.unit.shared.factories import HOUR, HOUR_START_US, calls_of_an_hour, make_calls

_ALL = list(StatisticName)
_NAMES = {
    NameKind.VERSION: {1: "1.0", 2: "1.1"},
    NameKind.IP: {1: "192.0.2.1", 2: "::1"},
}
_COUNT_AND_SUM = [StatisticName.TOTAL_VISITS, StatisticName.TOTAL_EXECUTION_TIME]


def slices_of(edges_us: list[int]) -> list[Slice]:
    """Slices of HOUR that these offsets, in order, part it into."""
    edges = [HOUR, *(HOUR + timedelta(microseconds=edge) for edge in edges_us), HOUR + timedelta(hours=1)]
    return [Slice(str(number), edges[number], edges[number + 1]) for number in range(len(edges) - 1)]


def test_only_what_is_asked_for_is_answered_in_that_order() -> None:
    asked = [StatisticName.MEDIAN_EXECUTION_TIME, StatisticName.TOTAL_VISITS]

    assert list(values(make_calls([1.0, 3.0]), asked, {}).items()) == [
        (StatisticName.MEDIAN_EXECUTION_TIME, 2.0),
        (StatisticName.TOTAL_VISITS, 2),
    ]
    assert values(make_calls([1.0]), [], {}) == {}


def test_names_are_needed_only_for_what_shows_names() -> None:
    assert name_kinds(_ALL) == {NameKind.IP, NameKind.VERSION}
    assert name_kinds([StatisticName.VERSIONS]) == {NameKind.VERSION}
    assert name_kinds([name for name in _ALL if name not in {"visits_per_ip", "versions"}]) == set()


def test_statistics_answer_at_full_precision() -> None:
    assert values(make_calls([1.0, 1.0, 0.0]), [StatisticName.AVERAGE_EXECUTION_TIME], {}) == {
        StatisticName.AVERAGE_EXECUTION_TIME: 2 / 3
    }


@given(
    calls_of_an_hour(),
    st.lists(st.integers(1, HOUR_US - 1), unique=True, max_size=8).map(sorted),
)
def test_each_slice_is_answered_as_if_it_were_asked_for_alone(calls: Calls, edges: list[int]) -> None:
    asked = [*_COUNT_AND_SUM, StatisticName.UNIQUE_VISITORS, StatisticName.MEDIAN_EXECUTION_TIME]
    slices = slices_of(edges)

    answered = series(calls.sorted_by_time(), slices, asked, {})

    assert answered == [
        values(calls.sorted_by_time().between(to_us(part.start), to_us(part.end)), asked, {})
        for part in slices
    ]
    counts = [part[StatisticName.TOTAL_VISITS] for part in answered]
    assert sum(count for count in counts if isinstance(count, int)) == len(calls)


def test_a_call_on_the_edge_of_two_slices_is_in_the_second() -> None:
    calls = make_calls([1.0], at_us=HOUR_START_US + 10)

    answered = series(calls, slices_of([10]), [StatisticName.TOTAL_VISITS], {})

    assert [part[StatisticName.TOTAL_VISITS] for part in answered] == [0, 1]


def test_a_slice_without_calls_still_has_its_values() -> None:
    (answered,) = series(Calls.empty(), slices_of([]), _ALL, _NAMES)

    assert answered.keys() == set(_ALL)
    assert answered[StatisticName.TOTAL_VISITS] == 0


def test_no_slices_have_no_answers() -> None:
    assert series(make_calls([1.0]), [], _ALL, _NAMES) == []


def test_each_endpoint_has_its_own_calls_in_their_order() -> None:
    calls = make_calls([1.0, 2.0, 4.0, 8.0], endpoint=[7, 3, 7, 3])

    parted = by_endpoint(calls)

    assert {endpoint: part.execution_ms.tolist() for endpoint, part in parted.items()} == {
        3: [2.0, 8.0],
        7: [1.0, 4.0],
    }


def test_no_calls_have_no_endpoints() -> None:
    assert by_endpoint(Calls.empty()) == {}


@pytest.mark.parametrize(
    ("filters", "by_kind"),
    [
        (Filters(), {}),
        (Filters(version="1.0"), {NameKind.VERSION: "1.0"}),
        (
            Filters("home", "1.0", "ada", "::1"),
            {
                NameKind.ENDPOINT: "home",
                NameKind.VERSION: "1.0",
                NameKind.GROUP_BY: "ada",
                NameKind.IP: "::1",
            },
        ),
        # A call whose group_by is not given is stored under the empty name: it can be asked for.
        (Filters(group_by=""), {NameKind.GROUP_BY: ""}),
    ],
)
def test_only_given_filters_filter(filters: Filters, by_kind: dict[NameKind, str]) -> None:
    assert filters.by_kind() == by_kind
