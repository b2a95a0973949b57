"""The one shape of a statistic: a name, the state it is rendered from, and how."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from shared.calls.calls import NameKind
from shared.statistics.state.state import State

Value = int | float | dict[str, int] | list[str] | None
Unit = Literal["calls", "visitors", "ms", "names"]
# What renders ids: for each kind, id -> name.
Names = Mapping[NameKind, Mapping[int, str]]

S = TypeVar("S", bound=State)


@dataclass(frozen=True)
class Statistic(Generic[S]):
    name: str
    unit: Unit
    state: type[S]
    render: Callable[[S, Names], Value]
