"""The one shape of a statistic: a name, the state it is rendered from, and how."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from shared.calls.calls import Float64s, NameKind
from shared.statistics.state.state import State

Value = int | float | dict[str, int] | list[str] | None
Unit = Literal["calls", "visitors", "ms", "names", "share", "calls/minute"]
# What renders ids: for each kind, id -> name.
Names = Mapping[NameKind, Mapping[int, str]]

S = TypeVar("S", bound=State)


@dataclass(frozen=True)
class Setting:
    """What rendering needs to know beside the state."""

    names: Names
    # Length of each group's span of time.
    minutes: Float64s
    apdex_threshold_ms: float


@dataclass(frozen=True)
class Statistic(Generic[S]):
    """``render`` gives one value a group.

    ``whole``: it needs the centroids or ips of the state, even of a single cell, which keeps the most wanted
    figures beside them.
    """

    name: str
    unit: Unit
    state: type[S]
    render: Callable[[S, Setting], list[Value]]
    whole: bool = False


def listed(values: NDArray[Any]) -> list[Value]:
    """One value a group; None for what is not a number."""
    if values.dtype.kind != "f":
        return list(values.tolist())
    return [
        value if finite else None for value, finite in zip(values.tolist(), np.isfinite(values), strict=True)
    ]
