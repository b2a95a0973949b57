"""From pieces to an answer: which keys have a row, what is merged into each place, and how it reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np

from shared.calls.block import from_us
from shared.calls.calls import Calls, Float64s, Int64s, NameKind
from shared.calls.grouping import Groups
from shared.query.answer import Answer, Row
from shared.query.errors import InvalidQueryError
from shared.query.pieces import AnyState, Piece, distinct_rows
from shared.query.question import By, Question
from shared.statistics.registry import STATISTICS, StatisticName
from shared.statistics.state.counters import NEVER_FIRST, NEVER_LAST, Counters
from shared.statistics.state.releases import Releases
from shared.statistics.state.state import GroupedCalls
from shared.statistics.state.visitors import Visitors
from shared.statistics.statistic import Names, Setting

# Values of one statistic in one answer; a page draws some thousand.
VALUES_MAX = 500_000


@dataclass(frozen=True, eq=False)
class Keys:
    """Columns over the rows of an answer; ``others``: the last row is all remaining keys together."""

    ids: tuple[Int64s, ...]
    calls: Int64s
    last_us: Int64s
    others: bool

    def __len__(self) -> int:
        return len(self.calls)


@dataclass(frozen=True, eq=False)
class Table:
    """States of each row and slice: place ``row * slices + slice``. ``minutes`` is the length of each slice."""

    question: Question
    keys: Keys
    states: Mapping[AnyState, Any]
    minutes: Float64s

    def ids(self) -> dict[NameKind, list[int]]:
        """Of which names the answer speaks."""
        named = len(self.keys) - self.keys.others
        ids: dict[NameKind, list[int]] = {kind: [] for kind in NameKind}
        for by, column in zip(self.question.by, self.keys.ids, strict=True):
            if by.kind is not None:
                ids[by.kind] += column[:named].tolist()
        if StatisticName.VERSIONS in self.question.statistics:
            ids[NameKind.VERSION] += self.states[Releases].version.tolist()
        if StatisticName.VISITS_PER_IP in self.question.statistics:
            ids[NameKind.IP] += self.states[Visitors].ip.tolist()
        return ids

    def answer(self, names: Names, apdex_threshold_ms: float) -> Answer:
        rows, slices = len(self.keys), len(self.question.slices)
        setting = Setting(names, np.tile(self.minutes, rows), apdex_threshold_ms, self.question.reduced)
        columns = [
            STATISTICS[name].render(self.states[STATISTICS[name].state], setting)
            for name in self.question.statistics
        ]
        # Without statistics there is still an empty set of values a place.
        places = zip(*columns, strict=True) if columns else repeat((), rows * slices)
        values = [dict(zip(self.question.statistics, place, strict=True)) for place in places]
        calls, last_us = self.keys.calls.tolist(), self.keys.last_us.tolist()
        return Answer(
            [
                Row(
                    self._key(row, names),
                    values[row * slices : (row + 1) * slices],
                    calls[row],
                    None if last_us[row] == NEVER_LAST else from_us(last_us[row]),
                )
                for row in range(rows)
            ]
        )

    def _key(self, row: int, names: Names) -> tuple[str | None, ...]:
        by = self.question.by
        if self.keys.others and row == len(self.keys) - 1:
            return (None,) * len(by)
        ids = [int(column[row]) for column in self.keys.ids]
        return tuple(
            str(each) if kind is None else names[kind][each]
            for kind, each in zip((one.kind for one in by), ids, strict=True)
        )


def tabulated(question: Question, pieces: Mapping[AnyState, Piece], minutes: Float64s) -> Table:
    """Raises InvalidQueryError where the answer would be too large."""
    numbers = _numbered_keys(question, pieces)
    keys, row_of = _ranked(question, pieces.get(Counters), numbers)
    slices = len(question.slices)
    places = len(keys) * slices
    if places > VALUES_MAX:
        raise InvalidQueryError(
            "by",
            f"gives {len(keys)} keys in each of {slices} slices, of {VALUES_MAX} values at most;"
            " ask for fewer slices or for the top ones",
        )
    states = {
        state: _placed(state, pieces.get(state), numbers.codes.get(state), row_of, slices, places)
        for state in {STATISTICS[name].state for name in question.statistics}
    }
    return Table(question, keys, states, minutes)


@dataclass(frozen=True, eq=False)
class _Numbers:
    """The distinct keys of all pieces, as columns, and the number of each piece's keys."""

    keys: tuple[Int64s, ...]
    codes: Mapping[AnyState, Int64s]
    count: int


def _numbered_keys(question: Question, pieces: Mapping[AnyState, Piece]) -> _Numbers:
    if not question.by:
        return _Numbers((), {state: np.zeros(len(piece), np.int64) for state, piece in pieces.items()}, 1)
    if not pieces:
        return _Numbers(tuple(np.empty(0, np.int64) for _ in question.by), {}, 0)
    columns = tuple(
        np.concatenate(column) for column in zip(*(piece.keys for piece in pieces.values()), strict=True)
    )
    found = distinct_rows(columns)
    groups = Groups.of(found.codes, len(found.keys))
    first = groups.order[groups.edges[:-1]]
    edges = np.cumsum([len(piece) for piece in pieces.values()])
    codes = dict(zip(pieces, np.split(found.codes, edges[:-1]), strict=True))
    return _Numbers(tuple(column[first] for column in columns), codes, len(found.keys))


def _ranked(question: Question, counted: Piece | None, numbers: _Numbers) -> tuple[Keys, Int64s]:
    """The rows, and of each key the row that it belongs to; -1 for keys without calls."""
    calls = np.zeros(numbers.count, np.int64)
    first_us = np.full(numbers.count, NEVER_FIRST)
    last_us = np.full(numbers.count, NEVER_LAST)
    if counted is not None:
        inside = counted.slice >= 0
        codes = numbers.codes[Counters][inside]
        state = counted.state
        np.add.at(calls, codes, state.count[inside])
        # Pages do not say when: what blocks beside them say is not of all calls.
        if (state.last_us[inside & (state.count > 0)] != NEVER_LAST).all():
            np.minimum.at(first_us, codes, state.first_us[inside])
            np.maximum.at(last_us, codes, state.last_us[inside])
    called = np.flatnonzero(calls > 0) if question.by else np.arange(numbers.count)
    # Equal ones by their ids, so that an answer does not depend on what it was read from.
    order = called[np.lexsort((*(column[called] for column in numbers.keys[::-1]), -calls[called]))]
    top, rest = order[: question.top], order[len(order[: question.top]) :]
    if question.by == (By.VERSION,):
        top = top[np.lexsort((numbers.keys[0][top], first_us[top]))]
    row_of = np.full(numbers.count, -1)
    row_of[top] = np.arange(len(top))
    others = bool(question.by) and len(rest) > 0
    if others:
        row_of[rest] = len(top)
    rows = len(top) + others
    row_calls = np.zeros(rows, np.int64)
    row_last_us = np.full(rows, NEVER_LAST)
    shown = row_of >= 0
    np.add.at(row_calls, row_of[shown], calls[shown])
    np.maximum.at(row_last_us, row_of[shown], last_us[shown])
    return Keys(tuple(column[top] for column in numbers.keys), row_calls, row_last_us, others), row_of


def _placed(
    state: AnyState, piece: Piece | None, codes: Int64s | None, row_of: Int64s, slices: int, places: int
) -> Any:
    if piece is None or codes is None:
        return state.of(GroupedCalls(Calls.empty(), Groups.of(np.empty(0, np.int64), places)))
    row = row_of[codes]
    place = np.where((piece.slice >= 0) & (row >= 0), row * slices + piece.slice, -1)
    return piece.state.merge(Groups.of(place, places))


def minutes_of(starts_us: Int64s, ends_us: Int64s, now_us: int) -> Float64s:
    """Length of each slice, as far as it does not lie in the future."""
    length: Float64s = np.maximum(np.minimum(ends_us, now_us) - starts_us, 0) / 60e6
    return length


def weight(pieces: Mapping[AnyState, Piece]) -> int:
    """About how many numbers there are to be merged."""
    return sum(
        len(piece) + len(getattr(piece.state, "mean", ())) + len(getattr(piece.state, "ip", ()))
        for piece in pieces.values()
    )


def ids_of(tables: Iterable[Table]) -> dict[NameKind, set[int]]:
    """Of which names all the answers speak."""
    ids: dict[NameKind, set[int]] = {kind: set() for kind in NameKind}
    for table in tables:
        for kind, of_kind in table.ids().items():
            ids[kind].update(of_kind)
    return ids
