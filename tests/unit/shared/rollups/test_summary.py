import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.calls.calls import Calls
from shared.rollups.cells import cells_of_calls
from shared.rollups.summary import (
    FORMAT,
    SIZE,
    Summaries,
    UnknownSummaryFormatError,
    decode_summaries,
    encode_summaries,
)
from shared.rollups.unit import Unit
from shared.statistics.state.counters import Counters
from shared.statistics.state.statuses import Statuses
from tests.unit.shared.factories import calls_with_ids, make_calls
from tests.unit.shared.mutations import mutated
from tests.unit.shared.statistics.state.test_states import assert_same


def summaries_of(calls: Calls) -> Summaries:
    cells = cells_of_calls(calls, Unit.HOUR)
    return Summaries(
        cells.keys.start_us, cells.counters, cells.statuses, cells.digest.kept, cells.visitors.unique
    )


def assert_same_summaries(left: Summaries, right: Summaries) -> None:
    assert_same(left.counters, right.counters)
    assert_same(left.statuses, right.statuses)
    for name in ("start_us", "quantiles", "unique"):
        np.testing.assert_array_equal(getattr(left, name), getattr(right, name))


@given(calls_with_ids())
def test_summaries_come_out_as_they_went_in(calls: Calls) -> None:
    summaries = summaries_of(calls)
    records = encode_summaries(summaries)

    assert len(records) == len(summaries)
    assert {len(record) for record in records} <= {SIZE}
    assert_same_summaries(decode_summaries(b"".join(records)), summaries)
    assert_same_summaries(decode_summaries(b"".join(records[:1])), _first(summaries))


def _first(summaries: Summaries) -> Summaries:
    first = np.arange(min(1, len(summaries)))
    return Summaries(
        summaries.start_us[first],
        summaries.counters.select(first),
        Statuses(summaries.statuses.count[first]),
        summaries.quantiles[first],
        summaries.unique[first],
    )


def test_a_busy_months_numbers_fit() -> None:
    many = np.array([2**40])
    counters = Counters(many * 3, *(np.array([1e300]),) * 4, many * -1, many)
    busy = Summaries(
        many, counters, Statuses(np.array([[2**40, 0, 2**41, 0, 0, 0]])), np.full((1, 8), 1e300), many >> 9
    )

    assert_same_summaries(decode_summaries(encode_summaries(busy)[0]), busy)


def test_what_was_decoded_may_be_written_to() -> None:
    decoded = decode_summaries(b"".join(encode_summaries(summaries_of(make_calls([1.0])))))

    decoded.counters.count[0] += 1
    decoded.quantiles[0, 0] += 1


def test_a_summary_of_a_newer_release_and_half_a_summary_are_refused() -> None:
    record = encode_summaries(summaries_of(make_calls([1.0])))[0]
    newer = (FORMAT + 1).to_bytes(4, "little") + record[4:]

    with pytest.raises(UnknownSummaryFormatError, match="not known to this release"):
        decode_summaries(record + newer)
    with pytest.raises(UnknownSummaryFormatError, match="no whole number"):
        decode_summaries(record[:-1])


@settings(max_examples=200)
@given(st.data())
def test_damaged_bytes_are_never_another_error_than_the_documented_one(data: st.DataObject) -> None:
    summaries = b"".join(encode_summaries(summaries_of(make_calls([1.0, 2.0], endpoint=[1, 2]))))
    try:
        decoded = decode_summaries(data.draw(mutated(summaries)))
    except UnknownSummaryFormatError:
        return
    assert len(decoded) == len(decoded.quantiles)
