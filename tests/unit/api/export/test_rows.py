from collections.abc import AsyncIterator, Sequence

import numpy as np
import pytest

from services.api.export.rows import ROWS_MAX, _portions
from shared.calls.calls import Calls


def make_calls(first: int, count: int) -> Calls:
    ids = np.ones(count, np.int32)
    return Calls(
        at_us=np.arange(first, first + count),
        execution_ms=np.zeros(count),
        endpoint=ids,
        version=ids,
        group_by=ids,
        ip=ids,
        status=np.zeros(count, np.int16),
    )


async def hours(sizes: Sequence[int]) -> AsyncIterator[Calls]:
    first = 0
    for size in sizes:
        yield make_calls(first, size)
        first += size


@pytest.mark.parametrize(
    ("sizes", "portions"),
    [
        ([], []),
        ([3], [3]),
        ([3, 4], [7]),
        ([ROWS_MAX], [ROWS_MAX]),
        ([ROWS_MAX - 1, 1, 1], [ROWS_MAX, 1]),
        ([1, 2 * ROWS_MAX + 5, 2], [ROWS_MAX, ROWS_MAX, 8]),
    ],
)
async def test_portions_are_of_bounded_size_and_hold_every_call_once_in_order(
    sizes: list[int], portions: list[int]
) -> None:
    found = [calls async for calls in _portions(hours(sizes))]

    assert [len(calls) for calls in found] == portions
    times = np.concatenate([np.empty(0, np.int64), *(calls.at_us for calls in found)])
    assert times.tolist() == list(range(sum(sizes)))
