"""Calls as a source gives them, dictionary-coded: each name once, and a code per call."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from shared.calls.calls import Bools, Calls, Float64s, Int16s, Int32s, Int64s, NameKind


@dataclass(frozen=True, eq=False)
class NameColumn:
    """``names[codes[i]]`` is the name of call i. Names are distinct; the empty one stands for "not given"."""

    codes: Int32s
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.codes) and not (self.codes.min() >= 0 and self.codes.max() < len(self.names)):
            raise ValueError("a code points beyond the names")

    def select(self, chosen: Bools) -> Self:
        """The calls that a mask chooses, without names that none of them has."""
        used, codes = np.unique(self.codes[chosen], return_inverse=True)
        return replace(
            self, codes=codes.astype(np.int32), names=tuple(self.names[code] for code in used.tolist())
        )

    def to_ids(self, ids: dict[str, int]) -> Int32s:
        """The column with each name replaced by its id."""
        table = np.array([ids[name] for name in self.names], dtype=np.int32)
        return table[self.codes] if len(self.codes) else np.empty(0, np.int32)

    @classmethod
    def concat(cls, parts: Sequence[Self]) -> Self:
        names = tuple(dict.fromkeys(name for part in parts for name in part.names))
        ids = {name: code for code, name in enumerate(names)}
        return cls(np.concatenate([part.to_ids(ids) for part in parts]), names)


@dataclass(frozen=True, eq=False)
class NamedCalls:
    """n calls of one window, in any order. Identical calls are legitimate."""

    at_us: Int64s
    execution_ms: Float64s
    endpoint: NameColumn
    version: NameColumn
    group_by: NameColumn
    ip: NameColumn
    status: Int16s

    def __len__(self) -> int:
        return len(self.at_us)

    def select(self, chosen: Bools) -> Self:
        """The calls that a mask chooses, in their order."""
        return replace(
            self,
            at_us=self.at_us[chosen],
            execution_ms=self.execution_ms[chosen],
            endpoint=self.endpoint.select(chosen),
            version=self.version.select(chosen),
            group_by=self.group_by.select(chosen),
            ip=self.ip.select(chosen),
            status=self.status[chosen],
        )

    def column(self, kind: NameKind) -> NameColumn:
        match kind:
            case NameKind.ENDPOINT:
                return self.endpoint
            case NameKind.VERSION:
                return self.version
            case NameKind.GROUP_BY:
                return self.group_by
            case NameKind.IP:
                return self.ip

    @classmethod
    def empty(cls) -> Self:
        nothing = NameColumn(np.empty(0, np.int32), ())
        return cls(
            at_us=np.empty(0, np.int64),
            execution_ms=np.empty(0, np.float64),
            endpoint=nothing,
            version=nothing,
            group_by=nothing,
            ip=nothing,
            status=np.empty(0, np.int16),
        )

    @classmethod
    def concat(cls, parts: Sequence[Self]) -> Self:
        """The calls of all parts, one after the other; at least one part."""

        def column(kind: NameKind) -> NameColumn:
            return NameColumn.concat([part.column(kind) for part in parts])

        return cls(
            at_us=np.concatenate([part.at_us for part in parts]),
            execution_ms=np.concatenate([part.execution_ms for part in parts]),
            endpoint=column(NameKind.ENDPOINT),
            version=column(NameKind.VERSION),
            group_by=column(NameKind.GROUP_BY),
            ip=column(NameKind.IP),
            status=np.concatenate([part.status for part in parts]),
        )

    def with_ids(self, ids: dict[NameKind, dict[str, int]]) -> Calls:
        """The same calls, speaking of names by their ids."""
        return Calls(
            at_us=self.at_us,
            execution_ms=self.execution_ms,
            endpoint=self.endpoint.to_ids(ids[NameKind.ENDPOINT]),
            version=self.version.to_ids(ids[NameKind.VERSION]),
            group_by=self.group_by.to_ids(ids[NameKind.GROUP_BY]),
            ip=self.ip.to_ids(ids[NameKind.IP]),
            status=self.status,
        )
