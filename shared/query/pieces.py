"""Answers in the making: states of groups of calls, each group of one slice and one key."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np

from shared.calls.calls import Calls, Int64s
from shared.calls.grouping import Distinct, Groups
from shared.query.question import By
from shared.rollups.dimension import Dimension, values_of
from shared.statistics.state.digest import Digest
from shared.statistics.state.state import GroupedCalls, State

AnyState = type[State]


@dataclass(frozen=True, eq=False)
class Piece:
    """Group g of ``state`` belongs to ``slice[g]`` and has ``keys[d][g]`` in dimension d.

    Several may belong to one slice and key; a slice below 0 leaves the group out.
    """

    slice: Int64s
    keys: tuple[Int64s, ...]
    state: Any

    def __len__(self) -> int:
        return len(self.slice)

    @classmethod
    def concat(cls, pieces: Sequence[Self]) -> Self:
        """All groups of pieces of one kind of state."""
        return cls(
            np.concatenate([piece.slice for piece in pieces]),
            tuple(np.concatenate(columns) for columns in zip(*(piece.keys for piece in pieces), strict=True)),
            type(pieces[0].state).concat([piece.state for piece in pieces]),
        )

    def numbered(self) -> Distinct:
        """Slices and keys as numbers, -1 for groups that are left out."""
        inside = np.flatnonzero(self.slice >= 0)
        found = distinct_rows(column[inside] for column in (self.slice, *self.keys))
        codes = np.full(len(self), -1)
        codes[inside] = found.codes
        return Distinct(found.keys, codes)

    def folded(self) -> Self:
        """One group for each slice and key."""
        found = self.numbered()
        groups = Groups.of(found.codes, len(found.keys))
        first = groups.order[groups.edges[:-1]]
        state = self.state.merge(groups)
        if isinstance(state, Digest):
            state = state.compressed()
        return type(self)(self.slice[first], tuple(key[first] for key in self.keys), state)


@dataclass
class Pieces:
    """Of each kind of state; as long as the kind with most groups."""

    by_state: dict[AnyState, list[Piece]] = field(default_factory=dict)

    def add(self, piece: Piece) -> None:
        if len(piece):
            self.by_state.setdefault(type(piece.state), []).append(piece)

    def extend(self, other: "Pieces") -> None:
        for pieces in other.by_state.values():
            for piece in pieces:
                self.add(piece)

    def whole(self) -> dict[AnyState, Piece]:
        """Everything known of each kind of state, as one piece."""
        return {state: Piece.concat(pieces) for state, pieces in self.by_state.items()}

    def folded(self) -> "Pieces":
        """One group for each slice and key: what many pieces are brought down to while more are to come."""
        return Pieces({state: [piece.folded()] for state, piece in self.whole().items()})

    def __len__(self) -> int:
        return max((sum(map(len, pieces)) for pieces in self.by_state.values()), default=0)


def distinct_rows(columns: Iterable[Int64s]) -> Distinct:
    """Of the rows of several columns, none of them negative: a number for each distinct one, in their order."""
    first, *others = columns
    found = Distinct.of(first)
    for column in others:
        values = Distinct.of(column)
        found = Distinct.of(found.codes * max(len(values.keys), 1) + values.codes)
    return found


def pieces_of_calls(calls: Calls, slices: Int64s, by: Sequence[By], states: Iterable[AnyState]) -> Pieces:
    """What the states say of calls, of which call i is in slice ``slices[i]``."""
    keys = tuple(key_column(calls, each) for each in by)
    found = distinct_rows((slices, *keys))
    groups = Groups.of(found.codes, len(found.keys))
    first = groups.order[groups.edges[:-1]]
    grouped = GroupedCalls(calls, groups)
    pieces = Pieces()
    for state in states:
        pieces.add(Piece(slices[first], tuple(key[first] for key in keys), state.of(grouped)))
    return pieces


def key_column(calls: Calls, by: By) -> Int64s:
    if by is By.STATUS:
        return values_of(calls, Dimension.STATUS)
    assert by.kind is not None
    return calls.ids(by.kind).astype(np.int64)
