"""The one shape of a statistic: a name, the state it is rendered from, and how."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from shared.calls.calls import Float64s, NameKind
from shared.statistics.precision import reduced, significant
from shared.statistics.state.state import State

Value = int | float | dict[str, int] | list[str] | None
Unit = Literal["calls", "visitors", "ms", "names", "share", "calls/minute"]
# Of numbers whose first two decimal places say too little.
_SMALL: frozenset[Unit] = frozenset({"share", "calls/minute"})
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
    # Numbers with as many digits as are worth showing.
    reduced: bool = False


@dataclass(frozen=True)
class Statistic(Generic[S]):
    """``column`` gives one value a group: numbers as an array, anything else as a list.

    ``whole``: it needs the centroids or ips of the state, even of a single cell, which keeps the most wanted
    figures beside them.
    """

    name: str
    unit: Unit
    state: type[S]
    column: Callable[[S, Setting], NDArray[Any] | list[Value]]
    whole: bool = False

    def render(self, state: S, setting: Setting) -> list[Value]:
        """One value a group; None for what is not a number."""
        column = self.column(state, setting)
        if isinstance(column, list):
            return column
        if not setting.reduced:
            return _listed(column)
        return _listed(significant(column) if self.unit in _SMALL else reduced(column))


def _listed(values: NDArray[Any]) -> list[Value]:
    if values.dtype.kind != "f" or np.isfinite(values).all():
        return list(values.tolist())
    return [
        value if finite else None for value, finite in zip(values.tolist(), np.isfinite(values), strict=True)
    ]
