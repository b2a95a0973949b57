"""Calls to test with: a test states what matters, everything else has a default."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import ArrayLike, NDArray

from shared.calls.block import to_us
from shared.calls.calls import HOUR_US, Calls
from shared.calls.named import NameColumn, NamedCalls

# 2018-05-20 20:00 UTC, the hour of most examples.
HOUR = datetime(2018, 5, 20, 20, tzinfo=UTC)
HOUR_START_US = to_us(HOUR)


def make_calls(
    execution_ms: Sequence[float],
    *,
    at_us: ArrayLike | None = None,
    endpoint: ArrayLike = 1,
    version: ArrayLike = 1,
    group_by: ArrayLike = 1,
    ip: ArrayLike = 1,
    status: ArrayLike = 0,
) -> Calls:
    """One call per execution time, a microsecond apart from HOUR on; a lone number fills its column."""
    count = len(execution_ms)

    def column(values: ArrayLike, dtype: type[np.generic]) -> NDArray[Any]:
        return np.array(np.broadcast_to(np.asarray(values, dtype), count))

    return Calls(
        at_us=column(HOUR_START_US + np.arange(count) if at_us is None else at_us, np.int64),
        execution_ms=column(execution_ms, np.float64),
        endpoint=column(endpoint, np.int32),
        version=column(version, np.int32),
        group_by=column(group_by, np.int32),
        ip=column(ip, np.int32),
        status=column(status, np.int16),
    )


def names(values: Sequence[str]) -> NameColumn:
    """The column in which call i has the name ``values[i]``."""
    distinct = tuple(dict.fromkeys(values))
    return NameColumn(np.array([distinct.index(value) for value in values], np.int32), distinct)


def make_named_calls(
    execution_ms: Sequence[float],
    *,
    at_us: Sequence[int] | None = None,
    endpoint: Sequence[str] | None = None,
    ip: Sequence[str] | None = None,
) -> NamedCalls:
    count = len(execution_ms)
    return NamedCalls(
        at_us=np.array(HOUR_START_US + np.arange(count) if at_us is None else at_us, np.int64),
        execution_ms=np.array(execution_ms, np.float64),
        endpoint=names(endpoint or ["home"] * count),
        version=names(["1.0.0"] * count),
        group_by=names(["None"] * count),
        ip=names(ip or ["192.0.2.1"] * count),
        status=np.zeros(count, np.int16),
    )


def same_calls(left: Any, right: Any) -> bool:
    """Whether two ``Calls`` or ``NamedCalls`` hold the same columns, types included."""
    return type(left) is type(right) and all(
        _same_column(column, getattr(right, name)) for name, column in vars(left).items()
    )


def _same_column(left: Any, right: Any) -> bool:
    if isinstance(left, NameColumn):
        return left.names == right.names and _same_column(left.codes, right.codes)
    return left.dtype == right.dtype and np.array_equal(left, right)


_IDS = np.array([-(2**31), -1, 0, 1, 2, 3, 7, 2**31 - 1], np.int32)
_STATUSES = np.array([-(2**15), 0, 200, 404, 599, 2**15 - 1], np.int16)
_OFFSETS_US = np.array([0, 1, HOUR_US - 1], np.int64)


def _moments(rng: np.random.Generator, count: int) -> NDArray[np.int64]:
    """Any microseconds of HOUR, often its first and its last."""
    anywhere = rng.integers(0, HOUR_US, count)
    return HOUR_START_US + np.where(rng.random(count) < 0.3, rng.choice(_OFFSETS_US, count), anywhere)


def _times(rng: np.random.Generator, count: int) -> NDArray[np.float64]:
    """Execution times as they come, with ties and the odd nought among them."""
    return rng.choice([0.0, 1.0, 1.5], count) + np.where(
        rng.random(count) < 0.5, 0.0, rng.lognormal(3, 2, count)
    )


@st.composite
def calls_of_an_hour(draw: st.DrawFn, *, size_max: int = 40) -> Calls:
    """Any calls of HOUR, none included, in any order."""
    count, rng = draw(st.integers(0, size_max)), np.random.default_rng(draw(st.integers(0, 2**32)))
    return Calls(
        at_us=_moments(rng, count),
        execution_ms=_times(rng, count),
        endpoint=rng.choice(_IDS, count),
        version=rng.choice(_IDS, count),
        group_by=rng.choice(_IDS, count),
        ip=rng.choice(_IDS, count),
        status=rng.choice(_STATUSES, count),
    )


_NAMES = st.lists(st.text(max_size=20), unique=True, min_size=1, max_size=5)


@st.composite
def any_named_calls(draw: st.DrawFn, *, size_max: int = 40) -> NamedCalls:
    """Any calls of HOUR, none included, in any order and by any names."""
    count, rng = draw(st.integers(0, size_max)), np.random.default_rng(draw(st.integers(0, 2**32)))
    distinct = tuple(draw(_NAMES))

    def column() -> NameColumn:
        return NameColumn(rng.integers(0, len(distinct), count).astype(np.int32), distinct)

    return NamedCalls(
        at_us=_moments(rng, count),
        execution_ms=_times(rng, count),
        endpoint=column(),
        version=column(),
        group_by=column(),
        ip=column(),
        status=rng.choice(_STATUSES, count),
    )


@st.composite
def calls_with_ids(draw: st.DrawFn, *, size_max: int = 60, days: int = 3) -> Calls:
    """Any calls of some days from HOUR on, none included, in any order; of few names or of very many."""
    count, rng = draw(st.integers(0, size_max)), np.random.default_rng(draw(st.integers(0, 2**32)))
    id_max = draw(st.sampled_from((1, 3, 40, 2**31 - 1)))

    def ids() -> NDArray[np.int32]:
        return rng.integers(1, id_max, count, endpoint=True).astype(np.int32)

    return Calls(
        at_us=_moments(rng, count) + rng.integers(0, 24 * days, count) * HOUR_US,
        execution_ms=_times(rng, count),
        endpoint=ids(),
        version=ids(),
        group_by=ids(),
        ip=ids(),
        status=rng.choice(_STATUSES, count),
    )
